//! What must be known of a document before it is parsed.
//!
//! The parser descends into lists, objects and types by recursion, and a few kilobytes of brackets
//! would end the process for want of stack. And it takes `\"""` in a block string for four
//! characters where the specification means three, and of two values of one input field it forgets the
//! first: better to refuse than to change what was said. Pairs of surrogate escapes, which it does
//! not know, are joined here.

use std::{borrow::Cow, collections::HashSet, ops::Range};

/// Brackets within brackets. The introspection query of graphql-js 16 has 10.
const DEEPEST: usize = 64;

/// Names, values and signs. The introspection query of graphql-js 16 has about 500; a request for
/// fifty changes has a few thousand.
const MOST_TOKENS: usize = 10_000;

/// Why a document is not parsed.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too many tokens, or brackets within brackets.
    TooComplex,
    EscapedQuotes,
    /// An argument or input field that has two values.
    GivenTwice(String),
}

/// A pair of brackets that is open, with the names of arguments or input fields within it.
struct Open<'a> {
    /// Whether names within are given values; in a selection set a colon makes an alias.
    gives_values: bool,
    names: HashSet<&'a [u8]>,
}

/// The document as the parser understands it.
pub fn check(document: &str) -> Result<Cow<'_, str>, Refusal> {
    let mut open = Vec::<Open>::new();
    let mut tokens = 0;
    let mut pairs = Vec::new();
    let mut rest = document.as_bytes();
    while let [byte, after @ ..] = rest {
        if !is_ignored(*byte) {
            tokens += 1;
            if tokens > MOST_TOKENS {
                return Err(Refusal::TooComplex);
            }
        }
        rest = match byte {
            b'{' | b'[' | b'(' => {
                if open.len() == DEEPEST {
                    return Err(Refusal::TooComplex);
                }
                let within_values = open.last().is_some_and(|outer| outer.gives_values);
                open.push(Open {
                    gives_values: within_values || *byte == b'(',
                    names: HashSet::new(),
                });
                after
            }
            b'}' | b']' | b')' => {
                open.pop();
                after
            }
            b'#' => behind_comment(after),
            b'"' => match after.strip_prefix(b"\"\"") {
                Some(block) => behind_block_string(block)?,
                None => {
                    let start = document.len() - after.len();
                    let after = behind_string(after);
                    let end = document.len() - after.len();
                    pairs.extend(surrogate_pairs(document, start..end));
                    after
                }
            },
            byte if is_part_of_a_name(*byte) => {
                let end = rest.iter().position(|byte| !is_part_of_a_name(*byte));
                let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
                if let Some(open) = open.last_mut()
                    && open.gives_values
                    && is_followed_by_a_colon(after)
                    && !open.names.insert(name)
                {
                    return Err(Refusal::GivenTwice(String::from_utf8_lossy(name).into()));
                }
                after
            }
            _ => after,
        };
    }
    Ok(join(document, &pairs))
}

/// What parts tokens and is none itself.
fn is_ignored(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b','
}

/// A variable counts with its sign: `$a` is another name than `a`.
fn is_part_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

fn is_followed_by_a_colon(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [b'#', comment @ ..] => behind_comment(comment),
            // A byte order mark, which is ignored anywhere.
            [0xef, 0xbb, 0xbf, after @ ..] => after,
            [byte, after @ ..] if is_ignored(*byte) => after,
            _ => return rest.first() == Some(&b':'),
        };
    }
}

fn behind_comment(comment: &[u8]) -> &[u8] {
    let end = comment
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'));
    end.map_or(&[], |end| &comment[end..])
}

/// What follows a string whose content begins here; nothing when it does not end.
fn behind_string(mut rest: &[u8]) -> &[u8] {
    loop {
        rest = match rest {
            [] => return rest,
            [b'"', after @ ..] => return after,
            // Behind a backslash a quote does not end the string.
            [b'\\', _, after @ ..] | [_, after @ ..] => after,
        };
    }
}

fn behind_block_string(mut rest: &[u8]) -> Result<&[u8], Refusal> {
    loop {
        rest = match rest {
            [] => return Ok(rest),
            [b'"', b'"', b'"', after @ ..] => return Ok(after),
            [b'\\', b'"', b'"', b'"', ..] => return Err(Refusal::EscapedQuotes),
            [_, after @ ..] => after,
        };
    }
}

