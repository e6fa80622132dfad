//! Tickets: what one can do to them, and how they are found.

mod backfill;
mod connection;
mod create;
mod delete;
mod diff;
pub mod entity;
mod feed;
mod filter;
mod idempotency;
mod list;
mod mutation;
mod object;
mod order;
mod query;
mod reclassify;
mod search;
mod subscription;
mod update;
mod words;

pub use backfill::{End, Progress, backfill};
pub use entity::{Entity, Model, Status, TicketId, Triage};
pub use feed::Feed;
pub use filter::{Matching, TicketFilter};
pub use idempotency::Entity as IdempotencyKeyEntity;
pub use list::{Columns, Stretch, list};
pub use mutation::TicketMutation;
pub use order::{Direction, OrderField, Position};
pub use query::TicketQuery;
pub use search::{Entity as SearchEntity, hits, join_tickets};
pub use subscription::TicketSubscription;
