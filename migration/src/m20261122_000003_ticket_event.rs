//! `ticket_event`: what happened to a ticket. No foreign key, because events outlive their ticket.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("ticket_event")
                    .col(big_pk_auto("id"))
                    .col(big_integer("ticket_id"))
                    .col(
                        text("kind")
                            .check(Expr::col("kind").is_in(["CREATED", "UPDATED", "DELETED"])),
                    )
                    .col(json_binary("changes"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ticket_event_ticket_id")
                    .table("ticket_event")
                    .col("ticket_id")
                    .col("id")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("ticket_event").to_owned())
            .await
    }
}
