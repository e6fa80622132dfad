//! The embedded model as the server uses it.

use std::sync::LazyLock;

use super::*;

static MODEL: LazyLock<Model> = LazyLock::new(Model::embedded);

fn classify(title: &str, description: &str) -> Verdict {
    MODEL.classify(&Text { title, description })
}

#[test]
fn the_embedded_model_decodes() {
    assert_eq!(MODEL.name(), "frontdesk-2");
}

#[test]
fn two_debits_for_one_invoice_are_a_wrong_charge() {
    let verdict = classify(
        "Charged twice",
        "My card shows two debits of 49 euros for the May invoice.",
    );
    assert_eq!(
        (verdict.category, verdict.priority),
        (Category::Billing, Priority::High)
    );
}

#[test]
fn the_reason_quotes_the_text() {
    let text = "The invoice for our subscription was charged twice.";
    let reason = classify("", text).reason.unwrap_or_default();
    let quoted: Vec<&str> = reason.split('"').skip(1).step_by(2).collect();
    assert!(!quoted.is_empty(), "{reason}");
    assert!(
        quoted.iter().all(|phrase| text.contains(phrase)),
        "{reason}"
    );
}

#[test]
fn an_empty_text_has_a_verdict() {
    let verdict = classify("", "");
    assert!(
        verdict
            .reason
            .is_some_and(|reason| reason.starts_with("No single word decided"))
    );
}

#[test]
fn any_text_has_a_plain_and_probable_verdict() {
    let pieces = [
        "",
        " ",
        "\n",
        "\0",
        "\u{7}",
        "\u{202e}",
        "\u{feff}",
        "\u{301}",
        "\u{1f469}\u{200d}\u{1f4bb}",
        "ﷺ",
        "ß",
        "İ",
        "ŉ",
        "x",
        "\"",
        ">",
        "-- ",
        "On 1 wrote:",
        "請求書",
        "कृपया",
        "ไม่",
        "ﬃ",
        "\u{fff9}",
        "\u{10ffff}",
        "½",
        "refund",
        "\r",
        "٣",
        "\u{e0041}",
        "ǅ",
    ];
    // A fixed walk through the pieces, one to forty long, some of them repeated thousands of times.
    let mut state = 1u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    for round in 0..300 {
        let longest = if round % 20 == 0 { 20_000 } else { 4 };
        let mut text = || -> String {
            (0..next(40))
                .map(|_| pieces[next(pieces.len())].repeat(1 + next(longest)))
                .collect()
        };
        let (title, description): (String, String) = (text(), text());
        check(
            &title,
            &description.chars().take(20_000).collect::<String>(),
        );
    }
    for piece in pieces {
        check(piece, &piece.repeat(20_000));
    }
}

fn check(title: &str, description: &str) {
    let verdict = classify(title, description);
    assert!(
        (0.25..=1.0).contains(&verdict.category_confidence),
        "{verdict:?}"
    );
    assert!(
        (0.25..=1.0).contains(&verdict.priority_confidence),
        "{verdict:?}"
    );
    let reason = verdict.reason.unwrap_or_default();
    assert!((20..=200).contains(&reason.chars().count()), "{reason:?}");
    assert!(!reason.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert_eq!(reason, reason.trim());
}
