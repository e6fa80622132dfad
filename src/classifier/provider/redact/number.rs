//! Phone numbers, card numbers and other long ones.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Redaction, pattern};

/// A number without a meaning of its own has so many digits at least.
const LONG: usize = 9;

/// The French form.
const PAIRS: &str = r"\b0[1-9](?:\.[0-9]{2}){4}\b";

const DATE: &str = r"\b[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}\b|\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})\b";

/// Groups as they are stamped on cards.
const CARD: &str =
    r"\b[0-9]{4}(?:[ -][0-9]{4}){2}[ -][0-9]{1,7}\b|\b[0-9]{4}[ -][0-9]{6}[ -][0-9]{4,5}\b";

/// From abroad, with the area in brackets, or from a nought on.
const PHONE: &str = r"(?:\+|\b00)[ (]{0,2}[1-9](?:[ ()/.-]{0,3}[0-9]){6,14}|\(0[0-9]{1,5}\)(?:[ /.-]{0,3}[0-9]){4,10}|\b0[0-9]{1,5}[ /-]{1,3}[0-9]{1,12}(?:[ /-][0-9]{1,12}){0,4}";

const AMERICAN_PHONE: &str =
    r"\([2-9][0-9]{2}\)[ .-]?[0-9]{3}[ .-]?[0-9]{4}\b|\b[2-9][0-9]{2}[ .-][0-9]{3}[ .-][0-9]{4}\b";

const RUN: &str = r"\p{Nd}{9,}|\b[0-9]{2,}(?:-[0-9]{2,}){1,5}\b|\b[0-9]{3} [0-9]{3} [0-9]{3}\b";

/// Takes out phone numbers, card numbers and long numbers, and leaves dates, times and prices.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    // The first that fits is taken, so a date is never the beginning of a phone number; but the pairs
    // are none of a date. A phone number ends where its last group does, unless a word is stuck to it.
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?P<pairs>{PAIRS})|(?P<date>{DATE})|{CARD}|(?P<phone>(?:{PHONE})\b|{PHONE}|{AMERICAN_PHONE})|{RUN}"
        ))
    });
    let word = |found: &Captures<'_>| {
        let Some(whole) = found.get(0) else {
            return String::new();
        };
        let value = whole.as_str();
        let digits: String = value.chars().filter(|c| c.is_numeric()).collect();
        let count = digits.chars().count();
        let is_phone = match value.chars().next() {
            _ if found.name("pairs").is_some() => true,
            Some('+' | '(') => (8..=15).contains(&count),
            _ => found.name("phone").is_some() && (LONG..=15).contains(&count),
        };
        let kind = if found.name("date").is_some() {
            None
        } else if is_phone {
            Some("PHONE")
        } else if (13..=19).contains(&count) && is_card(&digits) {
            Some("CARD")
        } else {
            Some("NUMBER").filter(|_| count >= LONG && !is_price(text, whole.start(), whole.end()))
        };
        match kind {
            Some(kind) => redaction.word(kind, &digits),
            None => value.to_owned(),
        }
    };
    NUMBER.replace_all(text, word).into_owned()
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

/// Whether a currency stands before or after it.
fn is_price(text: &str, start: usize, end: usize) -> bool {
    const CURRENCIES: [&str; 10] = ["€", "$", "£", "¥", "₹", "EUR", "USD", "GBP", "CHF", "JPY"];
    let before = text[..start].trim_end_matches([' ', '\u{a0}']);
    let after = text[end..].trim_start_matches([' ', '\u{a0}']);
    CURRENCIES
        .iter()
        .any(|currency| before.ends_with(currency) || after.starts_with(currency))
}
