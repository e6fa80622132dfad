//! International bank account numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Redaction, pattern};

const SHORTEST: usize = 15;
const LONGEST: usize = 34;

/// Takes out what begins like an IBAN and has its checksum, in one piece or in groups.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    static BEGINNING: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z]{2}[0-9]{2}"));
    let mut redacted = String::with_capacity(text.len());
    let mut from = 0;
    for beginning in BEGINNING.find_iter(text) {
        let start = beginning.start();
        if start < from || text[..start].ends_with(char::is_alphanumeric) {
            continue;
        }
        if let Some((length, value)) = iban(&text[start..]) {
            redacted += &text[from..start];
            redacted += &redaction.word("IBAN", &value);
            from = start + length;
        }
    }
    redacted + &text[from..]
}

/// The longest IBAN at the beginning of a text: its length there, and itself. A word after it can look
/// like more of it, so each end of a group is tried.
fn iban(text: &str) -> Option<(usize, String)> {
    let mut value = String::new();
    let mut found = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            'A'..='Z' | 'a'..='z' | '0'..='9' if value.len() < LONGEST => {
                value.push(character.to_ascii_uppercase());
            }
            _ => break,
        }
        let mut ends = true;
        if let Some((_, next)) = characters.peek() {
            ends = !next.is_alphanumeric();
        }
        while characters
            .next_if(|(_, next)| matches!(next, ' ' | '-' | '\t' | '\n'))
            .is_some()
        {}
        if !ends {
            continue;
        }
        if value.len() >= SHORTEST && has_checksum(&value) {
            found = Some((at + 1, value.clone()));
        }
    }
    found
}

/// ISO 7064: country and check digits go to the end, letters count from 10, and 1 remains of 97.
pub(super) fn has_checksum(value: &str) -> bool {
    let (head, tail) = value.split_at(4);
    let remainder = tail
        .chars()
        .chain(head.chars())
        .fold(0, |remainder, character| {
            let digit = character.to_digit(36).unwrap_or(0);
            (remainder * if digit < 10 { 10 } else { 100 } + digit) % 97
        });
    remainder == 1
}
