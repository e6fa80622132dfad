//! How deeply a document is nested, told before it is parsed.
//!
//! The parser descends into lists, objects and types by recursion, and a few kilobytes of brackets
//! would end the process for want of stack.

/// Brackets within brackets. The introspection query of GraphiQL has 13.
const DEEPEST: usize = 64;

/// Whether a document opens more brackets within each other than any honest one.
pub fn is_too_deep(document: &str) -> bool {
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
            b'"' => behind_string(rest),
            _ => after,
        };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

fn behind_comment(comment: &[u8]) -> &[u8] {
    let end = comment
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'));
    end.map_or(&[], |end| &comment[end..])
}

/// What follows a string that begins here; nothing when it does not end.
fn behind_string(string: &[u8]) -> &[u8] {
    let (quotes, mut rest): (&[u8], _) = match string {
        [b'"', b'"', b'"', rest @ ..] => (b"\"\"\"", rest),
        _ => (b"\"", &string[1..]),
    };
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(quotes) {
            return after;
        }
        // Behind a backslash a quote does not end the string.
        let step = if rest[0] == b'\\' { 2 } else { 1 };
        rest = rest.get(step..).unwrap_or_default();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_every_kind_count() {
        for (open, close) in [("{", "}"), ("[", "]"), ("(", ")")] {
            let nested = |levels: usize| open.repeat(levels) + &close.repeat(levels);
            assert!(!is_too_deep(&nested(64)));
            assert!(is_too_deep(&nested(65)));
            assert!(!is_too_deep(&nested(1).repeat(1000)));
        }
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not() {
        let many = "{".repeat(100);
        for harmless in [
            format!("\"{many}\""),
            format!("\"\\\"{many}\""),
            format!("\"\"\"{many} \" {many} \\\"\"\" {many}\"\"\""),
            format!("# {many}\n{{ a }}"),
            format!("\"{many}"),
        ] {
            assert!(!is_too_deep(&harmless), "{harmless}");
        }
        assert!(is_too_deep(&format!("\"\" # \"\n{many}")));
    }
}
