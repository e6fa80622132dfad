//! A suggestion as clients see it.

use async_graphql::{ID, Object};

use super::{
    ConfidenceBand,
    entity::{Model, Provider},
};
use crate::{
    label::{Category, Priority},
    time::DateTime,
};

pub struct Classification(pub Model);

/// A suggestion that the classifier made.
#[Object]
impl Classification {
    /// Give it to `createTicket` as `classificationId` when the form was filled from it.
    async fn id(&self) -> ID {
        self.0.id.0.into()
    }

    /// The suggested category.
    async fn category(&self) -> Category {
        self.0.category
    }

    /// The suggested priority.
    async fn priority(&self) -> Priority {
        self.0.priority
    }

    /// How likely the category is right, 0 to 1. The embedded model's is calibrated: of its suggestions
    /// with 0.8, four in five are right. Under a language model's answer it is an estimate from what both
    /// say, which nothing was measured for; `stats.classification.byBand` tells how it does with you.
    async fn category_confidence(&self) -> f64 {
        self.0.category_confidence
    }

    /// How likely the priority is right, 0 to 1, in the same way.
    async fn priority_confidence(&self) -> f64 {
        self.0.priority_confidence
    }

    /// How sure the category is, in a word.
    async fn category_band(&self) -> ConfidenceBand {
        ConfidenceBand::of(self.0.category_confidence)
    }

    /// How sure the priority is, in a word.
    async fn priority_band(&self) -> ConfidenceBand {
        ConfidenceBand::of(self.0.priority_confidence)
    }

    /// The category that the embedded model finds likeliest besides the suggested one; null for
    /// suggestions from before it was kept.
    async fn alternative_category(&self) -> Option<Category> {
        self.0.alternative_category
    }

    /// The priority that the embedded model finds likeliest besides the suggested one; null for
    /// suggestions from before it was kept.
    async fn alternative_priority(&self) -> Option<Priority> {
        self.0.alternative_priority
    }

    /// One sentence for the agent; null when the provider gives none. It may quote the ticket, so
    /// show it as plain text.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_deref()
    }

    /// Who answered.
    async fn provider(&self) -> Provider {
        self.0.provider
    }

    /// The model that answered, with its version.
    async fn model(&self) -> &str {
        &self.0.model
    }

    /// True when an earlier answer to the same text was used again.
    async fn cached(&self) -> bool {
        self.0.cached
    }

    /// Why the configured provider was not the one to answer; null when it was.
    async fn fallback_reason(&self) -> Option<&str> {
        self.0.fallback_reason.as_deref()
    }

    /// How long the answer took, in milliseconds.
    async fn latency_ms(&self) -> i32 {
        self.0.latency_ms
    }

    /// Tokens sent; 0 for the embedded model.
    async fn input_tokens(&self) -> i32 {
        self.0.input_tokens
    }

    /// Tokens received; 0 for the embedded model.
    async fn output_tokens(&self) -> i32 {
        self.0.output_tokens
    }

    /// What the answer cost, in US dollars. Null when the model's price is not known; 0 for the
    /// embedded one and for an answer used again.
    async fn cost_usd(&self) -> Option<f64> {
        self.0.cost_nano_usd.map(usd)
    }

    /// When the suggestion was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at
    }
}

/// Billionths of a dollar as dollars.
pub fn usd(nano: i64) -> f64 {
    nano as f64 / 1e9
}
