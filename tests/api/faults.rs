//! What goes wrong around the server: a clear line or a clear code, and all is well again by itself.

use std::{collections::HashMap, fs, os::unix::fs::PermissionsExt, time::Duration};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::{process::Command, time::sleep};

use crate::support::{Backend::*, Cluster, Process, new_database, unprivileged_user};

fn sqlite(path: &std::path::Path) -> HashMap<&'static str, String> {
    HashMap::from([("DATABASE_URL", format!("sqlite://{}", path.display()))])
}

const CREATE: &str = "mutation($description: String!) {
    createTicket(input: { title: \"t\", description: $description }) { ticket { id } }
}";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_forgotten_when_there_is_space_again() {
    let folder = tempfile::tempdir().unwrap();
    let settings = sqlite(&folder.path().join("frontdesk.db"));
    // The signal that comes with the limit, but not with a full disk, is not meant.
    let mut command = Command::new("/bin/sh");
    command
        .args([
            "-c",
            "trap '' XFSZ; exec \"$0\" serve",
            env!("CARGO_BIN_EXE_frontdesk"),
        ])
        .env_clear()
        .envs([("PORT", "0"), ("LOG_FORMAT", "json")])
        .envs(&settings);
    let mut server = Process::spawn(&mut command);
    server.serving().await;
    let limit = async |bytes: &str| {
        let id = server.id().to_string();
        let limit = format!("--fsize={bytes}:unlimited");
        let limited = Command::new("prlimit")
            .args(["--pid", &id, &limit])
            .status();
        assert!(limited.await.unwrap().success());
    };
    // No file may grow beyond this, as on a disk that is full.
    limit("400000").await;
    let create = async || {
        let description = json!({ "description": "a few words to write ".repeat(900) });
        server.ask(CREATE, description).await.unwrap()
    };
    let mut created = 0;
    let refused = loop {
        let answer = create().await;
        if answer.get("errors").is_some() {
            break answer;
        }
        created += 1;
        assert!(created < 1000);
    };
    assert_eq!(
        refused["errors"][0]["extensions"],
        json!({ "code": "UNAVAILABLE" })
    );
    let stats = server.data("{ stats { total } }", json!({})).await;
    assert_eq!(stats["stats"]["total"], created);
    for _ in 0..5 {
        let refused = create().await;
        assert_eq!(
            refused["errors"][0]["extensions"],
            json!({ "code": "UNAVAILABLE" })
        );
    }
    limit("unlimited").await;
    for _ in 0..5 {
        assert_eq!(create().await.get("errors"), None);
    }
    assert!(!server.output().contains("panicked"), "{}", server.output());
    // What was acknowledged since is not only there in the server's own eyes.
    server.kill().await;
    let server = Process::start(&settings).await;
    let stats = server.data("{ stats { total } }", json!({})).await;
    assert_eq!(stats["stats"]["total"], created + 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_a_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("written.db");
    Process::start(&sqlite(&written)).await.kill().await;
    for file in fs::read_dir(folder.path()).unwrap() {
        let file = file.unwrap().path();
        fs::set_permissions(file, fs::Permissions::from_mode(0o444)).unwrap();
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    for path in ["frontdesk.db", "data/frontdesk.db", "written.db"] {
        let mut command = Process::command(&sqlite(&folder.path().join(path)));
        // Whom permissions do not bind cannot test them.
        if let Some(user) = unprivileged_user() {
            command.uid(user);
        }
        let mut server = Process::spawn(&mut command);
        assert_eq!(server.ended().await.code(), Some(1));
        let output = server.output();
        assert!(output.starts_with("frontdesk: "), "{output}");
        assert!(
            output.contains("cannot") || output.contains("readonly"),
            "{output}"
        );
        assert_eq!(output.lines().count(), 1, "{output}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_that_is_taken_is_a_clear_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = sqlite(&folder.path().join("frontdesk.db"));
    let first = Process::start(&settings).await;
    let port = first.address.rsplit(':').next().unwrap().to_owned();
    settings.insert("PORT", port.clone());
    let mut second = Process::spawn(&mut Process::command(&settings));
    assert_eq!(second.ended().await.code(), Some(1));
    let line = second.says("frontdesk: cannot listen on").await;
    assert!(line.contains(&port) && line.contains("in use"), "{line}");
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
    let server = Process::start(&sqlite(&folder.path().join("frontdesk.db"))).await;
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
