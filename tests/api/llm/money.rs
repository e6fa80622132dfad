//! What is paid for: once for the same text, within the budget, and written down.

use super::*;

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
async fn a_budget_is_never_exceeded(#[values(Sqlite, Postgres)] backend: Backend) {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let none = start(backend, &fake, &[("LLM_DAILY_BUDGET_USD", "0")]).await;
    let suggestion = classify(&none, "None of our shops can sell").await;
    assert_eq!(suggestion["provider"], "LOCAL");
    let reason = suggestion["fallbackReason"].as_str().unwrap();
    assert!(reason.contains("budget"), "{reason}");
    assert_eq!(fake.count(), 0);

    // Enough for what one call may cost at worst, and for some that cost less.
    let budget = 0.01;
    let app = start(backend, &fake, &[("LLM_DAILY_BUDGET_USD", "0.01")]).await;
    let texts: Vec<_> = (0..150).map(|it| format!("Text {it}")).collect();
    for some in texts.chunks(15) {
        join_all(some.iter().map(|text| classify(&app, text))).await;
    }
    let spent = fake.count() as f64 * COST_USD;
    assert!(fake.count() > 10 && spent <= budget, "{spent}");
    let status = app.data(STATUS, json!({})).await;
    let left = status["classifierStatus"]["budgetLeftUsd"]
        .as_f64()
        .unwrap();
    assert!((budget - spent - left).abs() < 1e-9, "{status} {spent}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_in_mid_call_leaves_the_ledger_true(#[values(Sqlite, Postgres)] backend: Backend) {
    let slow = Act::sorts(Protocol::OpenAi).slow_body(Duration::from_secs(5));
    let fake = FakeProvider::start([slow]).await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings: HashMap<_, _> = fake.settings(Protocol::OpenAi).into_iter().collect();
    settings.insert("LLM_MODE", "always".to_owned());
    settings.insert("DATABASE_URL", new_database(backend, &folder).await);
    let mut server = Process::start(&settings).await;
    let asking = server.ask(
        CLASSIFY,
        json!({ "description": "None of our shops can sell" }),
    );
    let arrived = async {
        while fake.count() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::select! {
        _ = asking => panic!("answered too soon"),
        () = arrived => {}
    }
    server.kill().await;
    let server = Process::start(&settings).await;
    let status = server.data(STATUS, json!({})).await;
    let status = &status["classifierStatus"];
    // Nobody knows what it cost: what it may have cost is spent.
    let budget = status["budgetUsd"].as_f64().unwrap();
    let spent = budget - status["budgetLeftUsd"].as_f64().unwrap();
    assert!(spent > COST_USD, "{status}");
    let usage = server.data(BY_MODEL, json!({})).await;
    assert_eq!(usage["stats"]["classification"]["byModel"], json!([]));
    fake.then([Act::sorts(Protocol::OpenAi)]);
    let again = server
        .data(
            CLASSIFY,
            json!({ "description": "None of our shops can sell" }),
        )
        .await;
    assert_eq!(
        again["classifyTicket"]["classification"]["provider"],
        "OPENAI"
    );
}
