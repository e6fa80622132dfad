//! How many suggestions people kept, by band of confidence and by week, as clients see it.

use async_graphql::SimpleObject;

use super::{ratio, sums::Decided};
use crate::{classification::ConfidenceBand, time::Date};

/// Suggestions of one band of confidence that a person decided (CONFIRMED, OVERRULED). The two fields
/// of a suggestion may be in two bands.
#[derive(SimpleObject)]
pub struct BandStats {
    /// The band.
    band: ConfidenceBand,
    /// Tickets that a person decided and whose suggested category was in this band.
    category_decided: i64,
    /// Of those, the share whose category is the suggested one, 0 to 1; null when there are none.
    category_accuracy: Option<f64>,
    /// Tickets that a person decided and whose suggested priority was in this band.
    priority_decided: i64,
    /// Of those, the share whose priority is the suggested one, 0 to 1; null when there are none.
    priority_accuracy: Option<f64>,
}

/// How good the suggestions of one week were.
#[derive(SimpleObject)]
pub struct WeekStats {
    /// The week's Monday. The tickets were created from its beginning (UTC) up to the next one's.
    week: Date,
    /// Tickets that a person decided (CONFIRMED, OVERRULED).
    decided: i64,
    /// Of those, the share whose category is the suggested one, 0 to 1; null when there are none.
    category_accuracy: Option<f64>,
    /// The same share for the priority.
    priority_accuracy: Option<f64>,
    /// The same by band of confidence: SURE, FAIRLY_SURE, NOT_SURE.
    by_band: Vec<BandStats>,
}

impl WeekStats {
    pub fn new(week: Date, decided: &Decided) -> Self {
        Self {
            week,
            decided: decided.tickets,
            category_accuracy: ratio(decided.category_kept, decided.tickets),
            priority_accuracy: ratio(decided.priority_kept, decided.tickets),
            by_band: by_band(decided),
        }
    }
}

/// Every band, those without a ticket too.
pub fn by_band(of: &Decided) -> Vec<BandStats> {
    let sure = Kept {
        category: (of.category_sure, of.category_sure_kept),
        priority: (of.priority_sure, of.priority_sure_kept),
    };
    let fairly_sure = Kept {
        category: (of.category_fairly_sure, of.category_fairly_sure_kept),
        priority: (of.priority_fairly_sure, of.priority_fairly_sure_kept),
    };
    let all = Kept {
        category: (of.tickets, of.category_kept),
        priority: (of.tickets, of.priority_kept),
    };
    let not_sure = all.without(&sure).without(&fairly_sure);
    vec![
        sure.stats(ConfidenceBand::Sure),
        fairly_sure.stats(ConfidenceBand::FairlySure),
        not_sure.stats(ConfidenceBand::NotSure),
    ]
}

/// Suggestions that were decided, and of those the kept ones.
struct Kept {
    category: (i64, i64),
    priority: (i64, i64),
}

impl Kept {
    fn without(&self, other: &Self) -> Self {
        let difference = |one: (i64, i64), other: (i64, i64)| (one.0 - other.0, one.1 - other.1);
        Self {
            category: difference(self.category, other.category),
            priority: difference(self.priority, other.priority),
        }
    }

    fn stats(&self, band: ConfidenceBand) -> BandStats {
        BandStats {
            band,
            category_decided: self.category.0,
            category_accuracy: ratio(self.category.1, self.category.0),
            priority_decided: self.priority.0,
            priority_accuracy: ratio(self.priority.1, self.priority.0),
        }
    }
}
