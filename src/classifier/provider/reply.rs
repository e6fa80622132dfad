//! What a provider's response comes to.

use serde_json::Value;

use super::{
    answer::Answer, complaint::Complaint, failure::Failure, http::Response, price::Metered,
};

pub struct Reply {
    pub outcome: Result<Answer, Failure>,
    /// What it used; none when the provider does not say.
    pub metered: Option<Metered>,
}

impl Reply {
    /// What a response says: `said` by a body that has the field `required`, and otherwise `meant` by
    /// what it complains of. Some servers complain under the status 200.
    pub fn read(
        response: &Response,
        required: &str,
        said: impl FnOnce(&Value) -> Self,
        meant: impl FnOnce(&Complaint, u16) -> Failure,
    ) -> Self {
        let body = serde_json::from_slice::<Value>(&response.body);
        match body {
            Ok(body) if response.is_success() && !body[required].is_null() => said(&body),
            Err(_) if response.is_success() => Self {
                outcome: Err(Failure::NotUnderstood),
                metered: None,
            },
            _ => Self {
                outcome: Err(match Complaint::read(&response.body) {
                    Some(complaint) => meant(&complaint, response.status),
                    None => Failure::of_status(response.status),
                }),
                metered: (!may_have_worked(response.status)).then(Metered::default),
            },
        }
    }
}

/// Whether the model may have worked although an error came back, as when something in between lost
/// patience. Other errors cost nothing.
fn may_have_worked(status: u16) -> bool {
    matches!(status, 200..=299 | 408 | 502 | 504 | 520..=527)
}

/// A number of tokens.
pub fn tokens(value: &Value) -> Option<i32> {
    Some(value.as_u64()?.try_into().unwrap_or(i32::MAX))
}
