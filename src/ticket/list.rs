//! A stretch of the ordered, filtered tickets, at a cost that does not grow with the table.
//!
//! - Without a filter it is a walk along an index.
//! - With a filter on labels it is a merge: each cell (category × priority × status × triage) that
//!   has tickets, at most 256, is an index of its own to walk along, and the best of all win.
//! - With a search it takes steps. A common word is met soon on a walk along the order's index, so
//!   the first [`WALK`] tickets are looked at, or with a narrow filter on labels the first ones of
//!   its cells; a word that is too rare for that has few tickets, so the inverted index gives them
//!   all and they are sorted.

use std::collections::BTreeSet;

use sea_orm::{DbBackend, DbErr, EntityTrait};

use super::{
    entity::{Entity, Model},
    filter::Matching,
    order::{Direction, OrderField, Position},
    search,
};
use crate::{database::Database, sql::Sql, time::DateTime};

/// Tickets looked at for the words of a search before the inverted index is asked.
const WALK: u64 = 3000;
/// Tickets of a filter's cells looked at first, which is enough for a word in every tenth.
const GLANCE: u64 = 200;
/// Steps along the cells' indexes that cost about as much as a walk.
const STEPS: u64 = 48_000;
/// With more cells than these a walk meets as many tickets of them for less.
const FEW_CELLS: u64 = 64;

/// Which columns of the tickets are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    All,
    /// The description, four fifths of a row, is left empty, as no stored one is.
    WithoutDescription,
}

impl Columns {
    fn of_t(self) -> String {
        let description = match self {
            Self::All => "t.description",
            Self::WithoutDescription => "'' AS description",
        };
        format!(
            "t.id, t.title, {description}, t.category, t.priority, t.status, t.triage, \
             t.classification_id, t.version, t.created_at, t.updated_at"
        )
    }
}

/// Where to walk: strictly between two positions, in one direction, for so many tickets.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    pub columns: Columns,
    pub field: OrderField,
    pub direction: Direction,
    pub above: Position,
    pub below: Position,
    /// Written into the statement, not bound to it: PostgreSQL takes a limit that it does not see for
    /// a tenth of the table, and then plans each time anew in the hope of better.
    pub limit: u64,
}

/// The first `limit` tickets that match, along the stretch.
pub async fn list(
    database: &Database,
    matching: &Matching,
    stretch: Stretch,
) -> Result<Vec<Model>, DbErr> {
    if matching.is_nothing() || stretch.limit == 0 {
        return Ok(Vec::new());
    }
    let Some(words) = &matching.words else {
        return if matching.labels.are_all() {
            fetch(database, |sql| walk(matching, stretch, sql)).await
        } else {
            fetch(database, |sql| {
                merge(database.backend(), matching, stretch, sql)
            })
            .await
        };
    };
    let cells = matching.labels.cells();
    let glances: &[u64] = if cells <= FEW_CELLS {
        &[GLANCE, (STEPS / cells).min(WALK)]
    } else {
        &[WALK]
    };
    for &candidates in glances {
        let found = fetch(database, |sql| {
            if cells <= FEW_CELLS {
                merge_for(
                    database.backend(),
                    words,
                    matching,
                    stretch,
                    candidates,
                    sql,
                )
            } else {
                walk_for(
                    database.backend(),
                    words,
                    matching,
                    stretch,
                    candidates,
                    sql,
                )
            }
        })
        .await?;
        if found.len() as u64 == stretch.limit {
            return Ok(found);
        }
    }
    fetch(database, |sql| {
        look_up(database.backend(), words, matching, stretch, sql)
    })
    .await
}

async fn fetch(
    database: &Database,
    write: impl FnOnce(&mut Sql) -> String,
) -> Result<Vec<Model>, DbErr> {
    let mut sql = Sql::default();
    let text = write(&mut sql);
    Entity::find()
        .from_raw_sql(sql.statement(database.backend(), &text))
        .all(&database.read)
        .await
}

/// Walks along the order's index.
fn walk(matching: &Matching, stretch: Stretch, sql: &mut Sql) -> String {
    let within = stretch.condition(matching, sql);
    let order = stretch.order("t");
    let limit = stretch.limit;
    let columns = stretch.columns.of_t();
    format!("SELECT {columns} FROM ticket t WHERE {within} {order} LIMIT {limit}")
}

/// Walks along the index of every cell that has tickets, and merges.
fn merge(backend: DbBackend, matching: &Matching, stretch: Stretch, sql: &mut Sql) -> String {
    let (cells, merged) = merged(backend, matching, stretch, "t.id", stretch.limit, sql);
    let order = stretch.order("t");
    let columns = stretch.columns.of_t();
    format!("{cells} SELECT {columns} FROM ticket t WHERE t.id IN ({merged}) {order}")
}

/// Merges for a while and keeps what has the words.
fn merge_for(
    backend: DbBackend,
    words: &BTreeSet<String>,
    matching: &Matching,
    stretch: Stretch,
    candidates: u64,
    sql: &mut Sql,
) -> String {
    let key = stretch.field.column();
    let id_and_key = format!("t.id, t.{key}");
    let (cells, merged) = merged(backend, matching, stretch, &id_and_key, candidates, sql);
    let found = search::contains(backend, words, "s.words", sql);
    let joined_words = search::join_words(backend, "candidate");
    let (best, order) = (stretch.order("candidate"), stretch.order("t"));
    let limit = stretch.limit;
    let columns = stretch.columns.of_t();
    format!(
        "{cells}, candidate AS MATERIALIZED ({merged})
         SELECT {columns} FROM ticket t WHERE t.id IN (
             SELECT candidate.id FROM candidate {joined_words}
             WHERE {found} {best} LIMIT {limit}
         ) {order}"
    )
}

