//! Whoever is slow, or goes away, costs nobody anything for long.

use std::time::{Duration, Instant};

use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{Backend, Backend::*, TestApp, create, hold_tickets};

async fn connect(app: &TestApp) -> TcpStream {
    let address = app.address.trim_start_matches("http://");
    TcpStream::connect(address).await.unwrap()
}

/// How long the server holds on to a client that sends no more than this.
async fn held(app: &TestApp, sent: &str) -> (Duration, String) {
    let start = Instant::now();
    let mut stream = connect(app).await;
    stream.write_all(sent.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let ended = timeout(Duration::from_secs(25), stream.read_to_end(&mut answer));
    ended.await.expect("an end").unwrap();
    (start.elapsed(), String::from_utf8(answer).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_cut_off_while_others_are_served() {
    let app = TestApp::start_with(Sqlite, &[("REQUEST_TIMEOUT_SECONDS", "3")]).await;
    let head = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    let body = format!("{head}Content-Length: 100\r\n\r\n{{");
    let slow = futures_util::future::join3(held(&app, ""), held(&app, head), held(&app, &body));
    let others = async {
        for _ in 0..100 {
            let start = Instant::now();
            app.data("{ stats { total } }", json!({})).await;
            assert!(start.elapsed() < Duration::from_secs(1));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let ((nothing, half_a_head, half_a_body), ()) = futures_util::future::join(slow, others).await;
    for (held, answer) in [nothing, half_a_head] {
        assert!((14..20).contains(&held.as_secs()), "{held:?}");
        assert_eq!(answer, "");
    }
    let (held, answer) = half_a_body;
    assert!((3..6).contains(&held.as_secs()), "{held:?}");
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("TIMEOUT"),
        "{answer}"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_takes_too_long_is_cancelled_in_the_database(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start_with(backend, &[("REQUEST_TIMEOUT_SECONDS", "1")]).await;
    let database = &app.app.database;
    let endless = Statement::from_string(
        database.backend(),
        "WITH RECURSIVE number(it) AS (SELECT 1 UNION ALL SELECT 1 - it FROM number)
         SELECT count(*) FROM number",
    );
    for _ in 0..2 {
        let start = Instant::now();
        let error = database
            .read
            .query_one_raw(endless.clone())
            .await
            .unwrap_err();
        assert!(
            (1..4).contains(&start.elapsed().as_secs()),
            "{:?}",
            start.elapsed()
        );
        assert_eq!(frontdesk::error::Error::from(error).code(), "TIMEOUT");
        app.data("{ stats { total } }", json!({})).await;
    }
}

const UPDATE: &str =
    "mutation { updateTicket(id: 1, input: { status: CLOSED }) { ticket { id } } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_takes_too_long_is_given_up() {
    let app = TestApp::start_with(Postgres, &[("REQUEST_TIMEOUT_SECONDS", "1")]).await;
    create(&app, json!({})).await;
    let holder = hold_tickets(&app).await;
    assert_eq!(app.code(UPDATE, json!({})).await, "TIMEOUT");
    holder.rollback().await.unwrap();
    app.data(UPDATE, json!({})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_goes_away_ends_its_request() {
    let app = TestApp::start_with(Postgres, &[("REQUEST_TIMEOUT_SECONDS", "2")]).await;
    create(&app, json!({})).await;
    let holder = hold_tickets(&app).await;
    let body = json!({ "query": UPDATE }).to_string();
    let mut stream = connect(&app).await;
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let waiting = async || {
        let count = Statement::from_string(
            DbBackend::Postgres,
            "SELECT count(*) AS waiting FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        let row = app.app.database.read.query_one_raw(count).await.unwrap();
        row.unwrap().try_get::<i64>("", "waiting").unwrap()
    };
    let until = async |number: i64| {
        let start = Instant::now();
        while waiting().await != number {
            assert!(start.elapsed() < Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    until(1).await;
    drop(stream);
    // The database gives up, too, by its own limit.
    until(0).await;
    holder.rollback().await.unwrap();
    let ticket = app
        .data("{ ticket(id: 1) { status version } }", json!({}))
        .await;
    assert_eq!(ticket["ticket"], json!({ "status": "OPEN", "version": 1 }));
}
