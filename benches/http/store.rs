//! A database of its own, filled and settled.

use std::time::{Duration, Instant};

use clap::ValueEnum;
use frontdesk::{config::DatabaseConfig, database::Database};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

use crate::{fill::fill, postgres::Cluster, process, text::Language};

const POSTMASTER: &str =
    "SELECT CAST(split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS bigint)";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A filled database; it goes away with this.
pub struct Store {
    place: Place,
    /// The process whose children do PostgreSQL's work.
    postmaster: Option<u32>,
    pub mebibytes: i64,
}

enum Place {
    Folder(TempDir),
    Cluster(Cluster),
}

impl Store {
    pub async fn new(kind: Kind, language: &Language, tickets: u64) -> Self {
        let start = Instant::now();
        eprintln!("Filling {kind:?} with {tickets} tickets");
        let place = Place::new(kind);
        let database = Database::connect(&DatabaseConfig {
            url: place.url().parse().unwrap(),
            max_connections: 1,
            statement_timeout: Duration::from_secs(3600),
        })
        .await
        .unwrap();
        database.migrate().await.unwrap();
        fill(&database, language, tickets).await.unwrap();
        settle(&database).await;
        let postmaster = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(number(&database, POSTMASTER).await as u32),
        };
        let mebibytes = number(&database, size_of(&database)).await >> 20;
        database.close().await.unwrap();
        eprintln!("  {mebibytes} MiB after {} s", start.elapsed().as_secs());
        Self {
            place,
            postmaster,
            mebibytes,
        }
    }

    pub fn url(&self) -> String {
        self.place.url()
    }

    /// The time that the database's own processes have used; SQLite has none.
    pub fn cpu(&self) -> Option<Duration> {
        self.postmaster.map(process::cpu_with_children)
    }
}

impl Place {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let mut folder = tempfile::Builder::new();
                Self::Folder(folder.prefix("frontdesk-bench-").tempdir().unwrap())
            }
            // As it comes, and so that what is committed is on the disk.
            Kind::Postgres => Self::Cluster(Cluster::start_with("", Vec::new())),
        }
    }

    fn url(&self) -> String {
        match self {
            Self::Folder(folder) => format!("sqlite://{}/frontdesk.db", folder.path().display()),
            Self::Cluster(cluster) => cluster.url("postgres"),
        }
    }
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
