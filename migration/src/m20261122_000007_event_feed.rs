//! What the live feed needs of `ticket_event`: on PostgreSQL the transaction of every event, and on
//! both an index of the deletions that still hold their ticket's texts.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

const DELETIONS: &str = "CREATE INDEX ticket_event_deletion ON ticket_event (created_at)
    WHERE kind = 'DELETED' AND changes <> '[]'";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Postgres {
            // Events of before count as seen: no snapshot is older than transaction 3, the first.
            let transaction = [
                "ALTER TABLE ticket_event ADD COLUMN transaction_id xid8 NOT NULL DEFAULT '3'",
                "ALTER TABLE ticket_event
                 ALTER COLUMN transaction_id SET DEFAULT pg_current_xact_id()",
                "CREATE INDEX ticket_event_transaction_id ON ticket_event (transaction_id)",
            ];
            run(manager, &transaction).await?;
        }
        run(manager, &[DELETIONS]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP INDEX ticket_event_deletion"]).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let column = "ALTER TABLE ticket_event DROP COLUMN transaction_id";
            run(manager, &[column]).await?;
        }
        Ok(())
    }
}
