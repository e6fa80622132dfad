//! How good a provider is, together with the embedded model, as the server uses them.

use std::{
    fmt,
    sync::atomic::{AtomicI64, AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::time::sleep;

use super::{Judged, Labelled, Report};
use crate::{
    classifier::{
        Text, Verdict, combined,
        local::Model,
        provider::{Call, Circuit, Failure, Provider, Question, Turn, redact::redact_ticket},
    },
    config::{Mode, NanoUsd},
};

/// Questions on their way at once.
const AT_ONCE: usize = 4;
/// One ticket in so many may stay without an answer. With more it is the embedded model that is judged.
const UNANSWERED: usize = 10;
/// How often to look whether a provider that is left alone may be asked again.
const LOOK: Duration = Duration::from_millis(500);

/// What a provider made of labelled tickets. Displayed, it is the whole report as text.
pub struct Asked {
    pub report: Report,
    /// Tickets of which the embedded model was sure enough.
    pub sure: usize,
    /// Why there was no answer, for each other ticket without one; the embedded model's counts instead.
    pub failures: Vec<Failure>,
    /// Billionths of a US dollar; `None` when the cost of a call is not known.
    pub cost_nano_usd: Option<i64>,
}

/// Why a provider cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum Unjudged {
    #[error(
        "LLM_DAILY_BUDGET_USD does not have what the next call may cost at worst, so nothing more was \
         asked; raise it, or take fewer tickets"
    )]
    Budget,
    #[error("too many tickets are without an answer for a judgement. {0}")]
    Unanswered(Failure),
}

/// What has happened so far to those who ask at once.
struct Asking<'a> {
    provider: &'a Provider,
    budget: NanoUsd,
    /// With what the calls under way may cost.
    spent_nano_usd: AtomicI64,
    unanswered: AtomicUsize,
    unanswered_max: usize,
}

/// Asks about every ticket of which the embedded model is not sure enough for this mode.
pub async fn evaluate_provider(
    labelled: &[Labelled],
    model: &Model,
    provider: &Provider,
    mode: Mode,
    budget: NanoUsd,
) -> Result<Asked, Unjudged> {
    let asking = &Asking {
        provider,
        budget,
        spent_nano_usd: AtomicI64::new(0),
        unanswered: AtomicUsize::new(0),
        unanswered_max: labelled.len() / UNANSWERED,
    };
    let asked = stream::iter(labelled).map(|truth| async move {
        let start = Instant::now();
        let embedded = model.classify(&truth.text());
        let took = start.elapsed();
        let call = if embedded.is_enough(mode) {
            None
        } else {
            Some(asking.ask(truth).await?)
        };
        Ok((truth, embedded, took, call))
    });
    let asked: Vec<_> = asked.buffered(AT_ONCE).try_collect().await?;
    let calls = || asked.iter().filter_map(|(.., call)| call.as_ref());
    let failures = calls().filter_map(|call| call.outcome.as_ref().err());
    Ok(Asked {
        sure: asked.len() - calls().count(),
        failures: failures.copied().collect(),
        cost_nano_usd: calls().map(|call| call.cost_nano_usd).sum(),
        report: Report::new(&asked.iter().map(judged).collect::<Vec<_>>()),
    })
}

fn judged<'a>(
    (truth, embedded, took, call): &(&'a Labelled, Verdict, Duration, Option<Call>),
) -> Judged<'a> {
    let answer = call.as_ref().and_then(|call| call.outcome.as_ref().ok());
    Judged {
        truth,
        verdict: answer.map_or_else(|| embedded.clone(), |answer| combined(answer, embedded)),
        took: *took + call.as_ref().map_or(Duration::ZERO, |call| call.latency),
    }
}

impl Asking<'_> {
    /// Leave to ask. A provider that is left alone for a while is waited for.
    async fn turn(&self) -> Result<Turn<'_>, Unjudged> {
        loop {
            match (self.provider.turn().await, self.provider.breaker()) {
                (Ok(turn), _) => return Ok(turn),
                (Err(_), Circuit::Blocked(failure)) => return Err(Unjudged::Unanswered(failure)),
                (Err(_), _) => sleep(LOOK).await,
            }
        }
    }

    async fn ask(&self, truth: &Labelled) -> Result<Call, Unjudged> {
        let (title, description) = redact_ticket(&truth.text());
        let question = Question {
            text: Text {
                title: &title,
                description: &description,
            },
            examples: &[],
        };
        let turn = self.turn().await?;
        let worst = self.provider.worst_cost_nano_usd(&question);
        let before = self.spent_nano_usd.fetch_add(worst, Ordering::Relaxed);
        if self.budget.0 == 0 || before.saturating_add(worst) > self.budget.0 {
            return Err(Unjudged::Budget);
        }
        let call = turn.ask(&question).await;
        self.spent_nano_usd
            .fetch_add(call.spent_nano_usd - worst, Ordering::Relaxed);
        if let Err(failure) = &call.outcome {
            let before = self.unanswered.fetch_add(1, Ordering::Relaxed);
            if failure.is_lasting() || before >= self.unanswered_max {
                return Err(Unjudged::Unanswered(*failure));
            }
        }
        Ok(call)
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.report)?;
        match self.cost_nano_usd {
            Some(nano) => writeln!(f, "cost: {:.4} USD", nano as f64 / 1e9)?,
            None => writeln!(f, "cost: not known")?,
        }
        if self.sure > 0 {
            writeln!(f, "not asked, the embedded model being sure: {}", self.sure)?;
        }
        write!(f, "without an answer: {}", self.failures.len())?;
        if let Some(first) = self.failures.first() {
            write!(f, " ({first})")?;
        }
        Ok(())
    }
}
