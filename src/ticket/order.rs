//! The orders of a list, and a place within one.

use async_graphql::{Enum, InputObject};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sea_orm::ActiveEnum;

use super::entity::Model;

/// How a list is ordered. Tickets that are equal in the field follow the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, InputObject)]
#[graphql(name = "TicketOrder")]
pub struct Order {
    /// What to order by.
    pub field: OrderField,
    /// Which end comes first.
    #[graphql(default)]
    pub direction: Direction,
}

/// What a list of tickets can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(name = "TicketOrderField")]
pub enum OrderField {
    /// When the ticket was created.
    CreatedAt,
    /// When the ticket last changed.
    UpdatedAt,
    /// The rank of the priority, CRITICAL being the highest.
    Priority,
}

/// Which end of an order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(name = "OrderDirection")]
pub enum Direction {
    /// Oldest or lowest first.
    Asc,
    /// Newest or highest first.
    #[default]
    Desc,
}

/// Newest first.
impl Default for Order {
    fn default() -> Self {
        Self {
            field: OrderField::CreatedAt,
            direction: Direction::Desc,
        }
    }
}

/// Where a ticket stands in an order: the number it is ordered by, and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub key: i64,
    pub id: i64,
}

impl Position {
    /// Before every ticket, in rising order.
    pub const FIRST: Self = Self {
        key: i64::MIN,
        id: i64::MIN,
    };
    /// After every ticket, in rising order.
    pub const LAST: Self = Self {
        key: i64::MAX,
        id: i64::MAX,
    };

    /// The position just before this one: no ticket lies between.
    pub fn just_below(self) -> Self {
        Self {
            id: self.id.saturating_sub(1),
            ..self
        }
    }

    /// The position just after this one: no ticket lies between.
    pub fn just_above(self) -> Self {
        Self {
            id: self.id.saturating_add(1),
            ..self
        }
    }
}

impl OrderField {
    pub fn column(self) -> &'static str {
        match self {
            Self::CreatedAt => "created_at",
            Self::UpdatedAt => "updated_at",
            Self::Priority => "priority",
        }
    }

    pub fn position(self, ticket: &Model) -> Position {
        let key = match self {
            Self::CreatedAt => ticket.created_at.0,
            Self::UpdatedAt => ticket.updated_at.0,
            Self::Priority => ticket.priority.to_value().into(),
        };
        Position {
            key,
            id: ticket.id.0,
        }
    }
}

impl Direction {
    pub fn reversed(self) -> Self {
        match self {
            Self::Asc => Self::Desc,
            Self::Desc => Self::Asc,
        }
    }

    pub fn keyword(self) -> &'static str {
        match self {
            Self::Asc => "ASC",
            Self::Desc => "DESC",
        }
    }
}

impl Order {
    /// A cursor: the order and a position in it. Opaque to clients, who have no use for more.
    pub fn cursor(self, position: Position) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(format!("{}{},{}", self.mark(), position.key, position.id))
    }

    /// The position of a cursor, unless it is none or was made for another order.
    pub fn position_of(self, cursor: &str) -> Option<Position> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (key, id) = text.strip_prefix(self.mark())?.split_once(',')?;
        let position = Position {
            key: key.parse().ok()?,
            id: id.parse().ok()?,
        };
        // One position has one cursor: "+1" and "01" are numbers, too, but not ours.
        (self.cursor(position) == cursor).then_some(position)
    }

    fn mark(self) -> &'static str {
        match (self.field, self.direction) {
            (OrderField::CreatedAt, Direction::Asc) => "c<",
            (OrderField::CreatedAt, Direction::Desc) => "c>",
            (OrderField::UpdatedAt, Direction::Asc) => "u<",
            (OrderField::UpdatedAt, Direction::Desc) => "u>",
            (OrderField::Priority, Direction::Asc) => "p<",
            (OrderField::Priority, Direction::Desc) => "p>",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POSITION: Position = Position { key: 3, id: -7 };

    #[test]
    fn a_cursor_leads_back_to_its_position() {
        let order = Order::default();
        assert_eq!(order.position_of(&order.cursor(POSITION)), Some(POSITION));
    }

    #[test]
    fn a_cursor_of_another_order_or_direction_leads_nowhere() {
        let order = Order::default();
        let rising = Order {
            direction: Direction::Asc,
            ..order
        };
        let by_priority = Order {
            field: OrderField::Priority,
            ..order
        };
        assert_eq!(rising.position_of(&order.cursor(POSITION)), None);
        assert_eq!(by_priority.position_of(&order.cursor(POSITION)), None);
    }

    #[test]
    fn garbage_is_no_cursor() {
        let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
        for cursor in [
            "",
            "x",
            "🔥",
            &encode("c>1"),
            &encode("c>+1,2"),
            &encode("c>1,2,3"),
        ] {
            assert_eq!(Order::default().position_of(cursor), None, "{cursor}");
        }
    }
}
