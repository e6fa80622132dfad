//! `classifierStatus`.

use async_graphql::{Context, Enum, Object, SimpleObject};

use super::{entity::Provider, usd};
use crate::{classifier::provider::Circuit, context::ContextExt, error::Result};

#[derive(Default)]
pub struct ClassificationQuery;

/// Whether a provider is called at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum BreakerState {
    /// It is called.
    Closed,
    /// It failed too often, or asked for it, and is left alone for a while; the embedded model answers.
    Open,
    /// One call is under way to find out whether it is well again.
    HalfOpen,
    /// It does not accept the key, wants to be paid, or its spend limit is reached: it is not called
    /// again before a restart.
    Blocked,
}

impl From<Circuit> for BreakerState {
    fn from(circuit: Circuit) -> Self {
        match circuit {
            Circuit::Closed => Self::Closed,
            Circuit::Open => Self::Open,
            Circuit::HalfOpen => Self::HalfOpen,
            Circuit::Blocked(_) => Self::Blocked,
        }
    }
}

/// Who suggests, and whether it can.
#[derive(SimpleObject)]
pub struct ClassifierStatus {
    /// The configured provider.
    provider: Provider,
    /// Its model.
    model: String,
    /// The version of the prompt that it is asked with; null for the embedded model.
    prompt_version: Option<String>,
    /// Whether the provider is called at present; null for the embedded model, which always answers.
    breaker: Option<BreakerState>,
    /// The most to spend on a day (UTC), in US dollars; null for the embedded model, which costs nothing.
    budget_usd: Option<f64>,
    /// What is left of it today, without what the calls under way may cost.
    budget_left_usd: Option<f64>,
    /// The embedded model in use, with its version. It answers when the provider does not. One that
    /// `frontdesk retrain` fitted to the team's corrections has a `+` in its name.
    embedded_model: String,
}

#[Object]
impl ClassificationQuery {
    /// Who suggests categories and priorities, and whether it can at present.
    async fn classifier_status(&self, ctx: &Context<'_>) -> Result<ClassifierStatus> {
        let app = ctx.app();
        let embedded_model = app.models.current().name().to_owned();
        let Some(remote) = &app.remote else {
            return Ok(ClassifierStatus {
                provider: Provider::Local,
                model: embedded_model.clone(),
                prompt_version: None,
                breaker: None,
                budget_usd: None,
                budget_left_usd: None,
                embedded_model,
            });
        };
        let status = remote.status().await?;
        Ok(ClassifierStatus {
            provider: status.callee.provider,
            model: status.callee.model,
            prompt_version: Some(status.callee.prompt_version),
            breaker: Some(status.circuit.into()),
            budget_usd: Some(usd(status.budget_nano_usd)),
            budget_left_usd: Some(usd((status.budget_nano_usd - status.spent_nano_usd).max(0))),
            embedded_model,
        })
    }
}
