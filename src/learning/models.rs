//! The embedded model in use: the program's own, or the newest that was fitted to the team's
//! corrections. A running server takes up another within seconds.

use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use sea_orm::DbErr;
use tokio::{task::spawn_blocking, time::sleep};
use tokio_util::task::AbortOnDropHandle;

use super::stored;
use crate::{classifier::local::Model, database::Database};

/// How often to look whether another model is to be used.
const LOOK: Duration = Duration::from_secs(5);

/// The model in use. Cheap to clone.
#[derive(Clone)]
pub struct Models {
    current: Arc<RwLock<Arc<Model>>>,
    _task: Arc<AbortOnDropHandle<()>>,
}

impl Models {
    /// Looks for the model to be used, and from then on now and then.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn start(database: Database) -> Result<Self, DbErr> {
        let mut looker = Looker::new();
        looker.look(&database).await?;
        let current = Arc::clone(&looker.current);
        let task = async move {
            loop {
                sleep(LOOK).await;
                if let Err(error) = looker.look(&database).await {
                    tracing::warn!(%error, "looking for the embedded model failed");
                }
            }
        };
        Ok(Self {
            current,
            _task: Arc::new(AbortOnDropHandle::new(tokio::spawn(task))),
        })
    }

    pub fn current(&self) -> Arc<Model> {
        let current = self.current.read();
        Arc::clone(&current.unwrap_or_else(PoisonError::into_inner))
    }
}

/// The model to be used according to the database, and its number there, unless it is the program's own.
///
/// # Errors
/// The database cannot be reached.
pub async fn in_use(
    database: &Database,
    own: &Arc<Model>,
) -> Result<(Option<i64>, Arc<Model>), DbErr> {
    let newest = stored::newest(&database.read, own.name()).await?;
    let Some(id) = newest else {
        return Ok((None, Arc::clone(own)));
    };
    let Some(weights) = stored::weights(&database.read, id).await? else {
        return Ok((None, Arc::clone(own)));
    };
    let model = match spawn_blocking(move || Model::decode(&weights)).await {
        Ok(Ok(model)) => Arc::new(model),
        Ok(Err(error)) => {
            tracing::error!(%error, "the stored embedded model cannot be used");
            Arc::clone(own)
        }
        Err(error) => {
            tracing::error!(%error, "reading the stored embedded model failed");
            Arc::clone(own)
        }
    };
    Ok((Some(id), model))
}

struct Looker {
    own: Arc<Model>,
    current: Arc<RwLock<Arc<Model>>>,
    /// Of the stored model that was found last.
    id: Option<i64>,
}

impl Looker {
    fn new() -> Self {
        let own = Arc::new(Model::embedded());
        Self {
            current: Arc::new(RwLock::new(Arc::clone(&own))),
            own,
            id: None,
        }
    }

    async fn look(&mut self, database: &Database) -> Result<(), DbErr> {
        let newest = stored::newest(&database.read, self.own.name()).await?;
        if newest == self.id {
            return Ok(());
        }
        let (id, model) = in_use(database, &self.own).await?;
        tracing::info!(name = model.name(), "the embedded model in use is another");
        self.id = id;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = model;
        Ok(())
    }
}
