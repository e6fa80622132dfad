//! How many are asked at once, and when nobody is.

use super::*;

#[rstest]
#[tokio::test]
async fn a_provider_that_keeps_failing_is_left_alone_and_then_tried(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let (fake, provider) = start(protocol, [Act::new(500, "{}")]).await;
    for _ in 0..5 {
        assert_eq!(failure(&provider).await, Failure::Unavailable);
    }
    assert_eq!(fake.count(), 10);
    assert_eq!(provider.breaker(), Circuit::Open);
    let call = ask(&provider).await;
    assert_eq!(call.outcome, Err(Failure::BreakerOpen));
    assert_eq!(call.cost_nano_usd, Some(0));
    assert_eq!(fake.count(), 10);

    tokio::time::sleep(PACE.rest).await;
    fake.then([Act::sorts(protocol).slow_head(Duration::from_millis(100))]);
    let calls = join_all((0..3).map(|_| ask(&provider))).await;
    let sorted = calls.iter().filter(|call| call.outcome.is_ok()).count();
    assert_eq!((sorted, fake.count()), (1, 11));
    assert_eq!(provider.breaker(), Circuit::Closed);
    assert!(ask(&provider).await.outcome.is_ok());
}

#[rstest]
#[tokio::test]
async fn four_are_asked_at_once_and_the_others_wait(
    #[values(Protocol::OpenAi, Protocol::Anthropic)] protocol: Protocol,
) {
    let slow = Act::sorts(protocol).slow_head(Duration::from_millis(100));
    let (fake, provider) = start(protocol, [slow]).await;
    let calls = join_all((0..9).map(|_| ask(&provider))).await;
    assert!(calls.iter().all(|call| call.outcome.is_ok()));
    assert_eq!(fake.most_at_once(), 4);
}

#[tokio::test]
async fn nobody_waits_for_a_turn_that_does_not_come() {
    let protocol = Protocol::OpenAi;
    let slow = Act::sorts(protocol).slow_head(Duration::from_secs(30));
    let timeout = Duration::from_millis(400);
    let (fake, provider) = start_in_haste(protocol, [slow], timeout).await;
    let calls = join_all((0..5).map(|_| ask(&provider))).await;
    let busy = calls
        .iter()
        .filter(|call| call.outcome == Err(Failure::Busy));
    assert_eq!(busy.count(), 1);
    assert!(
        calls
            .iter()
            .all(|call| call.latency < timeout + Duration::from_secs(1))
    );
    assert_eq!(fake.count(), 4);
}

#[tokio::test]
async fn only_so_many_wait() {
    let protocol = Protocol::OpenAi;
    let slow = Act::sorts(protocol).slow_head(Duration::from_secs(30));
    let timeout = Duration::from_secs(2);
    let (fake, provider) = start_in_haste(protocol, [slow], timeout).await;
    let asked = join_all((0..25).map(async |_| {
        let start = Instant::now();
        (failure(&provider).await, start.elapsed() < timeout / 4)
    }));
    let refused = asked.await;
    let number = |expected| refused.iter().filter(|it| **it == expected).count();
    assert_eq!(number((Failure::Busy, true)), 5);
    assert_eq!(number((Failure::Busy, false)), 16);
    assert_eq!(number((Failure::Timeout, false)), 4);
    assert_eq!(fake.count(), 4);
}

#[tokio::test]
async fn a_call_that_is_dropped_frees_its_place() {
    let protocol = Protocol::Anthropic;
    let slow = Act::sorts(protocol).slow_head(Duration::from_secs(30));
    let (fake, provider) = start(protocol, [slow]).await;
    let short = Duration::from_millis(100);
    for _ in 0..6 {
        assert!(tokio::time::timeout(short, ask(&provider)).await.is_err());
    }
    assert_eq!(provider.breaker(), Circuit::Closed);
    fake.then([Act::sorts(protocol)]);
    assert!(ask(&provider).await.outcome.is_ok());
}
