//! What must be known of a document before it is parsed.
//!
//! The parser descends into lists, objects and types by recursion, and a few kilobytes of brackets
//! would end the process for want of stack. And it takes `\"""` in a block string for four
//! characters where the specification means three: better to refuse than to change a text.

/// Brackets within brackets. The introspection query of graphql-js 16 has 10.
const DEEPEST: usize = 64;

/// Why a document is not parsed.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    TooDeep,
    EscapedQuotes,
}

pub fn check(document: &str) -> Result<(), Refusal> {
    let mut depth = 0_usize;
    let mut rest = document.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                after
            }
            b'}' | b']' | b')' => {
                depth = depth.saturating_sub(1);
                after
            }
            b'#' => behind_comment(after),
            b'"' => match after.strip_prefix(b"\"\"") {
                Some(block) => behind_block_string(block)?,
                None => behind_string(after),
            },
            _ => after,
        };
        if depth > DEEPEST {
            return Err(Refusal::TooDeep);
        }
    }
    Ok(())
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
}
