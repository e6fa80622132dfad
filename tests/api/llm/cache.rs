//! The same text is paid for once.

use super::*;
use crate::queries::{plan, walks_a_table};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_same_text_is_paid_for_once(#[values(Sqlite, Postgres)] backend: Backend) {
    let slow = Act::sorts(Protocol::OpenAi).slow_body(Duration::from_millis(300));
    let fake = FakeProvider::start([slow]).await;
    let app = start(backend, &fake, &[]).await;
    let text = "None of our shops can sell";
    let at_once = join_all((0..20).map(|_| classify(&app, text))).await;
    assert_eq!(fake.count(), 1);
    let paid = at_once.iter().filter(|it| it["cached"] == false).count();
    assert_eq!(paid, 1);
    // Also on another server, and from then on.
    let again = classify(&app, text).await;
    assert_eq!(
        (&again["cached"], &again["costUsd"]),
        (&json!(true), &json!(0.0))
    );
    assert_eq!(
        (&again["inputTokens"], &again["provider"]),
        (&json!(0), &json!("OPENAI"))
    );
    assert_eq!(fake.count(), 1);
    let usage = app.data(BY_MODEL, json!({})).await;
    let usage = &usage["stats"]["classification"]["byModel"][0];
    assert_eq!(
        (&usage["calls"], &usage["cacheHits"]),
        (&json!(1), &json!(20))
    );

    // A failure is not kept.
    fake.then([Act::refuses(Protocol::OpenAi), Act::sorts(Protocol::OpenAi)]);
    assert_eq!(classify(&app, "Another text").await["provider"], "LOCAL");
    assert_eq!(classify(&app, "Another text").await["provider"], "OPENAI");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_are_asked_the_same_at_once_pay_once(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_millis(500));
    let fake = FakeProvider::start([slow]).await;
    let one = start(backend, &fake, &[]).await;
    let other = beside(&one, &fake, &[]).await;
    for round in 1..=6 {
        let text = format!("Text {round}");
        let asked = join_all([&one, &other].map(|app| classify(app, &text))).await;
        assert_eq!(fake.count(), round);
        let paid = asked.iter().filter(|it| it["cached"] == false).count();
        assert_eq!(paid, 1);
        assert!(asked.iter().all(|it| it["provider"] == "OPENAI"));
    }
    assert_eq!(outcomes(&one).await, ["ANSWERED"; 6]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_another_address_is_not_used(#[values(Sqlite, Postgres)] backend: Backend) {
    let fakes = [
        FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await,
        FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await,
    ];
    let one = start(backend, &fakes[0], &[]).await;
    let other = beside(&one, &fakes[1], &[]).await;
    assert_eq!(classify(&one, "Help").await["cached"], false);
    assert_eq!(classify(&other, "Help").await["cached"], false);
    assert_eq!(fakes.map(|fake| fake.count()), [1, 1]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_used_again_for_thirty_days(#[values(Sqlite, Postgres)] backend: Backend) {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(backend, &fake, &[]).await;
    let age = async |days: i64| {
        let microseconds = days * 86_400_000_000;
        let age = format!("UPDATE classification SET created_at = created_at - {microseconds}");
        sql(&app, &age).await;
    };
    assert_eq!(classify(&app, "Help").await["cached"], false);
    age(29).await;
    assert_eq!(classify(&app, "Help").await["cached"], true);
    age(2).await;
    assert_eq!(classify(&app, "Help").await["cached"], false);
    assert_eq!(fake.count(), 2);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_waited_for_is_found(#[values(Sqlite, Postgres)] backend: Backend) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_millis(500));
    let fake = FakeProvider::start([slow]).await;
    let app = start(backend, &fake, &[]).await;
    let body = json!({ "query": CLASSIFY, "variables": { "description": "Help" } });
    let asked = app.client().post(format!("{}/graphql", app.address));
    let asked = asked.json(&body).timeout(Duration::from_millis(300));
    assert!(asked.send().await.unwrap_err().is_timeout());
    until(async || outcomes(&app).await == ["ANSWERED"]).await;
    assert_eq!(classify(&app, "Help").await["cached"], true);
    assert_eq!(fake.count(), 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn asking_walks_no_table(#[values(Sqlite, Postgres)] backend: Backend) {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(backend, &fake, &[]).await;
    let asking = async {
        for _ in 0..2 {
            classify(&app, "Help").await;
        }
    };
    let mut statements = app.statements_of(asking).await;
    statements.retain(|sent| sent.sql.contains("provider_call") || sent.sql.contains("cache_key"));
    // Of these SQLite's plan has the check of a foreign key, which it would make only if one were broken.
    statements.retain(|sent| !sent.sql.starts_with("INSERT"));
    assert!(statements.len() > 4);
    for statement in statements {
        let plan = plan(&app, &statement).await;
        assert!(!walks_a_table(backend, &plan), "{}\n{plan}", statement.sql);
    }
}

/// On SQLite there is one writer anyway.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_in_the_making_keeps_nobody_from_using_an_answer_again() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(Postgres, &fake, &[]).await;
    let text = json!({ "title": "Till", "description": "Help" });
    let asked = async || app.data(CLASSIFY, text.clone()).await;
    asked().await;
    let holder = app.app.database.write.begin().await.unwrap();
    let lock = "LOCK TABLE ticket IN EXCLUSIVE MODE";
    holder.execute_unprepared(lock).await.unwrap();
    let create = "mutation($title: String!, $description: String!) {
        createTicket(input: { title: $title, description: $description }) {
            ticket { classification { cached } }
        }
    }";
    let creating = app.data(create, text.clone());
    let using = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let used = tokio::time::timeout(Duration::from_secs(5), asked()).await;
        holder.rollback().await.unwrap();
        used.unwrap()
    };
    let (created, used) = futures_util::future::join(creating, using).await;
    assert_eq!(used["classifyTicket"]["classification"]["cached"], true);
    let ticket = &created["createTicket"]["ticket"];
    assert_eq!(ticket["classification"]["cached"], true);
    let usage = app.data(BY_MODEL, json!({})).await;
    assert_eq!(
        usage["stats"]["classification"]["byModel"][0]["cacheHits"],
        2
    );
}
