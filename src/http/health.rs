//! Whether the server lives, and whether it can do its work.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::Server;

/// The process answers.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// The database is reachable and migrated.
pub async fn ready(State(server): State<Server>) -> Response {
    match server.app.database.is_ready().await {
        Ok(true) => "ready\n".into_response(),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "not migrated\n").into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "database unavailable\n").into_response()
        }
    }
}
