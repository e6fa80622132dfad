//! Tickets: what one can do to them, and how they are found.

mod connection;
mod create;
mod delete;
pub mod entity;
mod filter;
mod idempotency;
mod list;
mod mutation;
mod object;
mod order;
mod query;
mod search;
mod update;
mod words;

pub use entity::{Entity, Model, Status, TicketId, Triage};
pub use filter::{Matching, TicketFilter};
pub use idempotency::Entity as IdempotencyKeyEntity;
pub use list::{Stretch, list};
pub use mutation::TicketMutation;
pub use order::{Direction, OrderField, Position};
pub use query::TicketQuery;
pub use search::{Entity as SearchEntity, hits};
