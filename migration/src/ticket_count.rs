//! What keeps `ticket_count`: triggers, a view and a folder, for the sums that a migration names.
//!
//! SQLite has one writer, so its triggers add to the row itself. On PostgreSQL writers would queue
//! for that row until the other's commit, so each appends to `ticket_count_delta` instead, and
//! `fold_ticket_count()` moves what has gathered there into the rows. The view `ticket_tally` has
//! both, so a reader is exact whether or not anything was folded.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::run;

pub const CELL: &str = "category, priority, status, triage";
pub const MICROSECONDS_PER_DAY: &str = "86400000000";

/// A column of `ticket_count`, and what one ticket adds to it. In the expression `{t}` stands for the
/// ticket and `c` for its suggestion, whose columns are null when there is none.
pub struct Sum {
    pub column: String,
    share: String,
}

impl Sum {
    pub fn of(column: &str, share: &str) -> Self {
        Self {
            column: column.to_owned(),
            share: share.to_owned(),
        }
    }

    /// Counts the tickets for which a condition holds.
    pub fn when(column: &str, condition: &str) -> Self {
        Self::of(column, &format!("CASE WHEN {condition} THEN 1 ELSE 0 END"))
    }

    /// What the ticket `t` adds.
    pub fn share(&self, t: &str) -> String {
        self.share.replace("{t}", t)
    }
}

/// The columns of the sums, each as `each` writes it, parted by commas.
pub fn columns(sums: &[Sum], each: impl Fn(&str) -> String) -> String {
    let columns = sums.iter().map(|sum| each(&sum.column));
    columns.collect::<Vec<_>>().join(", ")
}

/// `INSERT … ON CONFLICT` that adds the rows of `select` to those of `ticket_count`.
pub fn add_to_count(sums: &[Sum], select: &str) -> String {
    let names = columns(sums, str::to_owned);
    let added = columns(sums, |sum| {
        format!("{sum} = ticket_count.{sum} + excluded.{sum}")
    });
    format!(
        "INSERT INTO ticket_count (day, {CELL}, {names}) {select}
         ON CONFLICT (day, {CELL}) DO UPDATE SET {added}"
    )
}

pub async fn create(manager: &SchemaManager<'_>, sums: &[Sum]) -> Result<(), DbErr> {
    let statements = match manager.get_database_backend() {
        DbBackend::Postgres => postgres(sums),
        _ => sqlite(sums),
    };
    run(
        manager,
        &statements.iter().map(String::as_str).collect::<Vec<_>>(),
    )
    .await
}

/// Leaves the tables.
pub async fn drop(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(manager, &["DROP VIEW ticket_tally"]).await?;
    for event in ["insert", "update", "delete"] {
        let statement = match manager.get_database_backend() {
            DbBackend::Postgres => format!("DROP FUNCTION ticket_count_{event} CASCADE"),
            _ => format!("DROP TRIGGER ticket_count_{event}"),
        };
        run(manager, &[&statement]).await?;
    }
    if manager.get_database_backend() == DbBackend::Postgres {
        run(manager, &["DROP FUNCTION fold_ticket_count"]).await?;
    }
    Ok(())
}

/// Adds (`sign` 1) or takes away (−1) the ticket `row` of a SQLite trigger, NEW or OLD.
fn sqlite_change(sums: &[Sum], row: &str, sign: &str) -> String {
    let shares = sums
        .iter()
        .map(|sum| format!("{} * {sign}", sum.share(row)))
        .collect::<Vec<_>>()
        .join(", ");
    add_to_count(
        sums,
        &format!(
            "SELECT d.day, {row}.category, {row}.priority, {row}.status, {row}.triage, {shares}
             FROM (SELECT {row}.created_at / {MICROSECONDS_PER_DAY} AS day UNION ALL SELECT -1) d
             LEFT JOIN classification c ON c.id = {row}.classification_id
             WHERE true"
        ),
    )
}

