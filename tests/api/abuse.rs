//! What is meant to hurt: it is refused with a code, cut off, or costs little.

use std::time::{Duration, Instant};

use reqwest::{StatusCode, header};
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, Socket, TestApp, create};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_nested_by_thousands_is_refused_however_it_is_sent() {
    let app = TestApp::start(Sqlite).await;
    let deep = |open: &str, close: &str| open.repeat(2000) + &close.repeat(2000);
    let documents = [
        format!(
            "{{ tickets(filter: {{ category: {} }}) {{ totalCount }} }}",
            deep("[", "]")
        ),
        format!(
            "{{ tickets(filter: {}) {{ totalCount }} }}",
            deep("{a:", "}")
        ),
        format!(
            "query($a: [Int] = {}) {{ stats {{ total }} }}",
            deep("[", "]")
        ),
        format!("query($a: {}) {{ stats {{ total }} }}", deep("[", "]")),
        format!("{{ stats @skip(if: {}) {{ total }} }}", deep("[", "]")),
        deep("{a", "}"),
        deep("{...", "}"),
    ];
    let mut socket = Socket::open(&app).await;
    for document in documents {
        assert_eq!(app.code(&document, json!({})).await, "QUERY_TOO_COMPLEX");
        let url = format!("{}/graphql", app.address);
        let by_get = app.client().get(url).query(&[("query", &document)]);
        let answer: Value = by_get.send().await.unwrap().json().await.unwrap();
        assert_eq!(
            answer["errors"][0]["extensions"]["code"],
            "QUERY_TOO_COMPLEX"
        );
        socket.subscribe("1", &document, json!({})).await;
        let error = socket.next().await;
        assert_eq!(
            error["payload"][0]["extensions"]["code"],
            "QUERY_TOO_COMPLEX"
        );
    }
    let nested = "[".repeat(2000) + &"]".repeat(2000);
    for body in [
        format!(r#"{{"query":"{{ stats {{ total }} }}","variables":{{"a":{nested}}}}}"#),
        format!(r#"{{"query":"{{ stats {{ total }} }}","extensions":{{"a":{nested}}}}}"#),
    ] {
        let response = app.post(body).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let answer: Value = response.json().await.unwrap();
        let message = answer["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("nested too deep"), "{message}");
    }
    let brackets = app.post("[".repeat(1_000_000)).await;
    assert_eq!(brackets.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn large_documents_are_refused_at_once() {
    let app = TestApp::start(Sqlite).await;
    let many = |times: usize, part: fn(usize) -> String| (0..times).map(part).collect::<String>();
    let fragments = (0..9).map(|it| {
        let spreads = format!("...f{} ", it + 1).repeat(10);
        format!("fragment f{it} on Query {{ {spreads} }} ")
    });
    let start = Instant::now();
    for document in [
        format!("{{ {} }}", many(1000, |it| format!("a{it}: __typename "))),
        format!(
            "{{ {} }}",
            many(51, |it| format!("a{it}: stats {{ total }} "))
        ),
        format!(
            "{{ stats {{ {} }} }}",
            many(51, |it| format!("a{it}: total "))
        ),
        format!(
            "{{ stats {{ total {} }} }}",
            "@skip(if: false) ".repeat(101)
        ),
        format!(
            "{{ tickets(first: 100) {{ nodes {{ {} }} }} }}",
            many(49, |it| {
                format!("a{it}: id b{it}: title c{it}: category ")
            })
        ),
        format!("{{ ticket(id: 1) {{ id }} }} # \n {}", "a ".repeat(10_001)),
        format!(
            "{{ ...f0 }} {} fragment f9 on Query {{ __typename }}",
            fragments.collect::<String>()
        ),
        format!("{{ stats {}{} }}", "{ a ".repeat(60), "}".repeat(60)),
        many(500, |it| {
            format!("query Q{it} {{ stats {{ total open }} }} ")
        }),
    ] {
        let beginning: String = document.chars().take(60).collect();
        let error = app.error(&document, json!({})).await;
        assert_eq!(
            error["extensions"]["code"], "QUERY_TOO_COMPLEX",
            "{beginning} {error}"
        );
    }
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_creates_or_classifies_at_most_twenty() {
    let app = TestApp::start(Sqlite).await;
    let creations = |times: usize| {
        let create = |it| {
            format!(
                "c{it}: createTicket(input: {{
                title: \"t\", description: \"d\", category: GENERAL, priority: LOW
            }}) {{ ticket {{ id }} }} "
            )
        };
        (0..times).map(create).collect::<String>()
    };
    let classify = "classifyTicket(input: { description: \"d\" }) { classification { id } }";
    let most = format!(
        "mutation {{ {} ...f }} fragment f on Mutation {{ {classify} }}",
        creations(19)
    );
    app.data(&most, json!({})).await;
    let more = format!(
        "mutation {{ {} ...f }} fragment f on Mutation {{ {classify} }}",
        creations(20)
    );
    assert_eq!(app.code(&more, json!({})).await, "QUERY_TOO_COMPLEX");

    // In a list of operations they share what is allowed.
    let seven = json!({ "query": format!("mutation {{ {} }}", creations(7)) });
    let answers = app.post(json!([seven, seven, seven]).to_string()).await;
    let answers: Value = answers.json().await.unwrap();
    assert_eq!(answers[1].get("errors"), None);
    assert_eq!(
        answers[2]["errors"][0]["extensions"]["code"],
        "QUERY_TOO_COMPLEX"
    );
    let stats = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(stats["stats"]["total"], 19 + 14);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_has_at_most_ten_operations_which_are_answered_in_order() {
    let app = TestApp::start(Sqlite).await;
    let post = async |operations: &[Value]| {
        let response = app.post(Value::from(operations).to_string()).await;
        (response.status(), response.json::<Value>().await.unwrap())
    };
    let good = json!({ "query": "query($id: ID!) { ticket(id: $id) { id } }", "variables": { "id": "7" } });
    let create = json!({ "query": "mutation { createTicket(input: {
        title: \"t\", description: \"d\", category: GENERAL, priority: LOW
    }) { ticket { id } } }" });
    let total = json!({ "query": "{ stats { total } }" });
    let bad = json!({ "query": "{ nothing }" });
    let live = json!({ "query": "subscription { ticketChanged { kind } }" });
    let (status, answers) = post(&[good.clone(), create, total, bad, live]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(answers[0], json!({ "data": { "ticket": null } }));
    assert_eq!(answers[1]["data"]["createTicket"]["ticket"]["id"], "1");
    assert_eq!(answers[2], json!({ "data": { "stats": { "total": 1 } } }));
    assert_eq!(
        answers[3]["errors"][0]["extensions"]["code"],
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert_eq!(answers[4]["errors"][0]["extensions"]["code"], "BAD_REQUEST");

    assert_eq!(post(&vec![good.clone(); 10]).await.0, StatusCode::OK);
    for operations in [
        vec![good; 11],
        vec![],
        vec![json!({})],
        vec![json!([])],
        vec![json!(7)],
    ] {
        let (status, answer) = post(&operations).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_plain_json_of_at_most_a_mebibyte() {
    let app = TestApp::start(Sqlite).await;
    let padded = |size: usize| {
        let body = r#"{"query":"{ stats { total } }"}"#;
        format!("{body}{}", " ".repeat(size - body.len()))
    };
    assert_eq!(app.post(padded(1024 * 1024)).await.status(), StatusCode::OK);
    // Without a Content-Length, and far longer.
    for (size, status) in [
        (1024 * 1024, StatusCode::OK),
        (50 << 20, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let chunks: Vec<_> = padded(size)
            .into_bytes()
            .chunks(60_000)
            .map(|chunk| Ok::<_, std::io::Error>(chunk.to_vec()))
            .collect();
        let body = reqwest::Body::wrap_stream(futures_util::stream::iter(chunks));
        let request = app.client().post(format!("{}/graphql", app.address));
        let request = request
            .header(header::CONTENT_TYPE, "application/json")
            .body(body);
        assert_eq!(request.send().await.unwrap().status(), status, "{size}");
    }
    for (name, value) in [
        (header::CONTENT_ENCODING, "gzip"),
        (header::CONTENT_TYPE, "text/plain"),
        (header::CONTENT_TYPE, "multipart/form-data; boundary=x"),
        (header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
    ] {
        let request = app.client().post(format!("{}/graphql", app.address));
        let mut request = request.body(padded(100)).build().unwrap();
        request
            .headers_mut()
            .insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        request.headers_mut().insert(name, value.parse().unwrap());
        let response = app.client().execute(request).await.unwrap();
        assert_eq!(
            response.status(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{value}"
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_an_end(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut ids = Vec::new();
    for _ in 0..60 {
        let ticket = create(&app, json!({ "description": "👍".repeat(20_000) })).await;
        ids.push(ticket["id"].clone());
    }
    let page = |it| format!("p{it}: tickets(first: 60) {{ nodes {{ description }} }} ");
    let three: String = (0..3).map(page).collect();
    let pages = app.data(&format!("{{ {three} }}"), json!({})).await;
    assert_eq!(pages["p2"]["nodes"].as_array().unwrap().len(), 60);
    let four: String = (0..4).map(page).collect();
    let answer = app.ask(&format!("{{ {four} }}"), json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "QUERY_TOO_COMPLEX"
    );
    let aliases: String = (0..20).map(|it| format!("d{it}: description ")).collect();
    let query = format!("{{ tickets(first: 60) {{ nodes {{ {aliases} }} }} }}");
    let answer = app.ask(&query, json!({})).await;
    assert_eq!(
        answer["errors"][0]["extensions"]["code"],
        "QUERY_TOO_COMPLEX"
    );
    assert_eq!(answer["data"], Value::Null);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_history_has_an_end(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({})).await;
    let rewrite = "mutation($id: ID!, $description: String!) {
        updateTicket(id: $id, input: { description: $description }) { ticket { id } }
    }";
    for change in 0..130 {
        let description = format!("{change} {}", "👍".repeat(19_000));
        let variables = json!({ "id": ticket["id"], "description": description });
        app.data(rewrite, variables).await;
    }
    let query = "query($id: ID!) { ticket(id: $id) { history { kind } } }";
    let error = app.error(query, json!({ "id": ticket["id"] })).await;
    assert_eq!(error["extensions"]["code"], "QUERY_TOO_COMPLEX", "{error}");
    // A subscriber's answers are as limited, each for itself.
    let mut socket = Socket::open(&app).await;
    let all: String = (0..45).map(|it| format!("d{it}: description ")).collect();
    let query = format!("subscription {{ ticketChanged {{ ticket {{ {all} }} }} }}");
    socket.follow(&app, "1", Value::Null).await;
    socket.subscribe("large", &query, json!({})).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    for description in ["short", "shorter"] {
        let description = description.repeat(10);
        app.data(
            rewrite,
            json!({ "id": ticket["id"], "description": description }),
        )
        .await;
    }
    for _ in 0..2 {
        while socket.next().await["id"] != "large" {}
    }
}