/// Where in a string two escapes such as `\ud83d\ude00` stand for one character, and for which.
fn surrogate_pairs(document: &str, string: Range<usize>) -> Vec<(Range<usize>, char)> {
    const LENGTH: usize = "\\u0000".len();
    let unit = |at: usize| {
        let digits = document.get(at..at + LENGTH)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
    };
    let mut pairs = Vec::new();
    let mut at = string.start;
    while let Some(escape) = document[at..string.end].find('\\') {
        at += escape;
        let units = unit(at).zip(unit(at + LENGTH));
        let character = units.and_then(|(high, low)| {
            // One that stands for itself alone is nothing to join.
            char::decode_utf16([high, low])
                .next()?
                .ok()
                .filter(|joined| joined.len_utf16() == 2)
        });
        if let Some(character) = character {
            pairs.push((at..at + 2 * LENGTH, character));
            at += 2 * LENGTH;
        } else {
            // Over the backslash and what it escapes, which may take several bytes.
            at += 1 + document[at + 1..].chars().next().map_or(0, char::len_utf8);
        }
    }
    pairs
}

/// The document with characters in place of their surrogate escapes.
fn join<'a>(document: &'a str, pairs: &[(Range<usize>, char)]) -> Cow<'a, str> {
    if pairs.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut joined = String::with_capacity(document.len());
    let mut copied = 0;
    for (place, character) in pairs {
        joined += &document[copied..place.start];
        joined.push(*character);
        copied = place.end;
    }
    Cow::Owned(joined + &document[copied..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(document: &str) -> Option<Refusal> {
        check(document).err()
    }

    #[test]
    fn brackets_of_every_kind_count() {
        for (open, close) in [("{", "}"), ("[", "]"), ("(", ")")] {
            let nested = |levels: usize| open.repeat(levels) + &close.repeat(levels);
            assert_eq!(refusal(&nested(64)), None);
            assert_eq!(refusal(&nested(65)), Some(Refusal::TooComplex));
            assert_eq!(refusal(&nested(1).repeat(1000)), None);
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not() {
        let many = "{".repeat(100);
        for harmless in [
            format!("\"{many}\""),
            format!("\"\\\"{many}\""),
            format!("\"\"\"{many} \" {many} \"\" {many}\"\"\""),
            format!("# {many}\n{{ a }}"),
            format!("\"{many}"),
        ] {
            assert_eq!(refusal(&harmless), None, "{harmless}");
        }
        assert!(check(&format!("\"\" # \"\n{many}")).is_err());
    }

    #[test]
    fn tokens_count_and_what_parts_them_does_not() {
        for token in ["name ", "{}", "1,\n\t ", "\"a b c\" ", "$variable ", "! "] {
            let each = if token == "{}" { 2 } else { 1 };
            let most = MOST_TOKENS / each;
            assert_eq!(refusal(&token.repeat(most)), None, "{token}");
            let more = token.repeat(most + 1);
            assert_eq!(refusal(&more), Some(Refusal::TooComplex), "{token}");
        }
    }

    #[test]
    fn quotes_that_the_parser_would_get_wrong_are_refused() {
        assert_eq!(
            refusal(r#"{ a(b: """x \""" y""") }"#),
            Some(Refusal::EscapedQuotes)
        );
        assert_eq!(refusal(r#"{ a(b: "x \" y", c: "\\") }"#), None);
        assert_eq!(refusal(r#"# \""" no string"#), None);
    }

    #[test]
    fn a_value_that_is_given_twice_is_refused() {
        let twice = |name: &str| Some(Refusal::GivenTwice(name.to_owned()));
        assert_eq!(refusal("{ a(b: {c: 1, d: {c: 2}, c : 3}) }"), twice("c"));
        assert_eq!(refusal("{ a(b: 1 b: 2) }"), twice("b"));
        let hidden = "{ a(b: {c #:\n : 1, c\u{feff}: 2}) }";
        assert_eq!(refusal(hidden), twice("c"));
        assert_eq!(refusal("query($a: [I] = [{b: 1, b: 2}]) { c }"), twice("b"));
        for fine in [
            "{ a(b: [{c: 1}, {c: 1}]) { a: b a: b } }",
            "query($a: I, $b: I = {a: $a, b: $a}) { x(a: $a, b: a) { a(a: 1) a(a: 1) } }",
            "{ a(b: {c: c, d: c}) }",
        ] {
            assert_eq!(refusal(fine), None, "{fine}");
        }
    }

    #[test]
    fn surrogate_pairs_are_joined_where_they_are_escapes() {
        assert_eq!(
            check(r#"{ a(b: "\uD83D\uDE00, \ud83d\ude00") }"#).unwrap(),
            r#"{ a(b: "😀, 😀") }"#
        );
        for unchanged in [
            r#"{ a(b: "\\uD83D\uDE00") }"#,
            r#"{ a(b: "\uD83D \uDE00 \u00e4\u00e4 \uD83D") }"#,
            r#"{ a(b: """\uD83D\uDE00""") } # \uD83D\uDE00"#,
            r#"{ a(b: "\ä\u\"#,
        ] {
            assert_eq!(check(unchanged).unwrap(), unchanged);
        }
    }
}
