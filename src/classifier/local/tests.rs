//! The embedded model as the server uses it.

use std::sync::LazyLock;

use super::*;

static MODEL: LazyLock<Model> = LazyLock::new(Model::embedded);

fn classify(title: &str, description: &str) -> Verdict {
    MODEL.classify(&Text { title, description })
}

#[test]
fn the_embedded_model_decodes() {
    assert_eq!(MODEL.name(), "frontdesk-4");
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

fn reason(title: &str, description: &str) -> String {
    classify(title, description).reason.unwrap_or_default()
}

#[test]
fn the_reason_tells_how_many_are_affected() {
    for (title, description, phrase) in [
        (
            "SSO certificate",
            "Our IdP certificate ran out (our fault). All 2,300 staff outside, admins too. New one \
             attached, please install.",
            "All 2,300 staff",
        ),
        (
            "The wrong button",
            "Volunteer fire brigade. Our treasurer meant to close his own account and pressed 'close \
             organisation'. All 85 of us are out, neither the callers nor the drivers get in.",
            "All 85 of us",
        ),
        (
            "Anmeldung",
            "Seit der Umstellung heute früh sind alle Mitarbeiter ausgesperrt, die Verwaltung auch.",
            "alle Mitarbeiter",
        ),
    ] {
        let reason = reason(title, description);
        let told = format!("several are affected: \"{phrase}\".");
        assert!(reason.ends_with(&told), "{reason}");
    }
}

#[test]
fn the_reason_tells_a_way_round() {
    for (title, description, phrase) in [
        (
            "CSV",
            "Semicolon in remarks shifts export columns. I fix them by hand, ten a week.",
            "by hand",
        ),
        (
            "Empty patterns",
            "I weave to order. Since your update the program sends my loom empty patterns. Carrying \
             them over on a stick still works, so I climb the stairs forty times a day.",
            "still works",
        ),
    ] {
        let reason = reason(title, description);
        let told = format!("there is a way round: \"{phrase}\".");
        assert!(reason.ends_with(&told), "{reason}");
    }
}

#[test]
fn nothing_is_told_of_others_who_are_not_affected() {
    for description in [
        "Everyone else at work signs in fine, I alone get 'account disabled' since this morning.",
        "Hello everyone, I cannot sign in, and I need my payslip today.",
        "A question: would an expired certificate lock out all our users?",
    ] {
        let reason = reason("", description);
        assert!(!reason.contains("several are affected"), "{reason}");
    }
}

/// Over real tickets: whatever is quoted stands in the ticket, and what is told fits the priority.
#[test]
fn reasons_make_nothing_up() {
    let tickets = include_str!("../../../corpus/development.jsonl");
    let mut told = 0;
    for line in tickets.lines().step_by(4) {
        let ticket: serde_json::Value = serde_json::from_str(line).unwrap();
        let [title, description] =
            ["title", "description"].map(|field| ticket[field].as_str().unwrap());
        let verdict = classify(title, description);
        let reason = verdict.reason.unwrap_or_default();
        assert!(reason.chars().count() <= 200, "{reason}");
        let text = format!("{title}\n{description}").replace('"', "'");
        for quoted in reason.split('"').skip(1).step_by(2) {
            let quoted = quoted.trim_end_matches('…');
            assert!(text.contains(quoted), "{quoted}: {text}");
        }
        let scope = reason.contains("several are affected");
        let way_round = reason.contains("there is a way round");
        assert!(!scope || verdict.priority >= Priority::High, "{reason}");
        assert!(
            !way_round || verdict.priority <= Priority::Medium,
            "{reason}"
        );
        told += usize::from(scope || way_round);
    }
    assert!(told > 0);
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
