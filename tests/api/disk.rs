//! A disk that is full, and one that cannot be written: a clear line or a clear code, and all is well
//! again by itself.

use std::{
    collections::{HashMap, HashSet},
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    time::Duration,
};

use rand::{RngExt, distr::Alphanumeric};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use serde_json::{Value, json};
use tokio::{process::Command, time::sleep};

use crate::support::{
    Backend::*, Cluster, Process, ids, new_database, on_a_small_disk, unprivileged_user,
};

const CREATE: &str = "mutation($description: String!) {
    createTicket(input: {
        title: \"t\", description: $description, category: GENERAL, priority: LOW
    }) { ticket { id } }
}";

fn sqlite(path: &Path) -> HashMap<&'static str, String> {
    HashMap::from([("DATABASE_URL", format!("sqlite://{}", path.display()))])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_sqlite_is_told_and_forgotten_when_there_is_space_again() {
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
        server.says("frontdesk: ").await;
        let output = server.output();
        assert!(output.starts_with("frontdesk: "), "{output}");
        assert!(
            output.contains("cannot") || output.contains("readonly"),
            "{output}"
        );
        assert_eq!(output.lines().count(), 1, "{output}");
    }
}

/// Twelve thousand characters that no database can make shorter.
fn incompressible() -> Value {
    let mut letters = rand::rng().sample_iter(Alphanumeric).map(char::from);
    let words: Vec<String> = (0..1500)
        .map(|_| letters.by_ref().take(7).collect())
        .collect();
    json!({ "description": words.join(" ") })
}

/// The ids of all tickets, read with all that they hold.
async fn all_ids(server: &Process) -> HashSet<String> {
    const PAGE: &str = "query($after: String) {
        tickets(first: 100, after: $after) { nodes { id description } pageInfo { hasNextPage endCursor } }
    }";
    let (mut all, mut after) = (HashSet::new(), Value::Null);
    loop {
        let mut page = server.data(PAGE, json!({ "after": after })).await["tickets"].take();
        all.extend(ids(&page["nodes"]));
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_of_postgres_is_told_and_forgotten_when_there_is_space_again() {
    let start = || on_a_small_disk().map(Cluster::start_by);
    let Some(cluster) = tokio::task::spawn_blocking(start).await.unwrap() else {
        eprintln!("not tested: nobody may mount a small disk here");
        return;
    };
    let place = cluster.folder().join("small");
    let administrator = connect(&cluster.url("postgres")).await;
    for statement in [
        &*format!("CREATE TABLESPACE small LOCATION '{}'", place.display()),
        "CREATE DATABASE frontdesk TABLESPACE small",
    ] {
        administrator.execute_unprepared(statement).await.unwrap();
    }
    let url = cluster.url("frontdesk");
    let somebody_else = connect(&url).await;
    let filler = "CREATE TABLE filler AS SELECT md5(n::text) FROM generate_series(1, 100000) n";
    somebody_else.execute_unprepared(filler).await.unwrap();

    let settings = HashMap::from([("DATABASE_URL", url)]);
    let mut server = Process::start(&settings).await;
    let (mut acknowledged, mut refused) = (HashSet::new(), 0);
    while refused < 5 {
        let answer = server.ask(CREATE, incompressible()).await.unwrap();
        match answer["data"]["createTicket"]["ticket"]["id"].as_str() {
            Some(id) => assert!(acknowledged.insert(id.to_owned())),
            None => {
                let error = &answer["errors"][0];
                assert_eq!(error["extensions"], json!({ "code": "UNAVAILABLE" }));
                refused += 1;
            }
        }
        assert!(acknowledged.len() < 2000);
    }
    assert!(
        server.output().contains("No space left on device"),
        "{}",
        server.output()
    );
    assert_eq!(all_ids(&server).await, acknowledged);

    let space = somebody_else.execute_unprepared("DROP TABLE filler");
    space.await.unwrap();
    for _ in 0..20 {
        let created = server.data(CREATE, incompressible()).await;
        let id = created["createTicket"]["ticket"]["id"].as_str().unwrap();
        assert!(acknowledged.insert(id.to_owned()));
    }
    assert!(!server.output().contains("panicked"), "{}", server.output());
    server.kill().await;
    let server = Process::start(&settings).await;
    assert_eq!(all_ids(&server).await, acknowledged);
    let stats = server.data("{ stats { total } }", json!({})).await;
    assert_eq!(stats["stats"]["total"], acknowledged.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgres_that_cannot_be_written_is_waited_for_and_goes_on_being_read() {
    let url = new_database(Postgres, &tempfile::tempdir().unwrap()).await;
    let settings = HashMap::from([("DATABASE_URL", url.clone())]);
    let administrator = connect(&url).await;
    // As the other side of a failover finds it: every connection that is made from now on.
    let set_read_only = async |value: &str| {
        let name = url.rsplit('/').next().unwrap();
        for statement in [
            &*format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"),
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        ] {
            administrator.execute_unprepared(statement).await.unwrap();
        }
    };
    set_read_only("on").await;
    let mut server = Process::spawn(&mut Process::command(&settings));
    let line = server.says("waiting for the database").await;
    assert!(line.contains("read-only"), "{line}");
    set_read_only("off").await;
    server.serving().await;
    let create = async || {
        server
            .ask(CREATE, json!({ "description": "d" }))
            .await
            .unwrap()
    };
    assert_eq!(create().await.get("errors"), None);

    set_read_only("on").await;
    // Connections that lie idle are tried before they are used, and replaced.
    sleep(Duration::from_secs(1)).await;
    for _ in 0..3 {
        let refused = create().await;
        let error = &refused["errors"][0];
        assert_eq!(error["extensions"], json!({ "code": "UNAVAILABLE" }));
        let stats = server.data("{ stats { total } }", json!({})).await;
        assert_eq!(stats["stats"]["total"], 1);
    }
    set_read_only("off").await;
    sleep(Duration::from_secs(1)).await;
    assert_eq!(create().await.get("errors"), None);
    assert!(!server.output().contains("panicked"), "{}", server.output());
}

/// A single connection, made once.
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1);
    Database::connect(options).await.unwrap()
}
