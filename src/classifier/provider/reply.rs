//! What a provider's response comes to.

use serde_json::Value;

use super::{answer::Answer, failure::Failure, price::Metered};

pub struct Reply {
    pub outcome: Result<Answer, Failure>,
    /// What it used; none when the provider does not say.
    pub metered: Option<Metered>,
}

impl Reply {
    /// An error, which uses nothing.
    pub fn refused(failure: Failure) -> Self {
        Self {
            outcome: Err(failure),
            metered: Some(Metered::default()),
        }
    }

    /// A failure that may have used something.
    pub fn unmetered(failure: Failure) -> Self {
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
