//! Connections: accepting them, limiting them, and letting go of them when the server stops.

use std::{io, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, serve::Listener};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{Server, router};
use crate::App;

/// How long a client may take to send a request's head, or to begin with its next request.
const HEAD: Duration = Duration::from_secs(15);
/// How long a client may take to take what it is sent.
const WRITE: Duration = Duration::from_secs(30);
/// How long a server that stops still takes requests, while `/readyz` tells those who send them to
/// look elsewhere.
const ANNOUNCING: Duration = Duration::from_secs(1);
/// How long running requests then have to finish.
const DRAINING: Duration = Duration::from_secs(7);

/// Binds the configured address.
pub async fn bind(app: &App) -> io::Result<TcpListener> {
    let address = SocketAddr::from((app.config.http.host, app.config.http.port));
    TcpListener::bind(address).await.map_err(|error| {
        io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
    })
}

/// Serves until `stop` completes, and then finishes the requests that are running. A client that
/// does not come to an end is left behind after a while.
pub async fn serve(mut listener: TcpListener, app: App, stop: impl Future<Output = ()>) {
    let server = Server::new(app);
    let router = router(server.clone());
    let connections = TaskTracker::new();
    let draining = CancellationToken::new();
    let mut end = pin!(async {
        stop.await;
        server.stopping.cancel();
        server.app.stop();
        sleep(ANNOUNCING).await;
    });
    loop {
        tokio::select! {
            (stream, _) = Listener::accept(&mut listener) => {
                let draining = draining.clone();
                connections.spawn(converse(stream, router.clone(), draining));
            }
            () = &mut end => break,
        }
    }
    drop(listener);
    draining.cancel();
    connections.close();
    server.sockets.close();
    let finished = async {
        connections.wait().await;
        server.sockets.wait().await;
        server.app.stopped().await;
    };
    if timeout(DRAINING, finished).await.is_err() {
        tracing::warn!("stopping with requests unfinished");
    }
}

/// Serves a connection to its end, which comes after the running request when `draining` is cancelled.
async fn converse(stream: TcpStream, router: Router, draining: CancellationToken) {
    let io = TokioIo::new(limited(stream));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(io, TowerToHyperService::new(router))
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = draining.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

fn limited(stream: TcpStream) -> std::pin::Pin<Box<TimeoutStream<TcpStream>>> {
    // Answers are written whole, so there is nothing to gather before a packet is sent.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY cannot be set");
    }
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE));
    Box::pin(stream)
}
