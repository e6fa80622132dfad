//! Asking a provider about a text: from the cache if it was asked before, once for all who ask at the
//! same time, and within the budget.

mod ask;

use std::{iter, sync::Arc, time::Duration};

use sea_orm::DbErr;
use tokio::time::{Instant, sleep, timeout_at};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    budget, cache,
    entity::{ActiveModel, Model},
    flight::Flights,
    ledger::{self, Callee},
};
use crate::{
    classifier::{
        Text, Verdict,
        local::Meaning,
        provider::{
            Circuit, Example, Failure, PROMPT_VERSION, Pace, Provider, SetUpError,
            redact::redact_ticket,
        },
    },
    config::{LlmConfig, Mode, Protocol},
    database::Database,
    label::wire_name,
    learning::Examples,
    time::Date,
};

/// Why a provider did not answer; displayed, in a sentence for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    #[error("The embedded model is sure enough.")]
    NotNeeded,
    #[error("The request had no time left to ask the provider.")]
    NoTime,
    #[error("The server is stopping.")]
    Stopping,
    #[error("Today's budget for the provider is spent.")]
    BudgetSpent,
    #[error(transparent)]
    Failed(#[from] Failure),
    #[error("Another server is asking the same, and took too long.")]
    UnderWay,
    #[error("The ledger of calls cannot be written.")]
    Unrecorded,
    #[error("The provider's answer was not recorded.")]
    Lost,
    #[error("Asking the provider failed.")]
    Panicked,
}

/// How long the ledger may take beside the call.
const WRITING: Duration = Duration::from_secs(1);
/// With less time to wait nobody is asked: the answer would be paid for and not used.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);
/// How often to look for calls that were lost.
const MINUTE: Duration = Duration::from_secs(60);

/// A provider, and what it takes to ask it.
pub struct Remote {
    provider: Provider,
    database: Database,
    examples: Examples,
    callee: Callee,
    mode: Mode,
    budget_nano_usd: i64,
    flights: Flights<String, Result<Answered, Reason>>,
    stopping: CancellationToken,
    _losses: AbortOnDropHandle<()>,
}

/// What the embedded model makes of a text.
#[derive(Clone, Copy)]
pub struct Embedded<'a> {
    pub verdict: &'a Verdict,
    pub meaning: &'a Meaning,
    /// The model's name.
    pub model: &'a str,
}

/// A record, and whether it is of a call that was made for it; otherwise somebody else's was found.
type Answered = (Model, bool);

/// A provider's suggestion.
pub enum Found {
    /// It was asked for this text, and its answer is recorded.
    New(Model),
    /// It answered the same before, to be recorded as used again.
    Again(ActiveModel),
}

/// What can be told of a provider.
pub struct Status {
    pub callee: Callee,
    pub circuit: Circuit,
    pub budget_nano_usd: i64,
    /// Today, with what the calls under way may cost.
    pub spent_nano_usd: i64,
}

impl Remote {
    /// # Errors
    /// A key that cannot be sent, or a system on which no HTTP client can be made.
    pub fn new(
        config: &LlmConfig,
        examples: Examples,
        database: Database,
    ) -> Result<Self, SetUpError> {
        let provider = Provider::new(config.provider.clone(), Pace::default())?;
        let losses = tokio::spawn(give_up_lost(database.clone()));
        Ok(Self {
            callee: Callee {
                provider: match provider.protocol() {
                    Protocol::OpenAi => super::entity::Provider::OpenAi,
                    Protocol::Anthropic => super::entity::Provider::Anthropic,
                },
                model: provider.model().to_owned(),
                prompt_version: PROMPT_VERSION.to_owned(),
            },
            provider,
            database,
            examples,
            mode: config.mode,
            budget_nano_usd: config.daily_budget.0,
            flights: Flights::default(),
            stopping: CancellationToken::new(),
            _losses: AbortOnDropHandle::new(losses),
        })
    }

    /// Says that a write was committed, which may have corrected a suggestion.
    pub fn committed(&self) {
        self.examples.wake();
    }

    /// Lets go of whoever waits, and asks no more.
    pub fn stop(&self) {
        self.stopping.cancel();
    }

    /// Returns when the calls under way have ended and are written down.
    pub async fn stopped(&self) {
        self.flights.landed().await;
    }

