//! `frontdesk eval` with a language model.

use std::process::Output;

use super::*;

/// A judgement of so many tickets by the program itself.
async fn eval(fake: &FakeProvider, tickets: usize, more: &[(&'static str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tickets.jsonl");
    // As a team writes them, without scenario and language.
    let ticket = |number: usize| {
        json!({
            "category": "TECHNICAL", "priority": "CRITICAL",
            "title": format!("Till {number}"), "description": "None of our shops can sell.",
        })
    };
    let tickets: String = (0..tickets)
        .map(|number| format!("{}\n", ticket(number)))
        .collect();
    std::fs::write(&file, tickets).unwrap();
    tokio::process::Command::new(env!("CARGO_BIN_EXE_frontdesk"))
        .arg("eval")
        .arg(&file)
        .env_clear()
        .envs(settings(fake, more))
        .output()
        .await
        .unwrap()
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_is_judged_on_labelled_tickets() {
    let protocol = Protocol::OpenAi;
    let fake = FakeProvider::start([Act::refuses(protocol), Act::sorts(protocol)]).await;
    let judged = eval(&fake, 10, &[]).await;
    let report = text(judged.stdout);
    assert!(judged.status.success(), "{report}");
    assert_eq!(fake.count(), 10);
    assert!(report.contains("cost: 0.0009 USD"), "{report}");
    assert!(
        report.contains("without an answer: 1 (The language model declined"),
        "{report}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_would_not_ask_is_not_asked() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    let judged = eval(&fake, 4, &[("LLM_MODE", "unsure")]).await;
    let report = text(judged.stdout);
    assert!(judged.status.success(), "{report}");
    let sure = 4 - fake.count();
    let said = format!("the embedded model being sure: {sure}\n");
    assert!(sure > 0 && report.contains(&said), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_is_spent_than_a_days_budget() {
    let fake = FakeProvider::start([Act::sorts(Protocol::OpenAi)]).await;
    for (budget, most) in [("0.014", 100), ("0", 0)] {
        let before = fake.count();
        let judged = eval(&fake, 120, &[("LLM_DAILY_BUDGET_USD", budget)]).await;
        let error = text(judged.stderr);
        assert!(!judged.status.success());
        assert!(
            error.contains("LLM_DAILY_BUDGET_USD does not have"),
            "{error}"
        );
        let calls = fake.count() - before;
        assert!(calls <= most && (calls > 0) == (most > 0), "{calls}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_of_a_provider_that_does_not_answer() {
    let fails = Act::fails(Protocol::OpenAi, 400, "invalid_request_error", "");
    let fake = FakeProvider::start([fails]).await;
    let judged = eval(&fake, 40, &[]).await;
    assert!(!judged.status.success());
    assert_eq!(text(judged.stdout), "");
    let error = text(judged.stderr);
    assert!(
        error.contains("too many tickets are without an answer"),
        "{error}"
    );
    assert!(fake.count() < 12, "{}", fake.count());
    // A key that is not accepted is seen at once.
    let fails = Act::fails(
        Protocol::OpenAi,
        401,
        "invalid_request_error",
        "invalid_api_key",
    );
    fake.then([fails]);
    let error = text(eval(&fake, 40, &[]).await.stderr);
    assert!(error.contains("does not accept the key"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_left_alone_is_waited_for() {
    let protocol = Protocol::OpenAi;
    let rests = Act::fails(protocol, 429, "requests", "slow_down").header("Retry-After", "31");
    let fake = FakeProvider::start([rests, Act::sorts(protocol)]).await;
    // More than a call has here, and than the provider is left alone otherwise.
    let judged = eval(&fake, 10, &[("LLM_TIMEOUT_SECONDS", "20")]).await;
    let report = text(judged.stdout);
    assert!(judged.status.success(), "{}", text(judged.stderr));
    assert!(
        report.contains("without an answer: 1 (The provider wants fewer requests.)"),
        "{report}"
    );
    assert_eq!(fake.count(), 10);
}
