//! How failures are met: at once, by a second try, or not at all.

use super::*;

#[rstest]
#[tokio::test]
async fn an_answer_that_does_not_help_is_billed_and_not_asked_for_again(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let mut unknown = labels();
    unknown["category"] = json!("sales");
    let mut missing = labels();
    missing.as_object_mut().unwrap().remove("scope");
    let mut mistyped = labels();
    mistyped["injection_attempt"] = json!("no");
    for (act, expected) in [
        (Act::refuses(protocol), Failure::Refused),
        (Act::cuts_off(protocol), Failure::CutOff),
        (
            Act::says(protocol, "It is billing."),
            Failure::NotUnderstood,
        ),
        (
            Act::says(protocol, &unknown.to_string()),
            Failure::NotUnderstood,
        ),
        (
            Act::says(protocol, &missing.to_string()),
            Failure::NotUnderstood,
        ),
        (
            Act::says(protocol, &mistyped.to_string()),
            Failure::NotUnderstood,
        ),
        (Act::says(protocol, ""), Failure::NotUnderstood),
    ] {
        let (fake, provider) = start(protocol, [act]).await;
        for _ in 0..6 {
            let call = ask(&provider).await;
            assert_eq!(call.outcome, Err(expected));
            assert_eq!(call.usage, USAGE);
            assert_eq!(call.cost_nano_usd, Some(COST));
        }
        assert_eq!(fake.count(), 6);
        assert_eq!(provider.breaker(), Circuit::Closed);
    }
}

#[rstest]
#[tokio::test]
async fn a_failure_that_would_come_again_is_not_tried_again(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let lasting = [
        Failure::Authentication,
        Failure::Billing,
        Failure::SpendLimit,
    ];
    let fails = |status, kind, code| Act::fails(protocol, status, kind, code);
    let spent = match protocol {
        Protocol::OpenAi => fails(429, "insufficient_quota", "project_spend_limit_exceeded"),
        Protocol::Anthropic => fails(429, "rate_limit_error", "enforced_spend_limit_reached"),
    };
    for (act, expected) in [
        (fails(400, "invalid_request_error", ""), Failure::BadRequest),
        (
            fails(401, "authentication_error", ""),
            Failure::Authentication,
        ),
        (fails(402, "billing_error", ""), Failure::Billing),
        (fails(403, "permission_error", ""), Failure::Forbidden),
        (fails(404, "not_found_error", ""), Failure::NotFound),
        (fails(413, "request_too_large", ""), Failure::TooLarge),
        (spent, Failure::SpendLimit),
        (Act::new(403, "<html>"), Failure::Forbidden),
    ] {
        let (fake, provider) = start(protocol, [act]).await;
        let call = ask(&provider).await;
        assert_eq!(call.outcome, Err(expected));
        assert_eq!(
            (call.usage, call.cost_nano_usd),
            (Usage::default(), Some(0))
        );
        assert_eq!(fake.count(), 1, "{expected}");
        assert!(!expected.to_string().contains(KEY));
        if lasting.contains(&expected) {
            assert_eq!(provider.breaker(), Circuit::Blocked(expected));
            tokio::time::sleep(PACE.rest).await;
            assert_eq!(failure(&provider).await, Failure::BreakerOpen);
            assert_eq!(fake.count(), 1);
        } else {
            assert_eq!(provider.breaker(), Circuit::Closed);
        }
    }
}

