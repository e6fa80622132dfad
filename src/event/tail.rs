//! Following the events: each one once, soon after it was committed.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, Statement};

use super::entity::Model;
use crate::{database::Database, sql::Sql};

/// How far the events have been read.
///
/// SQLite has one writer, so events are committed in the order of their ids. PostgreSQL has many:
/// an event's id may be below one that was read long ago. There it takes a snapshot, which knows every
/// transaction that was seen; an event is new if its transaction was not. And it is new if its id is
/// beyond all that were seen: after a crash PostgreSQL gives a transaction's number again if nothing
/// that it did had reached the disk.
#[derive(Clone, Debug)]
pub struct Place {
    /// The last id that was seen.
    id: i64,
    /// On PostgreSQL, the transactions that were seen.
    snapshot: Option<String>,
}

#[derive(FromQueryResult)]
struct End {
    id: i64,
    snapshot: Option<String>,
}

impl Place {
    /// Behind all that is committed.
    pub async fn now(database: &Database) -> Result<Self, DbErr> {
        Self::behind(&database.snapshot().await?).await
    }

    /// Behind all that `snapshot` sees.
    async fn behind(snapshot: &DatabaseTransaction) -> Result<Self, DbErr> {
        let backend = snapshot.get_database_backend();
        let transactions = match backend {
            DbBackend::Postgres => "CAST(pg_current_snapshot() AS text)",
            _ => "NULL",
        };
        let end = Statement::from_string(
            backend,
            format!(
                "SELECT coalesce(max(id), 0) AS id, {transactions} AS snapshot FROM ticket_event"
            ),
        );
        let end = End::find_by_statement(end).one(snapshot).await?;
        let End { id, snapshot } =
            end.ok_or_else(|| DbErr::RecordNotFound("the end of the events".to_owned()))?;
        Ok(Self { id, snapshot })
    }

    /// The events that `snapshot` sees and that had not been read, those of a ticket in their order,
    /// and the place behind them; `None` when there are more than `most`.
    pub async fn read(
        &self,
        snapshot: &DatabaseTransaction,
        most: usize,
    ) -> Result<Option<(Vec<Model>, Self)>, DbErr> {
        let behind = Self::behind(snapshot).await?;
        let mut sql = Sql::default();
        let limit = most + 1;
        let mut unread = format!(
            "SELECT id FROM (
                 SELECT id FROM ticket_event WHERE id > {} ORDER BY id LIMIT {limit}
             ) later",
            sql.bind(self.id)
        );
        if let Some(seen) = &self.snapshot {
            let seen = format!("CAST({} AS pg_snapshot)", sql.bind(seen.clone()));
            unread += &format!(
                " UNION SELECT id FROM (
                     SELECT id FROM ticket_event
                     WHERE transaction_id >= pg_snapshot_xmin({seen})
                         AND NOT pg_visible_in_snapshot(transaction_id, {seen})
                     LIMIT {limit}
                 ) unseen"
            );
        }
        let text = format!(
            "SELECT id, ticket_id, kind, changes, created_at FROM ticket_event
             WHERE id IN ({unread}) ORDER BY id LIMIT {limit}"
        );
        let statement = sql.statement(snapshot.get_database_backend(), &text);
        let events = Model::find_by_statement(statement).all(snapshot).await?;
        Ok((events.len() <= most).then_some((events, behind)))
    }
}

/// Makes events that were restored from another cluster count as seen: their transactions may lie in
/// this one's future.
pub async fn adopt_restored(database: &Database) -> Result<(), DbErr> {
    if database.backend() == DbBackend::Postgres {
        database
            .write
            .execute_unprepared(
                "UPDATE ticket_event SET transaction_id = '3'
                 WHERE transaction_id >= pg_snapshot_xmax(pg_current_snapshot())",
            )
            .await?;
    }
    Ok(())
}
