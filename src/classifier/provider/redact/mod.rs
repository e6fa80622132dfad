//! Takes out of a text what is nobody else's business, before it leaves the house.
//!
//! What is taken out leaves a word such as `[EMAIL_1]`, and the same value the same word, so that the
//! text keeps its meaning. Each step reads the text once (`regex` has no backtracking), so that no
//! text takes more than its length's time.

mod iban;
mod normal;
mod number;
mod secret;
mod url;

use std::{
    collections::HashMap,
    net::{Ipv4Addr, Ipv6Addr},
    sync::LazyLock,
};

use regex::{Captures, Regex};

use crate::classifier::{Text, clean};

/// A text without e-mail addresses, phone and card numbers, IBANs, IP addresses, keys and tokens, long
/// numbers, and what URLs carry beside their path. Dates, times, versions and numbers of fewer than nine
/// digits stay.
pub fn redact(text: &str) -> String {
    Redaction::default().apply(text)
}

/// Title and description, in which the same value gets the same word. Of the description what carries
/// the request: quoted mail, signatures and legal footers are other people's words, or say nothing.
pub fn redact_ticket(text: &Text<'_>) -> (String, String) {
    let mut redaction = Redaction::default();
    let title = redaction.apply(text.title);
    let request = clean::request(text.description).join("\n");
    (title, redaction.apply(&request))
}

/// The values that have been taken out, by kind, and their numbers.
#[derive(Default)]
struct Redaction {
    numbers: HashMap<(&'static str, String), usize>,
    counts: HashMap<&'static str, usize>,
}

impl Redaction {
    fn apply(&mut self, text: &str) -> String {
        // What cannot be seen, or looks like another sign, must not keep a value from being found.
        let text = normal::form(text);
        // Secrets come before numbers and names, since they may hold what looks like either.
        let text = url::redact(&text, self);
        let text = secret::redact(&text, self);
        let text = emails(&text, self);
        let text = iban::redact(&text, self);
        let text = addresses(&text, self);
        number::redact(&text, self)
    }

    /// The word for a value of this kind.
    fn word(&mut self, kind: &'static str, value: &str) -> String {
        let key = (kind, value.to_owned());
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => {
                let count = self.counts.entry(kind).or_default();
                *count += 1;
                self.numbers.insert(key, *count);
                *count
            }
        };
        format!("[{kind}_{number}]")
    }
}

/// The pattern, which is part of the program; a test uses each.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and tests use them all"
)]
fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant")
}

/// Whether a letter or digit touches a match from either side.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    !text[..start].ends_with(char::is_alphanumeric)
        && !text[end..].starts_with(char::is_alphanumeric)
}

fn emails(text: &str, redaction: &mut Redaction) -> String {
    static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[\p{L}\p{N}._%+'&-]*[\p{L}\p{N}_%+&-](?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+",
        )
    });
    let word = |found: &Captures<'_>| {
        let value = found[0].to_lowercase().replace("%40", "@");
        redaction.word("EMAIL", &value)
    };
    EMAIL.replace_all(text, word).into_owned()
}

fn addresses(text: &str, redaction: &mut Redaction) -> String {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?P<v6>[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}(?:(?:\.[0-9]{1,3}){3})?)|(?P<v4>[0-9]{1,3}(?:\.[0-9]{1,3})+)",
        )
    });
    // Four numbers with dots between them can be a version, too.
    static VERSION: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\b(?:version|ver|firmware)[ .:#]{0,2}$"));
    let address = |found: &Captures<'_>| {
        let Some(whole) = found.get(0) else {
            return String::new();
        };
        let value = whole.as_str();
        let is_address = stands_alone(text, whole.start(), whole.end())
            && match found.name("v6") {
                Some(_) => {
                    value.parse::<Ipv6Addr>().is_ok()
                        && value.contains(|c: char| c.is_ascii_digit())
                }
                None => {
                    let before =
                        &text[floor(text, whole.start().saturating_sub(12))..whole.start()];
                    value.parse::<Ipv4Addr>().is_ok() && !VERSION.is_match(before)
                }
            };
        if is_address {
            redaction.word("IP", &value.to_lowercase())
        } else {
            value.to_owned()
        }
    };
    ADDRESS.replace_all(text, address).into_owned()
}

/// The nearest boundary between characters at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
