//! How good suggestions were, by band of confidence and by week, and which label came second.

use frontdesk::{classification::ConfidenceBand, time::DateTime};
use migration::{Migrator, MigratorTrait};
use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    counters::counters_and_recount,
    migration::connect,
    support::{Backend, Backend::*, TestApp, create},
};

const DAY: i64 = 86_400_000_000;
const SCORE: &str = "query($filter: TicketFilter, $weeks: Int! = 3) {
    stats(filter: $filter) {
        classification {
            byBand { band categoryDecided categoryAccuracy priorityDecided priorityAccuracy }
            byWeek(weeks: $weeks) {
                week decided categoryAccuracy priorityAccuracy
                byBand { band categoryDecided categoryAccuracy priorityDecided priorityAccuracy }
            }
        }
    }
}";

async fn score(app: &TestApp, filter: Value) -> Value {
    let mut data = app.data(SCORE, json!({ "filter": filter })).await;
    data["stats"]["classification"].take()
}

/// A suggestion of BILLING and HIGH that was as sure as told.
fn suggestion(category: f64, priority: f64, latency_ms: i32) -> String {
    format!(
        "INSERT INTO classification (category, priority, category_confidence, priority_confidence,
            provider, model, cached, latency_ms, input_tokens, output_tokens, cost_nano_usd,
            created_at)
         VALUES (1, 3, {category}, {priority}, 'LOCAL', 'm', false, {latency_ms}, 0, 0, 0, 1)"
    )
}

async fn execute(app: &TestApp, statement: &str) {
    let write = &app.app.database.write;
    write.execute_unprepared(statement).await.unwrap();
}

