//! How many tickets match, and what their suggestions came to.
//!
//! It is added up from parts; see [`Part`].

use sea_orm::{DbErr, FromQueryResult};

use super::{
    part::{AllDays, Group, Part},
    sums::{DECIDED, Decided, SUMS, Sums},
};
use crate::{
    database::Database,
    error::Result,
    label::{Category, Priority},
    sql::Sql,
    ticket::{self, Matching, Status, Triage},
    time::DateTime,
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
    let rows: Vec<Count> = fetch(database, matching, &whole, Group::All, &SUMS[..1]).await?;
    Ok(rows.iter().map(|row| row.tickets).sum())
}

/// The tickets that match, by cell.
pub async fn by_cell(database: &Database, matching: &Matching) -> Result<Vec<Cell>> {
    let whole = Part::of(matching, AllDays::Together);
    Ok(fetch(database, matching, &whole, Group::Cell, &SUMS).await?)
}

/// The tickets that match, by the day of their creation, days with a ticket only.
pub async fn by_day(database: &Database, matching: &Matching) -> Result<Vec<Day>> {
    let parts = Part::of(matching, AllDays::EachOfThem);
    Ok(fetch(database, matching, &parts, Group::Day, &SUMS[..1]).await?)
}

/// What a person decided, of tickets that match; `matching` has no others.
pub async fn decided(database: &Database, matching: &Matching) -> Result<Decided> {
    let whole = Part::of(matching, AllDays::Together);
    let rows = fetch(database, matching, &whole, Group::All, &DECIDED).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}

/// The same by the week of their creation, weeks with a ticket only.
pub async fn decided_by_week(database: &Database, matching: &Matching) -> Result<Vec<Week>> {
    let parts = Part::of(matching, AllDays::EachOfThem);
    Ok(fetch(database, matching, &parts, Group::Week, &DECIDED).await?)
}

/// Adds up the parts in one statement, so that they are of one moment.
async fn fetch<Row: FromQueryResult>(
    database: &Database,
    matching: &Matching,
    parts: &[Part],
    group: Group,
    sums: &[&str],
) -> Result<Vec<Row>, DbErr> {
    if matching.is_nothing() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    let rows = parts
        .iter()
        .map(|part| part.rows(database, matching, group, sums, &mut sql))
        .collect::<Vec<_>>()
        .join(" UNION ALL ");
    let sums = sums
        .iter()
        .map(|sum| format!("CAST(coalesce(sum({sum}), 0) AS bigint) AS {sum}"))
        .collect::<Vec<_>>()
        .join(", ");
    let columns = group.columns().join(", ");
    let text = match group {
        Group::All => format!("SELECT {sums} FROM ({rows}) part"),
        _ => format!(
            "SELECT {columns}, {sums} FROM ({rows}) part
             GROUP BY {columns} HAVING sum(tickets) > 0"
        ),
    };
    Row::find_by_statement(sql.statement(database.backend(), &text))
        .all(&database.read)
        .await
}
