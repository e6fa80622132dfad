//! One call, from its place in the ledger to the record that comes of it.

use std::time::Duration;

use sea_orm::{ActiveValue::NotSet, DbErr, Set};
use tokio::time::{Instant, sleep};

use super::{Answered, Reason, Remote};
use crate::{
    classification::{
        cache,
        entity::{ActiveModel, Model},
        ledger::{self, Begun},
    },
    classifier::{
        Text, Verdict, combined,
        provider::{Call, Example, Question, Turn},
    },
    time::DateTime,
};

/// How often to look for what another server is asking.
const LOOK: Duration = Duration::from_millis(250);
/// How long after a failure to write the ledger once more.
const ONCE_MORE: Duration = Duration::from_millis(500);

/// How asking begins.
enum Begin<'a> {
    Call(Turn<'a>, ledger::Model),
    Found(Model),
}

impl Remote {
    /// Asks, unless another server has asked the same or does so now.
    pub(super) async fn ask(
        &self,
        (title, description): (String, String),
        examples: &[Example],
        verdict: &Verdict,
        key: String,
    ) -> Result<Answered, Reason> {
        let question = Question {
            text: Text {
                title: &title,
                description: &description,
            },
            examples,
        };
        let worst = self.provider.worst_cost_nano_usd(&question);
        let (turn, begun) = match self.begin(&key, worst).await? {
            Begin::Call(turn, begun) => (turn, begun),
            Begin::Found(earlier) => return Ok((earlier, false)),
        };
        let call = turn.ask(&question).await;
        let suggestion = call.outcome.as_ref().ok().map(|answer| ActiveModel {
            latency_ms: Set(i32::try_from(call.latency.as_millis()).unwrap_or(i32::MAX)),
            input_tokens: Set(call.usage.input_tokens),
            output_tokens: Set(call.usage.output_tokens),
            cost_nano_usd: Set(call.cost_nano_usd),
            ..self.suggestion(combined(answer, verdict), key)
        });
        let recorded = self.settle(&begun, &call, suggestion).await;
        match (call.outcome, recorded) {
            (Err(failure), _) => Err(failure.into()),
            (Ok(_), Ok(Some(suggestion))) => Ok((suggestion, true)),
            (Ok(_), Ok(None)) => Err(Reason::Lost),
            (Ok(_), Err(error)) => Err(unrecorded(error)),
        }
    }

    /// Begins a call. Another one for the same answer, of this server a moment ago or of another one now, is
    /// waited for instead.
    async fn begin(&self, key: &str, worst_nano_usd: i64) -> Result<Begin<'_>, Reason> {
        let timeout = self.provider.timeout();
        let deadline = Instant::now() + timeout;
        while Instant::now() < deadline {
            let under_way = ledger::is_under_way(&self.database.read, key).await;
            if under_way.map_err(unrecorded)? {
                sleep(LOOK).await;
                continue;
            }
            // After it, since a call and its answer change places at one moment.
            if let Some(earlier) = cache::earlier(&self.database.read, key).await {
                return Ok(Begin::Found(earlier));
            }
            // The turn comes first: what may be spent is not kept from others while one waits for it.
            let turn = self.provider.turn().await;
            let turn = turn?;
            let (callee, budget) = (&self.callee, self.budget_nano_usd);
            let begun =
                ledger::begin(&self.database, callee, key, timeout, worst_nano_usd, budget).await;
            match begun.map_err(unrecorded)? {
                Begun::Call(call) => return Ok(Begin::Call(turn, call)),
                Begun::Answered(earlier) => return Ok(Begin::Found(earlier)),
                Begun::Spent => return Err(Reason::BudgetSpent),
                Begun::UnderWay => drop(turn),
            }
            // It may be one that was lost.
            let gone = ledger::give_up_lost(&self.database).await;
            gone.map_err(unrecorded)?;
        }
        Err(Reason::UnderWay)
    }

    /// Writes down how a call ended; once more when that fails, since the answer is paid for.
    async fn settle(
        &self,
        begun: &ledger::Model,
        call: &Call,
        suggestion: Option<ActiveModel>,
    ) -> Result<Option<Model>, DbErr> {
        let settled = ledger::settle(&self.database, begun, call, suggestion.clone()).await;
        let Err(error) = settled else { return settled };
        tracing::warn!(%error, "writing to the ledger failed, and is tried once more");
        sleep(ONCE_MORE).await;
        ledger::settle(&self.database, begun, call, suggestion).await
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
}

fn unrecorded(error: DbErr) -> Reason {
    tracing::warn!(%error, "writing to the ledger failed");
    Reason::Unrecorded
}
