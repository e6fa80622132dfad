//! Every failure has a stable code, and tells nothing of the inside.

use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn requests_that_fit_no_schema_have_codes(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let deep = (0..30).fold("id".to_owned(), |inner, _| format!("nodes {{ {inner} }}"));
    let wide: String = (0..2000)
        .map(|number| format!("a{number}: stats {{ total }} "))
        .collect();
    let cases = [
        ("{ ticket(id: 1) { id }", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        (
            "query { ticket(id: \"\\uD800\") { id } }",
            "GRAPHQL_PARSE_FAILED",
        ),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("{ ticket { id } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ tickets(filter: { category: NONE }) { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "{ tickets(first: \"1\") { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "mutation { createTicket(input: { title: \"t\" }) { ticket { id } } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "mutation { createTicket(input: { title: null, description: \"d\" }) { ticket { id } } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (&format!("{{ tickets {{ {deep} }} }}"), "QUERY_TOO_COMPLEX"),
        (&format!("{{ {wide} }}"), "QUERY_TOO_COMPLEX"),
        (
            "{ tickets(filter: { createdAt: { from: \"yesterday\" } }) { totalCount } }",
            "BAD_USER_INPUT",
        ),
    ];
    for (query, code) in cases {
        let answer = app.ask(query, json!({})).await;
        assert_eq!(
            answer["errors"][0]["extensions"]["code"], code,
            "{query:.200}"
        );
        assert!(answer["errors"][0]["message"].as_str().unwrap().len() < 1000);
    }
    let doubling: String = (0..30)
        .map(|n| format!("fragment f{n} on Query {{ ...f{0} ...f{0} }} ", n + 1))
        .collect();
    let doubling = format!("{{ ...f0 }} {doubling} fragment f30 on Query {{ __typename }}");
    assert_eq!(app.code(&doubling, json!({})).await, "QUERY_TOO_COMPLEX");
    let circle = "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }";
    assert_eq!(
        app.code(circle, json!({})).await,
        "GRAPHQL_VALIDATION_FAILED"
    );
    let twice = "mutation { createTicket(input: { title: \"a\", title: \"b\", description: \"d\" }) { ticket { id } } }";
    assert_eq!(
        app.code(twice, json!({})).await,
        "GRAPHQL_VALIDATION_FAILED"
    );
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let (open, close) = (open.repeat(5000), close.repeat(5000));
        let query = format!("{{ tickets(filter: {open}1{close}) {{ totalCount }} }}");
        assert_eq!(app.code(&query, json!({})).await, "QUERY_TOO_COMPLEX");
    }
    let half = app
        .error("{ ticket(id: \"\\ud800\") { id } }", json!({}))
        .await;
    assert!(
        half["message"].as_str().unwrap().contains("surrogate"),
        "{half}"
    );
    let refused = app.ask("{ nothing }", json!({})).await;
    assert_eq!(refused.get("data"), None);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn variables_that_fit_no_type_have_codes(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let query = "query($filter: TicketFilter, $first: Int) {
        tickets(filter: $filter, first: $first) { totalCount }
    }";
    let range = json!({ "filter": { "createdAt": { "from": "yesterday" } } });
    let error = app.error(query, range).await;
    let message = "Failed to parse \"DateTime\": not an instant like 2026-11-22T06:31:00Z";
    assert_eq!(
        error["extensions"],
        json!({ "code": "BAD_USER_INPUT", "fields": [{ "path": "tickets", "message": message }] })
    );
    for variables in [
        json!({ "first": "many" }),
        json!({ "first": 3_000_000_000_u64 }),
        json!({ "filter": { "category": "NONE" } }),
        json!({ "filter": { "category": [null] } }),
        json!({ "filter": { "unknown": 1 } }),
        json!({ "filter": { "createdAt": { "from": "yesterday" } } }),
    ] {
        let code = app.code(query, variables.clone()).await;
        assert!(
            ["BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"].contains(&code.as_str()),
            "{variables} {code}"
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_field_is_null_beside_its_siblings(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    create(&app, json!({ "category": null })).await;
    app.app
        .database
        .write
        .execute_unprepared("ALTER TABLE classification RENAME TO gone")
        .await
        .unwrap();
    let answer = app
        .ask(
            "{ ticket(id: 1) { id classification { id } title } }",
            json!({}),
        )
        .await;
    assert_eq!(
        answer["data"],
        json!({ "ticket": { "id": "1", "classification": null, "title": "A title" } })
    );
    assert_eq!(
        answer["errors"][0]["path"],
        json!(["ticket", "classification"])
    );
    assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_field_that_cannot_be_null_makes_its_parent_null(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    create(&app, json!({})).await;
    app.app
        .database
        .write
        .execute_unprepared("ALTER TABLE ticket_event RENAME TO gone")
        .await
        .unwrap();
    let answer = app
        .ask(
            "{ ticket(id: 1) { id history { id } } stats { total } }",
            json!({}),
        )
        .await;
    assert_eq!(
        answer["data"],
        json!({ "ticket": null, "stats": { "total": 1 } })
    );
    let list = app
        .ask("{ tickets { nodes { id history { id } } } }", json!({}))
        .await;
    assert_eq!(list["data"], Value::Null);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_internal_error_says_no_more_than_the_request_id(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    app.app
        .database
        .write
        .execute_unprepared("ALTER TABLE ticket RENAME TO gone")
        .await
        .unwrap();
    let response = app
        .client()
        .post(format!("{}/graphql", app.address))
        .header("x-request-id", "my-own-id.7")
        .json(&json!({ "query": "{ ticket(id: 1) { id } }" }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-request-id"], "my-own-id.7");
    let answer: Value = response.json().await.unwrap();
    let error = &answer["errors"][0];
    assert_eq!(error["message"], "Something went wrong on the server.");
    assert_eq!(
        error["extensions"],
        json!({ "code": "INTERNAL", "requestId": "my-own-id.7" })
    );
}
