//! The server's door: routes, and what every request passes on its way.

mod assets;
mod graphql;
mod guard;
mod health;
mod request_id;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use tokio::{net::TcpListener, sync::Notify, time::sleep};

use crate::{App, graphql::FrontdeskSchema};

/// How long running requests have to finish when the server stops.
const DRAINING: Duration = Duration::from_secs(8);

/// What the handlers share.
#[derive(Clone)]
struct Server {
    app: App,
    schema: Arc<FrontdeskSchema>,
}

pub fn router(app: App) -> Router {
    let schema = Arc::new(crate::graphql::build(app.config.http.introspection));
    let server = Server { app, schema };
    Router::new()
        .route("/graphql", any(graphql::graphql))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/", get(assets::home))
        .route("/playground", get(assets::playground))
        .fallback(get(assets::file))
        .layer(guard::cors(&server.app.config.http))
        .layer(from_fn_with_state(server.clone(), guard::host))
        .layer(from_fn(request_id::assign))
        .with_state(server)
}

/// Binds the configured address.
pub async fn bind(app: &App) -> io::Result<TcpListener> {
    let address = SocketAddr::from((app.config.http.host, app.config.http.port));
    TcpListener::bind(address).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
    })
}

/// Serves until `stop` completes, and then finishes the requests that are running. A client that
/// does not come to an end is left behind after a while.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let stopped = Arc::new(Notify::new());
    let told = Arc::clone(&stopped);
    let serving = axum::serve(listener, router(app)).with_graceful_shutdown(async move {
        stop.await;
        told.notify_one();
    });
    tokio::select! {
        ended = serving => ended,
        () = async {
            stopped.notified().await;
            sleep(DRAINING).await;
        } => Ok(()),
    }
}
