//! Counts of tickets, without counting tickets.

mod classification;
mod fold;
mod object;
mod part;
mod query;
mod score;
mod sums;
mod tally;

pub use fold::Folder;
pub use query::StatsQuery;
pub use tally::count;

fn ratio(part: i64, whole: i64) -> Option<f64> {
    (whole != 0).then(|| part as f64 / whole as f64)
}
