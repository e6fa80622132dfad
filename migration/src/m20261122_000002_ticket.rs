//! `ticket`, with the indexes that serve its pages.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// What every filter narrows down to: a ticket's cell. A page under any filter is a merge of at
/// most 4 × 4 × 4 × 4 cells, and each cell has its tickets in every order that a list can have.
const CELL: [&str; 4] = ["category", "priority", "status", "triage"];

const INDEXES: [(&str, &[&str]); 6] = [
    ("ticket_created_at", &["created_at", "id"]),
    ("ticket_updated_at", &["updated_at", "id"]),
    ("ticket_priority", &["priority", "id"]),
    (
        "ticket_cell_created_at",
        &[CELL[0], CELL[1], CELL[2], CELL[3], "created_at", "id"],
    ),
    (
        "ticket_cell_updated_at",
        &[CELL[0], CELL[1], CELL[2], CELL[3], "updated_at", "id"],
    ),
    (
        "ticket_cell_id",
        &[CELL[0], CELL[1], CELL[2], CELL[3], "id"],
    ),
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("ticket")
                    .col(big_pk_auto("id"))
                    .col(text("title"))
                    .col(text("description"))
                    // Labels are small numbers, in the order in which the API lists them: three
                    // indexes hold all four, and priorities sort by rank.
                    .col(small_integer("category").check(Expr::col("category").between(1, 4)))
                    .col(small_integer("priority").check(Expr::col("priority").between(1, 4)))
                    .col(small_integer("status").check(Expr::col("status").between(1, 4)))
                    .col(small_integer("triage").check(Expr::col("triage").between(1, 4)))
                    .col(big_integer_null("classification_id"))
                    .col(integer("version"))
                    .col(big_integer("created_at"))
                    .col(big_integer("updated_at"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("ticket_classification")
                            .from("ticket", "classification_id")
                            .to("classification", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, columns) in INDEXES {
            let mut index = Index::create();
            index.name(name).table("ticket");
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("ticket").to_owned())
            .await
    }
}
