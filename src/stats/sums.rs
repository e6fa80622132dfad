//! What is summed up over tickets, and what one ticket adds to it: the same as the triggers that keep
//! the counters say.

use std::ops::AddAssign;

use sea_orm::FromQueryResult;

use crate::classification::ConfidenceBand;

/// Tickets, and what their suggestions came to.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Sums {
    pub tickets: i64,
    /// Tickets that a person decided and left in the suggested category.
    pub category_kept: i64,
    /// Tickets that a person decided and left at the suggested priority.
    pub priority_kept: i64,
    pub cached: i64,
    pub fallbacks: i64,
    pub input_tokens: i64,
    pub output_tokens: i64,
    pub cost_nano_usd: i64,
    /// Suggestions whose cost is not known.
    pub cost_unknown: i64,
}

pub const SUMS: [&str; 9] = [
    "tickets",
    "category_kept",
    "priority_kept",
    "cached",
    "fallbacks",
    "input_tokens",
    "output_tokens",
    "cost_nano_usd",
    "cost_unknown",
];

/// Tickets that a person decided: in which band of confidence the suggestion was, and whether it was
/// kept.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Decided {
    pub tickets: i64,
    pub category_kept: i64,
    pub priority_kept: i64,
    pub category_sure: i64,
    pub category_sure_kept: i64,
    pub category_fairly_sure: i64,
    pub category_fairly_sure_kept: i64,
    pub priority_sure: i64,
    pub priority_sure_kept: i64,
    pub priority_fairly_sure: i64,
    pub priority_fairly_sure_kept: i64,
}

pub const DECIDED: [&str; 11] = [
    "tickets",
    "category_kept",
    "priority_kept",
    "category_sure",
    "category_sure_kept",
    "category_fairly_sure",
    "category_fairly_sure_kept",
    "priority_sure",
    "priority_sure_kept",
    "priority_fairly_sure",
    "priority_fairly_sure_kept",
];

/// Every sum, and what one ticket `t` with the suggestion `c` adds to it.
pub fn shares() -> Vec<(String, String)> {
    let when = |condition: &str| format!("CASE WHEN {condition} THEN 1 ELSE 0 END");
    let mut shares = vec![
        ("tickets".to_owned(), "1".to_owned()),
        ("cached".to_owned(), when("c.cached")),
        (
            "fallbacks".to_owned(),
            when("c.fallback_reason IS NOT NULL"),
        ),
        (
            "cost_unknown".to_owned(),
            when("c.id IS NOT NULL AND c.cost_nano_usd IS NULL"),
        ),
    ];
    for number in ["input_tokens", "output_tokens", "cost_nano_usd"] {
        shares.push((number.to_owned(), format!("coalesce(c.{number}, 0)")));
    }
    let (sure, fairly_sure) = (ConfidenceBand::SURE, ConfidenceBand::FAIRLY_SURE);
    for label in ["category", "priority"] {
        // CONFIRMED and OVERRULED.
        let decided = "t.triage IN (3, 4)";
        let kept = format!("t.{label} = c.{label}");
        let in_sure = format!("c.{label}_confidence >= {sure}");
        let in_fairly_sure =
            format!("c.{label}_confidence >= {fairly_sure} AND c.{label}_confidence < {sure}");
        for (sum, condition) in [
            ("kept", kept.clone()),
            ("sure", in_sure.clone()),
            ("sure_kept", format!("{in_sure} AND {kept}")),
            ("fairly_sure", in_fairly_sure.clone()),
            ("fairly_sure_kept", format!("{in_fairly_sure} AND {kept}")),
        ] {
            let condition = format!("{decided} AND {condition}");
            shares.push((format!("{label}_{sum}"), when(&condition)));
        }
    }
    shares
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.tickets += other.tickets;
        self.category_kept += other.category_kept;
        self.priority_kept += other.priority_kept;
        self.cached += other.cached;
        self.fallbacks += other.fallbacks;
        self.input_tokens += other.input_tokens;
        self.output_tokens += other.output_tokens;
        self.cost_nano_usd += other.cost_nano_usd;
        self.cost_unknown += other.cost_unknown;
    }
}
