//! How likely a provider's label is right.
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

use crate::classifier::provider::Confidence;

/// The least probability of CRITICAL by the embedded model at which a provider's is believed.
const NOT_ABSURD: f64 = 0.15;
/// What is left of the confidence in a CRITICAL that is not believed.
const ABSURD: f64 = 0.5;

/// The confidence, 0 to 1, in a label to which the embedded model gives `probability`.
pub fn combined(probability: f64, word: Confidence) -> f64 {
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
pub fn of_critical(confidence: f64, probability: f64) -> f64 {
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
        let agreed = combined(0.8, Confidence::Medium);
        let disagreed = combined(0.1, Confidence::High);
        assert!((0.84..0.9).contains(&agreed), "{agreed}");
        assert!((0.55..0.65).contains(&disagreed), "{disagreed}");
        assert!(combined(0.8, Confidence::High) > agreed);
        assert!(combined(0.8, Confidence::Low) < agreed);
        assert!(combined(1.0, Confidence::High) < 0.98);
    }

    #[test]
    fn a_critical_that_only_the_provider_sees_is_hardly_believed() {
        assert_eq!(of_critical(0.8, 0.5), 0.8);
        assert_eq!(of_critical(0.6, 0.05), 0.3);
    }
}
