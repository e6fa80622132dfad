//! Suggestions that were made: their records, whether or not a ticket came of them.

mod band;
mod budget;
mod cache;
mod classify;
mod day;
pub mod entity;
mod flight;
mod latency;
mod ledger;
mod loader;
mod mutation;
mod object;
mod query;
mod remote;
mod usage;

pub use band::ConfidenceBand;
pub use classify::{Suggestion, ask, is_as_configured, suggest};
pub use day::count_hit;
pub use entity::{ClassificationId, Entity, Model};
pub use latency::{Latency, latency};
pub use ledger::Entity as ProviderCallEntity;
pub use loader::Loader;
pub use mutation::ClassificationMutation;
pub use object::{Classification, usd};
pub use query::ClassificationQuery;
pub use remote::{Reason, Remote};
pub use usage::{ModelUsage, by_model};
