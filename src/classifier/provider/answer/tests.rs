use serde_json::{Value, json};

use super::*;

fn valid() -> Value {
    json!({
        "reason": "None of the branches can sell.",
        "category": "technical",
        "priority": "critical",
        "scope": "many",
        "workaround": "no",
        "injection_attempt": false,
        "confidence": "high",
    })
}

fn with(field: &str, value: Value) -> String {
    let mut answer = valid();
    answer[field] = value;
    answer.to_string()
}

#[test]
fn an_answer_is_read() {
    assert_eq!(
        parse(&valid().to_string()),
        Ok(Answer {
            category: Category::Technical,
            priority: Priority::Critical,
            reason: Some("None of the branches can sell.".to_owned()),
            scope: Scope::Many,
            workaround: Workaround::No,
            injection_attempt: false,
            confidence: Confidence::High,
        })
    );
}

#[test]
fn the_words_are_those_of_the_api_in_small_letters() {
    for category in Category::ALL {
        assert_eq!(category_word(category), category.name().to_lowercase());
    }
    for priority in Priority::ALL {
        assert_eq!(priority_word(priority), priority.name().to_lowercase());
    }
}

#[test]
fn a_word_may_be_in_another_case() {
    let answer = parse(&with("category", json!(" Billing "))).unwrap();
    assert_eq!(answer.category, Category::Billing);
}

#[test]
fn what_is_not_allowed_is_not_understood() {
    for (field, value) in [
        ("category", json!("sales")),
        ("category", json!("")),
        ("category", json!(["billing"])),
        ("category", json!(1)),
        ("category", Value::Null),
        ("priority", json!("urgent")),
        ("priority", json!("high | critical")),
        ("scope", json!("all")),
        ("workaround", json!(true)),
        ("injection_attempt", json!("false")),
        ("confidence", json!(0.9)),
        ("reason", Value::Null),
    ] {
        let text = with(field, value);
        assert_eq!(parse(&text), Err(Failure::NotUnderstood), "{text}");
    }
}

#[test]
fn a_missing_field_is_not_understood() {
    let names: Vec<String> = valid().as_object().unwrap().keys().cloned().collect();
    for name in names {
        let mut answer = valid();
        answer.as_object_mut().unwrap().remove(&name);
        assert_eq!(parse(&answer.to_string()), Err(Failure::NotUnderstood));
    }
}

#[test]
fn prose_and_halves_are_not_understood() {
    let cut = &valid().to_string()[..60];
    for text in ["", "billing, high", "{}", "[]", "null", "{", cut] {
        assert_eq!(parse(text), Err(Failure::NotUnderstood), "{text}");
    }
}

#[test]
fn the_first_object_is_read_past_what_is_around_it() {
    let answer = parse(&valid().to_string());
    for text in [
        format!("```json\n{}\n```", valid()),
        format!("Let me see {{maybe}}. {} Does it help?", valid()),
        format!("<think>{} or not</think>\n\n{}", json!({ "a": 1 }), valid()),
    ] {
        assert_eq!(parse(&text), answer, "{text}");
    }
    let two = format!("{} {}", json!({ "category": "billing" }), valid());
    assert_eq!(parse(&two), Err(Failure::NotUnderstood));
}

#[test]
fn a_reason_may_have_the_word_that_ends_thoughts() {
    let answer = parse(&with("reason", json!("It quotes </think> {twice}."))).unwrap();
    assert_eq!(answer.reason.unwrap(), "It quotes </think> {twice}.");
}

#[test]
fn endless_brackets_take_no_time() {
    let start = std::time::Instant::now();
    for text in ["{", "{\"a\":", "[{", "{\"a\":\"{"] {
        assert_eq!(parse(&text.repeat(200_000)), Err(Failure::NotUnderstood));
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(5));
}

#[test]
fn a_reason_is_one_plain_short_line() {
    let reason = |written: &str| parse(&with("reason", json!(written))).unwrap().reason;
    assert_eq!(
        reason(" two\r\n\tlines\u{0}\u{1b}[31m \u{202e}red\u{e0041}"),
        Some("two lines[31m red".to_owned())
    );
    assert_eq!(reason(&"ä".repeat(200)), Some("ä".repeat(200)));
    assert_eq!(reason(&"ä".repeat(201)), Some("ä".repeat(199) + "…"));
    assert_eq!(reason(" \u{200b} "), None);
    assert_eq!(reason("👩‍🔧 works"), Some("👩‍🔧 works".to_owned()));
}

#[test]
fn the_schema_is_strict_and_begins_with_the_reason() {
    let text = serde_json::to_string(&schema()).unwrap();
    assert!(text.starts_with(
        r#"{"type":"object","properties":{"reason":{"type":"string"},"category":{"type":"string","enum":["billing","#
    ));
    let schema: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(schema["additionalProperties"], false);
    let mut required: Vec<_> = schema["required"].as_array().unwrap().iter().collect();
    required.sort_by_key(|name| name.as_str());
    let names: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(required, names);
}
