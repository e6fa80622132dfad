//! What tickets are counted from: whole days from the counters (`ticket_tally`, or `ticket_day_tally`
//! when cells do not matter); the parts of days at the ends of a range, and the tickets that a search
//! finds, one by one, by index. All give rows of the same form, which add up.

use std::collections::HashMap;

use super::sums::shares;
use crate::{
    database::Database,
    sql::Sql,
    ticket::{self, Matching},
    time::{BEFORE_MONDAY, DateTime},
};

const DAY: &str = "t.created_at / 86400000000";

/// What rows are added up by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    All,
    Day,
    Week,
    Cell,
}

impl Group {
    /// The columns that a row of the result has beside the sums.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Self::All => &[],
            Self::Day => &["day"],
            Self::Week => &["week"],
            Self::Cell => &["category", "priority", "status", "triage"],
        }
    }

    /// The same of a counter's row.
    fn of_days(self) -> Vec<String> {
        match self {
            Self::Week => vec![format!("(day + {BEFORE_MONDAY}) / 7 AS week")],
            _ => self.columns().iter().map(ToString::to_string).collect(),
        }
    }

    /// The same of a ticket `t`.
    fn of_tickets(self) -> Vec<String> {
        match self {
            Self::Day => vec![format!("CAST({DAY} AS integer) AS day")],
            Self::Week => {
                let week = format!("({DAY} + {BEFORE_MONDAY}) / 7");
                vec![format!("CAST({week} AS integer) AS week")]
            }
            _ => self
                .columns()
                .iter()
                .map(|column| format!("t.{column}"))
                .collect(),
        }
    }
}

/// What to count from.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// The counters of all days together.
    AllDays,
    /// The counters of whole days, from the first up to and without the last.
    Days(i32, i32),
    /// The tickets created from one instant up to and without another.
    Tickets(DateTime, DateTime),
}

/// Which counters serve when no range is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AllDays {
    Together,
    EachOfThem,
}

impl Part {
    pub fn of(matching: &Matching, all_days: AllDays) -> Vec<Self> {
        let (from, to) = (matching.from, matching.to);
        if matching.words.is_some() {
            return vec![Self::Tickets(from, to)];
        }
        if (from, to) == (DateTime::FIRST, DateTime::LAST) && all_days == AllDays::Together {
            return vec![Self::AllDays];
        }
        // No ticket was created before day 0: the clock is not that wrong.
        let first_day = from.max(DateTime(0)).first_whole_day();
        let last_day = to.date();
        if first_day >= last_day {
            return vec![Self::Tickets(from, to)];
        }
        let mut parts = vec![Self::Days(first_day.0, last_day.0)];
        if from < first_day.start() && from != DateTime::FIRST {
            parts.push(Self::Tickets(from, first_day.start()));
        }
        if last_day.start() < to && to != DateTime::LAST {
            parts.push(Self::Tickets(last_day.start(), to));
        }
        parts
    }

    /// The part's rows: what they are grouped by, and the sums.
    pub fn rows(
        &self,
        database: &Database,
        matching: &Matching,
        group: Group,
        sums: &[&str],
        sql: &mut Sql,
    ) -> String {
        match self {
            // A plan for it is kept when PostgreSQL sees which day is meant.
            Self::AllDays => {
                let labels = matching.labels.condition("t", sql);
                let columns = columns_of_days(group, sums);
                format!("SELECT {columns} FROM ticket_tally t WHERE day = -1 AND {labels}")
            }
            Self::Days(first, last) => {
                let need_cells =
                    group == Group::Cell || sums != ["tickets"] || !matching.labels.are_all();
                let (table, labels) = if need_cells {
                    ("ticket_tally", matching.labels.condition("t", sql))
                } else {
                    ("ticket_day_tally", "true".to_owned())
                };
                format!(
                    "SELECT {} FROM {table} t WHERE day >= {} AND day < {} AND {labels}",
                    columns_of_days(group, sums),
                    sql.bind(*first),
                    sql.bind(*last)
                )
            }
            Self::Tickets(from, to) => {
                let condition = condition_of_tickets(matching, *from, *to, sql);
                let Some(words) = &matching.words else {
                    let condition = condition.as_deref().unwrap_or("true");
                    let columns = columns_of_tickets(group, sums);
                    let suggestions = join_suggestions(sums);
                    return format!(
                        "SELECT {columns} FROM ticket t {suggestions} WHERE {condition}"
                    );
                };
                let hits = ticket::hits(database.backend(), words, sql);
                // A ticket has words once: to be counted, those that were found need not be read.
                if condition.is_none() && group == Group::All && sums == ["tickets"] {
                    return format!("SELECT 1 AS tickets FROM ({hits}) hit");
                }
                let condition = condition.as_deref().unwrap_or("true");
                let tickets = ticket::join_tickets(database.backend(), condition);
                let columns = columns_of_tickets(group, sums);
                let suggestions = join_suggestions(sums);
                format!("SELECT {columns} FROM ({hits}) hit {tickets} {suggestions}")
            }
        }
    }
}

