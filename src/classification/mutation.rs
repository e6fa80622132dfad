//! `classifyTicket`.

use async_graphql::{Context, Object, SimpleObject};

use super::{
    classify::{self, ClassifyTicketInput},
    object::Classification,
};
use crate::{context::ContextExt, error::Result};

#[derive(Default)]
pub struct ClassificationMutation;

/// What `classifyTicket` returns.
#[derive(SimpleObject)]
pub struct ClassifyTicketPayload {
    /// The suggestion, kept under its id for `createTicket`.
    classification: Classification,
}

#[Object]
impl ClassificationMutation {
    /// Suggests a category and a priority. Saves no ticket. Never fails because a provider does, or is
    /// slow: it falls back and says so.
    async fn classify_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text to suggest labels for.")] input: ClassifyTicketInput,
    ) -> Result<ClassifyTicketPayload> {
        let patience = ctx.allowance().patience();
        let classification = classify::classify(ctx.app(), input, patience).await?;
        Ok(ClassifyTicketPayload {
            classification: Classification(classification),
        })
    }
}
