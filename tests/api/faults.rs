//! What goes wrong around the server: a clear line or a clear code, and all is well again by itself.

use std::{collections::HashMap, fs, time::Duration};

use futures_util::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::{Backend, Backend::*, Cluster, Process, new_database};

const CREATE: &str = "mutation($description: String!) {
    createTicket(input: { title: \"t\", description: $description }) { ticket { id } }
}";

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_is_a_clear_line(#[values(Sqlite, Postgres)] backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = HashMap::from([("DATABASE_URL", new_database(backend, &folder).await)]);
    let first = Process::start(&settings).await;
    let port = first.address.rsplit(':').next().unwrap().to_owned();
    settings.insert("PORT", port.clone());
    let mut second = Process::spawn(&mut Process::command(&settings));
    assert_eq!(second.ended().await.code(), Some(1));
    let line = second.says("frontdesk: cannot listen on").await;
    assert!(line.contains(&port) && line.contains("in use"), "{line}");
    // The one that has it is not disturbed.
    first.data("{ stats { total } }", json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_away_at_the_start_is_waited_for() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let url = cluster
        .url("postgres")
        .replace("frontdesk@", "frontdesk:swordfish@");
    let settings = HashMap::from([("DATABASE_URL", url)]);
    cluster.stop();
    let mut server = Process::spawn(&mut Process::command(&settings));
    server.says("waiting for the database").await;
    cluster.go_on();
    server.serving().await;
    server.data(CREATE, json!({ "description": "d" })).await;

    // And one that is away is no reason to stay when asked to stop.
    cluster.stop();
    let mut waiting = Process::spawn(&mut Process::command(&settings));
    waiting.says("waiting for the database").await;
    waiting.terminate().await;
    assert!(waiting.ended().await.success());
    for output in [server.output(), waiting.output()] {
        assert!(
            !output.contains("swordfish") && !output.contains("panicked"),
            "{output}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_let_in_is_a_clear_line() {
    let url = new_database(Postgres, &tempfile::tempdir().unwrap()).await;
    let (address, _) = url.rsplit_once('/').unwrap();
    let address = address.replace("frontdesk@", "frontdesk:swordfish@");
    let settings = HashMap::from([("DATABASE_URL", format!("{address}/missing"))]);
    let mut server = Process::spawn(&mut Process::command(&settings));
    assert_eq!(server.ended().await.code(), Some(1));
    server.says("frontdesk: ").await;
    let output = server.output();
    assert!(
        output.contains("missing") && !output.contains("swordfish"),
        "{output}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_stops_under_load_loses_nothing_that_was_acknowledged() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let settings = HashMap::from([("DATABASE_URL", cluster.url("postgres"))]);
    let server = Process::start(&settings).await;
    let writers = join_all((0..8).map(async |_| {
        let (mut ids, mut away) = (Vec::new(), 0);
        let start = std::time::Instant::now();
        while start.elapsed() < Duration::from_secs(6) {
            let answer = server
                .ask(CREATE, json!({ "description": "d" }))
                .await
                .unwrap();
            match answer["data"]["createTicket"]["ticket"]["id"].as_str() {
                Some(id) => ids.push(id.to_owned()),
                None => {
                    assert_eq!(
                        answer["errors"][0]["extensions"]["code"], "UNAVAILABLE",
                        "{answer}"
                    );
                    away += 1;
                    sleep(Duration::from_millis(20)).await;
                }
            }
        }
        (ids, away)
    }));
    let fault = async {
        sleep(Duration::from_secs(1)).await;
        cluster.stop();
        sleep(Duration::from_secs(1)).await;
        cluster.go_on();
    };
    let (written, ()) = futures_util::future::join(writers, fault).await;
    assert!(written.iter().map(|(_, away)| away).sum::<i32>() > 0);
    for (ids, _) in written {
        assert!(!ids.is_empty());
        for id in ids {
            let ticket = server
                .data(
                    "query($id: ID!) { ticket(id: $id) { id } }",
                    json!({ "id": id }),
                )
                .await;
            assert_ne!(ticket["ticket"], Value::Null, "{id}");
        }
    }
    assert!(!server.output().contains("panicked"), "{}", server.output());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_idle_sockets_are_no_load() {
    use tokio_tungstenite::{connect_async, tungstenite::client::IntoClientRequest};
    rlimit::increase_nofile_limit(u64::MAX).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let settings = HashMap::from([("DATABASE_URL", new_database(Sqlite, &folder).await)]);
    let server = Process::start(&settings).await;
    let mut sockets = Vec::new();
    for _ in 0..1000 {
        let address = server.address.replace("http://", "ws://") + "/graphql";
        let mut request = address.into_client_request().unwrap();
        let protocol = "graphql-transport-ws".parse().unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol);
        let (mut socket, _) = connect_async(request).await.unwrap();
        use futures_util::SinkExt;
        for message in [
            json!({ "type": "connection_init" }),
            json!({ "type": "subscribe", "id": "1", "payload": {
                "query": "subscription { ticketChanged { kind } }"
            } }),
        ] {
            let message = tokio_tungstenite::tungstenite::Message::text(message.to_string());
            socket.send(message).await.unwrap();
        }
        sockets.push(socket);
    }
    let stat = |file: &str| fs::read_to_string(format!("/proc/{}/{file}", server.id())).unwrap();
    let cpu_ticks = || {
        let stat = stat("stat");
        let fields: Vec<_> = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .collect();
        fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
    };
    sleep(Duration::from_secs(1)).await;
    let before = cpu_ticks();
    sleep(Duration::from_secs(2)).await;
    // A tick is a hundredth of a second.
    assert!(cpu_ticks() - before < 20, "{}", cpu_ticks() - before);
    let status = stat("status");
    let resident = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kilobytes: u64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kilobytes < 150_000, "{resident}");
    server.data("{ stats { total } }", json!({})).await;
}
