//! The error objects in providers' answers.

use serde_json::Value;

use super::failure::Failure;

/// Bytes of a message that is too short to repeat a ticket and its surroundings.
const FEW: usize = 400;

/// What a provider says is wrong. For decisions alone: it is neither shown nor logged, since it may
/// repeat what was sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Complaint {
    pub kind: String,
    pub code: String,
    pub message: String,
    param: String,
}

impl Complaint {
    /// The error object in a body: under `error`, which may be a mere text, or the body itself; FastAPI
    /// has `detail`.
    pub fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = match &body["error"] {
            Value::Null => &body,
            error => error,
        };
        let word = |value: &Value| match value {
            Value::String(word) => word.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        let message = match (error, &error["message"]) {
            (Value::String(_), _) => error,
            (_, Value::Null) => &error["detail"],
            (_, message) => message,
        };
        let complaint = Self {
            kind: word(&error["type"]),
            code: match &error["details"]["error_code"] {
                Value::Null => word(&error["code"]),
                code => word(code),
            },
            message: word(message),
            param: word(&error["param"]),
        };
        let says_nothing =
            complaint.message.is_empty() && complaint.code.is_empty() && complaint.kind.is_empty();
        (!says_nothing).then_some(complaint)
    }

    /// Whether it is about this part of the request. The words are looked at only where the part has no
    /// place of its own, and only if they are few: a long message may repeat what was sent.
    pub fn names(&self, part: &str) -> bool {
        if self.param.is_empty() {
            self.message.len() <= FEW && self.message.contains(part)
        } else {
            self.param.contains(part)
        }
    }

    /// What the status means, or under the status 200 the code, which may be one.
    pub fn by_status(&self, status: u16) -> Failure {
        match status {
            200..=299 => self
                .code
                .parse()
                .map_or(Failure::Unavailable, Failure::of_status),
            status => Failure::of_status(status),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r#"{"error":{"message":"No seed","type":"t","param":"seed","code":"c"}}"#, ["t", "c", "No seed", "seed"])]
    #[case(r#"{"type":"error","error":{"type":"t","message":"m","details":{"error_code":"c"}}}"#, ["t", "c", "m", ""])]
    #[case(r#"{"error":"No seed"}"#, ["", "", "No seed", ""])]
    #[case(r#"{"object":"error","message":"No seed","code":400}"#, ["", "400", "No seed", ""])]
    #[case(r#"{"detail":[{"loc":["seed"]}]}"#, ["", "", r#"[{"loc":["seed"]}]"#, ""])]
    fn an_error_has_many_forms(#[case] body: &str, #[case] parts: [&str; 4]) {
        let complaint = Complaint::read(body.as_bytes()).unwrap();
        let Complaint {
            kind,
            code,
            message,
            param,
        } = &complaint;
        assert_eq!([kind, code, message, param], parts);
        assert_eq!(complaint.names("seed"), body.contains("seed"));
    }

    #[test]
    fn words_count_where_there_is_no_param_and_if_they_are_few() {
        let complaint = |param: &str, message: &str| Complaint {
            kind: String::new(),
            code: String::new(),
            message: message.to_owned(),
            param: param.to_owned(),
        };
        assert!(complaint("", "No seed").names("seed"));
        assert!(!complaint("messages", "No seed").names("seed"));
        let echo = format!("Not accepted: {}seed", "a word of the ticket ".repeat(30));
        assert!(!complaint("", &echo).names("seed"));
    }

    #[test]
    fn what_is_no_error_is_no_complaint() {
        for body in ["", "<html>", "[]", "3", "{}", r#"{"choices":[]}"#] {
            assert_eq!(Complaint::read(body.as_bytes()), None, "{body}");
        }
    }
}
