//! The protocol `graphql-transport-ws`, to the letter.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use crate::support::{Backend::*, Socket, TestApp, create};

/// The code with which a socket is closed after these messages.
async fn closed_after(app: &TestApp, messages: &[Value]) -> (u16, String) {
    let mut socket = Socket::connect(app, &[]).await.unwrap();
    for message in messages {
        socket.send(message.clone()).await;
    }
    let (code, reason) = socket.closed().await;
    assert!(!reason.is_empty() && reason.len() <= 123);
    (code, reason)
}

fn init() -> Value {
    json!({ "type": "connection_init" })
}

fn subscribe(id: &str, query: &str) -> Value {
    json!({ "type": "subscribe", "id": id, "payload": { "query": query } })
}

const ALL: &str = "subscription { ticketChanged { kind } }";

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_of_the_client_close_the_socket_with_their_codes() {
    let app = TestApp::start(Sqlite).await;
    let cases = [
        (4401, vec![subscribe("1", ALL)]),
        (4429, vec![init(), init()]),
        (4409, vec![init(), subscribe("1", ALL), subscribe("1", ALL)]),
    ];
    for (code, messages) in cases {
        assert_eq!(closed_after(&app, &messages).await.0, code);
    }
    for invalid in [
        json!({}),
        json!([]),
        json!("connection_init"),
        json!({ "type": "start" }),
        json!({ "type": "connection_ack" }),
        json!({ "type": "connection_init", "payload": 7 }),
        json!({ "type": "subscribe", "id": "1" }),
        json!({ "type": "subscribe", "id": 1, "payload": { "query": ALL } }),
        json!({ "type": "subscribe", "id": "", "payload": { "query": ALL } }),
        json!({ "type": "subscribe", "id": "x".repeat(300), "payload": { "query": ALL } }),
        json!({ "type": "subscribe", "id": "1", "payload": { "query": 7 } }),
        json!({ "type": "subscribe", "id": "1", "payload": { "query": ALL, "variables": [] } }),
        json!({ "type": "subscribe", "id": "1", "payload": {} }),
        json!({ "type": "complete" }),
    ] {
        let (code, _) = closed_after(&app, &[init(), invalid.clone()]).await;
        assert_eq!(code, 4400, "{invalid}");
    }
    for raw in [
        Message::text("{"),
        Message::text("[".repeat(100_000)),
        Message::binary("{}"),
    ] {
        let mut socket = Socket::connect(&app, &[]).await.unwrap();
        socket.send_raw(raw).await;
        assert_eq!(socket.closed().await.0, 4400);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_introduce_himself_is_closed_after_ten_seconds() {
    let app = TestApp::start(Sqlite).await;
    let start = Instant::now();
    assert_eq!(closed_after(&app, &[]).await.0, 4408);
    let waited = start.elapsed();
    assert!(
        (Duration::from_secs(9)..Duration::from_secs(15)).contains(&waited),
        "{waited:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_has_at_most_one_mebibyte() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    // As long as it may be, with a text as long as a ticket's in escapes.
    let mut message = json!({ "type": "ping", "payload": { "a": "" } });
    message["payload"]["a"] = json!("x".repeat(1024 * 1024 - message.to_string().len()));
    socket.send(message.clone()).await;
    assert_eq!(socket.next().await["payload"], message["payload"]);
    message["payload"]["b"] = json!(1);
    socket.send(message).await;
    assert_eq!(socket.closed().await.0, 1009);
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_mutations_and_pings_are_answered() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    socket.send(json!({ "type": "ping" })).await;
    assert_eq!(socket.next().await, json!({ "type": "pong" }));
    socket
        .send(json!({ "type": "pong", "payload": { "a": 1 } }))
        .await;

    let classify = "mutation { classifyTicket(input: { description: \"The invoice is wrong\" }) {
        classification { category }
    } }";
    for (query, data) in [
        ("{ __typename }", json!({ "__typename": "Query" })),
        (
            classify,
            json!({ "classifyTicket": { "classification": { "category": "BILLING" } } }),
        ),
    ] {
        socket.send(subscribe("q", query)).await;
        let next = json!({ "type": "next", "id": "q", "payload": { "data": data } });
        assert_eq!(socket.next().await, next);
        assert_eq!(
            socket.next().await,
            json!({ "type": "complete", "id": "q" })
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invalid_operation_ends_with_error_and_a_failed_one_with_its_result() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    let two = "query A { __typename } query B { __typename }";
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (two, "GRAPHQL_VALIDATION_FAILED"),
        (&"{".repeat(100), "QUERY_TOO_COMPLEX"),
    ] {
        socket.send(subscribe("1", query)).await;
        let error = socket.next().await;
        assert_eq!(
            (&error["type"], &error["id"]),
            (&json!("error"), &json!("1"))
        );
        assert_eq!(error["payload"][0]["extensions"]["code"], code, "{query}");
    }
    socket
        .send(subscribe(
            "1",
            "mutation { deleteTicket(id: 1) { deletedTicketId } }",
        ))
        .await;
    let next = socket.next().await;
    assert_eq!(next["type"], "next");
    assert_eq!(
        next["payload"]["errors"][0]["extensions"]["code"],
        "NOT_FOUND"
    );
    assert_eq!(socket.next().await["type"], "complete");
    assert!(socket.is_silent().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_has_one_field_and_no_fragment() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    for query in [
        "subscription { a: ticketChanged { kind } b: ticketChanged { kind } }",
        "subscription { ...f } fragment f on Subscription { ticketChanged { kind } }",
        "subscription { ... { ticketChanged { kind } } }",
    ] {
        socket.send(subscribe("1", query)).await;
        let error = socket.next().await;
        assert_eq!(error["type"], "error");
        let code = &error["payload"][0]["extensions"]["code"];
        assert_eq!(code, "GRAPHQL_VALIDATION_FAILED", "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_is_answered() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    let frame = CloseFrame {
        code: CloseCode::Normal,
        reason: "Goodbye".into(),
    };
    socket.send_raw(Message::Close(Some(frame))).await;
    assert_eq!(socket.closed().await.0, 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_client_completes_is_silent_and_its_id_is_free() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    socket.follow(&app, "1", Value::Null).await;
    socket.send(json!({ "type": "complete", "id": "1" })).await;
    socket
        .send(json!({ "type": "complete", "id": "unknown" }))
        .await;
    socket.send(subscribe("1", "{ __typename }")).await;
    while socket.next().await["type"] != "complete" {}
    create(&app, json!({})).await;
    assert!(socket.is_silent().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_has_at_most_a_hundred_operations() {
    let app = TestApp::start(Sqlite).await;
    let mut socket = Socket::open(&app).await;
    for id in 0..101 {
        socket.send(subscribe(&id.to_string(), ALL)).await;
    }
    let error = socket.next().await;
    assert_eq!(
        (&error["type"], &error["id"]),
        (&json!("error"), &json!("100"))
    );
    assert_eq!(error["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    socket.send(json!({ "type": "complete", "id": "7" })).await;
    socket.send(subscribe("100", "{ __typename }")).await;
    assert_eq!(socket.next().await["type"], "next");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_of_allowed_origins_open_a_socket() {
    let settings = [("ALLOWED_ORIGINS", "https://desk.example.com")];
    let app = TestApp::start_with(Sqlite, &settings).await;
    let own = app.address.as_str();
    for origin in [
        "",
        own,
        "https://desk.example.com",
        "https://DESK.example.com:443",
    ] {
        let socket = Socket::connect(&app, &[("origin", origin)]).await;
        assert!(socket.is_ok(), "{origin}");
    }
    for origin in [
        "https://evil.example",
        "null",
        "http://desk.example.com",
        "http://127.0.0.1",
    ] {
        let refused = Socket::connect(&app, &[("origin", origin)])
            .await
            .err()
            .unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{origin}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_protocol_or_no_handshake_is_refused() {
    let app = TestApp::start(Sqlite).await;
    let without = [("sec-websocket-protocol", "")];
    let mut socket = Socket::connect(&app, &without).await.unwrap();
    assert_eq!(socket.closed().await.0, 4406);
    // Another protocol may be offered to a request that is none of WebSocket.
    let post = app.client().post(format!("{}/graphql", app.address));
    let query = json!({ "query": "{ __typename }" });
    let response = post
        .header("upgrade", "h2c")
        .json(&query)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let request = app.client().get(format!("{}/graphql", app.address));
    let response = request.header("upgrade", "websocket").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    let answer: Value = response.json().await.unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST");
}
