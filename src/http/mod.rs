//! The server's door: routes, and what every request passes on its way.

mod assets;
mod graphql;
mod guard;
mod health;
mod log;
mod request_id;
mod serve;
mod websocket;

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    http::{HeaderValue, header},
    middleware::{from_fn, from_fn_with_state},
    response::Response,
    routing::{any, get},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{
    App,
    context::Allowance,
    graphql::{Documents, Execution, FrontdeskSchema},
};

pub use serve::{bind, serve};

/// What the handlers share.
#[derive(Clone)]
struct Server {
    app: App,
    schema: Arc<FrontdeskSchema>,
    documents: Arc<Documents>,
    /// Cancelled when the server begins to stop.
    stopping: CancellationToken,
    /// The open WebSockets.
    sockets: TaskTracker,
}

impl Server {
    fn new(app: App) -> Self {
        Self {
            schema: Arc::new(crate::graphql::build(app.config.http.introspection)),
            documents: Arc::default(),
            app,
            stopping: CancellationToken::new(),
            sockets: TaskTracker::new(),
        }
    }

    /// What it takes to execute what a request asks for.
    fn execution(&self, request_id: &Arc<str>) -> Execution {
        Execution {
            schema: Arc::clone(&self.schema),
            documents: Arc::clone(&self.documents),
            app: self.app.clone(),
            request_id: Arc::clone(request_id),
            allowance: Arc::new(Allowance::new(self.app.config.http.request_timeout)),
        }
    }
}

/// What may be done with an answer that is no page: nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

fn router(server: Server) -> Router {
    let unless_present =
        |name, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    Router::new()
        .route("/graphql", any(over_http_or_websocket))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/", get(async || assets::page("index.html")))
        .route("/new", get(async || assets::page("form.html")))
        .route("/tickets/{id}", get(async || assets::page("ticket.html")))
        .route("/stats", get(async || assets::page("stats.html")))
        .route("/playground", get(async || assets::page("playground.html")))
        .fallback(get(assets::file))
        .layer(guard::cors(&server.app.config.http))
        .layer(from_fn(guard::options))
        .layer(from_fn_with_state(server.clone(), guard::host))
        .layer(from_fn(request_id::assign))
        .layer(unless_present(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(unless_present(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(unless_present(header::REFERRER_POLICY, "no-referrer"))
        .with_state(server)
}

/// GraphQL has one address, whichever way it is spoken.
async fn over_http_or_websocket(
    axum::extract::State(server): axum::extract::State<Server>,
    request: Request,
) -> Response {
    let upgrade = request.headers().get(header::UPGRADE);
    // Other protocols may be offered, and need not be taken.
    if upgrade.is_some_and(|protocol| protocol.as_bytes().eq_ignore_ascii_case(b"websocket")) {
        websocket::websocket.call(request, server).await
    } else {
        graphql::graphql.call(request, server).await
    }
}
