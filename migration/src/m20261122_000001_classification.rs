//! `classification`: a suggestion that was made, whether or not a ticket came of it.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("classification")
                    .col(big_pk_auto("id"))
                    .col(small_integer("category").check(Expr::col("category").between(1, 4)))
                    .col(small_integer("priority").check(Expr::col("priority").between(1, 4)))
                    .col(double("category_confidence"))
                    .col(double("priority_confidence"))
                    .col(text_null("reason"))
                    .col(text("provider"))
                    .col(text("model"))
                    .col(boolean("cached"))
                    .col(text_null("fallback_reason"))
                    .col(integer("latency_ms"))
                    .col(integer("input_tokens"))
                    .col(integer("output_tokens"))
                    // Billionths of a dollar: one token of the cheapest models costs ten of them.
                    .col(big_integer_null("cost_nano_usd"))
                    // Microseconds since 1970, like every time in this schema.
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("classification").to_owned())
            .await
    }
}
