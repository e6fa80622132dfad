//! Statistics, as clients read them.

use frontdesk::time::DateTime;
use rstest::rstest;
use sea_orm::ConnectionTrait;

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
