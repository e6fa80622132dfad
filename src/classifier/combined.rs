//! A provider's answer, weighed by what the embedded model thinks: how likely its labels are right.
//!
//! Three witnesses: the probability that the embedded model gives to the label, which is calibrated
//! and independent; whether the two agree on it, which that probability holds; and the provider's own
//! word, which small models use so much alike that it moves little. In log-odds:
//!
//! ```text
//! c = 1.1 + ½ · ln(p / (1 − p)) + w
//! ```
//!
//! with p within 0.02 and 0.98, and w = −0.8, 0 or 0.5 for a provider that is little, fairly or very
//! sure. The constants are chosen so that agreement comes to about 0.9 and disagreement to about 0.6.

use super::{
    Verdict,
    provider::{Answer, Confidence},
};
use crate::label::Priority;

/// The least probability of CRITICAL by the embedded model at which a provider's is believed.
const NOT_ABSURD: f64 = 0.15;
/// What is left of the confidence in a CRITICAL that is not believed.
const ABSURD: f64 = 0.5;

/// The answer of a provider to a text of which the embedded model thinks `embedded`.
pub fn combined(answer: &Answer, embedded: &Verdict) -> Verdict {
    let of_category = embedded.categories[answer.category as usize];
    let of_priority = embedded.priorities[answer.priority as usize];
    let priority_confidence = confidence(of_priority, answer.confidence);
    Verdict {
        category: answer.category,
        priority: answer.priority,
        category_confidence: confidence(of_category, answer.confidence),
        priority_confidence: if answer.priority == Priority::Critical {
            of_critical(priority_confidence, of_priority)
        } else {
            priority_confidence
        },
        reason: answer.reason.clone(),
        ..embedded.clone()
    }
}

/// The confidence, 0 to 1, in a label to which the embedded model gives `probability`.
fn confidence(probability: f64, word: Confidence) -> f64 {
    let p = probability.clamp(0.02, 0.98);
    let word = match word {
        Confidence::Low => -0.8,
        Confidence::Medium => 0.0,
        Confidence::High => 0.5,
    };
    let odds: f64 = 1.1 + (p / (1.0 - p)).ln() / 2.0 + word;
    1.0 / (1.0 + (-odds).exp())
}

/// The confidence in a CRITICAL to which the embedded model gives `probability`: a text can talk a
/// language model into anything.
fn of_critical(confidence: f64, probability: f64) -> f64 {
    if probability < NOT_ABSURD {
        confidence * ABSURD
    } else {
        confidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_is_worth_more_than_the_providers_word() {
        let agreed = confidence(0.8, Confidence::Medium);
        let disagreed = confidence(0.1, Confidence::High);
        assert!((0.84..0.9).contains(&agreed), "{agreed}");
        assert!((0.55..0.65).contains(&disagreed), "{disagreed}");
        assert!(confidence(0.8, Confidence::High) > agreed);
        assert!(confidence(0.8, Confidence::Low) < agreed);
        assert!(confidence(1.0, Confidence::High) < 0.98);
    }

    #[test]
    fn a_critical_that_only_the_provider_sees_is_hardly_believed() {
        assert_eq!(of_critical(0.8, 0.5), 0.8);
        assert_eq!(of_critical(0.6, 0.05), 0.3);
    }
}