/// The cells that have tickets, and a query on them for `columns` of the first tickets of all.
fn merged(
    backend: DbBackend,
    matching: &Matching,
    stretch: Stretch,
    columns: &str,
    limit: u64,
    sql: &mut Sql,
) -> (String, String) {
    let cells = matching.labels.condition("ticket_tally", sql);
    let within = stretch.condition(matching, sql);
    let (order, key) = (stretch.order("t"), stretch.field.column());
    let of_a_cell = format!(
        "FROM ticket t
         WHERE t.category = cell.category AND t.priority = cell.priority
             AND t.status = cell.status AND t.triage = cell.triage AND {within}
         {order} LIMIT {limit}"
    );
    // SQLite has no LATERAL, but an IN may look at the row beside it.
    let merged = match backend {
        DbBackend::Postgres => format!(
            "SELECT {columns} FROM cell CROSS JOIN LATERAL (SELECT t.id, t.{key} {of_a_cell}) t
             {order} LIMIT {limit}"
        ),
        _ => format!(
            "SELECT {columns} FROM cell CROSS JOIN ticket t WHERE t.id IN (SELECT t.id {of_a_cell})
             {order} LIMIT {limit}"
        ),
    };
    let cells = format!(
        "WITH cell AS MATERIALIZED (
             SELECT category, priority, status, triage FROM ticket_tally
             WHERE day = -1 AND {cells}
             GROUP BY category, priority, status, triage HAVING sum(tickets) > 0
         )"
    );
    (cells, merged)
}

/// Walks along the order's index for a while and keeps what has the words.
fn walk_for(
    backend: DbBackend,
    words: &BTreeSet<String>,
    matching: &Matching,
    stretch: Stretch,
    walk: u64,
    sql: &mut Sql,
) -> String {
    let within = stretch.condition(matching, sql);
    // Of those that are looked at only the index is read, unless their labels count.
    let (read, labels) = if matching.labels.are_all() {
        (format!("t.id, t.{}", stretch.field.column()), String::new())
    } else {
        let labels = matching.labels.condition("t", sql);
        ("t.*".to_owned(), format!("{labels} AND"))
    };
    let found = search::contains(backend, words, "s.words", sql);
    let joined_words = search::join_words(backend, "t");
    let order = stretch.order("t");
    let limit = stretch.limit;
    let columns = stretch.columns.of_t();
    format!(
        "SELECT {columns} FROM ticket t WHERE t.id IN (
             SELECT t.id
             FROM (SELECT {read} FROM ticket t WHERE {within} {order} LIMIT {walk}) t
             {joined_words}
             WHERE {labels} {found} {order} LIMIT {limit}
         ) {order}"
    )
}

/// Takes all tickets that have the words from the inverted index, and sorts.
fn look_up(
    backend: DbBackend,
    words: &BTreeSet<String>,
    matching: &Matching,
    stretch: Stretch,
    sql: &mut Sql,
) -> String {
    let hits = search::hits(backend, words, sql);
    let within = stretch.condition(matching, sql);
    let labels = matching.labels.condition("t", sql);
    let tickets = search::join_tickets(backend, &format!("{labels} AND {within}"));
    let order = stretch.order("t");
    let limit = stretch.limit;
    let columns = stretch.columns.of_t();
    format!(
        "WITH hit AS MATERIALIZED ({hits})
         SELECT {columns} FROM ticket t WHERE t.id IN (
             SELECT t.id FROM hit {tickets} {order} LIMIT {limit}
         ) {order}"
    )
}

impl Stretch {
    /// The order of `row`, an alias in the statement.
    fn order(&self, row: &str) -> String {
        let (key, direction) = (self.field.column(), self.direction.keyword());
        format!("ORDER BY {row}.{key} {direction}, {row}.id {direction}")
    }

    /// That `t` lies within the stretch and was created when the filter wants it.
    fn condition(&self, matching: &Matching, sql: &mut Sql) -> String {
        let (mut above, mut below) = (self.above, self.below);
        let mut created = String::new();
        if self.field == OrderField::CreatedAt {
            // The filter's range is a stretch of this very order: one pair of bounds serves both.
            above = above.max(Position {
                key: matching.from.0,
                id: i64::MIN,
            });
            below = below.min(Position {
                key: matching.to.0,
                id: i64::MIN,
            });
        } else {
            // A bound that bounds nothing is left out: a planner that sees a parameter instead of
            // its value takes any bound for a narrow one, and walks the wrong index.
            if matching.from > DateTime::FIRST {
                created += &format!(" AND t.created_at >= {}", sql.bind(matching.from.0));
            }
            if matching.to < DateTime::LAST {
                created += &format!(" AND t.created_at < {}", sql.bind(matching.to.0));
            }
        }
        let key = self.field.column();
        format!(
            "(t.{key}, t.id) > ({}, {}) AND (t.{key}, t.id) < ({}, {}){created}",
            sql.bind(above.key),
            sql.bind(above.id),
            sql.bind(below.key),
            sql.bind(below.id)
        )
    }
}