/// What holds for the tickets `t`, if anything does. A bound that bounds nothing is left out, as a planner
/// that does not see it takes it for a narrow one.
fn condition_of_tickets(
    matching: &Matching,
    from: DateTime,
    to: DateTime,
    sql: &mut Sql,
) -> Option<String> {
    let mut conditions = Vec::new();
    if from > DateTime::FIRST {
        conditions.push(format!("t.created_at >= {}", sql.bind(from.0)));
    }
    if to < DateTime::LAST {
        conditions.push(format!("t.created_at < {}", sql.bind(to.0)));
    }
    if !matching.labels.are_all() {
        conditions.push(matching.labels.condition("t", sql));
    }
    (!conditions.is_empty()).then(|| conditions.join(" AND "))
}

fn columns_of_tickets(group: Group, sums: &[&str]) -> String {
    let mut columns = group.of_tickets();
    let shares: HashMap<_, _> = shares().into_iter().collect();
    columns.extend(sums.iter().map(|sum| format!("{} AS {sum}", shares[*sum])));
    columns.join(", ")
}

fn join_suggestions(sums: &[&str]) -> &'static str {
    if sums == ["tickets"] {
        ""
    } else {
        "LEFT JOIN classification c ON c.id = t.classification_id"
    }
}

/// The columns of a counter's row.
fn columns_of_days(group: Group, sums: &[&str]) -> String {
    let mut columns = group.of_days();
    columns.extend(sums.iter().map(ToString::to_string));
    columns.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::Faults, ticket::TicketFilter};

    const DAY: i64 = 86_400_000_000;

    fn parts(from: i64, to: i64) -> Vec<Part> {
        let matching = Matching {
            from: DateTime(from),
            to: DateTime(to),
            ..TicketFilter::parse(None, &mut Faults::default())
        };
        Part::of(&matching, AllDays::Together)
    }

    #[test]
    fn all_days_have_counters_of_their_own() {
        assert_eq!(parts(i64::MIN, i64::MAX), [Part::AllDays]);
    }

    #[test]
    fn a_range_is_whole_days_and_the_parts_of_days_at_its_ends() {
        assert_eq!(parts(DAY, 3 * DAY), [Part::Days(1, 3)]);
        assert_eq!(
            parts(DAY - 5, 3 * DAY + 5),
            [
                Part::Days(1, 3),
                Part::Tickets(DateTime(DAY - 5), DateTime(DAY)),
                Part::Tickets(DateTime(3 * DAY), DateTime(3 * DAY + 5)),
            ]
        );
    }

    #[test]
    fn a_range_within_a_day_is_counted_by_ticket() {
        assert_eq!(
            parts(DAY + 1, DAY + 9),
            [Part::Tickets(DateTime(DAY + 1), DateTime(DAY + 9))]
        );
    }

    #[test]
    fn a_range_without_an_end_has_no_part_of_a_day_there() {
        let days = parts(i64::MIN, 2 * DAY);
        assert_eq!(days, [Part::Days(0, 2)]);
        assert_eq!(parts(2 * DAY, i64::MAX).len(), 1);
    }
}