#[rstest]
#[tokio::test]
async fn a_failure_that_may_pass_is_tried_once_more(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let fails = |status, kind| Act::fails(protocol, status, kind, "");
    for (act, expected) in [
        (fails(408, "timeout"), Failure::Unavailable),
        (fails(409, "conflict_error"), Failure::Unavailable),
        (fails(429, "rate_limit_error"), Failure::RateLimited),
        (fails(500, "api_error"), Failure::Unavailable),
        (
            Act::new(503, "upstream connect error"),
            Failure::Unavailable,
        ),
        (fails(529, "overloaded_error"), Failure::Overloaded),
        (Act::hang_up(), Failure::Connection),
    ] {
        let (fake, provider) = start(protocol, [act.clone(), Act::sorts(protocol)]).await;
        let call = ask(&provider).await;
        assert!(call.outcome.is_ok(), "{expected}");
        assert_eq!(call.usage, USAGE);
        let times: Vec<_> = fake.received().iter().map(|request| request.at).collect();
        assert_eq!(times.len(), 2);
        assert!(times[1] - times[0] >= PACE.soonest);

        fake.then([act]);
        assert_eq!(failure(&provider).await, expected);
        assert_eq!(fake.count(), 4);
    }
}

#[rstest]
#[case("1")]
#[case("date")]
#[tokio::test]
async fn the_provider_says_when_to_come_back(
    #[case] after: &str,
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    // A date has whole seconds, so that this one is between one and two of them away.
    let date = chrono::Utc::now() + Duration::from_secs(2);
    let after = after.replace(
        "date",
        &date.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    );
    let limited = Act::fails(protocol, 429, "rate_limit_error", "").header("Retry-After", &after);
    let (fake, provider) = start(protocol, [limited, Act::sorts(protocol)]).await;
    assert!(ask(&provider).await.outcome.is_ok());
    let received = fake.received();
    let waited = received[1].at - received[0].at;
    assert!(waited > Duration::from_millis(900), "{waited:?}");
}

#[rstest]
#[case("3")]
#[case("99999999999999999")]
#[tokio::test]
async fn it_is_not_waited_for_what_comes_too_late(#[case] after: &str) {
    let protocol = Protocol::OpenAi;
    let limited = Act::fails(protocol, 429, "requests", "slow_down").header("Retry-After", after);
    let (fake, provider) = start_in_haste(protocol, [limited], Duration::from_secs(2)).await;
    let call = ask(&provider).await;
    assert_eq!(call.outcome, Err(Failure::RateLimited));
    assert!(call.latency < Duration::from_secs(1));
    assert_eq!(fake.count(), 1);
    // Nor is anybody else let through before.
    assert_eq!(provider.breaker(), Circuit::Open);
    tokio::time::sleep(PACE.rest).await;
    assert_eq!(provider.breaker(), Circuit::Open);
}

#[tokio::test]
async fn there_is_no_second_try_without_time_for_it() {
    let protocol = Protocol::OpenAi;
    let overloaded = Act::fails(protocol, 503, "server_error", "");
    let timeout = Duration::from_millis(900);
    let (fake, provider) = start_in_haste(protocol, [overloaded], timeout).await;
    assert_eq!(failure(&provider).await, Failure::Unavailable);
    assert_eq!(fake.count(), 1);
}

#[rstest]
#[tokio::test]
async fn a_text_that_a_gateway_dislikes_keeps_nobody_else_from_asking(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let flagged = Act::fails(protocol, 403, "permission_error", "content_blocked");
    let (fake, provider) = start(protocol, [flagged.clone(), Act::sorts(protocol)]).await;
    assert_eq!(failure(&provider).await, Failure::Forbidden);
    assert!(ask(&provider).await.outcome.is_ok());
    // When all are forbidden, it is left alone for a while, as after other outages.
    fake.then([flagged]);
    for _ in 0..5 {
        failure(&provider).await;
    }
    assert_eq!(provider.breaker(), Circuit::Open);
    tokio::time::sleep(PACE.rest).await;
    fake.then([Act::sorts(protocol)]);
    assert!(ask(&provider).await.outcome.is_ok());
    assert_eq!(provider.breaker(), Circuit::Closed);
}

#[rstest]
#[tokio::test]
async fn a_model_that_is_paid_and_never_helps_is_left_alone(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let (fake, provider) = start(protocol, [Act::says(protocol, "Hm.")]).await;
    for _ in 0..10 {
        assert_eq!(failure(&provider).await, Failure::NotUnderstood);
    }
    assert_eq!(failure(&provider).await, Failure::BreakerOpen);
    assert_eq!(fake.count(), 10);
}

