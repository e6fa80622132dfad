//! Keeping the counters of PostgreSQL small: moving what writers appended into the rows.
//!
//! Readers are exact without it, as they read both. It runs a moment after a write, so that it
//! costs nothing while nobody writes, and at most one server's folder works at a time.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement};
use tokio::sync::Notify;

use crate::database::Database;

/// How long to gather writes before moving them.
const PAUSE: Duration = Duration::from_millis(500);
/// Appended rows to move in one transaction.
const MOST: i32 = 10_000;

/// The task that folds, woken by whoever wrote.
#[derive(Clone)]
pub struct Folder(Arc<Notify>);

impl Folder {
    pub fn start(database: Database) -> Self {
        let folder = Self(Arc::default());
        if database.backend() == DbBackend::Postgres {
            let woken = Arc::clone(&folder.0);
            // What a server left behind when it stopped waits to be folded, too.
            woken.notify_one();
            tokio::spawn(async move {
                loop {
                    woken.notified().await;
                    tokio::time::sleep(PAUSE).await;
                    if let Err(error) = fold(&database).await {
                        // Nothing is lost: the next write wakes the folder again.
                        tracing::warn!(%error, "folding the counters failed");
                    }
                }
            });
        }
        folder
    }

    /// Says that a write was committed.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

#[derive(FromQueryResult)]
struct Folded {
    rows: i64,
}

async fn fold(database: &Database) -> Result<(), DbErr> {
    loop {
        let statement = Statement::from_sql_and_values(
            database.backend(),
            "SELECT fold_ticket_count($1) AS rows",
            [MOST.into()],
        );
        let folded = database.write.query_one_raw(statement).await?;
        let rows = match &folded {
            Some(row) => Folded::from_query_result(row, "")?.rows,
            None => 0,
        };
        if rows < i64::from(MOST) {
            return Ok(());
        }
    }
}
