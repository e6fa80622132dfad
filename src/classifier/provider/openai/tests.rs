use rstest::rstest;
use serde_json::json;

use super::*;

fn response(status: u16, body: impl ToString) -> Response {
    Response {
        status,
        retry_after: None,
        body: body.to_string().into_bytes(),
    }
}

fn failed(status: u16, body: impl ToString) -> Option<Failure> {
    read(&response(status, body)).outcome.err()
}

fn error(kind: &str, code: &str) -> Value {
    json!({ "error": { "message": "m", "type": kind, "param": null, "code": code } })
}

#[rstest]
#[case(
    401,
    "invalid_request_error",
    "invalid_api_key",
    Failure::Authentication
)]
#[case(
    403,
    "request_forbidden",
    "unsupported_country_region_territory",
    Failure::Forbidden
)]
#[case(404, "invalid_request_error", "model_not_found", Failure::NotFound)]
#[case(
    400,
    "invalid_request_error",
    "context_length_exceeded",
    Failure::TooLarge
)]
#[case(400, "invalid_request_error", "content_filter", Failure::Refused)]
#[case(400, "invalid_request_error", "other", Failure::BadRequest)]
#[case(429, "requests", "rate_limit_exceeded", Failure::RateLimited)]
#[case(429, "requests", "slow_down", Failure::RateLimited)]
#[case(429, "insufficient_quota", "insufficient_quota", Failure::Billing)]
#[case(
    429,
    "insufficient_quota",
    "credit_balance_exhausted",
    Failure::Billing
)]
#[case(
    429,
    "insufficient_quota",
    "project_spend_limit_exceeded",
    Failure::SpendLimit
)]
#[case(
    429,
    "insufficient_quota",
    "organization_spend_limit_exceeded",
    Failure::SpendLimit
)]
#[case(
    429,
    "insufficient_quota",
    "organization_usage_limit_exceeded",
    Failure::SpendLimit
)]
#[case(500, "server_error", "", Failure::Unavailable)]
#[case(503, "server_error", "", Failure::Unavailable)]
#[case(200, "server_error", "", Failure::Unavailable)]
#[case(200, "limit", "429", Failure::RateLimited)]
fn errors(#[case] status: u16, #[case] kind: &str, #[case] code: &str, #[case] failure: Failure) {
    assert_eq!(failed(status, error(kind, code)), Some(failure));
}

#[test]
fn content_may_be_missing() {
    for message in [
        json!({ "content": null }),
        json!({}),
        json!({ "content": "", "refusal": null }),
    ] {
        let body = json!({ "choices": [{ "message": message, "finish_reason": "stop" }] });
        assert_eq!(failed(200, body), Some(Failure::NotUnderstood));
    }
    assert_eq!(
        failed(200, json!({ "choices": [] })),
        Some(Failure::NotUnderstood)
    );
}

#[test]
fn usage_may_be_missing() {
    let body = json!({ "choices": [{ "message": { "content": "no" } }] });
    assert_eq!(read(&response(200, body)).metered, None);
}

fn learned(server: &OpenAi, status: u16, body: Value) -> bool {
    server.learns(server.accepted(), &response(status, body))
}

#[rstest]
#[case(400, json!({ "error": { "message": "Unsupported parameter: 'reasoning_effort' is not supported with this model.", "param": "reasoning_effort", "code": "unsupported_parameter" } }))]
#[case(400, json!({ "error": { "message": "Unrecognized request argument supplied: reasoning_effort", "param": null, "code": null } }))]
#[case(422, json!({ "detail": [{ "loc": ["body", "reasoning_effort"], "msg": "Extra inputs are not permitted" }] }))]
fn an_effort_that_is_refused_is_left_out(#[case] status: u16, #[case] body: Value) {
    let server = OpenAi::new(true);
    assert!(learned(&server, status, body.clone()));
    assert!(!server.accepted().effort);
    assert_eq!(server.accepted().form, Form::Schema);
    assert!(!learned(&server, status, body));
}

#[test]
fn the_form_goes_down_step_by_step() {
    let server = OpenAi::new(false);
    let refused = json!({ "error": "'response_format.type' must be 'text'" });
    assert!(learned(&server, 400, refused.clone()));
    assert_eq!(server.accepted().form, Form::Object);
    assert!(learned(&server, 500, refused.clone()));
    assert_eq!(server.accepted().form, Form::Text);
    assert!(!learned(&server, 400, refused));
}

#[test]
fn the_limit_falls_back_to_its_old_name() {
    let server = OpenAi::new(true);
    let refused = json!({ "error": { "message": "Unknown parameter: 'max_completion_tokens'." } });
    assert!(learned(&server, 400, refused.clone()));
    assert!(!learned(&server, 400, refused));
    let request = serde_json::to_value(server.request(server.accepted(), "m", "t")).unwrap();
    assert_eq!(request["max_tokens"], ANSWER_TOKENS);
    assert_eq!(request.get("max_completion_tokens"), None);
}

#[test]
fn the_limit_takes_its_new_name_behind_a_proxy_in_the_house() {
    let server = OpenAi::new(false);
    let refused = json!({ "error": {
        "message": "Unsupported parameter: 'max_tokens' is not supported with this model. \
                    Use 'max_completion_tokens' instead.",
        "param": "max_tokens", "code": "unsupported_parameter",
    } });
    assert!(learned(&server, 400, refused));
    let request = serde_json::to_value(server.request(server.accepted(), "m", "t")).unwrap();
    assert_eq!(request["max_completion_tokens"], REASONING_TOKENS);
    assert_eq!(request.get("max_tokens"), None);
    // It has no third name.
    let refused = json!({ "error": { "param": "max_completion_tokens", "message": "m" } });
    assert!(!learned(&server, 400, refused));
}

#[test]
fn a_message_that_repeats_the_ticket_teaches_nothing() {
    let server = OpenAi::new(true);
    let ticket = "None of us can sign in. reasoning_effort json_schema max_tokens ".repeat(20);
    let echo = json!({ "error": { "message": format!("Flagged: {ticket}"), "param": null } });
    assert!(!learned(&server, 400, echo));
    let elsewhere = json!({ "error": { "message": "json_schema", "param": "messages" } });
    assert!(!learned(&server, 400, elsewhere));
}

#[test]
fn no_choices_beside_an_error_are_an_error() {
    let body = json!({ "choices": null, "error": { "message": "m", "code": 502 } });
    let reply = read(&response(200, body));
    assert_eq!(reply.outcome.err(), Some(Failure::Unavailable));
    assert_eq!(reply.metered, None);
}

#[test]
fn what_is_learned_at_the_same_time_adds_up() {
    let server = OpenAi::new(true);
    let sent = server.accepted();
    for part in ["reasoning_effort", "json_schema", "json_schema"] {
        let refused = json!({ "error": { "message": part } });
        assert!(server.learns(sent, &response(400, refused)));
    }
    let accepted = server.accepted();
    assert_eq!((accepted.effort, accepted.form), (false, Form::Object));
}

#[test]
fn other_errors_teach_nothing() {
    let server = OpenAi::new(true);
    let other = json!({ "error": { "message": "The model is loading." } });
    assert!(!learned(&server, 400, other.clone()));
    assert!(!learned(&server, 500, other));
    let limited = json!({ "error": { "message": "reasoning_effort" } });
    assert!(!learned(&server, 429, limited));
}
