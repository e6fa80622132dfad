//! What lives as long as the server: built once, cheap to clone.

use std::sync::Arc;

use sea_orm::DbErr;
use tokio_util::task::AbortOnDropHandle;

use crate::{
    classifier::local::Model,
    config::Config,
    database::Database,
    event::{self, Bell},
    stats,
    ticket::Feed,
};

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub database: Database,
    /// The classifier inside the binary, which always answers.
    pub model: Arc<Model>,
    /// Where changes to tickets can be followed.
    pub feed: Feed,
    folder: stats::Folder,
    bell: Bell,
    _eraser: Arc<AbortOnDropHandle<()>>,
}

impl App {
    /// Connects to the database and brings its schema up to date.
    pub async fn start(config: Config) -> Result<Self, DbErr> {
        let database = Database::connect(&config.database).await?;
        database.migrate().await?;
        Ok(Self::new(config, database))
    }

    /// An app on a database whose schema is up to date.
    pub fn new(config: Config, database: Database) -> Self {
        let bell = Bell::new(&config.database.url, &database);
        let eraser = tokio::spawn(event::erase_deleted(database.clone()));
        Self {
            config: Arc::new(config),
            feed: Feed::new(database.clone(), bell.clone()),
            folder: stats::Folder::start(database.clone()),
            bell,
            database,
            model: Arc::new(Model::embedded()),
            _eraser: Arc::new(AbortOnDropHandle::new(eraser)),
        }
    }

    /// To be told of every committed change to a ticket.
    pub fn committed(&self) {
        self.folder.wake();
        self.bell.ring();
    }
}
