//! Confidence in three words, for people.

use async_graphql::Enum;
use sea_orm::EnumIter;

use crate::classifier::Verdict;

/// How sure a suggestion is of a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, EnumIter)]
pub enum ConfidenceBand {
    /// The confidence is 0.85 or more: the embedded model asks for no second opinion.
    Sure,
    /// The confidence is 0.6 or more.
    FairlySure,
    /// It is less: look twice.
    NotSure,
}

impl ConfidenceBand {
    /// The confidence from which a suggestion is sure. The counters have the same numbers: to move
    /// them takes a migration that counts anew.
    pub const SURE: f64 = Verdict::SURE;
    /// The confidence from which it is fairly sure.
    pub const FAIRLY_SURE: f64 = 0.6;

    pub fn of(confidence: f64) -> Self {
        if confidence >= Self::SURE {
            Self::Sure
        } else if confidence >= Self::FAIRLY_SURE {
            Self::FairlySure
        } else {
            Self::NotSure
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_has_its_lower_end_and_not_its_upper_one() {
        assert_eq!(ConfidenceBand::of(1.0), ConfidenceBand::Sure);
        assert_eq!(ConfidenceBand::of(0.85), ConfidenceBand::Sure);
        assert_eq!(ConfidenceBand::of(0.849_999), ConfidenceBand::FairlySure);
        assert_eq!(ConfidenceBand::of(0.6), ConfidenceBand::FairlySure);
        assert_eq!(ConfidenceBand::of(0.599_999), ConfidenceBand::NotSure);
        assert_eq!(ConfidenceBand::of(0.0), ConfidenceBand::NotSure);
    }
}
