//! `model`: embedded models that were fitted to the team's corrections, the newest last.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("model")
                    .col(big_pk_auto("id"))
                    .col(text("name"))
                    // The name of the program's own model that it was fitted beside.
                    .col(text("base"))
                    .col(blob("weights"))
                    .col(integer("corrections"))
                    // Macro-F1 on the development set.
                    .col(double("category_f1"))
                    .col(double("priority_f1"))
                    // On the newest decisions of the team: labels, and those that it gets right.
                    .col(integer("team_labels"))
                    .col(integer("team_right"))
                    .col(big_integer("created_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("model").to_owned())
            .await
    }
}
