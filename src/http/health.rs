//! Whether the server lives, and whether it can do its work.

use std::time::Duration;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tokio::time::timeout;

use super::Server;

/// Longer than the wait for a connection, shorter than whoever asks will wait.
const PATIENCE: Duration = Duration::from_secs(4);

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database is reachable and migrated, and the server is not about to stop.
pub async fn ready(State(server): State<Server>) -> Response {
    if server.stopping.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response();
    }
    let reason = match timeout(PATIENCE, server.app.database.is_ready()).await {
        Ok(Ok(true)) => return "ready\n".into_response(),
        Ok(Ok(false)) => "not migrated\n",
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            "database unavailable\n"
        }
        Err(_) => "database too slow\n",
    };
    (StatusCode::SERVICE_UNAVAILABLE, reason).into_response()
}
