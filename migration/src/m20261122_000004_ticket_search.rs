//! `ticket_search`: the words of a ticket, folded by the server, and an inverted index over them.
//!
//! The words are made outside, so that both databases agree on what a word is; here they are only
//! parted at spaces. SQLite's `ascii` tokenizer does that: it keeps every character beyond ASCII,
//! and within ASCII a word has letters and digits only. PostgreSQL takes them as an array.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: [&str; 4] = [
    "CREATE VIRTUAL TABLE ticket_search_index USING fts5 (
        words, content = 'ticket_search', content_rowid = 'ticket_id',
        tokenize = 'ascii', detail = none, columnsize = 0, prefix = '1 2 3 4 5')",
    "CREATE TRIGGER ticket_search_insert AFTER INSERT ON ticket_search BEGIN
        INSERT INTO ticket_search_index (rowid, words) VALUES (NEW.ticket_id, NEW.words);
    END",
    "CREATE TRIGGER ticket_search_update AFTER UPDATE ON ticket_search BEGIN
        INSERT INTO ticket_search_index (ticket_search_index, rowid, words)
            VALUES ('delete', OLD.ticket_id, OLD.words);
        INSERT INTO ticket_search_index (rowid, words) VALUES (NEW.ticket_id, NEW.words);
    END",
    "CREATE TRIGGER ticket_search_delete AFTER DELETE ON ticket_search BEGIN
        INSERT INTO ticket_search_index (ticket_search_index, rowid, words)
            VALUES ('delete', OLD.ticket_id, OLD.words);
    END",
];

const POSTGRES: [&str; 1] = ["CREATE INDEX ticket_search_index ON ticket_search
        USING gin (array_to_tsvector(string_to_array(words, ' ')))"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("ticket_search")
                    .col(big_integer("ticket_id").primary_key())
                    .col(text("words"))
                    .foreign_key(
                        ForeignKey::create()
                            .name("ticket_search_ticket")
                            .from("ticket_search", "ticket_id")
                            .to("ticket", "id")
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        match manager.get_database_backend() {
            DbBackend::Postgres => run(manager, &POSTGRES).await,
            _ => run(manager, &SQLITE).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            run(manager, &["DROP TABLE ticket_search_index"]).await?;
        }
        manager
            .drop_table(Table::drop().table("ticket_search").to_owned())
            .await
    }
}
