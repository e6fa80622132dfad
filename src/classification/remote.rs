//! Asking a provider about a text: from the cache if it was asked before, once for all who ask at the
//! same time, and within the budget.

use std::{
    iter,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, DatabaseConnection, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use sha2::{Digest, Sha256};

use super::{
    entity::{ActiveModel, COLUMN, Column, Entity, Model},
    flight::Flights,
    ledger::{self, Callee},
};
use crate::{
    classifier::{
        Text, Verdict, combined,
        local::Meaning,
        provider::{
            Circuit, Example, Failure, PROMPT_VERSION, Pace, Provider, Question, SetUpError,
            redact::redact_ticket,
        },
    },
    config::{LlmConfig, Mode, Protocol},
    database::Database,
    label::wire_name,
    learning::Examples,
    time::DateTime,
};

/// How long an answer is used again.
const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Why a provider did not answer, in a sentence for people.
pub type Reason = String;

/// A provider, and what it takes to ask it.
pub struct Remote {
    provider: Provider,
    examples: Examples,
    callee: Callee,
    mode: Mode,
    budget_nano_usd: i64,
    flights: Flights<String, Result<Model, Reason>>,
}

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
    pub fn new(config: &LlmConfig, examples: Examples) -> Result<Self, SetUpError> {
        let provider =
            crate::classifier::provider::Provider::new(config.provider.clone(), Pace::default())?;
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
            examples,
            mode: config.mode,
            budget_nano_usd: config.daily_budget.0,
            flights: Flights::default(),
        })
    }

    /// Says that a write was committed, which may have corrected a suggestion.
    pub fn committed(&self) {
        self.examples.wake();
    }

    pub async fn status(&self, database: &Database) -> Result<Status, DbErr> {
        Ok(Status {
            callee: self.callee.clone(),
            circuit: self.provider.breaker(),
            budget_nano_usd: self.budget_nano_usd,
            spent_nano_usd: ledger::spent(&database.read, DateTime::now().date()).await?,
        })
    }

    /// A provider's suggestion for a text of which the embedded model thinks `verdict`. It is shown those
    /// of the team's own corrections that come nearest to what the text means.
    pub async fn suggest(
        self: &std::sync::Arc<Self>,
        database: &Database,
        text: Text<'_>,
        verdict: &Verdict,
        meaning: &Meaning,
    ) -> Result<Found, Reason> {
        let start = Instant::now();
        if verdict.is_enough(self.mode) {
            return Err("The embedded model is sure enough.".to_owned());
        }
        let examples = self.examples.nearest(meaning).await;
        let redacted = redact_ticket(&text);
        let key = self.cache_key(&redacted, &examples);
        match cached(&database.read, &key).await {
            Ok(Some(earlier)) => return Ok(Found::Again(again(earlier, start))),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "looking for an earlier answer failed"),
        }
        match self.provider.breaker() {
            Circuit::Closed | Circuit::HalfOpen => {}
            Circuit::Open => return Err(Failure::BreakerOpen.to_string()),
            Circuit::Blocked(failure) => return Err(failure.to_string()),
        }
        let asking = {
            let (remote, database) = (std::sync::Arc::clone(self), database.clone());
            let (verdict, key) = (verdict.clone(), key.clone());
            || async move {
                let asked = remote.ask(&database, redacted, &examples, &verdict, key);
                asked.await
            }
        };
        match self.flights.join(key, asking).await {
            (Some(Ok(answer)), true) => Ok(Found::New(answer)),
            (Some(Ok(answer)), false) => Ok(Found::Again(again(answer, start))),
            (Some(Err(reason)), _) => Err(reason),
            (None, _) => Err("Asking the provider failed.".to_owned()),
        }
    }

    async fn ask(
        &self,
        database: &Database,
        (title, description): (String, String),
        examples: &[Example],
        verdict: &Verdict,
        key: String,
    ) -> Result<Model, Reason> {
        let question = Question {
            text: Text {
                title: &title,
                description: &description,
            },
            examples,
        };
        let worst = self.provider.worst_cost_nano_usd(&question);
        let begun = ledger::begin(database, &self.callee, worst, self.budget_nano_usd)
            .await
            .map_err(unrecorded)?
            .ok_or("Today's budget for the provider is spent.")?;
        let call = self.provider.ask(&question).await;
        if let Err(failure) = call.outcome
            && failure.is_unasked()
        {
            ledger::cancel(database, begun).await.map_err(unrecorded)?;
            return Err(failure.to_string());
        }
        let suggestion = call.outcome.as_ref().ok().map(|answer| ActiveModel {
            latency_ms: Set(i32::try_from(call.latency.as_millis()).unwrap_or(i32::MAX)),
            input_tokens: Set(call.usage.input_tokens),
            output_tokens: Set(call.usage.output_tokens),
            cost_nano_usd: Set(call.cost_nano_usd),
            ..self.suggestion(combined(answer, verdict), key)
        });
        let recorded = ledger::settle(database, begun, &call, suggestion).await;
        match (call.outcome, recorded) {
            (Err(failure), _) => Err(failure.to_string()),
            (Ok(_), Ok(Some(suggestion))) => Ok(suggestion),
            (Ok(_), Ok(None)) => Err("The provider's answer was not recorded.".to_owned()),
            (Ok(_), Err(error)) => Err(unrecorded(error)),
        }
    }

    fn suggestion(&self, verdict: Verdict, key: String) -> ActiveModel {
        let (alternative_category, alternative_priority) = verdict.alternatives();
        ActiveModel {
            id: NotSet,
            category: Set(verdict.category),
            priority: Set(verdict.priority),
            category_confidence: Set(verdict.category_confidence),
            priority_confidence: Set(verdict.priority_confidence),
            reason: Set(verdict.reason),
            provider: Set(self.callee.provider),
            model: Set(self.callee.model.clone()),
            cached: Set(false),
            fallback_reason: Set(None),
            latency_ms: NotSet,
            input_tokens: NotSet,
            output_tokens: NotSet,
            cost_nano_usd: NotSet,
            prompt_version: Set(Some(self.callee.prompt_version.clone())),
            cache_key: Set(Some(key)),
            created_at: Set(DateTime::now()),
            alternative_category: Set(Some(alternative_category)),
            alternative_priority: Set(Some(alternative_priority)),
        }
    }

    /// What an answer depends on. Parted by a character that is in none of the parts.
    fn cache_key(&self, (title, description): &(String, String), examples: &[Example]) -> String {
        let callee = &self.callee;
        let examples = examples.iter().flat_map(|example| {
            let labels = [example.category.name(), example.priority.name()];
            iter::once(example.text.as_str()).chain(labels)
        });
        let mut hash = Sha256::new();
        for part in [
            wire_name(callee.provider),
            &callee.model,
            &callee.prompt_version,
            title,
            description,
        ]
        .into_iter()
        .chain(examples)
        {
            hash.update(part);
            hash.update("\0");
        }
        BASE64_STANDARD.encode(hash.finalize())
    }
}

fn unrecorded(error: DbErr) -> Reason {
    tracing::warn!(%error, "writing to the ledger failed");
    "The ledger of calls cannot be written.".to_owned()
}

/// The newest answer to the same question that is not too old.
async fn cached(connection: &DatabaseConnection, key: &str) -> Result<Option<Model>, DbErr> {
    Entity::find()
        .filter(COLUMN.cache_key.eq(key))
        .filter(Column::CreatedAt.gt(DateTime::now().before(LIFETIME)))
        .order_by_desc(COLUMN.created_at)
        .one(connection)
        .await
}

/// An earlier answer, to be recorded as used again. It has no key: the first one's age counts.
fn again(earlier: Model, start: Instant) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        cached: Set(true),
        cache_key: Set(None),
        latency_ms: Set(i32::try_from(start.elapsed().as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cost_nano_usd: Set(Some(0)),
        created_at: Set(DateTime::now()),
        ..earlier.into_active_model().reset_all()
    }
}
