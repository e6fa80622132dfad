//! Which tickets are meant: the filter of lists, counts and statistics.

use std::collections::BTreeSet;

use async_graphql::InputObject;

use super::{
    entity::{Model, Status, Triage},
    words,
};
use crate::{
    error::Faults,
    label::{Category, Priority, bits},
    sql::Sql,
    time::DateTime,
};

/// Characters in a search.
const SEARCH_MAX: usize = 200;

/// Every condition that is given must hold. A list means any of its members; a single value may
/// stand without brackets. Null is no condition; an empty list matches no ticket.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TicketFilter {
    /// Tickets of any of these categories.
    pub category: Option<Vec<Category>>,
    /// Tickets of any of these priorities.
    pub priority: Option<Vec<Priority>>,
    /// Tickets with any of these statuses.
    pub status: Option<Vec<Status>>,
    /// Tickets whose suggestion came to any of these ends.
    pub triage: Option<Vec<Triage>>,
    /// Words to find in title or description: all of them, in any order, ignoring case and
    /// accents; a word matches from its start. A word is a run of letters, digits and symbols such
    /// as emoji; everything else, operators and wildcards too, only parts words. A blank search is
    /// no condition; one without a word finds nothing. At most 200 characters.
    pub search: Option<String>,
    /// Tickets created within this range.
    pub created_at: Option<DateTimeRange>,
}

/// A stretch of time. `from` is included, `to` is not.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct DateTimeRange {
    /// The first instant of the range; null means from the beginning.
    pub from: Option<DateTime>,
    /// The first instant after the range; null means without end.
    pub to: Option<DateTime>,
}

/// A filter, checked and in the form in which the queries use it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matching {
    pub labels: Labels,
    /// The first instant that matches.
    pub from: DateTime,
    /// The first instant after those that match.
    pub to: DateTime,
    /// The words to find; `None` when there is no search.
    pub words: Option<BTreeSet<String>>,
}

/// The label values that match, as sets of bits; see [`bits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Labels {
    category: i32,
    priority: i32,
    status: i32,
    triage: i32,
}

impl TicketFilter {
    /// Notes as a fault a search that is too long.
    pub fn parse(filter: Option<Self>, faults: &mut Faults) -> Matching {
        let filter = filter.unwrap_or_default();
        let range = filter.created_at.unwrap_or_default();
        let search = filter.search.as_deref().map(search_words).transpose();
        Matching {
            labels: Labels {
                category: bits(filter.category.unwrap_or(Category::ALL.into())),
                priority: bits(filter.priority.unwrap_or(Priority::ALL.into())),
                status: bits(filter.status.unwrap_or(Status::ALL.into())),
                triage: bits(filter.triage.unwrap_or(Triage::ALL.into())),
            },
            from: range.from.unwrap_or(DateTime::FIRST),
            to: range.to.unwrap_or(DateTime::LAST),
            words: faults.take("filter.search", search).flatten(),
        }
    }
}

/// The words to find; `None` when the search is blank.
fn search_words(search: &str) -> Result<Option<BTreeSet<String>>, String> {
    let length = search.chars().count();
    if length > SEARCH_MAX {
        return Err(format!(
            "must have at most {SEARCH_MAX} characters, but has {length}."
        ));
    }
    Ok((!search.trim().is_empty()).then(|| words::searched(search)))
}

impl Matching {
    /// Whether a ticket matches; `indexed` gives its words as [`words::indexed`] does.
    pub fn matches<'a>(&self, ticket: &Model, indexed: impl FnOnce() -> &'a str) -> bool {
        self.labels.contain(ticket)
            && (self.from..self.to).contains(&ticket.created_at)
            && self.words.as_ref().is_none_or(|wanted| {
                let indexed = indexed();
                // A search without a word finds nothing.
                !wanted.is_empty() && wanted.iter().all(|word| words::begin(indexed, word))
            })
    }

    /// Those that came to one of these ends.
    pub fn with_triage(&self, triage: impl IntoIterator<Item = Triage>) -> Self {
        let labels = Labels {
            triage: self.labels.triage & bits(triage),
            ..self.labels
        };
        Self {
            labels,
            ..self.clone()
        }
    }

    /// Those created from one instant up to and without another.
    pub fn within(&self, from: DateTime, to: DateTime) -> Self {
        Self {
            from: self.from.max(from),
            to: self.to.min(to),
            ..self.clone()
        }
    }

    /// Whether it is plain without looking that no ticket can match.
    pub fn is_nothing(&self) -> bool {
        let Labels {
            category,
            priority,
            status,
            triage,
        } = self.labels;
        [category, priority, status, triage].contains(&0)
            || self.from >= self.to
            || self.words.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

impl Labels {
    /// How many cells match at most.
    pub fn cells(&self) -> u64 {
        [self.category, self.priority, self.status, self.triage]
            .iter()
            .map(|bits| u64::from(bits.count_ones()))
            .product()
    }

    fn contain(&self, ticket: &Model) -> bool {
        self.category & bits([ticket.category]) != 0
            && self.priority & bits([ticket.priority]) != 0
            && self.status & bits([ticket.status]) != 0
            && self.triage & bits([ticket.triage]) != 0
    }

    /// Whether every label matches.
    pub fn are_all(&self) -> bool {
        let all = Self {
            category: bits(Category::ALL),
            priority: bits(Priority::ALL),
            status: bits(Status::ALL),
            triage: bits(Triage::ALL),
        };
        *self == all
    }

    /// The condition on the labels of `row`, an alias in the statement.
    pub fn condition(&self, row: &str, sql: &mut Sql) -> String {
        if self.are_all() {
            // Without a look at the labels an index may do.
            return "true".to_owned();
        }
        [
            ("category", self.category),
            ("priority", self.priority),
            ("status", self.status),
            ("triage", self.triage),
        ]
        .map(|(column, bits)| format!("(1 << {row}.{column}) & {} <> 0", sql.bind(bits)))
        .join(" AND ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    fn parse(filter: TicketFilter) -> Result<Matching, Error> {
        let mut faults = Faults::default();
        let matching = TicketFilter::parse(Some(filter), &mut faults);
        faults.none().map(|()| matching)
    }

    fn searching(search: &str) -> Result<Matching, Error> {
        parse(TicketFilter {
            search: Some(search.to_owned()),
            ..Default::default()
        })
    }

    #[test]
    fn no_filter_matches_everything() {
        let matching = parse(TicketFilter::default()).unwrap();
        assert!(matching.labels.are_all());
        assert!(!matching.is_nothing());
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        let filter = TicketFilter {
            status: Some(vec![]),
            ..Default::default()
        };
        assert!(parse(filter).unwrap().is_nothing());
    }

    #[test]
    fn a_blank_search_is_no_condition_and_one_without_a_word_finds_nothing() {
        assert_eq!(searching(" \t").unwrap().words, None);
        assert!(searching("%").unwrap().is_nothing());
    }

    #[test]
    fn a_search_has_at_most_two_hundred_characters() {
        assert!(searching(&"ä".repeat(200)).is_ok());
        assert_eq!(
            searching(&"ä".repeat(201)).unwrap_err().code(),
            "BAD_USER_INPUT"
        );
    }
}