#[rstest]
#[tokio::test]
async fn what_is_slow_is_given_up_in_time(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let long = Duration::from_secs(30);
    for act in [
        Act::sorts(protocol).slow_head(long),
        Act::sorts(protocol).slow_body(long),
    ] {
        let timeout = Duration::from_millis(300);
        let (fake, provider) = start_in_haste(protocol, [act], timeout).await;
        let start = Instant::now();
        let call = ask(&provider).await;
        assert_eq!(call.outcome, Err(Failure::Timeout));
        assert!(start.elapsed() >= timeout);
        assert!(start.elapsed() < timeout + Duration::from_secs(1));
        // The model may have worked all the same, in the one try that was made.
        assert_eq!(call.cost_nano_usd, None);
        assert_eq!(
            call.spent_nano_usd * 2,
            provider.worst_cost_nano_usd(&QUESTION)
        );
        assert_eq!(fake.count(), 1);
    }
}

#[rstest]
#[tokio::test]
async fn a_server_that_is_not_there_costs_nothing(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let fake = FakeProvider::start([Act::sorts(protocol)]).await;
    let provider = provider(fake.config(protocol));
    drop(fake);
    tokio::time::sleep(Duration::from_millis(50)).await;
    let call = ask(&provider).await;
    assert_eq!(call.outcome, Err(Failure::Connection));
    assert_eq!(call.cost_nano_usd, Some(0));
}

#[rstest]
#[tokio::test]
async fn an_error_may_come_as_a_success(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let error = Act::fails(protocol, 200, "api_error", "");
    let (fake, provider) = start(protocol, [error, Act::sorts(protocol)]).await;
    assert!(ask(&provider).await.outcome.is_ok());
    assert_eq!(fake.count(), 2);
    fake.then([Act::new(200, "<html>Please sign in.</html>")]);
    assert_eq!(failure(&provider).await, Failure::NotUnderstood);
    assert_eq!(fake.count(), 3);
}

#[rstest]
#[tokio::test]
async fn without_usage_the_cost_is_not_known_unless_nothing_costs(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let body = match protocol {
        Protocol::OpenAi => {
            json!({ "choices": [{ "message": { "content": labels().to_string() } }] })
        }
        Protocol::Anthropic => {
            json!({ "content": [{ "type": "text", "text": labels().to_string() }] })
        }
    };
    let (fake, taking_money) = start(protocol, [Act::new(200, body)]).await;
    let call = ask(&taking_money).await;
    assert!(call.outcome.is_ok());
    assert_eq!((call.usage, call.cost_nano_usd), (Usage::default(), None));
    assert!(call.spent_nano_usd > COST);
    let free = provider(ProviderConfig {
        prices: Prices::NOTHING,
        ..fake.config(protocol)
    });
    let call = ask(&free).await;
    assert_eq!((call.cost_nano_usd, call.spent_nano_usd), (Some(0), 0));
    assert_eq!(free.worst_cost_nano_usd(&QUESTION), 0);
}

#[rstest]
#[tokio::test]
async fn a_redirect_is_not_followed(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
    #[values(301, 302, 307, 308)] status: u16,
) {
    let elsewhere = FakeProvider::start([Act::sorts(protocol)]).await;
    let redirect = Act::new(status, "").header("Location", &elsewhere.address);
    let (fake, provider) = start(protocol, [redirect]).await;
    assert_eq!(failure(&provider).await, Failure::NotFound);
    assert_eq!((fake.count(), elsewhere.count()), (1, 0));
}

#[rstest]
#[tokio::test]
async fn an_endless_answer_is_not_read_to_its_end(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    for status in [200, 500] {
        let act = Act::new(status, " ".repeat(5 << 20));
        let (fake, provider) = start(protocol, [act]).await;
        assert_eq!(failure(&provider).await, Failure::NotUnderstood);
        assert_eq!(fake.count(), 1);
    }
}