fn band(band: &str, category: (i64, Value), priority: (i64, Value)) -> Value {
    json!({
        "band": band,
        "categoryDecided": category.0, "categoryAccuracy": category.1,
        "priorityDecided": priority.0, "priorityAccuracy": priority.1,
    })
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn bands_hold_what_a_person_decided(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let none = || (0, json!(null));
    let empty = score(&app, json!(null)).await;
    assert_eq!(
        empty["byBand"],
        json!([
            band("SURE", none(), none()),
            band("FAIRLY_SURE", none(), none()),
            band("NOT_SURE", none(), none()),
        ])
    );
    assert_eq!(empty["byWeek"][2]["decided"], 0);
    assert_eq!(empty["byWeek"][2]["byBand"], empty["byBand"]);
    // The lower end of a band is in it.
    for (category, priority) in [
        (0.85, 0.6),
        (0.99, 0.849_999),
        (0.7, 0.3),
        (0.599_999, 1.0),
        (0.9, 0.9),
    ] {
        execute(&app, &suggestion(category, priority, 5)).await;
    }
    for (id, category, priority) in [
        (1, json!("BILLING"), json!("HIGH")),
        (2, json!("ACCOUNT"), json!("LOW")),
        (3, json!("BILLING"), json!(null)),
        (4, json!(null), json!("LOW")),
        // Nobody decided.
        (5, json!(null), json!(null)),
    ] {
        let ticket = json!({
            "classificationId": id.to_string(), "category": category, "priority": priority
        });
        create(&app, ticket).await;
    }
    let wanted = json!([
        band("SURE", (2, json!(0.5)), (1, json!(0.0))),
        band("FAIRLY_SURE", (1, json!(1.0)), (2, json!(0.5))),
        band("NOT_SURE", (1, json!(1.0)), (1, json!(1.0))),
    ]);
    for filter in [json!(null), json!({ "search": "title" })] {
        let found = score(&app, filter).await;
        assert_eq!(found["byBand"], wanted);
        let this_week = &found["byWeek"][2];
        assert_eq!(this_week["byBand"], wanted);
        assert_eq!(this_week["decided"], 4);
        assert_eq!(this_week["categoryAccuracy"], 0.75);
        assert_eq!(this_week["priorityAccuracy"], 0.5);
    }
    let overruled = score(&app, json!({ "triage": ["OVERRULED", "UNCONFIRMED"] })).await;
    assert_eq!(
        overruled["byBand"],
        json!([
            band("SURE", (1, json!(0.0)), (1, json!(0.0))),
            band("FAIRLY_SURE", none(), (1, json!(0.0))),
            band("NOT_SURE", (1, json!(1.0)), none()),
        ])
    );
    let undecided = score(&app, json!({ "triage": "UNCONFIRMED" })).await;
    assert_eq!(undecided["byBand"], empty["byBand"]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_was_withdrawn_is_counted_as_never_decided(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    for (category, priority) in [(0.9, 0.7), (0.7, 0.3), (0.3, 0.9)] {
        execute(&app, &suggestion(category, priority, 5)).await;
    }
    let mut tickets = Vec::new();
    for id in ["1", "1", "2", "3"] {
        let fields = json!({ "classificationId": id, "category": null, "priority": null });
        tickets.push(create(&app, fields).await);
    }
    let change = async |ticket: &Value, input: Value| {
        let update = "mutation($id: ID!, $input: UpdateTicketInput!) {
            updateTicket(id: $id, input: $input) { ticket { id } }
        }";
        app.data(update, json!({ "id": ticket["id"], "input": input }))
            .await;
    };
    // From the counters, and ticket by ticket.
    let stats = async || {
        let mut all = Vec::new();
        for filter in [json!(null), json!({ "search": "title" })] {
            let query = "query($filter: TicketFilter) { stats(filter: $filter) {
                byCategory { count } byPriority { count } byTriage { count }
                classification { suggestions categoryAccuracy priorityAccuracy }
            } }";
            let sums = app.data(query, json!({ "filter": filter })).await;
            all.push((sums, score(&app, filter).await));
        }
        let (counters, recount) = counters_and_recount(&app.app.database.read).await;
        assert_eq!(counters, recount);
        all
    };
    let undecided = stats().await;
    change(&tickets[0], json!({ "category": "BILLING" })).await;
    let one_decided = stats().await;
    change(
        &tickets[1],
        json!({ "category": "ACCOUNT", "priority": "LOW" }),
    )
    .await;
    change(&tickets[2], json!({ "priority": "HIGH" })).await;
    change(&tickets[3], json!({ "priority": "LOW" })).await;
    let all_decided = stats().await;
    let this_week = |stats: &[(Value, Value)]| stats[0].1["byWeek"][2]["decided"].clone();
    assert_eq!(this_week(&all_decided), 4);
    assert_ne!(all_decided, one_decided);
    for ticket in &tickets[1..] {
        change(ticket, json!({ "withdrawDecision": true })).await;
    }
    assert_eq!(stats().await, one_decided);
    change(&tickets[0], json!({ "withdrawDecision": true })).await;
    assert_eq!(stats().await, undecided);
    assert_eq!(this_week(&undecided), 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn weeks_begin_on_monday(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    execute(&app, &suggestion(0.9, 0.5, 5)).await;
    for category in ["BILLING", "BILLING", "ACCOUNT", "BILLING", "ACCOUNT"] {
        create(
            &app,
            json!({ "classificationId": "1", "category": category }),
        )
        .await;
    }
    let today = DateTime::now().date();
    // 1970-01-05 was a Monday.
    let monday = i64::from(today.0 - (today.0 - 4).rem_euclid(7)) * DAY;
    for (id, created_at) in [
        (1, monday),
        (2, monday - 1),
        (3, monday - 7 * DAY),
        (4, monday - 7 * DAY - 1),
        // Too long ago.
        (5, monday - 14 * DAY - 1),
    ] {
        let moved = format!("UPDATE ticket SET created_at = {created_at} WHERE id = {id}");
        execute(&app, &moved).await;
    }
    let start = |at: i64| DateTime(at).to_string()[..10].to_owned();
    let by_week = async |filter: Value| -> Value {
        let found = score(&app, filter).await;
        let weeks = found["byWeek"].as_array().unwrap().iter();
        weeks
            .map(|week| {
                assert_eq!(week["byBand"][0]["categoryDecided"], week["decided"]);
                assert_eq!(week["byBand"][2]["priorityDecided"], week["decided"]);
                json!([week["week"], week["decided"], week["categoryAccuracy"]])
            })
            .collect()
    };
    let weeks = [
        start(monday - 14 * DAY),
        start(monday - 7 * DAY),
        start(monday),
    ];
    for filter in [json!(null), json!({ "search": "title" })] {
        assert_eq!(
            by_week(filter).await,
            json!([[weeks[0], 1, 1.0], [weeks[1], 2, 0.5], [weeks[2], 1, 1.0]])
        );
    }
    // The end of the range is within the week before.
    let until_sunday = json!({ "createdAt": { "to": DateTime(monday - 1).to_string() } });
    assert_eq!(
        by_week(until_sunday).await,
        json!([[weeks[0], 1, 1.0], [weeks[1], 1, 0.0], [weeks[2], 0, null]])
    );
    for weeks in [0, 54] {
        let error = app.error(SCORE, json!({ "weeks": weeks })).await;
        assert_eq!(error["extensions"]["fields"][0]["path"], "weeks");
    }
    let year = app.data(SCORE, json!({ "weeks": 53 })).await;
    let year = &year["stats"]["classification"]["byWeek"];
    assert_eq!(year.as_array().unwrap().len(), 53);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_suggestion_says_how_sure_it_is_and_what_came_second(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let fields = "category priority categoryConfidence priorityConfidence
        categoryBand priorityBand alternativeCategory alternativePriority";
    let classify = format!(
        "mutation {{ classifyTicket(input: {{
            title: \"Charged twice\", description: \"Two debits for the May invoice.\"
        }}) {{ classification {{ {fields} }} }} }}"
    );
    let mut data = app.data(&classify, json!({})).await;
    let made = data["classifyTicket"]["classification"].take();
    for label in ["category", "priority"] {
        let confidence = made[format!("{label}Confidence")].as_f64().unwrap();
        let name = match ConfidenceBand::of(confidence) {
            ConfidenceBand::Sure => "SURE",
            ConfidenceBand::FairlySure => "FAIRLY_SURE",
            ConfidenceBand::NotSure => "NOT_SURE",
        };
        assert_eq!(made[format!("{label}Band")], name);
    }
    assert_eq!(made["category"], "BILLING");
    for (label, alternative) in [
        ("category", "alternativeCategory"),
        ("priority", "alternativePriority"),
    ] {
        assert!(made[alternative].is_string());
        assert_ne!(made[label], made[alternative]);
    }
    // One from before it was kept.
    execute(&app, &suggestion(0.9, 0.5, 5)).await;
    create(&app, json!({ "classificationId": "2", "category": null })).await;
    let ticket = format!("{{ ticket(id: 1) {{ classification {{ {fields} }} }} }}");
    let found = &app.data(&ticket, json!({})).await["ticket"]["classification"];
    assert_eq!(found["alternativeCategory"], Value::Null);
    assert_eq!(found["alternativePriority"], Value::Null);
    assert_eq!(
        (&found["categoryBand"], &found["priorityBand"]),
        (&json!("SURE"), &json!("NOT_SURE"))
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn latency_is_that_of_the_newest_thousand(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let latency = async || {
        let query = "{ stats(filter: { search: \"nothing\" }) {
            classification { latencyP50Ms latencyP95Ms }
        } }";
        let mut data = app.data(query, json!({})).await;
        let found = data["stats"]["classification"].take();
        (
            found["latencyP50Ms"].as_i64(),
            found["latencyP95Ms"].as_i64(),
        )
    };
    assert_eq!(latency().await, (None, None));
    let transaction = app.app.database.begin().await.unwrap();
    for latency_ms in [9_999; 7].into_iter().chain(1..=1000) {
        let statement = suggestion(0.9, 0.9, latency_ms);
        transaction.execute_unprepared(&statement).await.unwrap();
    }
    transaction.commit().await.unwrap();
    assert_eq!(latency().await, (Some(500), Some(950)));
    let query = "{ stats { classification { latencyP50Ms latencyP95Ms } } }";
    let statements = app.statements_of(app.data(query, json!({}))).await;
    // One for the sums, one for both quantiles.
    assert_eq!(statements.len(), 2);
}

