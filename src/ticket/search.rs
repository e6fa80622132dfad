//! The words of a ticket in the database: kept in step, and asked for.
//!
//! Both ways of asking mean the same, as both look at the words that [`words`] made: every word of
//! the search is the beginning of a word of the ticket.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, sea_query::OnConflict};

use super::{entity::Model, words};
use crate::sql::Sql;

mod entity {
    //! The table `ticket_search`.

    use sea_orm::entity::prelude::*;

    use crate::ticket::entity::TicketId;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ticket_search")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ticket_id: TicketId,
        /// The ticket's distinct words in order, parted by spaces.
        #[sea_orm(column_type = "Text")]
        pub words: String,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub use entity::Entity;

/// A ticket's distinct words in order, parted by spaces.
pub fn words_of(ticket: &Model) -> String {
    words::indexed([ticket.title.as_str(), ticket.description.as_str()])
}

/// Makes a ticket's title and description findable, in place of what was before.
pub async fn index(connection: &impl ConnectionTrait, ticket: &Model) -> Result<(), DbErr> {
    let row = entity::ActiveModel {
        ticket_id: sea_orm::Set(ticket.id),
        words: sea_orm::Set(words_of(ticket)),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(entity::Column::TicketId)
                .update_column(entity::Column::Words)
                .to_owned(),
        )
        .exec_without_returning(connection)
        .await
        .map(|_| ())
}

/// That the text `column`, a row's words, has them all.
pub fn contains(
    backend: DbBackend,
    words: &BTreeSet<String>,
    column: &str,
    sql: &mut Sql,
) -> String {
    let place = match backend {
        DbBackend::Postgres => "strpos",
        _ => "instr",
    };
    words
        .iter()
        .map(|word| {
            format!(
                "{place}(' ' || {column}, {}) > 0",
                sql.bind(format!(" {word}"))
            )
        })
        .collect::<Vec<_>>()
        .join(" AND ")
}

/// A query for the `ticket_id` of every ticket that has all the words, by the inverted index.
pub fn hits(backend: DbBackend, words: &BTreeSet<String>, sql: &mut Sql) -> String {
    // A word has no character that either query language gives a meaning, but quotes make it plain.
    match backend {
        DbBackend::Postgres => {
            let query = join(words, |word| format!("'{word}':*"), " & ");
            format!(
                "SELECT ticket_id FROM ticket_search
                 WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST({} AS tsquery)",
                sql.bind(query)
            )
        }
        _ => {
            let query = join(words, |word| format!("\"{word}\"*"), " AND ");
            format!(
                "SELECT rowid AS ticket_id FROM ticket_search_index
                 WHERE ticket_search_index MATCH {}",
                sql.bind(query)
            )
        }
    }
}

/// Joins to `row`, which has a ticket's id, the ticket's words `s`. Each is looked up by the id: PostgreSQL
/// keeps one plan for words that it does not see, in which it would read all rows for a few.
pub fn join_words(backend: DbBackend, row: &str) -> String {
    match backend {
        DbBackend::Postgres => format!(
            "CROSS JOIN LATERAL (
                 SELECT words FROM ticket_search s WHERE s.ticket_id = {row}.id OFFSET 0
             ) s"
        ),
        _ => format!("JOIN ticket_search s ON s.ticket_id = {row}.id"),
    }
}

/// Joins to `hit`, the rows of [`hits`], the tickets `t` that meet a condition, each by its id, too.
pub fn join_tickets(backend: DbBackend, condition: &str) -> String {
    match backend {
        DbBackend::Postgres => format!(
            "CROSS JOIN LATERAL (
                 SELECT * FROM ticket t WHERE t.id = hit.ticket_id AND {condition} OFFSET 0
             ) t"
        ),
        _ => format!("CROSS JOIN ticket t ON t.id = hit.ticket_id AND {condition}"),
    }
}

fn join(words: &BTreeSet<String>, term: impl Fn(&String) -> String, operator: &str) -> String {
    words.iter().map(term).collect::<Vec<_>>().join(operator)
}
