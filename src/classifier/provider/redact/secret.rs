//! Keys, tokens and passwords.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Redaction, pattern};

/// Takes out what is a secret by its form, and what is called one.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    let text = by_form(text, redaction);
    let text = by_name(&text, redaction);
    by_look(&text, redaction)
}

fn by_form(text: &str, redaction: &mut Redaction) -> String {
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?s:-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|\z))",
            r"|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)*",
            r"|\b(?:sk|pk|rk|whsec)[-_][A-Za-z0-9_-]{16,}",
            r"|\b(?:gh[a-z]_|github_pat_|npm_|hf_|xox[a-z]-|dop_v1_|pypi-|shpat_)[A-Za-z0-9_-]{16,}",
            r"|\bgl(?:pat|rt|dt|cbt|ptt|ft|imt|agent|soat)-[A-Za-z0-9_-]{16,}",
            r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}",
            r"|\bAIza[A-Za-z0-9_-]{30,}",
            r"|\bya29\.[A-Za-z0-9_-]{16,}",
            r"|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
            r"|(?i:\b(?:set-)?cookie:[ \t]*[^\s=]+=[^\n]+)",
        ))
    });
    let word = |found: &Captures<'_>| redaction.word("SECRET", &found[0]);
    FORM.replace_all(text, word).into_owned()
}

/// `Authorization: Bearer …`, `password=…`, "my password is …": in prose such words are followed by words,
/// so that only what has a digit is taken for a value.
fn by_name(text: &str, redaction: &mut Redaction) -> String {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(concat!(
            r"(?i)(?P<name>\bauthorization\s*:\s*[a-z]+\s+|\bbearer\s+|\bx-[a-z-]*(?:key|token)(?:\s*:\s*|\s+)",
            r"|(?:password|passwd|passwort|passphrase|passcode|kennwort|pwd|mot de passe|contraseña|wachtwoord|senha|hasło",
            r"|\bpass|\bpw|secret|token|(?:api|access|account|private)[_ -]?key)",
            r#"["']?(?:\s*[:=]\s*|\s+(?:is|ist|lautet|est|es|è|é|to)\s+)["']?(?:bearer\s+)?)"#,
            r#"(?P<value>[^\s"'<>,;\[\]]{4,})"#,
        ))
    });
    let word = |found: &Captures<'_>| {
        let (name, value) = (&found["name"], &found["value"]);
        if value.contains(|c: char| c.is_ascii_digit()) {
            name.to_owned() + &redaction.word("SECRET", value)
        } else {
            found[0].to_owned()
        }
    };
    NAMED.replace_all(text, word).into_owned()
}

/// Long runs that no word looks like.
fn by_look(text: &str, redaction: &mut Redaction) -> String {
    static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9+/_-]{32,}={0,2}"));
    let word = |found: &Captures<'_>| {
        if looks_random(&found[0]) {
            redaction.word("SECRET", &found[0])
        } else {
            by_piece(&found[0], redaction)
        }
    };
    RUN.replace_all(text, word).into_owned()
}

/// A path or a list can be long and yet no secret, but hold one.
fn by_piece(run: &str, redaction: &mut Redaction) -> String {
    static PIECE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9]{32,}"));
    let word = |found: &Captures<'_>| {
        if has_digits_and_letters(&found[0]) {
            redaction.word("SECRET", &found[0])
        } else {
            found[0].to_owned()
        }
    };
    PIECE.replace_all(run, word).into_owned()
}

/// Base64 has all kinds of characters in turn, the names in a path have small letters in rows.
fn looks_random(run: &str) -> bool {
    let count = |is: fn(&u8) -> bool| run.bytes().filter(is).count();
    let rows = run.split(|c: char| !c.is_ascii_lowercase());
    let rows = rows.filter(|row| !row.is_empty()).count();
    let small = count(u8::is_ascii_lowercase);
    count(u8::is_ascii_digit) >= 1
        && count(u8::is_ascii_uppercase) >= 6
        && small >= 6
        && 2 * small < 5 * rows
}

fn has_digits_and_letters(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let letters = run.bytes().filter(u8::is_ascii_alphabetic).count();
    digits >= 3 && letters >= 3
}
