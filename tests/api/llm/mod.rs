//! A language model beside the embedded one: who answers, what is written down, what is paid.

mod cache;
mod eval;
mod examples;
mod money;
mod patience;

use std::{collections::HashMap, time::Duration};

use frontdesk::config::Protocol;
use futures_util::future::join_all;
use rstest::rstest;
use sea_orm::{ConnectionTrait, EntityTrait, TransactionTrait};
use serde_json::{Value, json};

use crate::support::{
    Act, Backend, Backend::*, FakeProvider, Process, TestApp, labels, new_database,
};

const CLASSIFY: &str = "mutation($title: String, $description: String!) {
    classifyTicket(input: { title: $title, description: $description }) {
        classification {
            id category priority categoryConfidence priorityConfidence reason provider model cached
            fallbackReason inputTokens outputTokens costUsd
        }
    }
}";
const STATUS: &str = "{ classifierStatus {
    provider model promptVersion breaker budgetUsd budgetLeftUsd embeddedModel
} }";
const BY_MODEL: &str = "{ stats { classification { byModel {
    provider model calls failures cacheHits inputTokens cachedTokens outputTokens
    costTodayUsd costUsd latencyP50Ms latencyP95Ms
} } } }";
/// Four tokens of 100 nano-dollars… as the stand-in counts: 500 × 100 + 1,500 × 10 + 60 × 500.
const COST_USD: f64 = 0.000_095;

