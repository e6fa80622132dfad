//! All that a resolver may reach for. Nothing else takes data out of a GraphQL context.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{
    Context,
    dataloader::DataLoader,
    runtime::{TokioSpawner, TokioTimer},
};
use tokio::time::Instant;

use crate::{
    App, classification,
    error::{Error, Result},
    event,
};

/// The loaders of one request: they batch, and remember nothing.
pub struct Loaders {
    pub classification: DataLoader<classification::Loader>,
    pub history: DataLoader<event::HistoryLoader>,
}

impl Loaders {
    pub fn new(app: &App, allowance: &Arc<Allowance>) -> Self {
        let read = &app.database.read;
        Self {
            classification: DataLoader::new(
                classification::Loader(read.clone()),
                TokioSpawner::current(),
                TokioTimer::default(),
            ),
            history: DataLoader::new(
                event::HistoryLoader {
                    connection: read.clone(),
                    allowance: Arc::clone(allowance),
                },
                TokioSpawner::current(),
                TokioTimer::default(),
            ),
        }
    }
}

/// What is left of what one request may use up, however many operations it has.
pub struct Allowance {
    creations: AtomicUsize,
    bytes: AtomicUsize,
    patience: Instant,
}

impl Allowance {
    /// Tickets to create or classify.
    pub const CREATIONS: usize = 20;
    /// Bytes of descriptions and histories, which alone can be long, once when they are read and once
    /// when they are answered: two full pages of the longest descriptions in the widest letters.
    const BYTES: usize = 32 * 1024 * 1024;

    /// What a request has that takes no longer than this.
    pub fn new(timeout: Duration) -> Self {
        Self {
            creations: Self::CREATIONS.into(),
            bytes: Self::BYTES.into(),
            patience: Instant::now() + timeout / 2,
        }
    }

    /// Until when a language model may be waited for, by all of the request's fields together; the rest of
    /// its time is for the embedded model and for the database.
    pub fn patience(&self) -> Instant {
        self.patience
    }

    /// Whether so many creations are left; if so, they are taken.
    pub fn take_creations(&self, wanted: usize) -> bool {
        take(&self.creations, wanted)
    }

    /// Gives back what an answer took, before the next one of the same subscription.
    pub fn refill(&self) {
        self.bytes.store(Self::BYTES, Ordering::Relaxed);
    }

    /// # Errors
    /// `QUERY_TOO_COMPLEX` when that would be too much text for one answer.
    pub fn take_bytes(&self, wanted: usize) -> Result<()> {
        if take(&self.bytes, wanted) {
            Ok(())
        } else {
            Err(Error::TooLarge)
        }
    }
}

fn take(left: &AtomicUsize, wanted: usize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(wanted)
    })
    .is_ok()
}

pub trait ContextExt {
    fn app(&self) -> &App;
    fn loaders(&self) -> &Loaders;
    fn allowance(&self) -> &Allowance;
}

/// `graphql::Document` puts all three into every request.
impl ContextExt for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked()
    }

    fn loaders(&self) -> &Loaders {
        self.data_unchecked()
    }

    fn allowance(&self) -> &Allowance {
        self.data_unchecked::<Arc<Allowance>>()
    }
}