fn sqlite(sums: &[Sum]) -> Vec<String> {
    let (add, take) = (
        sqlite_change(sums, "NEW", "1"),
        sqlite_change(sums, "OLD", "-1"),
    );
    let changed = format!("{CELL}, created_at, classification_id")
        .split(", ")
        .map(|column| format!("OLD.{column} IS NOT NEW.{column}"))
        .collect::<Vec<_>>()
        .join(" OR ");
    vec![
        format!("CREATE TRIGGER ticket_count_insert AFTER INSERT ON ticket BEGIN {add}; END"),
        format!(
            "CREATE TRIGGER ticket_count_update
             AFTER UPDATE OF {CELL}, created_at, classification_id ON ticket
             WHEN {changed} BEGIN {take}; {add}; END"
        ),
        format!("CREATE TRIGGER ticket_count_delete AFTER DELETE ON ticket BEGIN {take}; END"),
        "CREATE VIEW ticket_tally AS SELECT * FROM ticket_count".to_owned(),
    ]
}

fn postgres(sums: &[Sum]) -> Vec<String> {
    let names = columns(sums, str::to_owned);
    let sum_of_each = columns(sums, |sum| format!("sum({sum}) AS {sum}"));
    let any_changed = columns(sums, |sum| format!("sum({sum}) <> 0")).replace(", ", " OR ");
    let named_shares = sums
        .iter()
        .map(|sum| format!("{} * t.sign AS {}", sum.share("t"), sum.column))
        .collect::<Vec<_>>()
        .join(", ");
    // One statement may change many tickets; what cancels out leaves no trace.
    let note = |rows: &str| {
        format!(
            "INSERT INTO ticket_count_delta (day, {CELL}, {names})
             SELECT day, {CELL}, {sum_of_each}
             FROM (
                 SELECT t.created_at / {MICROSECONDS_PER_DAY} AS day,
                        t.category, t.priority, t.status, t.triage, {named_shares}
                 FROM ({rows}) t LEFT JOIN classification c ON c.id = t.classification_id
             ) share
             GROUP BY day, {CELL} HAVING {any_changed}"
        )
    };
    let added = "SELECT 1 AS sign, * FROM added";
    let taken = "SELECT -1 AS sign, * FROM taken";
    let trigger = |event: &str, tables: &str, rows: &str| {
        let note = note(rows);
        [
            format!(
                "CREATE FUNCTION ticket_count_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN {note}; RETURN NULL; END $$"
            ),
            format!(
                "CREATE TRIGGER ticket_count_{event} AFTER {event} ON ticket
                 REFERENCING {tables}
                 FOR EACH STATEMENT EXECUTE FUNCTION ticket_count_{event}()"
            ),
        ]
    };
    let fold = add_to_count(
        sums,
        &format!(
            "SELECT day, {CELL}, {sum_of_each}
             FROM (SELECT day, {CELL}, {names} FROM gone
                   UNION ALL SELECT -1, {CELL}, {names} FROM gone) share
             GROUP BY day, {CELL}"
        ),
    );
    let mut statements = Vec::new();
    statements.extend(trigger("insert", "NEW TABLE AS added", added));
    statements.extend(trigger(
        "update",
        "OLD TABLE AS taken NEW TABLE AS added",
        &format!("{added} UNION ALL {taken}"),
    ));
    statements.extend(trigger("delete", "OLD TABLE AS taken", taken));
    statements.push(format!(
        "CREATE VIEW ticket_tally AS
         SELECT day, {CELL}, {names} FROM ticket_count
         UNION ALL SELECT day, {CELL}, {names} FROM ticket_count_delta
         UNION ALL SELECT -1, {CELL}, {names} FROM ticket_count_delta"
    ));
    // One folder at a time, whichever server it is in: the lock ends with the transaction.
    statements.push(format!(
        "CREATE FUNCTION fold_ticket_count(most integer) RETURNS bigint LANGUAGE plpgsql AS $$
         DECLARE folded bigint;
         BEGIN
             IF NOT pg_try_advisory_xact_lock('ticket_count'::regclass::oid::bigint) THEN
                 RETURN 0;
             END IF;
             WITH gone AS (
                 DELETE FROM ticket_count_delta
                 WHERE id IN (SELECT id FROM ticket_count_delta ORDER BY id LIMIT most)
                 RETURNING *
             ), added AS ({fold})
             SELECT count(*) INTO folded FROM gone;
             RETURN folded;
         END $$"
    ));
    statements
}
