//! What URLs carry beside host and path.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Redaction, pattern};

/// Takes out user and password, query, and a fragment that is one in disguise.
pub fn redact(text: &str, redaction: &mut Redaction) -> String {
    static URL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r#"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*://|\bwww\.)(?P<rest>[^\s<>"]+)"#)
    });
    let clean = |found: &Captures<'_>| {
        let (scheme, rest) = (&found["scheme"], &found["rest"]);
        let (user, rest) = rest.split_at(user_length(rest));
        let user = match user.strip_suffix('@') {
            Some(user) => redaction.word("CREDENTIALS", user) + "@",
            None => String::new(),
        };
        let path = rest.find(['?', '#']).unwrap_or(rest.len());
        let (path, query) = rest.split_at(path);
        let query = if query.starts_with('?') || query.contains('=') {
            let (mark, query) = query.split_at(1);
            // A sentence may end with the URL.
            let kept = query.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
            match kept {
                "" => mark.to_owned() + query,
                kept => mark.to_owned() + &redaction.word("QUERY", kept) + &query[kept.len()..],
            }
        } else {
            query.to_owned()
        };
        format!("{scheme}{user}{path}{query}")
    };
    URL.replace_all(text, clean).into_owned()
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
