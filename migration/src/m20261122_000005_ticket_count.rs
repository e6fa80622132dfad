//! `ticket_count`: how many tickets a cell has, per day and over all days, kept by triggers.
//!
//! Triggers rather than the write path, so that whoever writes a ticket, a bulk load or a repair
//! by hand included, leaves the numbers right in the same transaction.
//!
//! A cell is category × priority × status × triage. `day` counts days since 1970-01-01 in UTC, and
//! −1 stands for all days together. Beside the tickets a row sums what their suggestions cost and
//! how many of them a person kept.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::{
    run,
    ticket_count::{self, CELL, Sum, columns},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// 3 and 4 are the triage values CONFIRMED and OVERRULED: a person has decided.
pub fn sums() -> Vec<Sum> {
    vec![
        Sum::of("tickets", "1"),
        Sum::when(
            "category_kept",
            "{t}.triage IN (3, 4) AND {t}.category = c.category",
        ),
        Sum::when(
            "priority_kept",
            "{t}.triage IN (3, 4) AND {t}.priority = c.priority",
        ),
        Sum::when("cached", "c.cached"),
        Sum::when("fallbacks", "c.fallback_reason IS NOT NULL"),
        Sum::of("input_tokens", "coalesce(c.input_tokens, 0)"),
        Sum::of("output_tokens", "coalesce(c.output_tokens, 0)"),
        Sum::of("cost_nano_usd", "coalesce(c.cost_nano_usd, 0)"),
        Sum::when(
            "cost_unknown",
            "c.id IS NOT NULL AND c.cost_nano_usd IS NULL",
        ),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sums = sums();
        let mut table = Table::create();
        table.table("ticket_count").col(integer("day"));
        for label in CELL.split(", ") {
            table.col(small_integer(label));
        }
        for sum in &sums {
            table.col(big_integer(sum.column.clone()));
        }
        table.primary_key(
            Index::create()
                .col("day")
                .col("category")
                .col("priority")
                .col("status")
                .col("triage"),
        );
        manager.create_table(table).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            let delta = format!(
                "CREATE TABLE ticket_count_delta (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    day integer NOT NULL, category smallint NOT NULL, priority smallint NOT NULL,
                    status smallint NOT NULL, triage smallint NOT NULL, {})",
                columns(&sums, |sum| format!("{sum} bigint NOT NULL"))
            );
            run(manager, &[&delta]).await?;
        }
        ticket_count::create(manager, &sums).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ticket_count::drop(manager).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            run(manager, &["DROP TABLE ticket_count_delta"]).await?;
        }
        manager
            .drop_table(Table::drop().table("ticket_count").to_owned())
            .await
    }
}
