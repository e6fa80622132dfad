//! Forgetting what deleted tickets said.
//!
//! The events of a ticket hold the texts that were changed, and the last one all that was deleted,
//! so that whoever follows the changes can tell which lists the ticket was in. Followers are at most
//! minutes behind; after an hour nobody has a use for the texts.

use std::time::Duration;

use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use tokio::time::{Instant, interval_at};

use super::entity::{COLUMN, Changes, Column, Entity, EventKind};
use crate::{database::Database, time::DateTime};

/// How long texts outlive their ticket, and how often they are looked for.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How long after the start they are first looked for.
const MINUTE: Duration = Duration::from_secs(60);

/// Erases, every hour, the texts of tickets that have been deleted for an hour.
pub async fn erase_deleted(database: Database) {
    let mut hours = interval_at(Instant::now() + MINUTE, HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = erase_before(&database, DateTime::now().before(HOUR)).await {
            // They are found again in an hour.
            tracing::warn!(%error, "erasing the texts of deleted tickets failed");
        }
    }
}

/// Erases the texts of tickets that were deleted before `end`.
pub async fn erase_before(database: &Database, end: DateTime) -> Result<(), DbErr> {
    /// Tickets at a time, so that no statement takes long.
    const SOME: u64 = 100;
    loop {
        let deletions = Entity::find()
            .filter(COLUMN.kind.eq(EventKind::Deleted))
            .filter(Expr::cust("changes <> '[]'"))
            .filter(Column::CreatedAt.lt(end))
            .order_by_asc(COLUMN.created_at)
            .limit(SOME);
        let deletions = deletions.all(&database.write).await?;
        if deletions.is_empty() {
            return Ok(());
        }
        let tickets = deletions.iter().map(|deletion| deletion.ticket_id);
        Entity::update_many()
            .col_expr(COLUMN.changes, Expr::value(Changes::default()))
            .filter(COLUMN.ticket_id.is_in(tickets))
            .exec(&database.write)
            .await?;
    }
}
