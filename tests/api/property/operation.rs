//! Random operations.

use proptest::{collection::vec, option, prelude::*, sample::select};

pub const CATEGORIES: [&str; 4] = ["BILLING", "TECHNICAL", "ACCOUNT", "GENERAL"];
pub const PRIORITIES: [&str; 4] = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];
pub const STATUSES: [&str; 4] = ["OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED"];
pub const TRIAGES: [&str; 4] = ["MANUAL", "UNCONFIRMED", "CONFIRMED", "OVERRULED"];
const WORDS: [&str; 6] = ["card", "cart", "invoice", "in", "door", "déjà"];

pub type Label = Option<&'static str>;

#[derive(Clone, Debug)]
pub enum Operation {
    Create {
        text: Vec<&'static str>,
        category: Label,
        priority: Label,
    },
    Update {
        which: usize,
        change: Change,
    },
    Delete {
        which: usize,
    },
    Ask(Question),
}

/// What an update gives. It withdraws a decision or makes one.
#[derive(Clone, Debug)]
pub struct Change {
    pub text: Option<Vec<&'static str>>,
    pub category: Label,
    pub priority: Label,
    pub status: Label,
    pub withdraws: bool,
}

/// A walk through the pages of a list, and the statistics of the same filter.
#[derive(Clone, Debug)]
pub struct Question {
    pub filter: Filter,
    pub field: &'static str,
    pub direction: &'static str,
    pub size: usize,
    pub backwards: bool,
}

#[derive(Clone, Debug)]
pub struct Filter {
    pub category: Option<Vec<&'static str>>,
    pub priority: Option<Vec<&'static str>>,
    pub status: Option<Vec<&'static str>>,
    pub triage: Option<Vec<&'static str>>,
    pub search: Option<Vec<&'static str>>,
}

fn text() -> impl Strategy<Value = Vec<&'static str>> {
    vec(select(&WORDS[..]), 1..5)
}

fn some_of(labels: &'static [&'static str]) -> impl Strategy<Value = Option<Vec<&'static str>>> {
    prop_oneof![3 => Just(None), 2 => vec(select(labels), 0..4).prop_map(Some)]
}

fn filter() -> impl Strategy<Value = Filter> {
    let prefixes = &["c", "car", "CARD", "in", "deja", "door", "x"][..];
    (
        some_of(&CATEGORIES),
        some_of(&PRIORITIES),
        some_of(&STATUSES),
        some_of(&TRIAGES),
        prop_oneof![2 => Just(None), 1 => vec(select(prefixes), 1..3).prop_map(Some)],
    )
        .prop_map(|(category, priority, status, triage, search)| Filter {
            category,
            priority,
            status,
            triage,
            search,
        })
}

pub fn operation() -> impl Strategy<Value = Operation> {
    let category = || option::of(select(&CATEGORIES[..]));
    let priority = || option::of(select(&PRIORITIES[..]));
    let status = || option::of(select(&STATUSES[..]));
    prop_oneof![
        4 => (text(), category(), priority())
            .prop_map(|(text, category, priority)| Operation::Create { text, category, priority }),
        4 => (any::<usize>(), option::of(text()), category(), priority(), status()).prop_map(
            |(which, text, category, priority, status)| {
                let change = Change { text, category, priority, status, withdraws: false };
                Operation::Update { which, change }
            }
        ),
        2 => (any::<usize>(), option::of(text()), status()).prop_map(|(which, text, status)| {
            let change = Change { text, category: None, priority: None, status, withdraws: true };
            Operation::Update { which, change }
        }),
        1 => any::<usize>().prop_map(|which| Operation::Delete { which }),
        4 => (
            filter(),
            select(&["CREATED_AT", "UPDATED_AT", "PRIORITY"][..]),
            select(&["ASC", "DESC"][..]),
            1..8_usize,
            any::<bool>()
        )
            .prop_map(|(filter, field, direction, size, backwards)| {
                Operation::Ask(Question { filter, field, direction, size, backwards })
            }),
    ]
}
