//! Connecting: pools, pragmas, and all else that differs between SQLite and PostgreSQL as servers.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use futures_util::TryFutureExt;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, RuntimeErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait, sqlx,
    sqlx::{
        Connection,
        sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous},
    },
};

use crate::config::{DatabaseConfig, DatabaseUrl};

/// How long a writer of another process is waited for on SQLite.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a PostgreSQL connection is waited for before the database counts as away.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
/// A connection idle for longer is pinged before use, so that one which died with its server is
/// replaced unnoticed; a busy one is trusted.
const PING_AFTER_IDLE: Duration = Duration::from_millis(500);
/// What the header of a SQLite file says that it is: "FDsk".
const APPLICATION_ID: u32 = 0x4644_736b;
/// The advisory lock of whoever migrates; any number that nobody else uses.
const MIGRATION_LOCK: i64 = 376_683_375;

/// The two ways to the one database. On SQLite there is a single writer, so writes queue here
/// rather than in the file; on PostgreSQL both are the same pool.
#[derive(Clone, Debug)]
pub struct Database {
    pub read: DatabaseConnection,
    pub write: DatabaseConnection,
}

/// Why there is no connection, in words for whoever runs the server.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    #[error("cannot make the folder {}: {cause}", folder.display())]
    Folder { folder: PathBuf, cause: io::Error },
    #[error("cannot open {}: {reason}", path.display())]
    File { path: PathBuf, reason: String },
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Database {
    /// # Errors
    /// The database cannot be reached, or the folder of the SQLite file cannot be made.
    pub async fn connect(config: &DatabaseConfig) -> Result<Self, ConnectError> {
        match &config.url {
            DatabaseUrl::Sqlite(path) => {
                create_folder(path)?;
                // The writer first: it makes the file and sets its journal mode.
                let write = connect_sqlite(path, 1, None).await?;
                let limit = Some(config.statement_timeout);
                let read = connect_sqlite(path, config.max_connections, limit).await?;
                Ok(Self { read, write })
            }
            DatabaseUrl::Postgres(url) => {
                let pool = connect_postgres(url, config).await?;
                Ok(Self {
                    read: pool.clone(),
                    write: pool,
                })
            }
        }
    }

    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Starts a transaction that will write. On SQLite it takes the write lock at once: taking it
    /// at the first write would fail if another process had written since.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            })
            .await
    }

    /// Starts a transaction that only reads, and in which every statement sees the same moment.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
            // Every transaction of SQLite is of this kind.
            _ => TransactionOptions::default(),
        };
        self.read.begin_with_options(options).await
    }

    /// Brings the schema up to date. Safe when several servers start together: on SQLite the
    /// transaction keeps the others out, on PostgreSQL a lock that ends with it.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        let transaction = self.begin().await?;
        if self.backend() == DbBackend::Sqlite {
            // A file that cannot be written fails here, and not at the first ticket.
            transaction
                .execute_unprepared(&format!("PRAGMA application_id = {APPLICATION_ID}"))
                .await?;
        } else {
            transaction
                .execute_unprepared("SET LOCAL statement_timeout = 0")
                .await?;
            transaction
                .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
                .await?;
        }
        Migrator::up(&transaction, None).await?;
        transaction.commit().await
    }

    /// Whether the database answers and every migration has been applied.
    pub async fn is_ready(&self) -> Result<bool, DbErr> {
        Ok(Migrator::get_pending_migrations(&self.read)
            .await?
            .is_empty())
    }

    /// Lets running statements finish and closes every connection.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}

fn create_folder(path: &Path) -> Result<(), ConnectError> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            fs::create_dir_all(folder).map_err(|cause| ConnectError::Folder {
                folder: folder.to_owned(),
                cause,
            })
        }
        _ => Ok(()),
    }
}

/// With a `limit`, a statement that takes longer is cancelled. Writes need none: they are short, but
/// for a migration, which must come to its end.
async fn connect_sqlite(
    path: &Path,
    connections: u32,
    limit: Option<Duration>,
) -> Result<DatabaseConnection, ConnectError> {
    let (path, place) = (path.to_owned(), path);
    let mut options = ConnectOptions::new("sqlite:");
    options
        .max_connections(connections)
        .min_connections(1)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_pool_opts(move |pool| {
            pool.after_connect(move |connection, _| {
                Box::pin(prepare(connection, limit).map_ok(|_| ()))
            })
            .before_acquire(move |connection, _| Box::pin(prepare(connection, limit)))
        })
        .map_sqlx_sqlite_opts(move |options| {
            options
                .filename(&path)
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // An acknowledged write survives a power cut, not only a crash.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
        });
    sea_orm::Database::connect(options)
        .await
        .map_err(|error| ConnectError::File {
            path: place.to_owned(),
            reason: match error {
                DbErr::Conn(RuntimeErr::SqlxError(cause)) => match &*cause {
                    sqlx::Error::Database(cause) => cause.message().to_owned(),
                    cause => cause.to_string(),
                },
                error => error.to_string(),
            },
        })
}

/// Makes a connection ready for what comes next; false when it must be replaced.
///
/// When the disk is full SQLite rolls a transaction back by itself. The driver's own rollback then
/// fails, and it goes on as if it were within a transaction: what it commits from then on is not.
async fn prepare(
    connection: &mut SqliteConnection,
    limit: Option<Duration>,
) -> Result<bool, sqlx::Error> {
    /// Steps of SQLite's machine between two looks at the clock; a few hundredths of a millisecond.
    const STEPS: i32 = 10_000;
    // By then a rollback that was begun by a drop is over.
    let mut handle = connection.lock_handle().await?;
    if let Some(limit) = limit {
        // SQLite has no limit of its own, and goes on when nobody waits any more.
        let start = Instant::now();
        handle.set_progress_handler(STEPS, move || start.elapsed() < limit);
    }
    drop(handle);
    Ok(!connection.is_in_transaction())
}

async fn connect_postgres(url: &str, config: &DatabaseConfig) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(config.max_connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire_if_idle_for(PING_AFTER_IDLE)
        .statement_timeout(config.statement_timeout)
        .set_application_name("frontdesk")
        .sqlx_logging(false);
    sea_orm::Database::connect(options).await
}
