//! What the API's questions cost the database: how many statements, and by which indexes.

use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;

use crate::support::{Backend, Backend::*, TestApp, create};

async fn fill(app: &TestApp, count: usize) {
    for _ in 0..count {
        create(app, json!({ "category": null, "priority": null })).await;
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_page_takes_a_constant_number_of_statements(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 30).await;
    let count = async |query: &str| app.statements_of(app.data(query, json!({}))).await.len();
    assert_eq!(
        count("{ tickets(first: 25) { nodes { id title description } } }").await,
        1
    );
    assert_eq!(count("{ tickets(first: 25) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }").await, 1);
    let everything = "nodes { id classification { id reason } history { kind changes { field } } }";
    for size in [1, 25] {
        let page = format!("{{ tickets(first: {size}) {{ {everything} }} }}");
        assert_eq!(count(&page).await, 3, "{size}");
        let counted = format!("{{ tickets(first: {size}) {{ {everything} totalCount }} }}");
        assert_eq!(count(&counted).await, 4, "{size}");
    }
    assert_eq!(count("{ ticket(id: 1) { title } }").await, 1);
    let sums = "{ stats { total open byCategory { count } byStatus { count } classification { suggestions } } }";
    assert_eq!(count(sums).await, 1);
    assert_eq!(count("{ stats { __typename } }").await, 0);
    assert_eq!(
        count("{ tickets(filter: { status: [] }) { nodes { id } totalCount } }").await,
        0
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn no_question_walks_a_table(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    fill(&app, 3).await;
    let labels = json!({ "category": ["BILLING", "GENERAL"], "status": "OPEN" });
    let search = json!({ "search": "title descr" });
    let both = json!({ "search": "title", "status": "OPEN", "priority": ["LOW", "HIGH"] });
    let range =
        json!({ "createdAt": { "from": "2026-01-01T12:00:00Z", "to": "2126-01-01T12:00:00Z" } });
    let mut questions = Vec::new();
    for filter in [json!(null), labels, search, both, range] {
        for field in ["CREATED_AT", "UPDATED_AT", "PRIORITY"] {
            for direction in ["ASC", "DESC"] {
                let order = json!({ "field": field, "direction": direction });
                let query = "query($filter: TicketFilter, $order: TicketOrder) {
                    tickets(filter: $filter, orderBy: $order) { nodes { id history { id } classification { id } } }
                }";
                questions.push((query, json!({ "filter": filter, "order": order })));
            }
        }
        let query = "query($filter: TicketFilter) {
            tickets(filter: $filter) { totalCount }
            stats(filter: $filter) {
                total averagePerDay createdPerDay { count }
                classification { byBand { categoryDecided } byWeek { decided } byModel { calls } }
            }
        }";
        questions.push((query, json!({ "filter": filter })));
    }
    questions.push(("{ ticket(id: 1) { id } }", json!({})));
    for (query, variables) in questions {
        let ask = app.data(query, variables.clone());
        for statement in app.statements_of(ask).await {
            let plan = plan(&app, &statement).await;
            assert!(
                !walks_a_table(backend, &plan),
                "{variables}\n{}\n{plan}",
                statement.sql
            );
        }
    }
}

/// PostgreSQL plans a statement that comes again and again without seeing its values. Then it takes any
/// words for rare and any bounds for narrow, and must be left no choice.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_search_finds_is_looked_up_by_a_plan_that_does_not_see_the_words() {
    let app = TestApp::start(Postgres).await;
    fill(&app, 3).await;
    let query = "query($filter: TicketFilter) {
        tickets(filter: $filter) { nodes { id } totalCount }
        stats(filter: $filter) { byCategory { count } createdPerDay { count } }
    }";
    for filter in [
        json!({ "search": "title" }),
        json!({ "search": "title", "status": ["OPEN", "CLOSED"] }),
        json!({ "search": "title", "createdAt": { "from": "2026-01-01T12:00:00Z" } }),
    ] {
        let ask = app.data(query, json!({ "filter": filter }));
        let mut lookups = 0;
        for statement in app.statements_of(ask).await {
            let has_words = ["tsquery", "strpos"]
                .iter()
                .any(|word| statement.sql.contains(word));
            if !has_words {
                continue;
            }
            let plan = blind_plan(&app, &statement).await;
            if statement.sql.contains("tsquery") && statement.sql.contains("ticket t") {
                let found = plan.contains("(id = hit.ticket_id)")
                    || plan.contains("(id = ticket_search.ticket_id)");
                assert!(found, "{filter}\n{}\n{plan}", statement.sql);
                lookups += 1;
            }
            assert!(!plan.contains("Hash Join"), "{filter}\n{plan}");
        }
        assert!(lookups >= 2, "{filter}: {lookups}");
    }
}

