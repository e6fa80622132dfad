//! The server's door: what counts as a request, and what stands beside the API.

use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Backend::*, TestApp, create};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_request_is_refused_with_a_code() {
    let app = TestApp::start(Sqlite).await;
    let send = async |method: Method, media_type: &str, body: String| {
        let request = app
            .client()
            .request(method, format!("{}/graphql", app.address));
        let response = request
            .header("content-type", media_type)
            .body(body)
            .send()
            .await
            .unwrap();
        let status = response.status();
        let answer: Value = response.json().await.unwrap();
        (
            status,
            answer["errors"][0]["extensions"]["code"].clone(),
            answer,
        )
    };
    let json = "application/json";
    let cases = [
        (
            Method::GET,
            json,
            String::new(),
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
        ),
        (
            Method::PUT,
            json,
            "{}".into(),
            StatusCode::METHOD_NOT_ALLOWED,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            "text/plain",
            "{}".into(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            json,
            "{".into(),
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            json,
            "7".into(),
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            json,
            "{\"query\": 7}".into(),
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            json,
            "{\"query\": \"\\ud800\"}".into(),
            StatusCode::BAD_REQUEST,
            "BAD_REQUEST",
        ),
        (
            Method::POST,
            json,
            " ".repeat(1024 * 1024 + 1),
            StatusCode::PAYLOAD_TOO_LARGE,
            "PAYLOAD_TOO_LARGE",
        ),
    ];
    for (method, media_type, body, status, code) in cases {
        let start: String = body.chars().take(30).collect();
        let (found, found_code, answer) = send(method, media_type, body).await;
        assert_eq!(
            (found, found_code),
            (status, json!(code)),
            "{start} {answer}"
        );
    }
    let (_, _, half) = send(Method::POST, json, "{\"query\": \"\\ud800\"}".into()).await;
    let message = half["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("surrogate"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn queries_may_be_sent_by_get_and_mutations_never() {
    let app = TestApp::start(Sqlite).await;
    create(&app, json!({})).await;
    let get = async |parameters: &[(&str, &str)]| {
        let request = app.client().get(format!("{}/graphql", app.address));
        request.query(parameters).send().await.unwrap()
    };
    let by_id = "query One($id: ID!) { ticket(id: $id) { id } } mutation Delete { deleteTicket(id: 1) { deletedTicketId } }";
    let one = [
        ("query", by_id),
        ("operationName", "One"),
        ("variables", "{\"id\":\"1\"}"),
    ];
    let answer: Value = get(&one).await.json().await.unwrap();
    assert_eq!(answer, json!({ "data": { "ticket": { "id": "1" } } }));

    for parameters in [
        vec![(
            "query",
            "mutation { deleteTicket(id: 1) { deletedTicketId } }",
        )],
        vec![("query", by_id), ("operationName", "Delete")],
    ] {
        let refused = get(&parameters).await;
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(refused.headers()[header::ALLOW], "GET, POST");
    }
    let total = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(total["stats"]["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_methods_are_told_which_are_allowed() {
    let app = TestApp::start(Sqlite).await;
    for method in [
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::HEAD,
        Method::OPTIONS,
    ] {
        let url = format!("{}/graphql", app.address);
        let request = app.client().request(method.clone(), url);
        let refused = request.send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(refused.headers()[header::ALLOW], "GET, POST", "{method}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_media_type_decides_the_status_of_a_failure() {
    let app = TestApp::start(Sqlite).await;
    let ask = async |accept: &str, query: &str| {
        let request = app.client().post(format!("{}/graphql", app.address));
        let request = request
            .header(header::ACCEPT, accept)
            .json(&json!({ "query": query }));
        let response = request.send().await.unwrap();
        let media_type = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
        (
            response.status().as_u16(),
            media_type.split(';').next().unwrap().to_owned(),
        )
    };
    let graphql = "application/graphql-response+json".to_owned();
    let json = "application/json".to_owned();
    let good = "{ stats { total } }";
    assert_eq!(ask(&graphql, good).await, (200, graphql.clone()));
    assert_eq!(ask(&json, good).await, (200, json.clone()));
    for bad in [
        "{",
        "{ nothing }",
        "query A { stats { total } } query B { stats { total } }",
    ] {
        assert_eq!(ask(&graphql, bad).await, (400, graphql.clone()), "{bad}");
        assert_eq!(ask(&json, bad).await, (200, json.clone()), "{bad}");
    }
    // What was executed has data, or null in its place, and 200.
    let failed = "mutation { deleteTicket(id: 9) { deletedTicketId } }";
    assert_eq!(ask(&graphql, failed).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_thousand_emoji_in_escapes_get_through() {
    let app = TestApp::start(Sqlite).await;
    let query = "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { description } } }";
    let body = format!(
        r#"{{"query":"{query}","variables":{{"input":{{"title":"t","description":"{}"}}}}}}"#,
        "\\ud83d\\udc4d".repeat(20_000)
    );
    let answer: Value = app.post(body).await.json().await.unwrap();
    let description = &answer["data"]["createTicket"]["ticket"]["description"];
    assert_eq!(description.as_str().unwrap().chars().count(), 20_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_to_its_own_names_only() {
    let app = TestApp::start_with(Sqlite, &[("ALLOWED_HOSTS", "desk.example.com")]).await;
    let ask = async |host: &str| {
        let request = app.client().get(format!("{}/healthz", app.address));
        request
            .header(header::HOST, host)
            .send()
            .await
            .unwrap()
            .status()
    };
    for host in ["localhost:8000", "127.0.0.1", "[::1]:1", "desk.example.com"] {
        assert_eq!(ask(host).await, StatusCode::OK, "{host}");
    }
    assert_eq!(ask("evil.example").await, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_configured_origins_may_read_answers() {
    let app = TestApp::start_with(Sqlite, &[("ALLOWED_ORIGINS", "https://desk.example.com")]).await;
    let allowed = async |origin: &str| {
        let request = app
            .client()
            .request(Method::OPTIONS, format!("{}/graphql", app.address));
        let response = request
            .header(header::ORIGIN, origin)
            .header("access-control-request-method", "POST")
            .send()
            .await
            .unwrap();
        response
            .headers()
            .get("access-control-allow-origin")
            .cloned()
    };
    assert_eq!(
        allowed("https://desk.example.com").await.unwrap(),
        "https://desk.example.com"
    );
    assert_eq!(allowed("https://evil.example").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn introspection_can_be_turned_off() {
    let app = TestApp::start_with(Sqlite, &[("INTROSPECTION", "off")]).await;
    create(&app, json!({})).await;
    for query in [
        "{ __schema { types { name } } }",
        "{ a: __type(name: \"Ticket\") { name } }",
        "{ ...f } fragment f on Query { ... { __schema { types { name } } } }",
    ] {
        let error = app.error(query, json!({})).await;
        assert_eq!(error["extensions"]["code"], "GRAPHQL_VALIDATION_FAILED");
        assert_eq!(
            error["message"],
            "Introspection is turned off on this server."
        );
    }
    app.data("{ __typename }", json!({})).await;
    let misspelt = app.error("{ tickts { totalCount } }", json!({})).await;
    assert!(!misspelt.to_string().contains("tickets"), "{misspelt}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_the_headers_that_keep_a_browser_safe() {
    let app = TestApp::start(Sqlite).await;
    for path in [
        "",
        "playground",
        "graphql",
        "healthz",
        "readyz",
        "nothing",
        "favicon.svg",
    ] {
        let url = format!("{}/{path}", app.address);
        let response = app.client().get(url).send().await.unwrap();
        let header = |name| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_told() {
    for backend in [Sqlite, Postgres] {
        let app = TestApp::start(backend).await;
        for path in ["healthz", "readyz"] {
            let url = format!("{}/{path}", app.address);
            let response = app.client().get(url).send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK);
        }
    }
}
