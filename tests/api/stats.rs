//! Statistics: exact under concurrent writers, and equal to a full count.

use frontdesk::{classification::ConfidenceBand, time::DateTime};
use rstest::rstest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, Statement};
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create};

const STATS: &str = "query($filter: TicketFilter) {
    stats(filter: $filter) {
        total open averagePerDay
        byCategory { category count }
        byPriority { priority count }
        byStatus { status count }
        byTriage { triage count }
        createdPerDay(days: 3) { date count }
        classification {
            suggestions categoryAccuracy priorityAccuracy
            cacheHits fallbacks inputTokens outputTokens costUsd
        }
    }
}";

async fn stats(app: &TestApp, filter: Value) -> Value {
    app.data(STATS, json!({ "filter": filter })).await["stats"].take()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_has_statistics(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let stats = stats(&app, json!(null)).await;
    assert_eq!(stats["total"], 0);
    assert_eq!(stats["averagePerDay"], 0.0);
    assert_eq!(
        stats["byStatus"],
        json!([
            { "status": "OPEN", "count": 0 }, { "status": "IN_PROGRESS", "count": 0 },
            { "status": "RESOLVED", "count": 0 }, { "status": "CLOSED", "count": 0 },
        ])
    );
    assert_eq!(stats["createdPerDay"].as_array().unwrap().len(), 3);
    assert_eq!(
        stats["classification"],
        json!({
            "suggestions": 0, "categoryAccuracy": null, "priorityAccuracy": null, "cacheHits": 0,
            "fallbacks": 0, "inputTokens": 0, "outputTokens": 0, "costUsd": 0.0
        })
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn numbers_follow_every_change(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    create(&app, json!({ "category": "BILLING", "priority": "HIGH" })).await;
    create(&app, json!({ "category": "ACCOUNT", "priority": "HIGH" })).await;
    let update = "mutation { updateTicket(id: 2, input: { status: CLOSED, priority: LOW }) { ticket { id } } }";
    app.data(update, json!({})).await;
    let both = stats(&app, json!(null)).await;
    assert_eq!((&both["total"], &both["open"]), (&json!(2), &json!(1)));
    assert_eq!(both["averagePerDay"], 2.0);
    assert_eq!(
        both["byPriority"][0],
        json!({ "priority": "LOW", "count": 1 })
    );
    assert_eq!(
        both["byPriority"][2],
        json!({ "priority": "HIGH", "count": 1 })
    );
    assert_eq!(both["createdPerDay"][2]["count"], 2);
    let closed = stats(&app, json!({ "status": "CLOSED" })).await;
    assert_eq!((&closed["total"], &closed["open"]), (&json!(1), &json!(0)));
    app.data(
        "mutation { deleteTicket(id: 2) { deletedTicketId } }",
        json!({}),
    )
    .await;
    assert_eq!(stats(&app, json!(null)).await["total"], 1);
    assert_eq!(stats(&app, json!({ "status": "CLOSED" })).await["total"], 0);
    assert_eq!(stats(&app, json!({ "search": "title" })).await["total"], 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn accuracy_counts_what_a_person_decided(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let undecided = json!({ "category": null, "priority": null });
    let made = create(&app, undecided.clone()).await["classification"].take();
    for _ in 0..3 {
        create(&app, undecided.clone()).await;
    }
    let update = async |id: i32, input: Value| {
        let query = "mutation($id: ID!, $input: UpdateTicketInput!) {
            updateTicket(id: $id, input: $input) { ticket { id } }
        }";
        app.data(query, json!({ "id": id, "input": input })).await;
    };
    let other = ["LOW", "HIGH"]
        .into_iter()
        .find(|other| made["priority"] != *other);
    update(1, json!({ "category": made["category"] })).await;
    update(2, json!({ "priority": made["priority"] })).await;
    update(3, json!({ "priority": other })).await;
    let wanted = |accuracy: Value| {
        json!({
            "suggestions": 4, "categoryAccuracy": 1.0, "priorityAccuracy": accuracy,
            "cacheHits": 0, "fallbacks": 0, "inputTokens": 0, "outputTokens": 0, "costUsd": 0.0
        })
    };
    for filter in [json!(null), json!({ "search": "title" })] {
        let found = stats(&app, filter).await["classification"].take();
        assert_eq!(found, wanted(json!(2.0 / 3.0)));
    }
    update(3, json!({ "priority": made["priority"] })).await;
    assert_eq!(
        stats(&app, json!(null)).await["classification"],
        wanted(json!(1.0))
    );
    let overruled = stats(&app, json!({ "triage": "OVERRULED" })).await;
    assert_eq!(overruled["classification"]["categoryAccuracy"], Value::Null);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn tokens_and_cost_add_up_and_an_unknown_price_makes_the_sum_unknown(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    for (fallback, cost) in [("NULL", "250"), ("'the provider was down'", "1000000000")] {
        let insert = format!(
            "INSERT INTO classification (category, priority, category_confidence,
                priority_confidence, provider, model, cached, fallback_reason, latency_ms,
                input_tokens, output_tokens, cost_nano_usd, created_at)
             VALUES (1, 3, 0.5, 0.5, 'OPENAI', 'm', true, {fallback}, 5, 100, 20, {cost}, 1)"
        );
        app.app
            .database
            .write
            .execute_unprepared(&insert)
            .await
            .unwrap();
    }
    for id in 1..=2 {
        let from =
            json!({ "classificationId": id.to_string(), "category": null, "priority": null });
        create(&app, from).await;
    }
    let sums = json!({
        "suggestions": 2, "categoryAccuracy": null, "priorityAccuracy": null, "cacheHits": 2,
        "fallbacks": 1, "inputTokens": 200, "outputTokens": 40, "costUsd": 1.000_000_25
    });
    for filter in [json!(null), json!({ "search": "title" })] {
        assert_eq!(stats(&app, filter).await["classification"], sums);
    }
    let unpriced = "INSERT INTO classification (category, priority, category_confidence,
            priority_confidence, provider, model, cached, latency_ms, input_tokens, output_tokens,
            created_at)
         VALUES (1, 3, 0.5, 0.5, 'OPENAI', 'm', false, 5, 1, 1, 1)";
    app.app
        .database
        .write
        .execute_unprepared(unpriced)
        .await
        .unwrap();
    create(&app, json!({ "classificationId": "3" })).await;
    for filter in [json!(null), json!({ "search": "title" })] {
        assert_eq!(
            stats(&app, filter).await["classification"]["costUsd"],
            Value::Null
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn days_are_told_apart(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    for _ in 0..4 {
        create(&app, json!({})).await;
    }
    // Tickets of earlier days can only be made by hand.
    let day = 86_400_000_000;
    let today = DateTime::now().0 / day * day;
    for (id, created_at) in [
        (1, today - 9 * day + 5),
        (2, today - 2 * day),
        (3, today - 1),
    ] {
        let update = format!("UPDATE ticket SET created_at = {created_at} WHERE id = {id}");
        app.app
            .database
            .write
            .execute_unprepared(&update)
            .await
            .unwrap();
    }
    let counts = |stats: &Value| -> Vec<i64> {
        let days = stats["createdPerDay"].as_array().unwrap().iter();
        days.map(|day| day["count"].as_i64().unwrap()).collect()
    };
    let all = stats(&app, json!(null)).await;
    assert_eq!(counts(&all), [1, 1, 1]);
    assert_eq!(all["averagePerDay"], 0.4);
    assert_eq!(
        counts(&stats(&app, json!({ "search": "title" })).await),
        [1, 1, 1]
    );
    let instant = |at: i64| {
        let async_graphql::Value::String(text) = async_graphql::ScalarType::to_value(&DateTime(at))
        else {
            unreachable!()
        };
        text
    };
    let cases = [
        (today - 2 * day, today, [1, 1, 0], 2),
        (today - 2 * day + 1, today, [0, 1, 0], 1),
        (today - 9 * day, today - 1, [1, 0, 0], 2),
        (today - 9 * day + 6, today - 1, [1, 0, 0], 1),
        (today - 1, today + day, [0, 1, 1], 2),
    ];
    for (from, to, per_day, total) in cases {
        let filter = json!({ "createdAt": { "from": instant(from), "to": instant(to) } });
        let found = stats(&app, filter).await;
        assert_eq!(found["total"], total);
        assert_eq!(counts(&found), per_day);
    }
    let error = app
        .error("{ stats { createdPerDay(days: 0) { count } } }", json!({}))
        .await;
    assert_eq!(error["extensions"]["fields"][0]["path"], "days");
    let year = app
        .data(
            "{ stats { createdPerDay(days: 366) { count } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        year["stats"]["createdPerDay"].as_array().unwrap().len(),
        366
    );
}

#[derive(Debug, FromQueryResult, PartialEq, Eq)]
struct Cell {
    day: i64,
    category: i16,
    priority: i16,
    status: i16,
    triage: i16,
    tickets: i64,
    category_kept: i64,
    priority_kept: i64,
    category_sure: i64,
    category_sure_kept: i64,
    category_fairly_sure: i64,
    category_fairly_sure_kept: i64,
    priority_sure: i64,
    priority_sure_kept: i64,
    priority_fairly_sure: i64,
    priority_fairly_sure_kept: i64,
}

#[derive(Debug, FromQueryResult, PartialEq, Eq)]
struct Day {
    day: i64,
    tickets: i64,
}

/// The counters, and what a full count says they should be.
pub async fn counters_and_recount(database: &DatabaseConnection) -> (String, String) {
    let (sure, fairly_sure) = (ConfidenceBand::SURE, ConfidenceBand::FAIRLY_SURE);
    let mut sums = vec![("tickets".to_owned(), "1 = 1".to_owned())];
    for label in ["category", "priority"] {
        let confidence = format!("c.{label}_confidence");
        let bands = [
            ("", "1 = 1".to_owned()),
            ("_sure", format!("{confidence} >= {sure}")),
            (
                "_fairly_sure",
                format!("{confidence} >= {fairly_sure} AND NOT {confidence} >= {sure}"),
            ),
        ];
        for (band, condition) in bands {
            let decided = format!("triage > 2 AND {condition}");
            sums.push((
                format!("{label}{band}_kept"),
                format!("{decided} AND t.{label} = c.{label}"),
            ));
            if !band.is_empty() {
                sums.push((format!("{label}{band}"), decided));
            }
        }
    }
    let each = |write: &dyn Fn(&str, &str) -> String, between: &str| {
        let sums = sums.iter().map(|(sum, condition)| write(sum, condition));
        sums.collect::<Vec<_>>().join(between)
    };
    let counters = format!(
        "SELECT CAST(day AS bigint) AS day, category, priority, status, triage, {}
         FROM ticket_tally GROUP BY day, category, priority, status, triage HAVING {}
         ORDER BY 1, 2, 3, 4, 5",
        each(
            &|sum, _| format!("CAST(sum({sum}) AS bigint) AS {sum}"),
            ", "
        ),
        each(&|sum, _| format!("sum({sum}) <> 0"), " OR ")
    );
    let recount = format!(
        "SELECT day, t.category, t.priority, status, triage, {}
         FROM (SELECT created_at / 86400000000 AS day, * FROM ticket
               UNION ALL SELECT -1, * FROM ticket) t
         LEFT JOIN classification c ON c.id = classification_id
         GROUP BY day, t.category, t.priority, status, triage ORDER BY 1, 2, 3, 4, 5",
        each(
            &|sum, condition| format!("count(CASE WHEN {condition} THEN 1 END) AS {sum}"),
            ", "
        )
    );
    let days = "SELECT CAST(day AS bigint) AS day, CAST(sum(tickets) AS bigint) AS tickets
         FROM ticket_day_tally GROUP BY day HAVING sum(tickets) <> 0 ORDER BY 1";
    let days_recount = "SELECT created_at / 86400000000 AS day, count(*) AS tickets
         FROM ticket GROUP BY 1 ORDER BY 1";
    let backend = database.get_database_backend();
    let rows = async |cells: &str, days: &str| {
        let [cells, days] = [cells, days].map(|query| Statement::from_string(backend, query));
        let cells = Cell::find_by_statement(cells).all(database).await.unwrap();
        let days = Day::find_by_statement(days).all(database).await.unwrap();
        format!("{cells:#?}\n{days:#?}")
    };
    (
        rows(&counters, days).await,
        rows(&recount, days_recount).await,
    )
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn counters_are_exact_under_concurrent_writers(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let writer = async |writer: usize| {
        for round in 0..25 {
            let label = ["LOW", "MEDIUM", "HIGH", "CRITICAL"][(writer + round) % 4];
            let priority = if round % 3 == 0 {
                json!(null)
            } else {
                json!(label)
            };
            let ticket = create(&app, json!({ "priority": priority })).await;
            let status = ["OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"][round % 4];
            let update = "mutation($id: ID!, $input: UpdateTicketInput!) {
                updateTicket(id: $id, input: $input) { ticket { id } }
            }";
            let input = json!({ "status": status, "priority": label });
            app.data(update, json!({ "id": ticket["id"], "input": input }))
                .await;
            if round % 5 == 0 {
                let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
                app.data(delete, json!({ "id": ticket["id"] })).await;
            }
        }
    };
    futures_util::future::join_all((0..8).map(writer)).await;
    let (counters, recount) = counters_and_recount(&app.app.database.read).await;
    assert_eq!(counters, recount);
    assert_eq!(stats(&app, json!(null)).await["total"], 160);
}

#[tokio::test(flavor = "multi_thread")]
async fn folding_leaves_every_number_as_it_was() {
    let app = TestApp::start(Postgres).await;
    for _ in 0..30 {
        create(&app, json!({ "priority": null })).await;
    }
    let (before, _) = counters_and_recount(&app.app.database.read).await;
    let write = &app.app.database.write;
    let rows = async |table: &str| {
        let count = format!("SELECT count(*) AS rows FROM {table}");
        let row = write
            .query_one_raw(Statement::from_string(DbBackend::Postgres, count))
            .await;
        row.unwrap().unwrap().try_get::<i64>("", "rows").unwrap()
    };
    // A few at a time, so that rows are added to as well as made.
    while rows("ticket_count_delta").await > 0 {
        write
            .execute_unprepared("SELECT fold_ticket_count(7)")
            .await
            .unwrap();
    }
    assert_eq!(rows("ticket_count").await, 2);
    let (after, recount) = counters_and_recount(&app.app.database.read).await;
    assert_eq!(after, before);
    assert_eq!(after, recount);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_statement_that_changes_many_tickets_is_counted() {
    let app = TestApp::start(Postgres).await;
    for priority in ["LOW", "HIGH", "LOW", "CRITICAL"] {
        create(&app, json!({ "priority": priority })).await;
    }
    let write = &app.app.database.write;
    // Swaps two cells and empties a third.
    let swap = "UPDATE ticket SET priority = CASE priority WHEN 1 THEN 3 ELSE 1 END";
    write.execute_unprepared(swap).await.unwrap();
    write
        .execute_unprepared("DELETE FROM ticket WHERE id IN (1, 2)")
        .await
        .unwrap();
    let (counters, recount) = counters_and_recount(&app.app.database.read).await;
    assert_eq!(counters, recount);
}
