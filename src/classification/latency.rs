//! How long answers take, told by the ones that half and one in twenty of them exceed.

use sea_orm::{DbErr, EntityTrait, QueryOrder, QuerySelect};

use super::entity::{COLUMN, Column, Entity};
use crate::database::Database;

/// Newest answers that are looked at.
pub const RECENT: u64 = 1000;

/// In milliseconds; null before the first answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Latency {
    pub p50_ms: Option<i32>,
    pub p95_ms: Option<i32>,
}

impl Latency {
    pub fn of(mut milliseconds: Vec<i32>) -> Self {
        milliseconds.sort_unstable();
        Self {
            p50_ms: quantile(&milliseconds, 50),
            p95_ms: quantile(&milliseconds, 95),
        }
    }
}

/// Of the newest suggestions, whoever made them.
pub async fn latency(database: &Database) -> Result<Latency, DbErr> {
    let latencies = Entity::find()
        .select_only()
        .column(Column::LatencyMs)
        .order_by_desc(COLUMN.id)
        .limit(RECENT)
        .into_tuple()
        .all(&database.read)
        .await?;
    Ok(Latency::of(latencies))
}

/// The least of the sorted values that so many percent do not exceed.
fn quantile(sorted: &[i32], percent: usize) -> Option<i32> {
    let at = (sorted.len() * percent).div_ceil(100).checked_sub(1)?;
    sorted.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_occurred() {
        assert_eq!(quantile(&[], 50), None);
        assert_eq!(quantile(&[7], 95), Some(7));
        let hundred: Vec<i32> = (1..=100).collect();
        assert_eq!(
            (quantile(&hundred, 50), quantile(&hundred, 95)),
            (Some(50), Some(95))
        );
    }
}
