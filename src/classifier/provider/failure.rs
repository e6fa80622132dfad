//! Why a language model gave no answer.

/// `Display` is for people and says nothing that came from the provider or was sent to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Failure {
    #[error("The language model declined to answer.")]
    Refused,
    #[error("The language model's answer was cut off.")]
    CutOff,
    #[error("The language model's answer was not understood.")]
    NotUnderstood,
    #[error("The provider did not accept the request.")]
    BadRequest,
    #[error("The provider does not accept the key.")]
    Authentication,
    #[error("The provider does not allow this request.")]
    Forbidden,
    #[error("The provider wants to be paid first.")]
    Billing,
    #[error("The spend limit at the provider is reached.")]
    SpendLimit,
    #[error("The provider has no such model, or is not at this address.")]
    NotFound,
    #[error("The text is too large for the provider.")]
    TooLarge,
    #[error("The provider wants fewer requests.")]
    RateLimited,
    #[error("The provider has a fault of its own.")]
    Unavailable,
    #[error("The provider is overloaded.")]
    Overloaded,
    #[error("The provider took too long.")]
    Timeout,
    #[error("The connection to the provider failed.")]
    Connection,
    #[error("The provider failed too often, or asked for it, and is left alone for a while.")]
    BreakerOpen,
    #[error("Too many questions are waiting for the provider.")]
    Busy,
}

impl Failure {
    /// The stable word for records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Refused => "REFUSED",
            Self::CutOff => "CUT_OFF",
            Self::NotUnderstood => "NOT_UNDERSTOOD",
            Self::BadRequest => "BAD_REQUEST",
            Self::Authentication => "AUTHENTICATION",
            Self::Forbidden => "FORBIDDEN",
            Self::Billing => "BILLING",
            Self::SpendLimit => "SPEND_LIMIT",
            Self::NotFound => "NOT_FOUND",
            Self::TooLarge => "TOO_LARGE",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Overloaded => "OVERLOADED",
            Self::Timeout => "TIMEOUT",
            Self::Connection => "CONNECTION",
            Self::BreakerOpen => "BREAKER_OPEN",
            Self::Busy => "BUSY",
        }
    }

    /// Whether the same question may succeed in a moment.
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited | Self::Unavailable | Self::Overloaded | Self::Connection
        )
    }

    /// Whether nothing will change until somebody changes the settings or pays.
    pub fn is_lasting(self) -> bool {
        matches!(
            self,
            Self::Authentication | Self::Billing | Self::SpendLimit
        )
    }

    /// Whether the provider itself is in trouble, rather than this one question. A text can be forbidden, or
    /// all of them.
    pub(super) fn is_outage(self) -> bool {
        self.is_lasting()
            || self.is_retryable()
            || matches!(self, Self::Forbidden | Self::NotFound | Self::Timeout)
    }

    /// What a status means when the body says nothing more exact.
    pub(super) fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Authentication,
            402 => Self::Billing,
            // Of a key that may not do this, and of a gateway that dislikes the text.
            403 => Self::Forbidden,
            // A redirect is not followed, since the key would go with it.
            300..=399 | 404 => Self::NotFound,
            408 | 409 => Self::Unavailable,
            413 => Self::TooLarge,
            429 => Self::RateLimited,
            400..=499 => Self::BadRequest,
            529 => Self::Overloaded,
            _ => Self::Unavailable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_nothing_else() {
        for status in [408, 409, 429, 500, 502, 503, 504, 529] {
            assert!(Failure::of_status(status).is_retryable(), "{status}");
        }
        for status in [301, 307, 400, 401, 402, 403, 404, 405, 413, 415, 422] {
            assert!(!Failure::of_status(status).is_retryable(), "{status}");
        }
    }

    #[test]
    fn an_answer_that_does_not_help_is_no_outage() {
        for failure in [
            Failure::Refused,
            Failure::CutOff,
            Failure::NotUnderstood,
            Failure::BadRequest,
            Failure::TooLarge,
        ] {
            assert!(!failure.is_outage(), "{failure}");
        }
    }
}
