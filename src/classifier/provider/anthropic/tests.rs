use rstest::rstest;
use serde_json::json;

use super::*;

fn response(status: u16, body: &str) -> Response {
    Response {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

fn failed(status: u16, body: &str) -> Option<Failure> {
    read(&response(status, body)).outcome.err()
}

fn error(kind: &str, message: &str) -> String {
    json!({ "type": "error", "error": { "type": kind, "message": message }, "request_id": "r" })
        .to_string()
}

#[rstest]
#[case(401, "authentication_error", Failure::Authentication)]
#[case(402, "billing_error", Failure::Billing)]
#[case(403, "permission_error", Failure::Forbidden)]
#[case(404, "not_found_error", Failure::NotFound)]
#[case(409, "conflict_error", Failure::Unavailable)]
#[case(413, "request_too_large", Failure::TooLarge)]
#[case(429, "rate_limit_error", Failure::RateLimited)]
#[case(500, "api_error", Failure::Unavailable)]
#[case(504, "timeout_error", Failure::Unavailable)]
#[case(529, "overloaded_error", Failure::Overloaded)]
#[case(400, "invalid_request_error", Failure::BadRequest)]
#[case(200, "overloaded_error", Failure::Overloaded)]
fn errors(#[case] status: u16, #[case] kind: &str, #[case] failure: Failure) {
    assert_eq!(failed(status, &error(kind, "m")), Some(failure));
}

#[test]
fn limits_on_spending() {
    let enforced = json!({ "type": "error", "error": { "type": "rate_limit_error", "message": "m",
        "details": { "error_code": "enforced_spend_limit_reached" } } });
    assert_eq!(
        failed(429, &enforced.to_string()),
        Some(Failure::SpendLimit)
    );
    let workspace = error(
        "invalid_request_error",
        "You have reached your specified workspace API usage limits. You will regain access on \
         2026-12-01 at 00:00 UTC.",
    );
    assert_eq!(failed(400, &workspace), Some(Failure::SpendLimit));
    let credit = error(
        "invalid_request_error",
        "Your credit balance is too low to access the Anthropic API.",
    );
    assert_eq!(failed(400, &credit), Some(Failure::Billing));
}

#[test]
fn a_page_of_something_in_between_is_judged_by_its_status() {
    for (status, failure) in [
        (301, Failure::NotFound),
        (403, Failure::Forbidden),
        (502, Failure::Unavailable),
        (200, Failure::NotUnderstood),
    ] {
        assert_eq!(failed(status, "<html>"), Some(failure), "{status}");
    }
}

#[rstest]
#[case(400, true)]
#[case(429, true)]
#[case(500, true)]
#[case(529, true)]
#[case(200, false)]
#[case(408, false)]
#[case(502, false)]
#[case(504, false)]
#[case(524, false)]
fn an_error_costs_nothing_unless_something_in_between_may_have_lost_patience(
    #[case] status: u16,
    #[case] is_free: bool,
) {
    let reply = read(&response(status, &error("api_error", "m")));
    assert_eq!(reply.metered, is_free.then(Metered::default));
}

#[test]
fn input_counts_with_what_the_cache_has_to_do_with() {
    let usage = json!({ "input_tokens": 300, "cache_read_input_tokens": 1_000,
        "cache_creation_input_tokens": 500, "output_tokens": 60 });
    let expected = Metered {
        input: 1_800,
        cached: 1_000,
        written: 500,
        output: 60,
    };
    assert_eq!(metered(&usage), Some(expected));
    assert_eq!(metered(&Value::Null), None);
    assert_eq!(
        metered(&json!({ "input_tokens": -1, "output_tokens": "x" })),
        None
    );
}
