//! Filters of the list, and that counts and statistics agree with it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create, ids};

async fn found(app: &TestApp, filter: Value) -> Vec<String> {
    let query = "query($filter: TicketFilter) {
        tickets(filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) {
            nodes { id } totalCount
        }
        stats(filter: $filter) { total }
    }";
    let data = app.data(query, json!({ "filter": filter })).await;
    let found = ids(&data["tickets"]["nodes"]);
    assert_eq!(data["tickets"]["totalCount"], found.len(), "{filter}");
    assert_eq!(data["stats"]["total"], found.len(), "{filter}");
    found
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_condition_must_hold_and_a_list_means_any(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    create(&app, json!({ "category": "BILLING", "priority": "HIGH" })).await;
    create(&app, json!({ "category": "BILLING", "priority": "LOW" })).await;
    create(&app, json!({ "category": "ACCOUNT", "priority": "HIGH" })).await;
    create(&app, json!({ "category": null, "priority": null })).await;
    app.data(
        "mutation { updateTicket(id: 3, input: { status: CLOSED }) { ticket { id } } }",
        json!({}),
    )
    .await;
    let unconfirmed = json!({ "triage": "UNCONFIRMED" });
    let cases = [
        (json!({}), vec!["1", "2", "3", "4"]),
        (json!(null), vec!["1", "2", "3", "4"]),
        (
            json!({ "category": null, "search": null, "createdAt": null }),
            vec!["1", "2", "3", "4"],
        ),
        (
            json!({ "category": "BILLING", "triage": "MANUAL" }),
            vec!["1", "2"],
        ),
        (
            json!({ "category": ["BILLING"], "priority": ["HIGH"], "triage": "MANUAL" }),
            vec!["1"],
        ),
        (
            json!({ "priority": ["HIGH"], "category": ["BILLING", "ACCOUNT"], "triage": "MANUAL" }),
            vec!["1", "3"],
        ),
        (json!({ "status": ["CLOSED"] }), vec!["3"]),
        (json!({ "status": ["CLOSED", "CLOSED"] }), vec!["3"]),
        (unconfirmed, vec!["4"]),
        (
            json!({ "triage": ["MANUAL", "UNCONFIRMED"] }),
            vec!["1", "2", "3", "4"],
        ),
        (json!({ "category": [] }), vec![]),
        (json!({ "status": [], "category": "BILLING" }), vec![]),
        (json!({ "status": "CLOSED", "search": "title" }), vec!["3"]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(&app, filter.clone()).await, expected, "{filter}");
    }
    let literal = app
        .data(
            "{ tickets(filter: { status: CLOSED, priority: [HIGH] }) { nodes { id } } }",
            json!({}),
        )
        .await;
    assert_eq!(ids(&literal["tickets"]["nodes"]), ["3"]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_range_includes_its_beginning_and_not_its_end(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let mut instants = Vec::new();
    for _ in 0..3 {
        instants.push(create(&app, json!({})).await["createdAt"].take());
    }
    let beyond = |instant: &Value| instant.as_str().unwrap().replace('Z', "1Z");
    let cases = [
        (json!({ "from": instants[1] }), vec!["2", "3"]),
        (json!({ "to": instants[1] }), vec!["1"]),
        (
            json!({ "from": instants[0], "to": instants[2] }),
            vec!["1", "2"],
        ),
        (json!({ "from": instants[1], "to": instants[1] }), vec![]),
        (json!({ "from": instants[2], "to": instants[0] }), vec![]),
        // A tenth of a microsecond later.
        (json!({ "from": beyond(&instants[1]) }), vec!["3"]),
        (json!({ "to": beyond(&instants[1]) }), vec!["1", "2"]),
        (
            json!({ "from": "1970-01-01T00:00:00Z", "to": "2970-01-01T00:00:00+14:00" }),
            vec!["1", "2", "3"],
        ),
        (
            json!({ "from": "0001-01-01T00:00:00Z" }),
            vec!["1", "2", "3"],
        ),
        (json!({ "to": "9999-12-31T23:59:59Z" }), vec!["1", "2", "3"]),
        (json!({}), vec!["1", "2", "3"]),
    ];
    for (range, expected) in cases {
        for order in ["CREATED_AT", "PRIORITY"] {
            let query = "query($filter: TicketFilter, $order: TicketOrderField!) {
                tickets(filter: $filter, orderBy: { field: $order, direction: ASC }) { nodes { id } }
            }";
            let filter = json!({ "createdAt": range });
            let data = app
                .data(query, json!({ "filter": filter, "order": order }))
                .await;
            assert_eq!(ids(&data["tickets"]["nodes"]), expected, "{range} {order}");
        }
        assert_eq!(
            found(&app, json!({ "createdAt": range })).await,
            expected,
            "{range}"
        );
        let with_a_label = json!({ "createdAt": range, "category": "GENERAL" });
        assert_eq!(found(&app, with_a_label).await, expected, "{range}");
        let with_a_search = json!({ "createdAt": range, "search": "title" });
        assert_eq!(found(&app, with_a_search).await, expected, "{range}");
    }
}
