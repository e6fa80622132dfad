//! The newest corrected tickets, kept in memory, so that the nearest to a question are found without
//! looking through a table.
//!
//! Vectors are made when a correction is first seen, by a task of every server that asks a provider:
//! after a start it works through the newest, and from then on only through what is new. Before a ticket
//! is shown its row is looked at again, so that none is shown that was deleted or decided anew, or whose
//! decision was withdrawn.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use tokio::{
    sync::{Notify, Semaphore, watch},
    task::spawn_blocking,
    time::sleep,
};
use tokio_util::task::AbortOnDropHandle;

use super::corrected::{Corrected, nearest};
use crate::{
    classifier::{local::Meaning, provider::Example},
    database::Database,
    error::Faults,
    ticket::{
        self, Columns, Direction, OrderField, Position, Stretch, TicketFilter, TicketId, Triage,
    },
    time::DateTime,
};

/// Corrected tickets that are remembered, the newest. Each takes some 5 KB, and 6 ms of one processor
/// after a start.
const MOST: usize = 1_000;
/// Tickets to read and to make vectors of at a time.
const SOME: usize = 100;
/// How often to look without being woken: for what other servers wrote.
const LOOK: Duration = Duration::from_secs(5);
/// How long to gather writes before looking.
const PAUSE: Duration = Duration::from_millis(200);
/// A change can be committed so much later than its time says, after others that are newer.
const OVERLAP: Duration = Duration::from_secs(60);

/// Where examples for a question are found. Cheap to clone.
#[derive(Clone)]
pub struct Examples {
    database: Database,
    memory: Memory,
    woken: Arc<Notify>,
    first_look: watch::Receiver<bool>,
    _task: Arc<AbortOnDropHandle<()>>,
}

/// Corrected tickets, the newest first.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<Arc<Corrected>>>>);

impl Examples {
    /// Begins to look for corrected tickets; `judging` is held while vectors are made.
    pub fn start(database: Database, judging: Arc<Semaphore>) -> Self {
        let (memory, woken) = (Memory::default(), Arc::<Notify>::default());
        let (looked, first_look) = watch::channel(false);
        let task = {
            let (database, memory, woken) = (database.clone(), memory.clone(), woken.clone());
            async move {
                loop {
                    match memory.refresh(&database, &judging).await {
                        Ok(()) => drop(looked.send_replace(true)),
                        Err(error) => tracing::warn!(%error, "looking for examples failed"),
                    }
                    tokio::select! {
                        () = woken.notified() => sleep(PAUSE).await,
                        () = sleep(LOOK) => {}
                    }
                }
            }
        };
        Self {
            database,
            memory,
            woken,
            first_look,
            _task: Arc::new(AbortOnDropHandle::new(tokio::spawn(task))),
        }
    }

    /// Says that a write was committed.
    pub fn wake(&self) {
        self.woken.notify_one();
    }

    /// Returns when all that was corrected before the start is known.
    pub async fn ready(&self) {
        // The task ends with this, so it is there to look.
        let _ = self.first_look.clone().wait_for(|looked| *looked).await;
    }

    /// The examples nearest to what a question means; none when the database does not tell whether
    /// they still hold.
    pub async fn nearest(&self, to: &Meaning) -> Vec<Example> {
        loop {
            let found = nearest(&self.memory.corrected(), to);
            match self.outdated(&found).await {
                Ok(outdated) if outdated.is_empty() => {
                    let examples = found.iter().filter_map(|one| one.example().cloned());
                    return examples.collect();
                }
                Ok(outdated) => self.memory.forget(&outdated),
                Err(error) => {
                    tracing::warn!(%error, "looking at the examples failed");
                    return Vec::new();
                }
            }
        }
    }

    /// Those that are not corrected tickets any more, or not as they are remembered.
    async fn outdated(&self, found: &[Arc<Corrected>]) -> Result<HashSet<TicketId>, DbErr> {
        if found.is_empty() {
            return Ok(HashSet::new());
        }
        let ids = found.iter().map(|one| one.id);
        let rows = ticket::Entity::find()
            .select_only()
            .column(ticket::entity::Column::Id)
            .column(ticket::entity::Column::UpdatedAt)
            .filter(ticket::entity::COLUMN.id.is_in(ids))
            .filter(ticket::entity::COLUMN.triage.eq(Triage::Overruled))
            .into_tuple::<(TicketId, DateTime)>()
            .all(&self.database.read)
            .await?;
        let current: HashSet<_> = rows.into_iter().collect();
        let outdated = found
            .iter()
            .filter(|one| !current.contains(&(one.id, one.updated_at)));
        Ok(outdated.map(|one| one.id).collect())
    }
}

impl Memory {
    fn corrected(&self) -> MutexGuard<'_, Vec<Arc<Corrected>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn forget(&self, outdated: &HashSet<TicketId>) {
        self.corrected().retain(|one| !outdated.contains(&one.id));
    }

    /// Takes up the tickets that were corrected since the newest one that is known.
    async fn refresh(&self, database: &Database, judging: &Arc<Semaphore>) -> Result<(), DbErr> {
        let newest = self.corrected().first().map(|one| one.updated_at);
        let from = newest.map_or(DateTime::FIRST, |newest| newest.before(OVERLAP));
        let overruled = TicketFilter {
            triage: Some(vec![Triage::Overruled]),
            ..TicketFilter::default()
        };
        let matching = TicketFilter::parse(Some(overruled), &mut Faults::default());
        let mut below = Position::LAST;
        for _ in 0..MOST.div_ceil(SOME) {
            let stretch = Stretch {
                columns: Columns::All,
                field: OrderField::UpdatedAt,
                direction: Direction::Desc,
                above: Position {
                    key: from.0,
                    id: i64::MIN,
                },
                below,
                limit: SOME as u64,
            };
            let tickets = ticket::list(database, &matching, stretch).await?;
            let Some(last) = tickets.last() else { break };
            below = OrderField::UpdatedAt.position(last);
            self.learn(tickets, judging).await?;
        }
        Ok(())
    }

    /// Makes vectors of those that are new.
    async fn learn(
        &self,
        mut tickets: Vec<ticket::Model>,
        judging: &Arc<Semaphore>,
    ) -> Result<(), DbErr> {
        let known: HashSet<_> = self.corrected().iter().map(|one| key(one)).collect();
        tickets.retain(|ticket| !known.contains(&(ticket.updated_at, ticket.id)));
        for ticket in tickets {
            let stopped = |_| DbErr::Custom("the classifier has stopped".to_owned());
            let turn = Arc::clone(judging).acquire_owned().await.map_err(stopped)?;
            let learned = spawn_blocking(move || {
                let _turn = turn;
                Arc::new(Corrected::new(&ticket))
            });
            let Ok(learned) = learned.await else { continue };
            let mut corrected = self.corrected();
            corrected.retain(|one| one.id != learned.id);
            let place = corrected.partition_point(|one| key(one) > key(&learned));
            corrected.insert(place, learned);
            corrected.truncate(MOST);
        }
        Ok(())
    }
}

fn key(corrected: &Corrected) -> (DateTime, TicketId) {
    (corrected.updated_at, corrected.id)
}
