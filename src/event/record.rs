//! Writing down what happened to a ticket.

use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};

use super::entity::{ActiveModel, Change, Changes, Entity, EventKind};
use crate::{ticket::TicketId, time::DateTime};

/// Notes an event within the transaction that makes it happen.
pub async fn record(
    transaction: &impl ConnectionTrait,
    ticket_id: TicketId,
    kind: EventKind,
    changes: Vec<Change>,
    at: DateTime,
) -> Result<(), DbErr> {
    Entity::insert(ActiveModel {
        id: NotSet,
        ticket_id: Set(ticket_id),
        kind: Set(kind),
        changes: Set(Changes(changes)),
        created_at: Set(at),
    })
    .exec_without_returning(transaction)
    .await
    .map(|_| ())
}
