//! Suggestions that were made: their records, whether or not a ticket came of them.

mod classify;
pub mod entity;
mod loader;
mod mutation;
mod object;

pub use classify::{Suggestion, suggest};
pub use entity::{ClassificationId, Entity, Model};
pub use loader::Loader;
pub use mutation::ClassificationMutation;
pub use object::{Classification, usd};
