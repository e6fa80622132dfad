//! What must be known of a document before it is parsed.
//!
//! The parser descends into lists, objects and types by recursion, and a few kilobytes of brackets
//! would end the process for want of stack. And it takes `\"""` in a block string for four
//! characters where the specification means three, and of two values of one input field it forgets the
//! first: better to refuse than to change what was said.

use std::collections::HashSet;

/// Brackets within brackets. The introspection query of graphql-js 16 has 10.
const DEEPEST: usize = 64;

/// Why a document is not parsed.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    TooDeep,
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

pub fn check(document: &str) -> Result<(), Refusal> {
    let mut open = Vec::<Open>::new();
    let mut rest = document.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'{' | b'[' | b'(' => {
                if open.len() == DEEPEST {
                    return Err(Refusal::TooDeep);
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
                None => behind_string(after),
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
    Ok(())
}

/// A variable counts with its sign: `$a` is another name than `a`.
fn is_part_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

fn is_followed_by_a_colon(rest: &[u8]) -> bool {
    let ignored = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
    rest.iter().find(|byte| !ignored(byte)) == Some(&b':')
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_every_kind_count() {
        for (open, close) in [("{", "}"), ("[", "]"), ("(", ")")] {
            let nested = |levels: usize| open.repeat(levels) + &close.repeat(levels);
            assert!(check(&nested(64)).is_ok());
            assert!(check(&nested(65)) == Err(Refusal::TooDeep));
            assert!(check(&nested(1).repeat(1000)).is_ok());
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
            assert!(check(&harmless).is_ok(), "{harmless}");
        }
        assert!(check(&format!("\"\" # \"\n{many}")).is_err());
    }

    #[test]
    fn quotes_that_the_parser_would_get_wrong_are_refused() {
        assert_eq!(
            check(r#"{ a(b: """x \""" y""") }"#),
            Err(Refusal::EscapedQuotes)
        );
        assert_eq!(check(r#"{ a(b: "x \" y", c: "\\") }"#), Ok(()));
        assert_eq!(check(r#"# \""" no string"#), Ok(()));
    }

    #[test]
    fn a_value_that_is_given_twice_is_refused() {
        let twice = |name: &str| Err(Refusal::GivenTwice(name.to_owned()));
        assert_eq!(check("{ a(b: {c: 1, d: {c: 2}, c : 3}) }"), twice("c"));
        assert_eq!(check("{ a(b: 1 b: 2) }"), twice("b"));
        assert_eq!(check("query($a: [I] = [{b: 1, b: 2}]) { c }"), twice("b"));
        for fine in [
            "{ a(b: [{c: 1}, {c: 1}]) { a: b a: b } }",
            "query($a: I, $b: I = {a: $a, b: $a}) { x(a: $a, b: a) { a(a: 1) a(a: 1) } }",
            "{ a(b: {c: c, d: c}) }",
        ] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
    }
}
