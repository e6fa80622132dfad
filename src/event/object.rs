//! An event as clients see it.

use async_graphql::{ID, Object};

use super::entity::{Change, EventKind, Model};
use crate::time::DateTime;

pub struct TicketEvent(pub Model);

/// Something that happened to a ticket.
#[Object]
impl TicketEvent {
    /// Unique among all events.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        self.0.kind
    }

    /// For UPDATED: the fields that changed, triage among them. Otherwise empty.
    async fn changes(&self) -> Vec<FieldChange<'_>> {
        // A deletion keeps what it deleted for a while, for those who follow the changes.
        let changes = match self.0.kind {
            EventKind::Updated => self.0.changes.0.as_slice(),
            EventKind::Created | EventKind::Deleted => &[],
        };
        changes.iter().map(FieldChange).collect()
    }

    /// When it happened.
    async fn created_at(&self) -> DateTime {
        self.0.created_at
    }
}

pub struct FieldChange<'a>(&'a Change);

/// One field before and after a change.
#[Object]
impl FieldChange<'_> {
    /// The field's name in `Ticket`.
    async fn field(&self) -> &str {
        &self.0.field
    }

    /// The value before, as the API prints it; for `classification`, its id.
    async fn from(&self) -> Option<&str> {
        self.0.from.as_deref()
    }

    /// The value after, as the API prints it; for `classification`, its id.
    async fn to(&self) -> Option<&str> {
        self.0.to.as_deref()
    }
}
