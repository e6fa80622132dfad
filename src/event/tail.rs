//! Following the events: each one once, soon after it was committed.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, FromQueryResult, Statement};

use super::entity::Model;
use crate::{database::Database, sql::Sql};

/// How far the events have been read.
///
/// SQLite has one writer, so events are committed in the order of their ids. PostgreSQL has many:
/// an event's id may be below one that was read long ago. There it is a snapshot, which knows every
/// transaction that was seen; an event is new if its transaction was not.
#[derive(Clone, Debug)]
pub enum Place {
    Id(i64),
    Snapshot(String),
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

#[derive(FromQueryResult)]
struct Last {
    id: i64,
}

#[derive(FromQueryResult)]
struct Current {
    snapshot: String,
}

impl Place {
    /// Behind all that is committed.
    pub async fn now(database: &Database) -> Result<Self, DbErr> {
        Self::behind(&database.snapshot().await?).await
    }

    /// Behind all that `snapshot` sees.
    async fn behind(snapshot: &DatabaseTransaction) -> Result<Self, DbErr> {
        let query = |text| Statement::from_string(snapshot.get_database_backend(), text);
        let missing = || DbErr::RecordNotFound("the end of the events".to_owned());
        match snapshot.get_database_backend() {
            DbBackend::Postgres => {
                let current = query("SELECT CAST(pg_current_snapshot() AS text) AS snapshot");
                let current = Current::find_by_statement(current).one(snapshot).await?;
                Ok(Self::Snapshot(current.ok_or_else(missing)?.snapshot))
            }
            _ => {
                let last = query("SELECT coalesce(max(id), 0) AS id FROM ticket_event");
                let last = Last::find_by_statement(last).one(snapshot).await?;
                Ok(Self::Id(last.ok_or_else(missing)?.id))
            }
        }
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
        let unread = match self {
            Self::Id(id) => format!("id > {}", sql.bind(*id)),
            Self::Snapshot(seen) => {
                let seen = format!("CAST({} AS pg_snapshot)", sql.bind(seen.clone()));
                format!(
                    "transaction_id >= pg_snapshot_xmin({seen})
                     AND NOT pg_visible_in_snapshot(transaction_id, {seen})"
                )
            }
        };
        let text = format!(
            "SELECT id, ticket_id, kind, changes, created_at FROM ticket_event
             WHERE {unread} ORDER BY id LIMIT {}",
            most + 1
        );
        let statement = sql.statement(snapshot.get_database_backend(), &text);
        let events = Model::find_by_statement(statement).all(snapshot).await?;
        Ok((events.len() <= most).then_some((events, behind)))
    }
}
