//! What lives as long as the server: built once, cheap to clone.

use std::sync::Arc;

use sea_orm::DbErr;

use crate::{classifier::local::Model, config::Config, database::Database, stats};

#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub database: Database,
    /// The classifier inside the binary, which always answers.
    pub model: Arc<Model>,
    /// Told of every committed change to a ticket.
    pub folder: stats::Folder,
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
        Self {
            config: Arc::new(config),
            folder: stats::Folder::start(database.clone()),
            database,
            model: Arc::new(Model::embedded()),
        }
    }
}
