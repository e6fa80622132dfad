//! The two labels that a classifier suggests and a person decides: category and priority.
//!
//! They are one enum from the column to the wire; the wording of their meaning is the one that
//! the training corpus follows.

use async_graphql::Enum;
use sea_orm::{ActiveEnum, entity::prelude::*};
use serde::{Deserialize, Serialize};

/// Which team must act before the ticket can be closed.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Enum,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[graphql(name = "TicketCategory")]
pub enum Category {
    /// Charges, invoices, refunds, payment methods, prices, plan changes and cancellations.
    #[sea_orm(num_value = 1)]
    Billing,
    /// The product, a service or a device misbehaves or needs an engineer; configuration and
    /// integration too.
    #[sea_orm(num_value = 2)]
    Technical,
    /// Who may get in and who is who: sign-in, roles, identity, personal data, take-overs.
    #[sea_orm(num_value = 3)]
    Account,
    /// Everything else: questions, feature requests, orders and delivery, feedback, policies.
    #[sea_orm(num_value = 4)]
    General,
}

/// How much harm there is now, whatever the tone. Ordered: CRITICAL is the highest.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Enum,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[graphql(name = "TicketPriority")]
pub enum Priority {
    /// A question, a cosmetic flaw, a wish, thanks; nothing is lost by waiting.
    #[sea_orm(num_value = 1)]
    Low,
    /// Degraded, or there is a way round it; days are acceptable.
    #[sea_orm(num_value = 2)]
    Medium,
    /// One person, team or shop is fully blocked, one customer lost money, or a deadline within
    /// about two days will be missed.
    #[sea_orm(num_value = 3)]
    High,
    /// Harm that is wide, irreversible or growing: an outage for many, a security incident, data
    /// being lost.
    #[sea_orm(num_value = 4)]
    Critical,
}

impl Category {
    /// Every category, in the order in which the API lists them.
    pub const ALL: [Self; 4] = [Self::Billing, Self::Technical, Self::Account, Self::General];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        wire_name(self)
    }
}

impl Priority {
    /// Every priority, lowest first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        wire_name(self)
    }
}

/// How the API spells an enum's value.
pub fn wire_name<E: async_graphql::resolver_utils::EnumType>(value: E) -> &'static str {
    E::items()
        .iter()
        .find(|item| item.value == value)
        .map_or("", |item| item.name)
}

/// The value that the API spells so.
pub fn from_wire_name<E: async_graphql::resolver_utils::EnumType>(name: &str) -> Option<E> {
    E::items()
        .iter()
        .find(|item| item.name == name)
        .map(|item| item.value)
}

/// A set of an enum's values as bits, one for each number that stands for a value in its column.
pub fn bits<E: ActiveEnum<Value = i16>>(values: impl IntoIterator<Item = E>) -> i32 {
    values
        .into_iter()
        .fold(0, |bits, value| bits | 1 << value.to_value())
}
