//! How good a provider is, together with the embedded model, as the server uses them.

use std::fmt;

use futures_util::{StreamExt, stream};

use super::{Judged, Labelled, Report};
use crate::classifier::{
    Text, combined,
    local::Model,
    provider::{Failure, Provider, Question, redact::redact_ticket},
};

/// Questions on their way at once.
const AT_ONCE: usize = 4;

/// What a provider made of labelled tickets. Displayed, it is the whole report as text.
pub struct Asked {
    pub report: Report,
    /// Why there was no answer, for each ticket without one; the embedded model's counts instead.
    pub failures: Vec<Failure>,
    /// Billionths of a US dollar; `None` when the cost of a call is not known.
    pub cost_nano_usd: Option<i64>,
}

/// Asks about every ticket.
pub async fn evaluate_provider(labelled: &[Labelled], model: &Model, provider: &Provider) -> Asked {
    let asked = stream::iter(labelled).map(|truth| async move {
        let (title, description) = redact_ticket(&truth.text());
        let question = Question {
            text: Text {
                title: &title,
                description: &description,
            },
            examples: &[],
        };
        (truth, provider.ask(&question).await)
    });
    let asked: Vec<_> = asked.buffered(AT_ONCE).collect().await;
    let cost_nano_usd = asked.iter().map(|(_, call)| call.cost_nano_usd).sum();
    let mut failures = Vec::new();
    let judged: Vec<_> = asked
        .iter()
        .map(|(truth, call)| {
            let embedded = model.classify(&truth.text());
            let verdict = match &call.outcome {
                Ok(answer) => combined(answer, &embedded),
                Err(failure) => {
                    failures.push(*failure);
                    embedded
                }
            };
            Judged {
                truth,
                verdict,
                took: call.latency,
            }
        })
        .collect();
    Asked {
        report: Report::new(&judged),
        failures,
        cost_nano_usd,
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.report)?;
        match self.cost_nano_usd {
            Some(nano) => writeln!(f, "cost: {:.4} USD", nano as f64 / 1e9)?,
            None => writeln!(f, "cost: not known")?,
        }
        write!(f, "without an answer: {}", self.failures.len())?;
        if let Some(first) = self.failures.first() {
            write!(f, " ({first})")?;
        }
        Ok(())
    }
}
