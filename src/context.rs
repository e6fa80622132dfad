//! All that a resolver may reach for. Nothing else takes data out of a GraphQL context.

use async_graphql::{
    Context,
    dataloader::DataLoader,
    runtime::{TokioSpawner, TokioTimer},
};

use crate::{App, classification, event};

/// The loaders of one request: they batch, and remember nothing.
pub struct Loaders {
    pub classification: DataLoader<classification::Loader>,
    pub history: DataLoader<event::HistoryLoader>,
}

impl Loaders {
    pub fn new(app: &App) -> Self {
        let read = &app.database.read;
        Self {
            classification: DataLoader::new(
                classification::Loader(read.clone()),
                TokioSpawner::current(),
                TokioTimer::default(),
            ),
            history: DataLoader::new(
                event::HistoryLoader(read.clone()),
                TokioSpawner::current(),
                TokioTimer::default(),
            ),
        }
    }
}

pub trait ContextExt {
    fn app(&self) -> &App;
    fn loaders(&self) -> &Loaders;
}

/// `graphql::execute` puts an `App` and `Loaders` into every request.
impl ContextExt for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked()
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked()
    }
}