/// PostgreSQL's plan of a statement for any values.
async fn blind_plan(app: &TestApp, statement: &Statement) -> String {
    let nothing = statement.values.as_ref().map_or(0, |values| values.0.len());
    let nothing = vec!["NULL"; nothing].join(", ");
    let transaction = app.app.database.begin().await.unwrap();
    for step in [
        "SET LOCAL enable_seqscan = off",
        "SET LOCAL plan_cache_mode = force_generic_plan",
        &format!("PREPARE blind AS {}", statement.sql),
    ] {
        transaction.execute_unprepared(step).await.unwrap();
    }
    let explain = format!("EXPLAIN EXECUTE blind({nothing})");
    let lines = transaction
        .query_all_raw(Statement::from_string(DbBackend::Postgres, explain))
        .await
        .unwrap();
    transaction
        .execute_unprepared("DEALLOCATE blind")
        .await
        .unwrap();
    lines
        .iter()
        .map(|line| line.try_get::<String>("", "QUERY PLAN").unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

pub async fn plan(app: &TestApp, statement: &Statement) -> String {
    // On a handful of rows PostgreSQL would rather walk the table: it must say what it does when
    // that is dear.
    let (explain, column) = match statement.db_backend {
        DbBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
        _ => ("EXPLAIN QUERY PLAN", "detail"),
    };
    let explained = Statement {
        sql: format!("{explain} {}", statement.sql),
        ..statement.clone()
    };
    let transaction = app.app.database.begin().await.unwrap();
    if statement.db_backend == DbBackend::Postgres {
        transaction
            .execute_unprepared("SET LOCAL enable_seqscan = off")
            .await
            .unwrap();
    }
    let lines = transaction.query_all_raw(explained).await.unwrap();
    lines
        .iter()
        .map(|line| line.try_get::<String>("", column).unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a plan reads a whole table that grows, or a whole index of one. The counters grow with
/// the days, not with the tickets.
pub fn walks_a_table(backend: Backend, plan: &str) -> bool {
    let growing = [
        "ticket",
        "ticket_event",
        "ticket_search",
        "classification",
        "idempotency_key",
        "provider_call",
    ];
    let aliases = ["t", "s", "c"];
    // What a step before has read, and kept small, may be scanned.
    let is_a_step = |name: &str| plan.contains(&format!("CO-ROUTINE {name}\n"));
    plan.lines().any(|line| match backend {
        Sqlite => line.strip_prefix("SCAN ").is_some_and(|scan| {
            let name = scan.split_whitespace().next().unwrap();
            (growing.contains(&name) || aliases.contains(&name)) && !is_a_step(name)
        }),
        Postgres => growing.iter().any(|table| {
            line.contains(&format!("Seq Scan on {table} "))
                || line.contains(&format!("on {table}"))
                    && line.contains("Index")
                    && !condition_of(plan, line)
        }),
    })
}

/// Whether a line of a plan of PostgreSQL, a scan by index, is followed by what it looks for there.
fn condition_of(plan: &str, scan: &str) -> bool {
    let mut lines = plan.lines().skip_while(|line| *line != scan);
    lines
        .nth(1)
        .is_some_and(|line| line.trim().starts_with("Index Cond"))
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_newest_latencies_are_the_last_along_the_key(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    fill(&app, 3).await;
    let ask = app.data(
        "{ stats { classification { latencyP50Ms latencyP95Ms } } }",
        json!({}),
    );
    let statements = app.statements_of(ask).await;
    let latencies = statements
        .iter()
        .find(|sent| sent.sql.contains("latency_ms"))
        .unwrap();
    let plan = plan(&app, latencies).await;
    match backend {
        Sqlite => assert!(!plan.contains("TEMP B-TREE"), "{plan}"),
        Postgres => assert!(
            plan.starts_with("Limit") && plan.contains("Index Scan Backward"),
            "{plan}"
        ),
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_check_for_walks_sees_one(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let walks = [
        "SELECT t.id FROM ticket t WHERE t.description LIKE '%x%'",
        "SELECT t.id FROM ticket t WHERE t.description LIKE '%x%' ORDER BY t.created_at",
        "SELECT count(*) FROM ticket",
    ];
    for walk in walks {
        let walk = Statement::from_string(app.app.database.backend(), walk);
        let plan = plan(&app, &walk).await;
        assert!(walks_a_table(backend, &plan), "{plan}");
    }
}
