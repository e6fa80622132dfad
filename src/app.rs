//! What lives as long as the server: built once, cheap to clone.

use std::{num::NonZero, sync::Arc, thread::available_parallelism, time::Duration};

use tokio::{sync::Semaphore, time::sleep};
use tokio_util::task::AbortOnDropHandle;

use crate::{
    classification,
    classifier::provider::SetUpError,
    config::{Config, DatabaseConfig, DatabaseUrl},
    database::{ConnectError, Database},
    error::is_away,
    event::{self, Bell},
    learning::{Examples, Models},
    stats,
    ticket::Feed,
};

/// How long to wait before trying again to connect.
const RETRY: Duration = Duration::from_secs(1);

/// Why the server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] ConnectError),
    #[error(transparent)]
    Provider(#[from] SetUpError),
}

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub database: Database,
    /// The classifier inside the program, which always answers.
    pub models: Models,
    /// The language model beside it, if one is configured.
    pub remote: Option<Arc<classification::Remote>>,
    /// To be held while the model computes: no more texts at once than there are processors.
    pub judging: Arc<Semaphore>,
    /// Where changes to tickets can be followed.
    pub feed: Feed,
    folder: stats::Folder,
    bell: Bell,
    _eraser: Arc<AbortOnDropHandle<()>>,
}

impl App {
    /// Connects to the database and brings its schema up to date. A PostgreSQL that is away, or
    /// not up yet, is waited for.
    ///
    /// # Errors
    /// The database cannot be used, or the provider cannot be called at all.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let may_come_back = matches!(config.database.url, DatabaseUrl::Postgres(_));
        let database = loop {
            match connect(&config.database).await {
                Ok(database) => break database,
                Err(ConnectError::Database(error)) if may_come_back && is_away(&error) => {
                    tracing::warn!(%error, "waiting for the database");
                    sleep(RETRY).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        Self::new(config, database).await
    }

    /// An app on a database whose schema is up to date.
    ///
    /// # Errors
    /// The database cannot be used, or the provider cannot be called at all.
    pub async fn new(config: Config, database: Database) -> Result<Self, StartError> {
        let models = Models::start(database.clone())
            .await
            .map_err(ConnectError::from)?;
        let processors = available_parallelism().map_or(1, NonZero::get);
        let judging = Arc::new(Semaphore::new(processors));
        let remote = config.llm.as_ref().map(|llm| {
            let examples = Examples::start(database.clone(), Arc::clone(&judging));
            classification::Remote::new(llm, examples, database.clone())
        });
        let remote = remote.transpose()?.map(Arc::new);
        let bell = Bell::new(&config.database.url, &database);
        let eraser = tokio::spawn(event::erase_deleted(database.clone()));
        Ok(Self {
            remote,
            config: Arc::new(config),
            feed: Feed::new(database.clone(), bell.clone()),
            folder: stats::Folder::start(database.clone()),
            bell,
            database,
            models,
            judging,
            _eraser: Arc::new(AbortOnDropHandle::new(eraser)),
        })
    }

    /// Lets go of whoever waits for a language model: the embedded one answers from now on.
    pub fn stop(&self) {
        if let Some(remote) = &self.remote {
            remote.stop();
        }
    }

    /// Returns when the calls that are paid for have ended and are written down.
    pub async fn stopped(&self) {
        if let Some(remote) = &self.remote {
            remote.stopped().await;
        }
    }

    /// To be told of every committed change to a ticket.
    pub fn committed(&self) {
        self.folder.wake();
        self.bell.ring();
        if let Some(remote) = &self.remote {
            remote.committed();
        }
    }
}

async fn connect(config: &DatabaseConfig) -> Result<Database, ConnectError> {
    let database = Database::connect(config).await?;
    database.migrate().await?;
    event::adopt_restored(&database).await?;
    Ok(database)
}
