//! `provider_call`: every call to a language model, begun or ended; `provider_day`: what the calls of a
//! day came to; `provider_spend`: what a day has cost or may yet cost. And in `classification` by what
//! an answer is found again.

use sea_orm_migration::{prelude::*, schema::*};

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("provider_call")
                    .col(big_pk_auto("id"))
                    .col(text("provider"))
                    .col(text("model"))
                    .col(text("prompt_version"))
                    // STARTED until it has ended; one that a crash cut off stays so.
                    .col(text("outcome"))
                    .col(big_integer("reserved_nano_usd"))
                    .col(integer("latency_ms"))
                    .col(integer("input_tokens"))
                    .col(integer("output_tokens"))
                    .col(integer("cached_tokens"))
                    .col(big_integer_null("cost_nano_usd"))
                    .col(big_integer_null("classification_id"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("provider_day")
                    .col(integer("day"))
                    .col(text("provider"))
                    .col(text("model"))
                    .col(big_integer("calls"))
                    .col(big_integer("failures"))
                    .col(big_integer("cache_hits"))
                    .col(big_integer("input_tokens"))
                    .col(big_integer("output_tokens"))
                    .col(big_integer("cached_tokens"))
                    .col(big_integer("cost_nano_usd"))
                    .col(big_integer("cost_unknown"))
                    .primary_key(Index::create().col("day").col("provider").col("model"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("provider_spend")
                    .col(integer("day").primary_key())
                    .col(big_integer("nano_usd"))
                    .to_owned(),
            )
            .await?;
        run(
            manager,
            &[
                // The newest answers of a model, for how long they took.
                "CREATE INDEX provider_call_model ON provider_call (provider, model, id)",
                "ALTER TABLE classification ADD COLUMN prompt_version text",
                "ALTER TABLE classification ADD COLUMN cache_key text",
                "CREATE INDEX classification_cache_key ON classification (cache_key, created_at)
                 WHERE cache_key IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(
            manager,
            &[
                "DROP INDEX classification_cache_key",
                "ALTER TABLE classification DROP COLUMN cache_key",
                "ALTER TABLE classification DROP COLUMN prompt_version",
                "DROP TABLE provider_spend",
                "DROP TABLE provider_day",
                "DROP TABLE provider_call",
            ],
        )
        .await
    }
}
