//! What happened to a ticket. Events outlive their ticket, but not its texts.

mod bell;
pub mod entity;
mod erase;
mod loader;
mod object;
mod record;
mod tail;

pub use bell::Bell;
pub use entity::{Change, Changes, Entity, EventKind, Model};
pub use erase::{erase_before, erase_deleted};
pub use loader::HistoryLoader;
pub use object::TicketEvent;
pub use record::record;
pub use tail::{Place, adopt_restored};
