//! In `provider_call` what a call asks for, so that no two servers ask the same at once, and by when it has
//! ended, unless whoever made it is gone.

use sea_orm_migration::prelude::*;

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "ALTER TABLE provider_call ADD COLUMN cache_key text",
                // Of an earlier call that is still STARTED nobody will tell any more.
                "ALTER TABLE provider_call ADD COLUMN ends_by bigint NOT NULL DEFAULT 0",
                "CREATE UNIQUE INDEX provider_call_started ON provider_call (cache_key)
                 WHERE outcome = 'STARTED'",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX provider_call_started",
                "ALTER TABLE provider_call DROP COLUMN ends_by",
                "ALTER TABLE provider_call DROP COLUMN cache_key",
            ],
        )
        .await
    }
}
