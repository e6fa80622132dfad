//! What URLs carry beside host and path.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Redaction, pattern};

/// Takes out user and password, query, parameters of the path, and a fragment that is a query in disguise.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    let text = with_scheme(text, redaction);
    without_scheme(&text, redaction)
}

/// A path, or a name with a point, and after it something that has a value.
fn without_scheme(text: &str, redaction: &mut Redaction) -> String {
    static URL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"(?P<path>[^\s<>"?;#]*[/.][^\s<>"?;#]*)(?P<query>[?;#][^\s<>"=]*=[^\s<>"]*)"#)
    });
    let clean =
        |found: &Captures<'_>| found["path"].to_owned() + &query(&found["query"], redaction);
    URL.replace_all(text, clean).into_owned()
}

fn with_scheme(text: &str, redaction: &mut Redaction) -> String {
    static URL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://|\bwww\.)(?P<rest>[^\s<>"]+)"#)
    });
    let clean = |found: &Captures<'_>| {
        let rest = &found["rest"];
        let (user, rest) = rest.split_at(user_length(rest));
        let user = match user.strip_suffix('@') {
            Some(user) => redaction.word("CREDENTIALS", user) + "@",
            None => String::new(),
        };
        let path = rest.find(['?', '#', ';']).unwrap_or(rest.len());
        let (path, rest) = rest.split_at(path);
        format!("{}{user}{path}{}", &found["scheme"], query(rest, redaction))
    };
    URL.replace_all(text, clean).into_owned()
}

/// What follows a path from its mark on, without what it says. A plain fragment stays, and a sentence may
/// end with the URL.
fn query(text: &str, redaction: &mut Redaction) -> String {
    const ENDS: [char; 8] = ['.', ',', ';', ':', '!', '?', ')', '\''];
    let Some(mark) = text.chars().next() else {
        return String::new();
    };
    let said = text[1..].trim_end_matches(ENDS);
    if said.is_empty() || mark != '?' && !said.contains(['=', '?']) {
        return text.to_owned();
    }
    let end = &text[1 + said.len()..];
    format!("{mark}{}{end}", redaction.word("QUERY", said))
}

/// How many bytes at the beginning are user and password, with the `@` after them. Passwords are pasted
/// with signs that ought to be escaped, so a slash in what follows a colon ends it only after a port.
fn user_length(rest: &str) -> usize {
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    if let Some(at) = rest[..authority].rfind('@') {
        return at + 1;
    }
    let (Some(at), Some(colon)) = (rest.find('@'), rest[..authority].find(':')) else {
        return 0;
    };
    let is_port = rest[colon + 1..authority]
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    if is_port { 0 } else { at + 1 }
}
