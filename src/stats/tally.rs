//! How many tickets match, and what their suggestions came to.
//!
//! Whole days come from the counters (`ticket_tally`); the parts of days at the ends of a range,
//! and the tickets that a search finds, are counted one by one, by index. Both give rows of the
//! same form, which add up.

use sea_orm::{DbErr, FromQueryResult};

use super::sums::{DECIDED, Decided, SUMS, Sums, shares};
use crate::{
    database::Database,
    error::Result,
    label::{Category, Priority},
    sql::Sql,
    ticket::{self, Matching, Status, Triage},
    time::{BEFORE_MONDAY, DateTime},
};

/// Tickets of one cell.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Cell {
    pub category: Category,
    pub priority: Priority,
    pub status: Status,
    pub triage: Triage,
    #[sea_orm(nested)]
    pub sums: Sums,
}

/// Tickets created on one day.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Day {
    pub day: i32,
    pub tickets: i64,
}

/// Tickets created in one week that a person decided.
#[derive(Clone, Copy, Debug, FromQueryResult)]
pub struct Week {
    /// As [`Date::week`](crate::time::Date::week) counts them.
    pub week: i32,
    #[sea_orm(nested)]
    pub decided: Decided,
}

#[derive(FromQueryResult)]
struct Count {
    tickets: i64,
}

const CELL: &str = "category, priority, status, triage";
const DAY: &str = "t.created_at / 86400000000";

/// How many tickets match.
pub async fn count(database: &Database, matching: &Matching) -> Result<i64> {
    let whole = Part::of(matching, AllDays::Together);
    if let Some(words) = &matching.words
        && matching.labels.are_all()
        && whole == [Part::Tickets(DateTime::FIRST, DateTime::LAST)]
        && !matching.is_nothing()
    {
        // Nothing of the tickets needs to be looked at.
        let mut sql = Sql::default();
        let hits = ticket::hits(database.backend(), words, &mut sql);
        let text = format!("SELECT count(*) AS tickets FROM ({hits}) hit");
        let statement = sql.statement(database.backend(), &text);
        let counted = Count::find_by_statement(statement)
            .one(&database.read)
            .await?;
        return Ok(counted.map_or(0, |count| count.tickets));
    }
    let rows: Vec<Count> = fetch(database, matching, &whole, "", &SUMS[..1]).await?;
    Ok(rows.iter().map(|row| row.tickets).sum())
}

/// The tickets that match, by cell.
pub async fn by_cell(database: &Database, matching: &Matching) -> Result<Vec<Cell>> {
    let whole = Part::of(matching, AllDays::Together);
    Ok(fetch(database, matching, &whole, CELL, &SUMS).await?)
}

/// The tickets that match, by the day of their creation, days with a ticket only.
pub async fn by_day(database: &Database, matching: &Matching) -> Result<Vec<Day>> {
    let parts = Part::of(matching, AllDays::EachOfThem);
    Ok(fetch(database, matching, &parts, "day", &SUMS[..1]).await?)
}

/// What a person decided, of tickets that match; `matching` has no others.
pub async fn decided(database: &Database, matching: &Matching) -> Result<Decided> {
    let whole = Part::of(matching, AllDays::Together);
    let rows = fetch(database, matching, &whole, "", &DECIDED).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// The same by the week of their creation, weeks with a ticket only.
pub async fn decided_by_week(database: &Database, matching: &Matching) -> Result<Vec<Week>> {
    let parts = Part::of(matching, AllDays::EachOfThem);
    Ok(fetch(database, matching, &parts, "week", &DECIDED).await?)
}

/// What to count from.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// The counters of whole days, from the first up to and without the last.
    Days(i32, i32),
    /// The tickets created from one instant up to and without another.
    Tickets(DateTime, DateTime),
}

/// Which counters serve when no range is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AllDays {
    Together,
    EachOfThem,
}

impl Part {
    fn of(matching: &Matching, all_days: AllDays) -> Vec<Self> {
        let (from, to) = (matching.from, matching.to);
        if matching.words.is_some() {
            return vec![Self::Tickets(from, to)];
        }
        if (from, to) == (DateTime::FIRST, DateTime::LAST) && all_days == AllDays::Together {
            return vec![Self::Days(-1, 0)];
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

    /// The part's rows: day, week, cell and sums.
    fn rows(&self, database: &Database, matching: &Matching, sql: &mut Sql) -> String {
        match self {
            Self::Days(first, last) => {
                let labels = matching.labels.condition("t", sql);
                let sums: Vec<String> = shares().into_iter().map(|(sum, _)| sum).collect();
                format!(
                    "SELECT day, (day + {BEFORE_MONDAY}) / 7 AS week, {CELL}, {}
                     FROM ticket_tally t WHERE day >= {} AND day < {} AND {labels}",
                    sums.join(", "),
                    sql.bind(*first),
                    sql.bind(*last)
                )
            }
            Self::Tickets(from, to) => {
                let found = matching.words.as_ref().map_or(String::new(), |words| {
                    let hits = ticket::hits(database.backend(), words, sql);
                    format!("({hits}) hit CROSS JOIN ")
                });
                let by_hit = if found.is_empty() {
                    ""
                } else {
                    "t.id = hit.ticket_id AND "
                };
                let labels = matching.labels.condition("t", sql);
                let shares: Vec<String> = shares()
                    .into_iter()
                    .map(|(sum, share)| format!("{share} AS {sum}"))
                    .collect();
                format!(
                    "SELECT CAST({DAY} AS integer) AS day,
                            CAST(({DAY} + {BEFORE_MONDAY}) / 7 AS integer) AS week,
                            t.category, t.priority, t.status, t.triage, {}
                     FROM {found}ticket t
                     LEFT JOIN classification c ON c.id = t.classification_id
                     WHERE {by_hit}t.created_at >= {} AND t.created_at < {} AND {labels}",
                    shares.join(", "),
                    sql.bind(from.0),
                    sql.bind(to.0)
                )
            }
        }
    }
}

/// Adds up the parts in one statement, so that they are of one moment.
async fn fetch<Row: FromQueryResult>(
    database: &Database,
    matching: &Matching,
    parts: &[Part],
    group: &str,
    sums: &[&str],
) -> Result<Vec<Row>, DbErr> {
    if matching.is_nothing() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let rows = parts
        .iter()
        .map(|part| part.rows(database, matching, &mut sql))
        .collect::<Vec<_>>()
        .join(" UNION ALL ");
    let sums = sums
        .iter()
        .map(|sum| format!("CAST(coalesce(sum({sum}), 0) AS bigint) AS {sum}"))
        .collect::<Vec<_>>()
        .join(", ");
    let text = if group.is_empty() {
        format!("SELECT {sums} FROM ({rows}) part")
    } else {
        format!(
            "SELECT {group}, {sums} FROM ({rows}) part
             GROUP BY {group} HAVING sum(tickets) > 0"
        )
    };
    Row::find_by_statement(sql.statement(database.backend(), &text))
        .all(&database.read)
        .await
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
        assert_eq!(parts(i64::MIN, i64::MAX), [Part::Days(-1, 0)]);
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
