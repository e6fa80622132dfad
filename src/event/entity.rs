//! The table `ticket_event`: a row for every change, written in the change's own transaction.

use async_graphql::Enum;
use sea_orm::{FromJsonQueryResult, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{ticket::TicketId, time::DateTime};

/// What happened to a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
#[graphql(name = "TicketEventKind")]
pub enum EventKind {
    /// The ticket came to be.
    #[sea_orm(string_value = "CREATED")]
    Created,
    /// One or more of its fields changed.
    #[sea_orm(string_value = "UPDATED")]
    Updated,
    /// The ticket was deleted.
    #[sea_orm(string_value = "DELETED")]
    Deleted,
}

/// One field's change, with the values as the API prints them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// The changes of one event, as JSON in the column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Changes(pub Vec<Change>);

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket_event")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub ticket_id: TicketId,
    pub kind: EventKind,
    #[sea_orm(column_type = "JsonBinary")]
    pub changes: Changes,
    pub created_at: DateTime,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// About the bytes that it takes in an answer.
    pub fn size(&self) -> usize {
        /// Names, punctuation, time and id.
        const FRAME: usize = 200;
        let values = self.changes.0.iter().flat_map(|it| [&it.from, &it.to]);
        values.flatten().map(String::len).sum::<usize>() + FRAME
    }
}