    /// Returns when the corrections of before the start are known as examples.
    pub async fn ready(&self) {
        self.examples.ready().await;
    }

    /// Whether a suggestion was made by this provider as it is configured, or left to the embedded model
    /// of this name because that was sure.
    pub fn has_made(&self, suggestion: &Model, embedded: &str) -> bool {
        let callee = &self.callee;
        let answered = suggestion.provider == callee.provider
            && suggestion.model == callee.model
            && suggestion.prompt_version.as_ref() == Some(&callee.prompt_version);
        let not_needed = self.mode == Mode::Unsure
            && suggestion.provider == super::entity::Provider::Local
            && suggestion.model == embedded
            && suggestion.fallback_reason == Some(Reason::NotNeeded.to_string());
        answered || not_needed
    }

    pub async fn status(&self) -> Result<Status, DbErr> {
        Ok(Status {
            callee: self.callee.clone(),
            circuit: self.provider.breaker(),
            budget_nano_usd: self.budget_nano_usd,
            spent_nano_usd: budget::spent(&self.database.read, Date::today()).await?,
        })
    }

    /// A provider's suggestion for a text. Whoever asks waits until `patience` ends at most; a call that was
    /// begun goes on, and its answer is found by the next one who asks.
    pub async fn suggest(
        self: &Arc<Self>,
        text: Text<'_>,
        embedded: Embedded<'_>,
        patience: Instant,
    ) -> Result<Found, Reason> {
        let start = Instant::now();
        if embedded.verdict.is_enough(self.mode) {
            return Err(Reason::NotNeeded);
        }
        if start + SHORTEST_WAIT > patience {
            return Err(Reason::NoTime);
        }
        let deadline = patience.min(start + self.provider.timeout() + WRITING);
        tokio::select! {
            biased;
            () = self.stopping.cancelled() => Err(Reason::Stopping),
            found = timeout_at(deadline, self.find_or_ask(text, embedded, start)) => {
                found.unwrap_or_else(|_| Err(Failure::Timeout.into()))
            }
        }
    }

    /// An earlier answer, or a new one. The provider is shown those of the team's own corrections that come
    /// nearest to what the text means.
    async fn find_or_ask(
        self: &Arc<Self>,
        text: Text<'_>,
        embedded: Embedded<'_>,
        start: Instant,
    ) -> Result<Found, Reason> {
        let examples = self.examples.nearest(embedded.meaning).await;
        let redacted = redact_ticket(&text);
        let key = self.cache_key(&redacted, &examples, embedded.model);
        if let Some(earlier) = cache::earlier(&self.database.read, &key).await {
            return Ok(Found::Again(cache::again(earlier, start)));
        }
        match self.provider.breaker() {
            Circuit::Closed | Circuit::HalfOpen => {}
            Circuit::Open => return Err(Failure::BreakerOpen.into()),
            Circuit::Blocked(failure) => return Err(failure.into()),
        }
        let asking = {
            let (remote, verdict) = (Arc::clone(self), embedded.verdict.clone());
            let key = key.clone();
            || async move { remote.ask(redacted, &examples, &verdict, key).await }
        };
        match self.flights.join(key, asking).await {
            (Some(Ok((answer, true))), true) => Ok(Found::New(answer)),
            (Some(Ok((answer, _))), _) => Ok(Found::Again(cache::again(answer, start))),
            (Some(Err(reason)), _) => Err(reason),
            (None, _) => Err(Reason::Panicked),
        }
    }

    /// All that an answer depends on, with the embedded model, whose share the confidence is in.
    fn cache_key(
        &self,
        (title, description): &(String, String),
        examples: &[Example],
        embedded_model: &str,
    ) -> String {
        let examples = examples.iter().flat_map(|example| {
            let labels = [example.category.name(), example.priority.name()];
            iter::once(example.text.as_str()).chain(labels)
        });
        let parts = [
            wire_name(self.callee.provider),
            &self.callee.model,
            &self.callee.prompt_version,
            self.provider.url(),
            embedded_model,
            title,
            description,
        ];
        cache::key(parts.into_iter().chain(examples))
    }
}

/// Looks for calls that were lost, at the start and from then on.
async fn give_up_lost(database: Database) {
    loop {
        if let Err(error) = ledger::give_up_lost(&database).await {
            tracing::warn!(%error, "looking for lost calls failed");
        }
        sleep(MINUTE).await;
    }
}
