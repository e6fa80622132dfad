//! A ticket as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use super::entity::{Model, Status, Triage};
use crate::{
    classification::Classification,
    context::ContextExt,
    error::{Error, Result},
    event::{self, TicketEvent},
    label::{Category, Priority},
    time::DateTime,
};

pub struct Ticket(pub Arc<Model>);

/// What a customer wrote, and what became of it.
#[Object]
impl Ticket {
    /// The ticket's number. Numbers grow and are never used again.
    async fn id(&self) -> ID {
        self.0.id.0.into()
    }

    /// What the ticket is about, in a line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What the customer wrote.
    async fn description(&self, ctx: &Context<'_>) -> Result<&str> {
        let description = &self.0.description;
        if description.is_empty() {
            return Err(Error::internal(
                "a description that is selected was not read",
            ));
        }
        ctx.allowance().take_bytes(description.len())?;
        Ok(description)
    }

    /// Which team must act.
    async fn category(&self) -> Category {
        self.0.category
    }

    /// How much harm there is now.
    async fn priority(&self) -> Priority {
        self.0.priority
    }

    /// How far the work is.
    async fn status(&self) -> Status {
        self.0.status
    }

    /// What became of the classifier's suggestion.
    async fn triage(&self) -> Triage {
        self.0.triage
    }

    /// When the ticket was created.
    async fn created_at(&self) -> DateTime {
        self.0.created_at
    }

    /// When the ticket last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at
    }

    /// Grows by one with every change; send it back as `expectedVersion` to detect a concurrent
    /// edit.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The suggestion that was made for this ticket, if there was one. `frontdesk backfill` replaces
    /// one that nobody has decided about.
    async fn classification(&self, ctx: &Context<'_>) -> Option<Result<Classification>> {
        let id = self.0.classification_id?;
        let found = ctx.loaders().classification.load_one(id).await;
        found.map(|record| record.map(Classification)).transpose()
    }

    /// What happened to the ticket, oldest first.
    async fn history(&self, ctx: &Context<'_>) -> Result<Vec<TicketEvent>> {
        let events = ctx.loaders().history.load_one(self.0.id).await?;
        let events = events.unwrap_or_default();
        let size = events.iter().map(event::Model::size).sum();
        ctx.allowance().take_bytes(size)?;
        Ok(events.into_iter().map(TicketEvent).collect())
    }
}
