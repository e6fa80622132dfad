//! Phone numbers, card numbers and other long ones.

use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use super::{Redaction, pattern};

/// A number without a meaning of its own has so many digits at least.
const LONG: usize = 9;

/// What parts the groups of a number. A full stop with a space after it ends a sentence.
const BETWEEN: &str = r"(?:[ \t]{1,3}|[ \t]?[/-][ \t]?|\.|[ \t]?\(|\)[ \t./-]{0,3})";

const DATE: &str = concat!(
    r"(?:(?:19|20)[0-9]{2}-(?:0?[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]|[1-9])",
    r"|(?:19|20)[0-9]{2}/(?:0?[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01]|[1-9])",
    r"|(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])\.(?:0[1-9]|[12][0-9]|3[01]|[1-9])",
    r"|(?:0?[1-9]|[12][0-9]|3[01])-(?:0?[1-9]|[12][0-9]|3[01])-(?:(?:19|20)[0-9]{2}|[0-9]{2})",
    r"|(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|[12][0-9]|3[01])/(?:(?:19|20)[0-9]{2}|[0-9]{2})",
    r"|(?:0?[1-9]|[12][0-9]|3[01])\.(?:0?[1-9]|[12][0-9]|3[01])\.(?:(?:19|20)[0-9]{2}|[0-9]{2}))",
);

/// Takes out phone numbers, card numbers and long numbers, and leaves dates and versions.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    static TELLING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?P<date>{DATE}(?:[ \t]?-[ \t]?{DATE})?)|[0-9]+(?:\.[0-9]+){{2,}}"
        ))
    });
    let mut redacted = String::with_capacity(text.len());
    let mut from = 0;
    for found in TELLING.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let tells = match found.name("date") {
            Some(date) => is_date(text, date),
            None => is_version(text, whole),
        };
        if tells {
            redacted += &numbers(&text[from..whole.start()], redaction);
            redacted += whole.as_str();
            from = whole.end();
        }
    }
    redacted + &numbers(&text[from..], redaction)
}

/// Whether it is no part of a longer number. One with a short year looks so much like a phone number that
/// it must not even stand beside another number.
fn is_date(text: &str, date: Match<'_>) -> bool {
    let parting: &[char] = match date.as_str().len() {
        ..10 => &['-', '/', '.', ' '],
        _ => &['-', '/', '.'],
    };
    let is_digit = char::is_numeric;
    let (before, after) = (&text[..date.start()], &text[date.end()..]);
    !before.ends_with(is_digit)
        && !after.starts_with(is_digit)
        && !before
            .strip_suffix(parting)
            .is_some_and(|before| before.ends_with(is_digit))
        && !after
            .strip_prefix(parting)
            .is_some_and(|after| after.starts_with(is_digit))
}

/// Versions have single digits after a point, which phone numbers have not, or after a plus alone.
fn is_version(text: &str, dotted: Match<'_>) -> bool {
    let mut groups = dotted.as_str().split('.').skip(1);
    groups.any(|group| group.len() == 1) && !text[..dotted.start()].ends_with('+')
}

/// Takes out every long number, whatever its form.
fn numbers(text: &str, redaction: &mut Redaction) -> String {
    // From abroad single digits are groups, too. Otherwise one is the first at most, as in "8 (495) …". A
    // mail program may have broken the line once.
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        let groups = format!(r"\d+(?:{BETWEEN}\d{{2,}})*");
        let more = format!(r"(?:[ \t]?\n[ \t]?\d{{2,}}(?:{BETWEEN}\d{{2,}})*)?");
        pattern(&format!(
            r"\+[ (]{{0,2}}\d+(?:[ \t()/.-]{{1,3}}\d+)*|(?:\(\d{{2,5}}\)[ \t./-]{{0,3}})?{groups}{more}"
        ))
    });
    let word = |found: &Captures<'_>| {
        let Some(whole) = found.get(0) else {
            return String::new();
        };
        let number = whole.as_str();
        let digits: String = number.chars().filter(|c| c.is_numeric()).collect();
        match kind(number, &digits) {
            Some(kind) if !is_inside_an_id(text, whole) => redaction.word(kind, &digits),
            _ => number.to_owned(),
        }
    };
    NUMBER.replace_all(text, word).into_owned()
}

/// Whether letters touch its short groups from both sides, as in a UUID.
fn is_inside_an_id(text: &str, number: Match<'_>) -> bool {
    let is_letter = char::is_alphabetic;
    let mut runs = number.as_str().split(|c: char| !c.is_numeric());
    text[..number.start()].ends_with(is_letter)
        && text[number.end()..].starts_with(is_letter)
        && runs.all(|run| run.chars().count() < LONG)
}

/// What a number is called; none when it is too short to be anybody's.
fn kind(number: &str, digits: &str) -> Option<&'static str> {
    static AMERICAN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^\(?[2-9]\d{2}[ )./-]{1,2}\d{3}[ ./-]?\d{4}$"));
    let count = digits.chars().count();
    let is_dialled = number.starts_with('+') || number.starts_with("(0");
    if count < LONG && !(is_dialled && count + 1 == LONG) {
        None
    } else if is_dialled || number.starts_with('0') && count <= 15 || AMERICAN.is_match(number) {
        Some("PHONE")
    } else if (13..=19).contains(&count) && is_card(digits) {
        Some("CARD")
    } else {
        Some("NUMBER")
    }
}

/// The check of Luhn, which card numbers pass and one other number in ten.
fn is_card(digits: &str) -> bool {
    let mut sum = 0;
    for (place, digit) in digits.chars().rev().enumerate() {
        let Some(digit) = digit.to_digit(10) else {
            return false;
        };
        sum += match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) => double / 10 + double % 10,
        };
    }
    sum % 10 == 0
}
