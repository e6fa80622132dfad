//! In `ticket_count` how many suggestions of each band of confidence a person decided and kept, and in
//! `classification` the label that was likeliest besides the suggested one.
//!
//! Two bands have columns; what was decided in neither of them was not sure.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::{
    m20261122_000005_ticket_count as first, run,
    ticket_count::{self, CELL, MICROSECONDS_PER_DAY, Sum, add_to_count, columns},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const LABELS: [&str; 2] = ["category", "priority"];
/// From which confidence a band begins. The server has the same numbers; to move them there takes
/// another migration that counts anew.
const BANDS: [(&str, &str); 2] = [
    ("sure", "c.{label}_confidence >= 0.85"),
    (
        "fairly_sure",
        "c.{label}_confidence >= 0.6 AND c.{label}_confidence < 0.85",
    ),
];

fn new_sums() -> Vec<Sum> {
    let mut sums = Vec::new();
    for label in LABELS {
        for (band, condition) in BANDS {
            let decided = format!(
                "{{t}}.triage IN (3, 4) AND {}",
                condition.replace("{label}", label)
            );
            let kept = format!("{decided} AND {{t}}.{label} = c.{label}");
            sums.push(Sum::when(&format!("{label}_{band}"), &decided));
            sums.push(Sum::when(&format!("{label}_{band}_kept"), &kept));
        }
    }
    sums
}

/// Adds the tickets that are there already to the new sums, and nothing to the old ones.
fn count(backend: DbBackend) -> String {
    let old = first::sums();
    let nothing = old.iter().map(|sum| Sum::of(&sum.column, "0"));
    let sums: Vec<Sum> = nothing.chain(new_sums()).collect();
    let shares = sums
        .iter()
        .map(|sum| format!("sum({})", sum.share("t")))
        .collect::<Vec<_>>()
        .join(", ");
    let select = |day: &str| {
        format!(
            "SELECT {day}, t.category, t.priority, t.status, t.triage, {shares}
             FROM ticket t JOIN classification c ON c.id = t.classification_id
             WHERE t.triage IN (3, 4)
             GROUP BY 1, 2, 3, 4, 5"
        )
    };
    let of_each_day = select(&format!("t.created_at / {MICROSECONDS_PER_DAY}"));
    match backend {
        // What is noted here counts at once, also for all days together.
        DbBackend::Postgres => format!(
            "INSERT INTO ticket_count_delta (day, {CELL}, {}) {of_each_day}",
            columns(&sums, str::to_owned)
        ),
        _ => add_to_count(
            &sums,
            &format!(
                "SELECT * FROM ({of_each_day} UNION ALL {}) WHERE true",
                select("-1")
            ),
        ),
    }
}

async fn for_each_table(
    manager: &SchemaManager<'_>,
    change: impl Fn(&str) -> String,
) -> Result<(), DbErr> {
    let tables: &[&str] = match manager.get_database_backend() {
        DbBackend::Postgres => &["ticket_count", "ticket_count_delta"],
        _ => &["ticket_count"],
    };
    for table in tables {
        for sum in new_sums() {
            let statement = format!("ALTER TABLE {table} {}", change(&sum.column));
            run(manager, &[&statement]).await?;
        }
    }
    Ok(())
}

/// Keeps other servers from writing tickets meanwhile. On SQLite the transaction does.
async fn lock(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        run(
            manager,
            &["LOCK TABLE ticket, ticket_count_delta, ticket_count IN ACCESS EXCLUSIVE MODE"],
        )
        .await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        lock(manager).await?;
        for label in LABELS {
            let column = format!(
                "ALTER TABLE classification ADD COLUMN alternative_{label} smallint
                 CHECK (alternative_{label} BETWEEN 1 AND 4)"
            );
            run(manager, &[&column]).await?;
        }
        ticket_count::drop(manager).await?;
        for_each_table(manager, |sum| {
            format!("ADD COLUMN {sum} bigint NOT NULL DEFAULT 0")
        })
        .await?;
        run(manager, &[&count(manager.get_database_backend())]).await?;
        let all: Vec<Sum> = first::sums().into_iter().chain(new_sums()).collect();
        ticket_count::create(manager, &all).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        lock(manager).await?;
        ticket_count::drop(manager).await?;
        for_each_table(manager, |sum| format!("DROP COLUMN {sum}")).await?;
        ticket_count::create(manager, &first::sums()).await?;
        for label in LABELS {
            let column = format!("ALTER TABLE classification DROP COLUMN alternative_{label}");
            run(manager, &[&column]).await?;
        }
        Ok(())
    }
}
