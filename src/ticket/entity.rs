//! The table `ticket`, its id, and the two labels that are the ticket's own: status and triage.

use async_graphql::Enum;
use sea_orm::entity::prelude::*;

use crate::{
    classification::{self, ClassificationId},
    error::{Error, Result},
    label::{Category, Priority},
    time::DateTime,
};

/// A ticket's number. Numbers grow and are never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
pub struct TicketId(pub i64);

impl TicketId {
    /// # Errors
    /// `NOT_FOUND`: what is not a number, no ticket has.
    pub fn parse(id: &str) -> Result<Self> {
        parse_id(id)
            .map(Self)
            .ok_or_else(|| Error::not_found("ticket", id))
    }
}

/// The number that an id of the API stands for, if it is one as the API prints it.
pub fn parse_id(id: &str) -> Option<i64> {
    id.parse()
        .ok()
        .filter(|number: &i64| number.to_string() == id)
}

/// How far the work on a ticket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[graphql(name = "TicketStatus")]
pub enum Status {
    /// Nobody has begun yet. Every ticket starts here.
    #[sea_orm(num_value = 1)]
    Open,
    /// Somebody is at work on it.
    #[sea_orm(num_value = 2)]
    InProgress,
    /// An answer was given.
    #[sea_orm(num_value = 3)]
    Resolved,
    /// Nothing more will happen.
    #[sea_orm(num_value = 4)]
    Closed,
}

/// What became of the classifier's suggestion. A person decides by giving a category or a
/// priority, at creation or later, also an unchanged one; silence decides nothing. `withdrawDecision` takes
/// a decision back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Enum, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
pub enum Triage {
    /// There was no suggestion.
    #[sea_orm(num_value = 1)]
    Manual,
    /// Category and priority are the classifier's; nobody has decided yet.
    #[sea_orm(num_value = 2)]
    Unconfirmed,
    /// A person decided, and both are as suggested.
    #[sea_orm(num_value = 3)]
    Confirmed,
    /// A person decided, and one of them is not as suggested.
    #[sea_orm(num_value = 4)]
    Overruled,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Resolved, Self::Closed];
}

impl Triage {
    pub const ALL: [Self; 4] = [
        Self::Manual,
        Self::Unconfirmed,
        Self::Confirmed,
        Self::Overruled,
    ];

    /// What a person's decision makes of a suggestion.
    pub fn decided(suggested: (Category, Priority), decision: (Category, Priority)) -> Self {
        if suggested == decision {
            Self::Confirmed
        } else {
            Self::Overruled
        }
    }
}

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: TicketId,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub category: Category,
    pub priority: Priority,
    pub status: Status,
    pub triage: Triage,
    pub classification_id: Option<ClassificationId>,
    /// 1 at creation, and one more with every change.
    pub version: i32,
    pub created_at: DateTime,
    pub updated_at: DateTime,
    #[sea_orm(belongs_to, from = "classification_id", to = "id")]
    pub classification: BelongsTo<Option<classification::entity::Entity>>,
}

impl ActiveModelBehavior for ActiveModel {}
