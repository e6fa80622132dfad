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
            Ok(body) if response.is_success() && body.get(required).is_some() => said(&body),
            Err(_) if response.is_success() => Self::unmetered(Failure::NotUnderstood),
            _ => Self::refused(match Complaint::read(&response.body) {
                Some(complaint) => meant(&complaint, response.status),
                None => Failure::of_status(response.status),
            }),
        }
    }

    /// An error, which uses nothing.
    fn refused(failure: Failure) -> Self {
        Self {
            outcome: Err(failure),
            metered: Some(Metered::default()),
        }
    }

    /// A failure that may have used something.
    fn unmetered(failure: Failure) -> Self {
        Self {
            outcome: Err(failure),
            metered: None,
        }
    }
}

/// A number of tokens.
pub fn tokens(value: &Value) -> Option<i32> {
    Some(value.as_u64()?.try_into().unwrap_or(i32::MAX))
}
