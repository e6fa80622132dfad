//! The counters that statistics are read from: exact under concurrent writers, and equal to a full count.

use frontdesk::classification::ConfidenceBand;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, FromQueryResult, Statement};
use serde_json::json;

use crate::support::{Backend, Backend::*, TestApp, create};

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
            if round % 2 == 0 {
                let input = json!({ "withdrawDecision": true });
                app.data(update, json!({ "id": ticket["id"], "input": input }))
                    .await;
            }
            if round % 5 == 0 {
                let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
                app.data(delete, json!({ "id": ticket["id"] })).await;
            }
        }
    };
    futures_util::future::join_all((0..8).map(writer)).await;
    let (counters, recount) = counters_and_recount(&app.app.database.read).await;
    assert_eq!(counters, recount);
    let total = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(total["stats"]["total"], 160);
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
