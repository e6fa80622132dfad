//! Counts of tickets, without counting tickets.

mod fold;
mod object;
mod query;
mod tally;

pub use fold::Folder;
pub use query::StatsQuery;
pub use tally::count;
