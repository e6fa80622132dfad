//! SIGTERM: nothing that is running is lost, nothing keeps the process from ending.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use frontdesk::tls;
use futures_util::{StreamExt, future::join_all};
use reqwest::StatusCode;
use rstest::rstest;
use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest},
};

use crate::support::{Backend, Backend::*, Process, new_database};

const CREATE: &str =
    "mutation { createTicket(input: { title: \"t\", description: \"d\" }) { ticket { id } } }";

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_server_under_load_stops_in_time_and_loses_nothing(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let folder = tempfile::tempdir().unwrap();
    let settings = HashMap::from([("DATABASE_URL", new_database(backend, &folder).await)]);
    let mut server = Process::start(&settings).await;
    let host = server.address.trim_start_matches("http://").to_owned();

    let mut upgrade = format!("ws://{host}/graphql")
        .into_client_request()
        .unwrap();
    let protocol = "graphql-transport-ws".parse().unwrap();
    upgrade
        .headers_mut()
        .insert("sec-websocket-protocol", protocol);
    let (mut socket, _) = connect_async(upgrade).await.unwrap();
    let mut half_sent = TcpStream::connect(&host).await.unwrap();
    half_sent
        .write_all(b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
        .await
        .unwrap();

    let (acknowledged, stopping) = (AtomicU64::new(0), AtomicBool::new(false));
    let writers = join_all((0..8).map(async |_| {
        loop {
            match server.ask(CREATE, json!({})).await {
                Ok(answer) => {
                    assert_eq!(answer.get("errors"), None, "{answer}");
                    acknowledged.fetch_add(1, Ordering::Relaxed);
                }
                // A connection may be refused or closed between requests, but only by one that stops.
                Err(error) => {
                    assert!(stopping.load(Ordering::Relaxed), "{error}");
                    return;
                }
            }
        }
    }));
    let stop = async {
        sleep(Duration::from_millis(500)).await;
        stopping.store(true, Ordering::Relaxed);
        server.terminate().await;
        let start = Instant::now();
        let mut is_red = false;
        let url = format!("http://{host}/readyz");
        // A connection of its own each time.
        let get = async || tls::client().build()?.get(&url).send().await;
        while let Ok(ready) = get().await {
            is_red |= ready.status() == StatusCode::SERVICE_UNAVAILABLE;
            sleep(Duration::from_millis(20)).await;
        }
        assert!(is_red);
        start
    };
    let (_, start) = futures_util::future::join(writers, stop).await;
    let closed = loop {
        if let Message::Close(frame) = socket.next().await.unwrap().unwrap() {
            break frame.unwrap();
        }
    };
    assert_eq!(u16::from(closed.code), 1001);
    assert!(server.ended().await.success(), "{}", server.output());
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );

    let server = Process::start(&settings).await;
    let stats = server.data("{ stats { total } }", json!({})).await;
    let total = stats["stats"]["total"].as_u64().unwrap();
    let acknowledged = acknowledged.into_inner();
    // A write whose answer was on its way may be there, too: one for each writer.
    assert!(
        (acknowledged..=acknowledged + 8).contains(&total) && acknowledged > 0,
        "{acknowledged} {total}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_server_stops_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let settings = HashMap::from([("DATABASE_URL", new_database(Sqlite, &folder).await)]);
    let mut server = Process::start(&settings).await;
    // A connection that is kept alive is no reason to wait.
    server.data("{ stats { total } }", json!({})).await;
    let start = Instant::now();
    server.terminate().await;
    assert!(server.ended().await.success());
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}
