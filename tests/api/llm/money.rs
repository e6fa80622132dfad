//! What is paid for: within the budget, and written down.

use frontdesk::classification::ProviderCallEntity;

use super::*;

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
    let free = [
        ("LLM_DAILY_BUDGET_USD", "0"),
        ("LLM_PRICE_INPUT_USD", "0"),
        ("LLM_PRICE_CACHED_USD", "0"),
        ("LLM_PRICE_OUTPUT_USD", "0"),
    ];
    let none = start(backend, &fake, &free).await;
    assert_eq!(classify(&none, "Free").await["provider"], "LOCAL");
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
    // As if its time were over.
    let other = TestApp::start_at(settings["DATABASE_URL"].clone()).await;
    sql(&other, "UPDATE provider_call SET ends_by = 0").await;
    assert_eq!(outcomes(&other).await, ["STARTED"]);
    let server = Process::start(&settings).await;
    until(async || outcomes(&other).await == ["LOST"]).await;
    let status = server.data(STATUS, json!({})).await;
    let status = &status["classifierStatus"];
    // Nobody knows what it cost: what it may have cost is spent.
    let budget = status["budgetUsd"].as_f64().unwrap();
    let spent = budget - status["budgetLeftUsd"].as_f64().unwrap();
    assert!(spent > COST_USD, "{status}");
    let usage = server.data(BY_MODEL, json!({})).await;
    let usage = &usage["stats"]["classification"]["byModel"][0];
    assert_eq!(
        [&usage["calls"], &usage["failures"], &usage["costUsd"]],
        [&json!(1), &json!(1), &Value::Null]
    );
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

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_a_turn_keeps_no_budget_from_others(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_millis(100));
    let fake = FakeProvider::start([slow]).await;
    // Enough for what four calls may cost at worst, and twenty do cost.
    let app = start(backend, &fake, &[("LLM_DAILY_BUDGET_USD", "0.02")]).await;
    let texts: Vec<_> = (0..20).map(|it| format!("Text {it}")).collect();
    let suggestions = join_all(texts.iter().map(|text| classify(&app, text))).await;
    for suggestion in suggestions {
        assert_eq!(suggestion["provider"], "OPENAI", "{suggestion}");
    }
    assert_eq!(outcomes(&app).await, ["ANSWERED"; 20]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_cost_that_is_not_known_is_the_worst_of_the_tries_that_were_made(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let body = json!({ "choices": [{ "message": { "content": labels().to_string() } }] });
    let fake = FakeProvider::start([Act::new(200, body)]).await;
    let app = start(backend, &fake, &[]).await;
    assert_eq!(classify(&app, "Help").await["costUsd"], Value::Null);
    let calls = ProviderCallEntity::find().all(&app.app.database.read).await;
    let reserved = calls.unwrap()[0].reserved_nano_usd as f64 / 1e9;
    let status = app.data(STATUS, json!({})).await;
    let left = status["classifierStatus"]["budgetLeftUsd"].as_f64();
    assert!(
        (1.0 - left.unwrap() - reserved / 2.0).abs() < 1e-9,
        "{status} {reserved}"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn several_servers_cannot_spend_the_budget_twice(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let budget = [("LLM_DAILY_BUDGET_USD", "0.01")];
    let one = start(backend, &fake, &budget).await;
    let other = beside(&one, &fake, &budget).await;
    let texts: Vec<_> = (0..160).map(|it| format!("Text {it}")).collect();
    for some in texts.chunks(8) {
        let (first, second) = some.split_at(4);
        let ask = async |app: &TestApp, texts: &[String]| {
            join_all(texts.iter().map(|text| classify(app, text))).await
        };
        futures_util::future::join(ask(&one, first), ask(&other, second)).await;
    }
    let spent = fake.count() as f64 * COST_USD;
    assert!(fake.count() > 10 && spent <= 0.01, "{spent}");
    for app in [&one, &other] {
        let status = app.data(STATUS, json!({})).await;
        let left = status["classifierStatus"]["budgetLeftUsd"].as_f64();
        assert!(
            (0.01 - spent - left.unwrap()).abs() < 1e-9,
            "{status} {spent}"
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_new_day_has_a_new_budget(#[values(Sqlite, Postgres)] backend: Backend) {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(backend, &fake, &[]).await;
    assert_eq!(classify(&app, "One").await["provider"], "OPENAI");
    sql(&app, "UPDATE provider_spend SET nano_usd = 999999999").await;
    let suggestion = classify(&app, "Two").await;
    assert_eq!(
        suggestion["fallbackReason"],
        "Today's budget for the provider is spent."
    );
    sql(&app, "UPDATE provider_spend SET day = day - 1").await;
    assert_eq!(classify(&app, "Two").await["provider"], "OPENAI");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_paid_for_is_written_down_at_the_second_attempt(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let answers = Duration::from_millis(200);
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi).slow_head(answers)]).await;
    let app = start(backend, &fake, &[]).await;
    // No suggestion can be written before this moment.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let then = now.unwrap().as_secs_f64() + 0.6;
    let statements = match backend {
        Sqlite => vec![format!(
            "CREATE TRIGGER fails BEFORE INSERT ON classification
             WHEN (julianday('now') - 2440587.5) * 86400.0 < {then}
             BEGIN SELECT RAISE(ABORT, 'not yet'); END"
        )],
        Postgres => vec![
            format!(
                "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                     IF extract(epoch FROM clock_timestamp()) < {then} THEN RAISE 'not yet'; END IF;
                     RETURN NEW;
                 END $$"
            ),
            "CREATE TRIGGER fails BEFORE INSERT ON classification
             FOR EACH ROW EXECUTE FUNCTION fails()"
                .to_owned(),
        ],
    };
    for statement in statements {
        sql(&app, &statement).await;
    }
    assert_eq!(classify(&app, "Help").await["provider"], "OPENAI");
    assert_eq!(outcomes(&app).await, ["ANSWERED"]);
}
