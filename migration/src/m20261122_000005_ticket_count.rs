//! `ticket_count`: how many tickets a cell has, per day and over all days, kept by triggers.
//!
//! Triggers rather than the write path, so that whoever writes a ticket, a bulk load or a repair
//! by hand included, leaves the numbers right in the same transaction.
//!
//! A cell is category × priority × status × triage. `day` counts days since 1970-01-01 in UTC, and
//! −1 stands for all days together. Beside the tickets a row sums what their suggestions cost and
//! how many of them a person kept.
//!
//! SQLite has one writer, so its triggers add to the row itself. On PostgreSQL writers would queue
//! for that row until the other's commit, so each appends to `ticket_count_delta` instead, and
//! `fold_ticket_count()` moves what has gathered there into the rows. The view `ticket_tally` has
//! both, so a reader is exact whether or not anything was folded.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

const CELL: &str = "category, priority, status, triage";
const SUMS: [&str; 9] = [
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
const MICROSECONDS_PER_DAY: &str = "86400000000";

/// What one ticket `t` with the suggestion `c` adds to each of `SUMS`, times `sign`.
/// 3 and 4 are the triage values CONFIRMED and OVERRULED: a person has decided.
fn shares(sign: &str, t: &str, c: &str) -> [String; 9] {
    let when = |condition: String| format!("CASE WHEN {condition} THEN 1 ELSE 0 END * {sign}");
    [
        sign.to_owned(),
        when(format!(
            "{t}.triage IN (3, 4) AND {t}.category = {c}.category"
        )),
        when(format!(
            "{t}.triage IN (3, 4) AND {t}.priority = {c}.priority"
        )),
        when(format!("{c}.cached")),
        when(format!("{c}.fallback_reason IS NOT NULL")),
        format!("coalesce({c}.input_tokens, 0) * {sign}"),
        format!("coalesce({c}.output_tokens, 0) * {sign}"),
        format!("coalesce({c}.cost_nano_usd, 0) * {sign}"),
        when(format!("{c}.id IS NOT NULL AND {c}.cost_nano_usd IS NULL")),
    ]
}

/// `INSERT … ON CONFLICT` that adds the rows of `select` to those of `ticket_count`.
fn add_to_count(select: &str) -> String {
    let sums = SUMS.join(", ");
    let added = SUMS
        .map(|sum| format!("{sum} = ticket_count.{sum} + excluded.{sum}"))
        .join(", ");
    format!(
        "INSERT INTO ticket_count (day, {CELL}, {sums}) {select}
         ON CONFLICT (day, {CELL}) DO UPDATE SET {added}"
    )
}

/// Adds (`sign` 1) or takes away (−1) the ticket `row` of a SQLite trigger, NEW or OLD.
fn sqlite_change(row: &str, sign: &str) -> String {
    let shares = shares(sign, row, "c").join(", ");
    add_to_count(&format!(
        "SELECT d.day, {row}.category, {row}.priority, {row}.status, {row}.triage, {shares}
         FROM (SELECT {row}.created_at / {MICROSECONDS_PER_DAY} AS day UNION ALL SELECT -1) d
         LEFT JOIN classification c ON c.id = {row}.classification_id
         WHERE true"
    ))
}

fn sqlite() -> Vec<String> {
    let (add, take) = (sqlite_change("NEW", "1"), sqlite_change("OLD", "-1"));
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

fn postgres() -> Vec<String> {
    let sums = SUMS.join(", ");
    let sum_of_each = SUMS.map(|sum| format!("sum({sum}) AS {sum}")).join(", ");
    let any_changed = SUMS.map(|sum| format!("sum({sum}) <> 0")).join(" OR ");
    let named_shares = shares("t.sign", "t", "c")
        .iter()
        .zip(SUMS)
        .map(|(share, sum)| format!("{share} AS {sum}"))
        .collect::<Vec<_>>()
        .join(", ");
    // One statement may change many tickets; what cancels out leaves no trace.
    let note = |rows: &str| {
        format!(
            "INSERT INTO ticket_count_delta (day, {CELL}, {sums})
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
    let fold = add_to_count(&format!(
        "SELECT day, {CELL}, {sum_of_each}
         FROM (SELECT day, {CELL}, {sums} FROM gone
               UNION ALL SELECT -1, {CELL}, {sums} FROM gone) share
         GROUP BY day, {CELL}"
    ));
    let mut statements = vec![format!(
        "CREATE TABLE ticket_count_delta (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            day integer NOT NULL, category smallint NOT NULL, priority smallint NOT NULL,
            status smallint NOT NULL, triage smallint NOT NULL, {})",
        SUMS.map(|sum| format!("{sum} bigint NOT NULL")).join(", ")
    )];
    statements.extend(trigger("insert", "NEW TABLE AS added", added));
    statements.extend(trigger(
        "update",
        "OLD TABLE AS taken NEW TABLE AS added",
        &format!("{added} UNION ALL {taken}"),
    ));
    statements.extend(trigger("delete", "OLD TABLE AS taken", taken));
    statements.push(format!(
        "CREATE VIEW ticket_tally AS
         SELECT day, {CELL}, {sums} FROM ticket_count
         UNION ALL SELECT day, {CELL}, {sums} FROM ticket_count_delta
         UNION ALL SELECT -1, {CELL}, {sums} FROM ticket_count_delta"
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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::create();
        table.table("ticket_count").col(integer("day"));
        for label in CELL.split(", ") {
            table.col(small_integer(label));
        }
        for sum in SUMS {
            table.col(big_integer(sum));
        }
        table.primary_key(
            Index::create()
                .col("day")
                .col("category")
                .col("priority")
                .col("status")
                .col("triage"),
        );
        manager.create_table(table).await?;
        let statements = match manager.get_database_backend() {
            DbBackend::Postgres => postgres(),
            _ => sqlite(),
        };
        run(
            manager,
            &statements.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP VIEW ticket_tally"]).await?;
        for event in ["insert", "update", "delete"] {
            let statement = match manager.get_database_backend() {
                DbBackend::Postgres => format!("DROP FUNCTION ticket_count_{event} CASCADE"),
                _ => format!("DROP TRIGGER ticket_count_{event}"),
            };
            run(manager, &[&statement]).await?;
        }
        if manager.get_database_backend() == DbBackend::Postgres {
            run(
                manager,
                &[
                    "DROP FUNCTION fold_ticket_count",
                    "DROP TABLE ticket_count_delta",
                ],
            )
            .await?;
        }
        manager
            .drop_table(Table::drop().table("ticket_count").to_owned())
            .await
    }
}