/// Tickets from before there were bands are counted when the bands come.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_migration_counts_the_tickets_that_are_there(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let folder = TempDir::new().unwrap();
    let database = connect(backend, &folder).await;
    let write = &database.write;
    // Without the one that brings them, and what comes after it.
    let before = Migrator::migrations()
        .iter()
        .position(|migration| migration.name().ends_with("confidence_band"))
        .unwrap();
    let since = Migrator::migrations().len() - before;
    let steps = |number: usize| Some(u32::try_from(number).unwrap());
    Migrator::up(write, steps(before)).await.unwrap();
    let execute = async |statement: &str| {
        write.execute_unprepared(statement).await.unwrap();
    };
    for (category, priority) in [
        (0.3, 0.9),
        (0.599_999, 0.6),
        (0.6, 0.85),
        (0.849_999, 0.2),
        (0.85, 0.7),
        (1.0, 0.95),
    ] {
        execute(&suggestion(category, priority, 5)).await;
    }
    for (number, triage) in [1, 2, 3, 4, 3, 4, 4]
        .into_iter()
        .cycle()
        .take(70)
        .enumerate()
    {
        let classification = match triage {
            1 => "NULL".to_owned(),
            _ => (number % 6 + 1).to_string(),
        };
        let day = DateTime::now().0 - i64::try_from(number % 3).unwrap() * DAY;
        execute(&format!(
            "INSERT INTO ticket (title, description, category, priority, status, triage,
                classification_id, version, created_at, updated_at)
             VALUES ('t', 'd', {}, {}, 1, {triage}, {classification}, 1, {day}, {day})",
            number % 2 + 1,
            number % 4 + 1
        ))
        .await;
    }
    if backend == Postgres {
        // Some of it is folded, some is not.
        execute("SELECT fold_ticket_count(20)").await;
    }
    let check = async || {
        let (counters, recount) = counters_and_recount(&database.read).await;
        assert_eq!(counters, recount);
        for label in ["category", "priority"] {
            for sum in ["sure", "sure_kept", "fairly_sure", "fairly_sure_kept"] {
                let sum = format!("{label}_{sum}: ");
                let counted = |line: &str| line.contains(&sum) && !line.ends_with(" 0,");
                assert!(counters.lines().any(counted), "{sum}{counters}");
            }
        }
    };
    database.migrate().await.unwrap();
    check().await;
    execute("UPDATE ticket SET category = 1, triage = 3 WHERE id < 20").await;
    execute("DELETE FROM ticket WHERE id % 5 = 0").await;
    if backend == Postgres {
        execute("SELECT fold_ticket_count(1000)").await;
    }
    check().await;
    Migrator::down(write, steps(since)).await.unwrap();
    execute("UPDATE ticket SET category = 2 WHERE id % 3 = 0").await;
    Migrator::up(write, None).await.unwrap();
    check().await;
}
