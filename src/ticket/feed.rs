//! The live feed: every committed change to a ticket, told to whoever follows.
//!
//! One task reads the new events, with the tickets as they are at the same moment, and works out
//! backwards what each ticket was before and after each event. It runs while somebody follows.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
    time::Duration,
};

use sea_orm::{ColumnTrait, ConnAcquireErr, DbErr, EntityTrait, QueryFilter};
use tokio::{
    sync::{Mutex, broadcast},
    time::{sleep, timeout},
};

use super::{
    diff,
    entity::{COLUMN, Entity, Model, TicketId},
    filter::Matching,
    search,
};
use crate::{
    database::Database,
    event::{self, Bell, EventKind, Place},
};

/// How many occurrences a follower may be behind before it is left behind. The whole feed leaves all
/// followers behind when it is further behind itself.
const MOST_BEHIND: usize = 1024;
/// How many occurrences are told without a pause, so that a burst leaves nobody behind who keeps up.
const BURST: usize = 256;
const BREATH: Duration = Duration::from_millis(10);
/// How often to look without being rung for: a server can end between a commit and its ring, and
/// another process can write to a SQLite file.
const LOOK: Duration = Duration::from_secs(5);
/// How long the first follower waits for a database that is away; others queue behind it.
const BEGINNING: Duration = Duration::from_secs(3);
/// How long to wait after a reading that failed.
const RETRY: Duration = Duration::from_secs(1);

/// An event, with what its ticket was before and after.
pub struct Occurrence {
    pub kind: EventKind,
    pub ticket_id: TicketId,
    /// The ticket after the event; `None` when that deleted it.
    pub ticket: Option<Arc<Model>>,
    before: Option<State>,
    after: Option<State>,
}

/// A ticket at one moment.
struct State {
    ticket: Arc<Model>,
    /// Made when the first search asks for them.
    words: OnceLock<String>,
}

impl Occurrence {
    /// Whether the ticket matched before the event or matches after it.
    pub fn concerns(&self, matching: &Matching) -> bool {
        let matches = |state: &Option<State>| {
            state.as_ref().is_some_and(|state| {
                let words = || {
                    state
                        .words
                        .get_or_init(|| search::words_of(&state.ticket))
                        .as_str()
                };
                matching.matches(&state.ticket, words)
            })
        };
        matches(&self.before) || matches(&self.after)
    }
}

/// Where to follow the changes. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    database: Database,
    bell: Bell,
    /// Where the occurrences come from while somebody follows.
    source: Arc<Mutex<Option<broadcast::WeakSender<Arc<Occurrence>>>>>,
}

impl Feed {
    pub fn new(database: Database, bell: Bell) -> Self {
        Self {
            database,
            bell,
            source: Arc::default(),
        }
    }

    /// Every change that is committed from now on, in an order that is right for each ticket. The
    /// channel is closed when the feed itself has fallen too far behind.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn follow(&self) -> Result<broadcast::Receiver<Arc<Occurrence>>, DbErr> {
        let mut source = self.source.lock().await;
        if let Some(sender) = source.as_ref().and_then(broadcast::WeakSender::upgrade) {
            return Ok(sender.subscribe());
        }
        // First the ear and then the place, so that nothing falls in between.
        let beginning =
            async { Ok((self.bell.listen().await?, Place::now(&self.database).await?)) };
        let (ear, place) = timeout(BEGINNING, beginning)
            .await
            .unwrap_or(Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)))?;
        let (sender, receiver) = broadcast::channel(MOST_BEHIND);
        *source = Some(sender.downgrade());
        let feed = self.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = feed.tell(place, &sender) => {}
                () = feed.is_alone(&sender) => {}
            }
            drop(ear);
        });
        Ok(receiver)
    }

    /// Returns when nobody follows, and nobody can begin to.
    async fn is_alone(&self, sender: &broadcast::Sender<Arc<Occurrence>>) {
        loop {
            sender.closed().await;
            let mut source = self.source.lock().await;
            if sender.receiver_count() == 0 {
                *source = None;
                return;
            }
        }
    }

    async fn tell(&self, mut place: Place, sender: &broadcast::Sender<Arc<Occurrence>>) {
        loop {
            match self.read(&place).await {
                Ok(None) => {
                    tracing::warn!("the live feed fell behind, and so did all who follow it");
                    return;
                }
                Ok(Some((occurrences, behind))) => {
                    place = behind;
                    for burst in occurrences.chunks(BURST) {
                        for occurrence in burst {
                            // Nobody may be following any more, and the other branch ends this.
                            let _ = sender.send(Arc::clone(occurrence));
                        }
                        if burst.len() == BURST {
                            sleep(BREATH).await;
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "reading the changes failed");
                    sleep(RETRY).await;
                    continue;
                }
            }
            tokio::select! {
                () = self.bell.rung() => {}
                () = sleep(LOOK) => {}
            }
        }
    }

    /// What occurred since `place`, and the place behind it; `None` when it is too much.
    async fn read(&self, place: &Place) -> Result<Option<(Vec<Arc<Occurrence>>, Place)>, DbErr> {
        let snapshot = self.database.snapshot().await?;
        let Some((events, behind)) = place.read(&snapshot, MOST_BEHIND).await? else {
            return Ok(None);
        };
        let mut tickets = HashMap::new();
        let ids: HashSet<_> = events.iter().map(|event| event.ticket_id).collect();
        let rows = Entity::find().filter(COLUMN.id.is_in(ids));
        for ticket in rows.all(&snapshot).await? {
            tickets.insert(ticket.id, Arc::new(ticket));
        }
        Ok(Some((occurrences(events, tickets), behind)))
    }
}

/// The occurrences behind `events`, which `tickets` are the outcome of.
fn occurrences(
    events: Vec<event::Model>,
    mut tickets: HashMap<TicketId, Arc<Model>>,
) -> Vec<Arc<Occurrence>> {
    let state = |ticket: Option<Arc<Model>>| {
        ticket.map(|ticket| State {
            ticket,
            words: OnceLock::new(),
        })
    };
    let mut backwards = Vec::with_capacity(events.len());
    for event in events.into_iter().rev() {
        let id = event.ticket_id;
        let after = tickets.remove(&id).map(|after| {
            // The row, or what was before a later event, does not say when this one was.
            Arc::new(Model {
                updated_at: event.created_at,
                ..Arc::unwrap_or_clone(after)
            })
        });
        let changes = &event.changes.0;
        let before = match event.kind {
            EventKind::Created => None,
            EventKind::Updated => after
                .as_ref()
                .map(|after| Arc::new(diff::before(changes, after))),
            EventKind::Deleted => diff::restored(id, changes).map(Arc::new),
        };
        if let Some(before) = &before {
            tickets.insert(id, Arc::clone(before));
        }
        backwards.push(Arc::new(Occurrence {
            kind: event.kind,
            ticket_id: id,
            ticket: after.clone(),
            before: state(before),
            after: state(after),
        }));
    }
    backwards.reverse();
    backwards
}
