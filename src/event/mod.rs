//! What happened to a ticket. Events outlive their ticket.

pub mod entity;
mod loader;
mod object;
mod record;

pub use entity::{Change, Entity, EventKind};
pub use loader::HistoryLoader;
pub use object::TicketEvent;
pub use record::record;
