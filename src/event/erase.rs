//! Forgetting what deleted tickets said.
//!
//! The events of a ticket hold the texts that were changed, and the last one all that was deleted,
//! so that whoever follows the changes can tell which lists the ticket was in. Followers are at most
//! minutes behind; after an hour nobody has a use for the texts.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DbErr};
use tokio::time::{Instant, interval_at};

use crate::{database::Database, sql::Sql, time::DateTime};

/// How long texts outlive their ticket, and how often they are looked for.
const HOUR: Duration = Duration::from_secs(60 * 60);
/// How long after the start they are first looked for.
const MINUTE: Duration = Duration::from_secs(60);

/// Erases, every hour, the texts of tickets that have been deleted for an hour.
pub async fn erase_deleted(database: Database) {
    let mut hours = interval_at(Instant::now() + MINUTE, HOUR);
    loop {
        hours.tick().await;
        if let Err(error) = erase(&database, DateTime::now().before(HOUR)).await {
            // They are found again in an hour.
            tracing::warn!(%error, "erasing the texts of deleted tickets failed");
        }
    }
}

/// Erases the texts of tickets that were deleted before `end`.
async fn erase(database: &Database, end: DateTime) -> Result<(), DbErr> {
    let mut sql = Sql::default();
    let text = format!(
        "UPDATE ticket_event SET changes = '[]'
         WHERE changes <> '[]' AND ticket_id IN (
             SELECT ticket_id FROM ticket_event
             WHERE kind = 'DELETED' AND changes <> '[]' AND created_at < {}
         )",
        sql.bind(end.0)
    );
    let statement = sql.statement(database.backend(), &text);
    database.write.execute_raw(statement).await.map(|_| ())
}
