//! A database of its own, filled and settled.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::ValueEnum;
use frontdesk::{
    config::{DatabaseConfig, DatabaseUrl},
    database::Database,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

use crate::{fill::fill, postgres::Cluster, process, text::Language};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A filled database; it goes away with this.
pub struct Store {
    place: Place,
    pub mebibytes: i64,
}

enum Place {
    File(TempDir),
    Cluster { cluster: Cluster, postmaster: u32 },
}

impl Store {
    pub async fn new(kind: Kind, language: &Language, tickets: u64) -> Self {
        let start = Instant::now();
        eprintln!("Filling {kind:?} with {tickets} tickets");
        let folder = tempfile::Builder::new()
            .prefix("frontdesk-bench-")
            .tempdir()
            .unwrap();
        let cluster = (kind == Kind::Postgres).then(|| Cluster::start_with(""));
        let url = match &cluster {
            Some(cluster) => DatabaseUrl::Postgres(cluster.url("postgres")),
            None => DatabaseUrl::Sqlite(file(&folder)),
        };
        let database = Database::connect(&DatabaseConfig {
            url,
            max_connections: 1,
            statement_timeout: Duration::from_secs(3600),
        })
        .await
        .unwrap();
        database.migrate().await.unwrap();
        fill(&database, language, tickets).await.unwrap();
        settle(&database).await;
        let mebibytes = number(&database, size_of(&database)).await >> 20;
        let place = match cluster {
            Some(cluster) => Place::Cluster {
                cluster,
                postmaster: number(
                    &database,
                    "SELECT CAST(split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS bigint)",
                )
                .await as u32,
            },
            None => Place::File(folder),
        };
        database.close().await.unwrap();
        eprintln!("  {mebibytes} MiB after {} s", start.elapsed().as_secs());
        Self { place, mebibytes }
    }

    pub fn url(&self) -> String {
        match &self.place {
            Place::File(folder) => format!("sqlite://{}", file(folder).display()),
            Place::Cluster { cluster, .. } => cluster.url("postgres"),
        }
    }

    /// The time that the database's own processes have used; SQLite has none.
    pub fn cpu(&self) -> Option<Duration> {
        match self.place {
            Place::File(_) => None,
            Place::Cluster { postmaster, .. } => Some(process::cpu_with_children(postmaster)),
        }
    }
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("frontdesk.db")
}

/// What happens by itself in a database that is in use for long: the server folds the counters,
/// and PostgreSQL's autovacuum and checkpointer do their work. SQLite has nothing of the kind.
async fn settle(database: &Database) {
    if database.backend() == DbBackend::Postgres {
        while number(database, "SELECT fold_ticket_count(10000)").await > 0 {}
        for statement in ["VACUUM (ANALYZE)", "CHECKPOINT"] {
            database.write.execute_unprepared(statement).await.unwrap();
        }
    }
}

fn size_of(database: &Database) -> &'static str {
    match database.backend() {
        DbBackend::Postgres => "SELECT pg_database_size(current_database())",
        _ => "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
    }
}

async fn number(database: &Database, query: &str) -> i64 {
    let statement = Statement::from_string(database.backend(), query);
    let row = database.write.query_one_raw(statement).await.unwrap();
    row.unwrap().try_get_by_index(0).unwrap()
}