async fn start(backend: Backend, fake: &FakeProvider, more: &[(&'static str, &str)]) -> TestApp {
    let settings = settings(fake, more);
    TestApp::start_with(backend, &borrowed(&settings)).await
}

/// Another server on the same database.
async fn beside(app: &TestApp, fake: &FakeProvider, more: &[(&'static str, &str)]) -> TestApp {
    let url = app.database_url().to_owned();
    TestApp::start_at_with(url, &borrowed(&settings(fake, more))).await
}

/// The settings by which this stand-in is asked about every ticket, and more.
fn settings(fake: &FakeProvider, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let mut settings = fake.settings(Protocol::OpenAi);
    settings.push(("LLM_MODE", "always".to_owned()));
    let more = more
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()));
    settings.extend(more);
    settings
}

fn borrowed<'a>(settings: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    let borrowed = settings.iter().map(|(name, value)| (*name, value.as_str()));
    borrowed.collect()
}

async fn classify(app: &TestApp, description: &str) -> Value {
    let mut data = app
        .data(CLASSIFY, json!({ "description": description }))
        .await;
    data["classifyTicket"]["classification"].take()
}

/// Runs a statement that no client could send.
async fn sql(app: &TestApp, statement: &str) {
    let write = &app.app.database.write;
    write.execute_unprepared(statement).await.unwrap();
}

/// Waits for something that takes a moment.
async fn until(mut done: impl AsyncFnMut() -> bool) {
    let start = std::time::Instant::now();
    while !done().await {
        assert!(start.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn outcomes(app: &TestApp) -> Vec<String> {
    use frontdesk::classification::ProviderCallEntity;
    let calls = ProviderCallEntity::find().all(&app.app.database.read).await;
    calls
        .unwrap()
        .into_iter()
        .map(|call| call.outcome)
        .collect()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_provider_suggests_and_is_written_down(
    #[values(Sqlite, Postgres)] backend: Backend,
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let fake = FakeProvider::start([Act::sorts(protocol)]).await;
    let mut settings = fake.settings(protocol);
    settings.push(("LLM_MODE", "always".to_owned()));
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let app = TestApp::start_with(backend, &settings).await;
    let create = "mutation { createTicket(input: {
        title: \"Tills\", description: \"None of our forty shops can sell since nine.\"
    }) { ticket { category priority triage classification {
        provider model reason cached fallbackReason inputTokens outputTokens costUsd
    } } } }";
    let data = app.data(create, json!({})).await;
    let ticket = &data["createTicket"]["ticket"];
    assert_eq!(
        (&ticket["category"], &ticket["priority"], &ticket["triage"]),
        (
            &json!("TECHNICAL"),
            &json!("CRITICAL"),
            &json!("UNCONFIRMED")
        )
    );
    let (provider, model) = match protocol {
        Protocol::OpenAi => ("OPENAI", "gpt-6-luna"),
        Protocol::Anthropic => ("ANTHROPIC", "claude-haiku-5-5"),
    };
    assert_eq!(
        ticket["classification"],
        json!({
            "provider": provider,
            "model": model,
            "reason": "None of the branches can sell.",
            "cached": false,
            "fallbackReason": null,
            "inputTokens": 2000,
            "outputTokens": 60,
            "costUsd": COST_USD,
        })
    );
    assert_eq!(outcomes(&app).await, ["ANSWERED"]);
    let mut usage = app.data(BY_MODEL, json!({})).await;
    let usage = usage["stats"]["classification"]["byModel"][0].take();
    assert_eq!(usage["provider"], provider);
    assert_eq!(
        (&usage["calls"], &usage["failures"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(
        (&usage["costTodayUsd"], &usage["costUsd"]),
        (&json!(COST_USD), &json!(COST_USD))
    );
    assert_eq!(usage["cachedTokens"], 1500);
    assert!(usage["latencyP50Ms"].is_i64());
    let status = app.data(STATUS, json!({})).await;
    let status = &status["classifierStatus"];
    assert_eq!(
        (&status["provider"], &status["model"]),
        (&json!(provider), &json!(model))
    );
    assert_eq!(status["breaker"], "CLOSED");
    let left = status["budgetUsd"].as_f64().unwrap() - status["budgetLeftUsd"].as_f64().unwrap();
    assert!((left - COST_USD).abs() < 1e-9, "{status}");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_fails_nobody(#[values(Sqlite, Postgres)] backend: Backend) {
    let protocol = Protocol::OpenAi;
    let refused = Act::refuses(protocol);
    let fake = FakeProvider::start([refused.clone()]).await;
    let app = start(backend, &fake, &[("LLM_TIMEOUT_SECONDS", "1")]).await;
    let wrong = json!({ "category": "sales", "priority": "low" });
    for (act, outcome) in [
        (refused, "REFUSED"),
        (
            Act::says(protocol, "I think it is billing."),
            "NOT_UNDERSTOOD",
        ),
        (Act::says(protocol, &wrong.to_string()), "NOT_UNDERSTOOD"),
        (Act::cuts_off(protocol), "CUT_OFF"),
        (
            Act::new(200, "{\"error\": {\"message\": \"no\"}}"),
            "UNAVAILABLE",
        ),
        (
            Act::sorts(protocol).slow_head(Duration::from_secs(3)),
            "TIMEOUT",
        ),
        (
            Act::fails(protocol, 401, "invalid_request_error", "invalid_api_key"),
            "AUTHENTICATION",
        ),
    ] {
        fake.then([act]);
        let start = std::time::Instant::now();
        let suggestion = classify(&app, &format!("My invoice {outcome} is wrong")).await;
        assert!(start.elapsed() < Duration::from_secs(3), "{outcome}");
        assert_eq!(suggestion["provider"], "LOCAL", "{outcome}");
        let reason = suggestion["fallbackReason"].as_str().unwrap();
        assert!(
            reason.ends_with('.') && !reason.contains("hunter2"),
            "{reason}"
        );
        assert_eq!(suggestion["costUsd"], 0.0);
        assert_eq!(outcomes(&app).await.last().unwrap(), outcome);
    }
    // A key that is not accepted is not tried again.
    let before = fake.count();
    assert_eq!(classify(&app, "Another invoice").await["provider"], "LOCAL");
    assert_eq!(fake.count(), before);
    let status = app.data(STATUS, json!({})).await;
    assert_eq!(status["classifierStatus"]["breaker"], "BLOCKED");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_fails_too_often_is_left_alone(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_secs(3));
    let fake = FakeProvider::start([slow]).await;
    let app = start(backend, &fake, &[("LLM_TIMEOUT_SECONDS", "1")]).await;
    for text in ["one", "two", "three", "four", "five"] {
        assert_eq!(classify(&app, text).await["provider"], "LOCAL");
    }
    let status = app.data(STATUS, json!({})).await;
    assert_eq!(status["classifierStatus"]["breaker"], "OPEN");
    let before = fake.count();
    let start = std::time::Instant::now();
    let suggestion = classify(&app, "six").await;
    assert!(
        start.elapsed() < Duration::from_millis(900),
        "{:?}",
        start.elapsed()
    );
    let reason = suggestion["fallbackReason"].as_str().unwrap();
    assert!(reason.contains("failed too often"), "{reason}");
    assert_eq!(fake.count(), before);
    assert_eq!(outcomes(&app).await, ["TIMEOUT"; 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_secret_stays_in_the_house() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(Sqlite, &fake, &[]).await;
    let secrets = [
        "jane.doe@example.com",
        "+44 20 7946 0958",
        "4111 1111 1111 1111",
        "DE89370400440532013000",
        "203.0.113.77",
        "sk-proj-abcdefghijklmnopqrstuvwxyz012345",
        "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
        "987654321012",
        "token=s3cr3tv4lue",
    ];
    let description = format!(
        "Write to {}, call {}, card {}, account {}, from {}, keys {} and {}, customer {}, see https://a.example/x?{}",
        secrets[0],
        secrets[1],
        secrets[2],
        secrets[3],
        secrets[4],
        secrets[5],
        secrets[6],
        secrets[7],
        secrets[8]
    );
    assert_eq!(classify(&app, &description).await["provider"], "OPENAI");
    let received = fake.received();
    let message = received[0].message();
    for secret in secrets {
        assert!(!received[0].body.contains(secret), "{secret}: {message}");
    }
    assert!(message.contains("Write to [EMAIL_1]"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_others_wrote_stays_in_the_house() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(Sqlite, &fake, &[]).await;
    let request = "Since the change of our contract in the spring every invoice carries the old \
        address, and I would like to have the last three of them corrected and sent again.";
    let description = format!(
        "{request}\n\nYour colleague has it in writing.\n\n\
         On 3 May 2026, Jane wrote:\n> The code of our safe is tulip-seventeen.\n\n\
         If you are not the intended recipient, call Mister Quimby.\n\
         -- \nPetra Vandersloot\nOrchid Lane Dairy"
    );
    assert_eq!(classify(&app, &description).await["provider"], "OPENAI");
    let received = fake.received();
    for secret in ["tulip", "Jane", "Quimby", "Vandersloot", "Orchid"] {
        assert!(!received[0].body.contains(secret), "{secret}");
    }
    let sent = format!("{request}\n\nYour colleague has it in writing.\nEND");
    assert!(received[0].message().contains(&sent));
    // Under a short note a quoted mail is the request; what is secret by its form is taken out.
    let forwarded = "Could you help this lady?\n> I cannot sign in as jane@example.com.";
    classify(&app, forwarded).await;
    let message = fake.received()[1].message();
    assert!(
        message.contains("I cannot sign in as [EMAIL_1]."),
        "{message}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_the_house_is_asked() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let address = fake.address.replace("127.0.0.1", "localhost");
    assert_ne!(address, fake.address);
    let app = start(Sqlite, &fake, &[("LLM_BASE_URL", &address)]).await;
    assert_eq!(classify(&app, "Help").await["provider"], "OPENAI");
    assert_eq!(fake.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_embedded_model_asks_nobody() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let mut settings = fake.settings(Protocol::OpenAi);
    settings.retain(|(name, _)| *name != "LLM_PROVIDER");
    settings.push(("LLM_PROVIDER", "local".to_owned()));
    let settings: Vec<_> = settings
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let app = TestApp::start_with(Sqlite, &settings).await;
    let suggestion = classify(&app, "None of our shops can sell").await;
    assert_eq!(suggestion["provider"], "LOCAL");
    assert_eq!(suggestion["fallbackReason"], Value::Null);
    assert_eq!(fake.count(), 0);
    let status = app.data(STATUS, json!({})).await;
    let status = &status["classifierStatus"];
    assert_eq!(status["model"], status["embeddedModel"]);
    assert_eq!(
        (&status["breaker"], &status["budgetUsd"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_the_embedded_model_is_not_sure_of_is_asked_when_unsure() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(Sqlite, &fake, &[("LLM_MODE", "unsure")]).await;
    let (mut asked, mut sure) = (0, 0);
    for text in [
        "Could you add a dark mode some day? Just an idea, thanks!",
        "hm",
        "The whole company is locked out of all accounts since our administrator was hacked.",
        "it is about the thing",
    ] {
        match classify(&app, text).await["provider"].as_str().unwrap() {
            "OPENAI" => asked += 1,
            _ => sure += 1,
        }
    }
    assert_eq!(fake.count(), asked);
    assert!(asked > 0 && sure > 0, "{asked} {sure}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_cannot_make_trivia_critical_with_confidence() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let app = start(Sqlite, &fake, &[]).await;
    let text = "Thank you for the lovely newsletter. There is a small typo in the footer.";
    let suggestion = classify(&app, text).await;
    assert_eq!(suggestion["priority"], "HIGH");
    assert!(
        suggestion["priorityConfidence"].as_f64().unwrap() < 0.4,
        "{suggestion}"
    );
    assert_eq!(labels()["priority"], "critical");
}
