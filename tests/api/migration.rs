//! The migrations lead up and down, and to the tables that the entities describe.

use std::collections::BTreeSet;

use frontdesk::{
    classification,
    config::{DatabaseConfig, DatabaseUrl},
    database::Database,
    event, learning, ticket,
};
use migration::{Migrator, MigratorTrait};
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, IdenStatic, Iterable, Statement};
use tempfile::TempDir;

use crate::support::{Backend, Backend::*, empty_database};

pub async fn connect(backend: Backend, folder: &TempDir) -> Database {
    let url = match backend {
        Sqlite => DatabaseUrl::Sqlite(folder.path().join("frontdesk.db")),
        Postgres => DatabaseUrl::Postgres(empty_database().await),
    };
    Database::connect(&DatabaseConfig {
        url,
        max_connections: 4,
        statement_timeout: std::time::Duration::from_secs(30),
    })
    .await
    .unwrap()
}

/// Everything that the schema has: tables, columns, indexes, triggers, functions.
async fn contents(database: &Database) -> BTreeSet<String> {
    let queries: &[&str] = match database.backend() {
        DbBackend::Postgres => &[
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
             FROM information_schema.columns WHERE table_schema = 'public'",
            "SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT pg_get_triggerdef(oid) AS line FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT pg_get_functiondef(oid) AS line FROM pg_proc
             WHERE pronamespace = 'public'::regnamespace",
            "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace",
        ],
        _ => &["SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master"],
    };
    let mut contents = BTreeSet::new();
    for query in queries {
        let statement = Statement::from_string(database.backend(), *query);
        for row in database.read.query_all_raw(statement).await.unwrap() {
            contents.insert(row.try_get::<String>("", "line").unwrap());
        }
    }
    contents.retain(|line| !line.contains("seaql_migrations") && !line.contains("sqlite_sequence"));
    contents
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn up_and_down_and_up_again(#[values(Sqlite, Postgres)] backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let database = connect(backend, &folder).await;
    assert!(!database.is_ready().await.unwrap_or(false));
    database.migrate().await.unwrap();
    assert!(database.is_ready().await.unwrap());
    let first = contents(&database).await;
    assert!(first.len() > 20);
    Migrator::down(&database.write, None).await.unwrap();
    assert_eq!(contents(&database).await, BTreeSet::new());
    database.migrate().await.unwrap();
    assert_eq!(contents(&database).await, first);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_together_migrate_once(#[values(Sqlite, Postgres)] backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let database = connect(backend, &folder).await;
    let others = [database.clone(), database.clone(), database.clone()];
    let results = futures_util::future::join_all(others.iter().map(Database::migrate)).await;
    for result in results {
        result.unwrap();
    }
    assert!(database.is_ready().await.unwrap());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_tables_have_the_columns_of_the_entities(#[values(Sqlite, Postgres)] backend: Backend) {
    let folder = tempfile::tempdir().unwrap();
    let database = connect(backend, &folder).await;
    database.migrate().await.unwrap();
    check::<ticket::Entity>(&database).await;
    check::<ticket::SearchEntity>(&database).await;
    check::<ticket::IdempotencyKeyEntity>(&database).await;
    check::<event::Entity>(&database).await;
    check::<classification::Entity>(&database).await;
    check::<classification::ProviderCallEntity>(&database).await;
    check::<learning::stored::Entity>(&database).await;
}

async fn check<E: EntityTrait>(database: &Database) {
    let table = E::default().table_name().to_owned();
    let query = match database.backend() {
        DbBackend::Postgres => format!(
            "SELECT column_name::text AS name FROM information_schema.columns
             WHERE table_name = '{table}'"
        ),
        _ => format!("SELECT name FROM pragma_table_info('{table}')"),
    };
    let statement = Statement::from_string(database.backend(), query);
    let rows = database.read.query_all_raw(statement).await.unwrap();
    let columns: BTreeSet<String> = rows
        .iter()
        .map(|row| row.try_get("", "name").unwrap())
        .collect();
    let mut described: BTreeSet<String> = E::Column::iter()
        .map(|column| column.as_str().to_owned())
        .collect();
    if table == "ticket_event" && database.backend() == DbBackend::Postgres {
        // Written by its default, and read in conditions alone.
        described.insert("transaction_id".to_owned());
    }
    assert_eq!(columns, described, "{table}");
    // Their types, too, are such that a row can be read.
    E::find().one(&database.read).await.unwrap();
}
