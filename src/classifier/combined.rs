//! A provider's answer, weighed by what the embedded model thinks: how likely its labels are right.
//!
//! Four witnesses: the probability that the embedded model gives to the label, which is calibrated and
//! independent; whether the two agree on it, which that probability holds; the provider's own word, which
//! small models use so much alike that it moves little; and what else the provider says of the ticket,
//! where that casts doubt on its labels. In log-odds:
//!
//! ```text
//! c = 1.1 + ½ · ln(p / (1 − p)) + w − d
//! ```
//!
//! with p within 0.02 and 0.98, and w = −0.8, 0 or 0.5 for a provider that is little, fairly or very
//! sure. The doubt d is 1 if the ticket speaks to a machine, and for the priority 1 more if it is CRITICAL
//! although one person is affected, who has a way round. The constants are chosen so that agreement comes
//! to about 0.9 and disagreement to about 0.6.
//!
//! A text can talk a language model into anything. So a CRITICAL to which the embedded model gives less
//! than 0.15 is not believed: the priority is HIGH, with half the confidence that this has.

use super::{
    Verdict,
    provider::{Answer, Confidence, Scope, Workaround},
};
use crate::label::Priority;

/// The least probability of CRITICAL by the embedded model at which a provider's is believed.
const NOT_ABSURD: f64 = 0.15;
/// What is left of the confidence when a CRITICAL was not believed.
const ABSURD: f64 = 0.5;

/// The answer of a provider to a text of which the embedded model thinks `embedded`.
pub fn combined(answer: &Answer, embedded: &Verdict) -> Verdict {
    let word = answer.confidence;
    let doubt = f64::from(u8::from(answer.injection_attempt));
    let of_category = embedded.categories[answer.category as usize];
    let of = |priority: Priority| embedded.priorities[priority as usize];
    let is_absurd = answer.priority == Priority::Critical && of(Priority::Critical) < NOT_ABSURD;
    let (priority, priority_confidence) = if is_absurd {
        let confidence = confidence(of(Priority::High), word, doubt);
        (Priority::High, confidence * ABSURD)
    } else {
        let doubt = doubt + f64::from(u8::from(contradicts_itself(answer)));
        let confidence = confidence(of(answer.priority), word, doubt);
        (answer.priority, confidence)
    };
    Verdict {
        category: answer.category,
        priority,
        category_confidence: confidence(of_category, word, doubt),
        priority_confidence,
        reason: answer.reason.clone(),
        ..embedded.clone()
    }
}

fn contradicts_itself(answer: &Answer) -> bool {
    answer.priority == Priority::Critical
        && answer.scope == Scope::One
        && answer.workaround == Workaround::Yes
}

/// The confidence, 0 to 1, in a label to which the embedded model gives `probability`.
fn confidence(probability: f64, word: Confidence, doubt: f64) -> f64 {
    let p = probability.clamp(0.02, 0.98);
    let word = match word {
        Confidence::Low => -0.8,
        Confidence::Medium => 0.0,
        Confidence::High => 0.5,
    };
    let odds: f64 = 1.1 + (p / (1.0 - p)).ln() / 2.0 + word - doubt;
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Category;

    fn answer(priority: Priority) -> Answer {
        Answer {
            category: Category::Technical,
            priority,
            reason: None,
            scope: Scope::Many,
            workaround: Workaround::No,
            injection_attempt: false,
            confidence: Confidence::Medium,
        }
    }

    /// What the embedded model thinks that gives this much to CRITICAL.
    fn embedded(critical: f64) -> Verdict {
        Verdict {
            category: Category::Technical,
            priority: Priority::High,
            category_confidence: 0.8,
            priority_confidence: 0.5,
            categories: [0.1, 0.8, 0.05, 0.05],
            priorities: [0.0, 0.5 - critical, 0.5, critical],
            reason: None,
        }
    }

    #[test]
    fn agreement_is_worth_more_than_the_providers_word() {
        let agreed = confidence(0.8, Confidence::Medium, 0.0);
        let disagreed = confidence(0.1, Confidence::High, 0.0);
        assert!((0.84..0.9).contains(&agreed), "{agreed}");
        assert!((0.55..0.65).contains(&disagreed), "{disagreed}");
        assert!(confidence(0.8, Confidence::High, 0.0) > agreed);
        assert!(confidence(0.8, Confidence::Low, 0.0) < agreed);
        assert!(confidence(1.0, Confidence::High, 0.0) < 0.98);
    }

    #[test]
    fn a_critical_that_only_the_provider_sees_is_high_and_hardly_believed() {
        let believed = combined(&answer(Priority::Critical), &embedded(0.2));
        assert_eq!(believed.priority, Priority::Critical);
        let absurd = combined(&answer(Priority::Critical), &embedded(0.1));
        assert_eq!(absurd.priority, Priority::High);
        let high = combined(&answer(Priority::High), &embedded(0.1));
        assert_eq!(absurd.priority_confidence, high.priority_confidence / 2.0);
    }

    #[test]
    fn a_ticket_that_speaks_to_a_machine_is_less_to_be_believed() {
        let plain = combined(&answer(Priority::High), &embedded(0.2));
        let speaks = Answer {
            injection_attempt: true,
            ..answer(Priority::High)
        };
        let speaks = combined(&speaks, &embedded(0.2));
        assert_eq!(speaks.priority, Priority::High);
        assert!(speaks.category_confidence < plain.category_confidence - 0.1);
        assert!(speaks.priority_confidence < plain.priority_confidence - 0.1);
    }

    #[test]
    fn a_critical_of_one_person_with_a_way_round_is_less_to_be_believed() {
        let contrary = |scope, workaround, priority| {
            let answer = Answer {
                scope,
                workaround,
                ..answer(priority)
            };
            combined(&answer, &embedded(0.4)).priority_confidence
        };
        let critical = Priority::Critical;
        let doubted = contrary(Scope::One, Workaround::Yes, critical);
        for (scope, workaround) in [(Scope::Many, Workaround::Yes), (Scope::One, Workaround::No)] {
            assert!(doubted < contrary(scope, workaround, critical) - 0.1);
        }
        assert_eq!(
            contrary(Scope::One, Workaround::Yes, Priority::High),
            contrary(Scope::Many, Workaround::No, Priority::High)
        );
    }
}
