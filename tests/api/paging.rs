//! Pages of the list: orders, cursors, sizes.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create, ids};

const PAGE: &str = "query(
    $filter: TicketFilter, $orderBy: TicketOrder,
    $first: Int, $after: String, $last: Int, $before: String
) {
    tickets(
        filter: $filter, orderBy: $orderBy,
        first: $first, after: $after, last: $last, before: $before
    ) {
        nodes { id }
        edges { cursor node { id } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";

async fn page(app: &TestApp, variables: Value) -> Value {
    app.data(PAGE, variables).await["tickets"].take()
}

/// Tickets 1 to `count`, of priorities that take turns.
async fn fill(app: &TestApp, count: usize) {
    for number in 0..count {
        let priority = ["LOW", "CRITICAL", "MEDIUM", "HIGH"][number % 4];
        create(app, json!({ "priority": priority })).await;
    }
}

/// The ids of all pages of this size, from the front or from the back.
async fn walk(
    app: &TestApp,
    order: &Value,
    filter: &Value,
    size: usize,
    backwards: bool,
) -> Vec<String> {
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let (size_name, cursor_name) = if backwards {
            ("last", "before")
        } else {
            ("first", "after")
        };
        let variables = json!({
            "orderBy": order, "filter": filter, size_name: size, cursor_name: cursor
        });
        let page = page(app, variables).await;
        let (info, found) = (&page["pageInfo"], ids(&page["nodes"]));
        assert_eq!(info["startCursor"], page["edges"][0]["cursor"]);
        let (more, behind) = if backwards {
            seen.splice(0..0, found);
            ("hasPreviousPage", "hasNextPage")
        } else {
            seen.extend(found);
            ("hasNextPage", "hasPreviousPage")
        };
        assert_eq!(info[behind], !cursor.is_null());
        if info[more] == false {
            return seen;
        }
        cursor = info[if backwards {
            "startCursor"
        } else {
            "endCursor"
        }]
        .clone();
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_order_is_the_same_forwards_and_backwards(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 10).await;
    // Two tickets change, so that the order of changes is another than that of creation.
    for id in ["3", "7"] {
        let query = "mutation($id: ID!) {
            updateTicket(id: $id, input: { status: CLOSED }) { ticket { id } }
        }";
        app.data(query, json!({ "id": id })).await;
    }
    let orders = [
        (
            "CREATED_AT",
            ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
        ),
        (
            "UPDATED_AT",
            ["1", "2", "4", "5", "6", "8", "9", "10", "3", "7"],
        ),
        (
            "PRIORITY",
            ["1", "5", "9", "3", "7", "4", "8", "2", "6", "10"],
        ),
    ];
    // The second filter matches everything, too, but takes the way of a filter.
    let filters = [
        json!(null),
        json!({ "priority": ["LOW", "MEDIUM", "HIGH", "CRITICAL"] }),
        json!({ "category": "GENERAL" }),
        json!({ "search": "title" }),
    ];
    for (field, rising) in orders {
        for filter in &filters {
            for size in [1, 3, 10, 100] {
                for backwards in [false, true] {
                    let order = json!({ "field": field, "direction": "ASC" });
                    assert_eq!(walk(&app, &order, filter, size, backwards).await, rising);
                    let mut falling =
                        walk(&app, &json!({ "field": field }), filter, size, backwards).await;
                    falling.reverse();
                    assert_eq!(falling, rising);
                }
            }
        }
    }
    let newest = page(&app, json!({})).await;
    assert_eq!(ids(&newest["nodes"])[0], "10");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_walk_sees_each_ticket_once_while_others_are_added(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 20).await;
    for direction in ["ASC", "DESC"] {
        for field in ["CREATED_AT", "UPDATED_AT", "PRIORITY"] {
            let mut seen = Vec::new();
            let mut cursor = Value::Null;
            loop {
                let order = json!({ "field": field, "direction": direction });
                let page = page(
                    &app,
                    json!({ "orderBy": order, "first": 7, "after": cursor }),
                )
                .await;
                seen.extend(ids(&page["nodes"]));
                if page["pageInfo"]["hasNextPage"] == false {
                    break;
                }
                cursor = page["pageInfo"]["endCursor"].clone();
                create(&app, json!({ "priority": "MEDIUM" })).await;
            }
            let from_the_start = (1..=20).map(|id: i32| id.to_string());
            for id in from_the_start {
                assert_eq!(
                    seen.iter().filter(|seen| **seen == id).count(),
                    1,
                    "{field} {direction}"
                );
            }
        }
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_page_between_two_cursors(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    fill(&app, 6).await;
    let all = page(&app, json!({})).await;
    let cursor = |number: usize| all["edges"][number]["cursor"].clone();
    let between = json!({ "after": cursor(0), "before": cursor(4), "first": 2 });
    let first = page(&app, between).await;
    assert_eq!(ids(&first["nodes"]), ["5", "4"]);
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    assert_eq!(first["pageInfo"]["hasPreviousPage"], true);
    let last = page(
        &app,
        json!({ "after": cursor(0), "before": cursor(4), "last": 2 }),
    )
    .await;
    assert_eq!(ids(&last["nodes"]), ["4", "3"]);
    let none = page(&app, json!({ "after": cursor(5) })).await;
    assert_eq!(
        none["pageInfo"],
        json!({ "hasNextPage": false, "hasPreviousPage": true, "startCursor": null, "endCursor": null })
    );
    let size_zero = page(&app, json!({ "first": 0 })).await;
    assert_eq!(size_zero["nodes"], json!([]));
    assert_eq!(size_zero["pageInfo"]["hasNextPage"], true);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_deleted_tickets_cursor_begins_behind_it(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 4).await;
    let first = page(&app, json!({ "first": 2 })).await;
    app.data(
        "mutation { deleteTicket(id: 3) { deletedTicketId } }",
        json!({}),
    )
    .await;
    let next = page(&app, json!({ "after": first["pageInfo"]["endCursor"] })).await;
    assert_eq!(ids(&next["nodes"]), ["2", "1"]);
    assert_eq!(next["pageInfo"]["hasPreviousPage"], true);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn cursors_and_sizes_that_make_no_sense_are_refused(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 2).await;
    let falling = page(&app, json!({ "first": 1 })).await["pageInfo"]["endCursor"].take();
    let wrong = [
        json!({ "after": "garbage" }),
        json!({ "before": "" }),
        json!({ "after": falling, "orderBy": { "field": "CREATED_AT", "direction": "ASC" } }),
        json!({ "after": falling, "orderBy": { "field": "UPDATED_AT" } }),
        json!({ "first": -1 }),
        json!({ "first": 101 }),
        json!({ "last": 101 }),
        json!({ "first": 1, "last": 1 }),
    ];
    for variables in wrong {
        assert_eq!(
            app.code(PAGE, variables.clone()).await,
            "BAD_USER_INPUT",
            "{variables}"
        );
    }
    let all_at_once = json!({
        "first": 101, "after": "x", "last": -1, "filter": { "search": "x".repeat(201) }
    });
    let error = app.error(PAGE, all_at_once).await;
    let fields = error["extensions"]["fields"].as_array().unwrap().iter();
    let paths: Vec<_> = fields.map(|field| field["path"].clone()).collect();
    assert_eq!(paths, ["filter.search", "after", "first", "last", "last"]);
    assert_eq!(
        page(&app, json!({ "first": 100 })).await["nodes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
