//! The database's schema, as an ordered list of changes that are never edited once released.
//!
//! A migration is frozen history: nothing here knows the server's code. Every change goes up and
//! down on SQLite and on PostgreSQL alike.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m20261122_000001_classification;
mod m20261122_000002_ticket;
mod m20261122_000003_ticket_event;
mod m20261122_000004_ticket_search;
mod m20261122_000005_ticket_count;
mod m20261122_000006_idempotency_key;
mod m20261122_000007_event_feed;
mod m20261122_000008_provider_call;
mod m20261125_000009_confidence_band;
mod m20261125_000010_ticket_day_count;
mod m20261125_000011_call_under_way;
mod m20261125_000012_model;
mod ticket_count;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_classification::Migration),
            Box::new(m20261122_000002_ticket::Migration),
            Box::new(m20261122_000003_ticket_event::Migration),
            Box::new(m20261122_000004_ticket_search::Migration),
            Box::new(m20261122_000005_ticket_count::Migration),
            Box::new(m20261122_000006_idempotency_key::Migration),
            Box::new(m20261122_000007_event_feed::Migration),
            Box::new(m20261122_000008_provider_call::Migration),
            Box::new(m20261125_000009_confidence_band::Migration),
            Box::new(m20261125_000010_ticket_day_count::Migration),
            Box::new(m20261125_000011_call_under_way::Migration),
            Box::new(m20261125_000012_model::Migration),
        ]
    }
}

/// Runs several statements one by one, as both databases' drivers prepare one at a time.
async fn run(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await?;
    }
    Ok(())
}
