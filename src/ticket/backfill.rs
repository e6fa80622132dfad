//! Classifying older tickets: every one that nobody has decided about and whose suggestion was not made
//! by the classifier as it is configured now, the newest first.
//!
//! Nothing remembers how far it came: a ticket with a suggestion as configured is not looked at again, and
//! an answer that was paid for and not used yet is found in the cache. So it can be killed at any time.

use std::{cell::Cell, collections::HashMap, fmt, slice, time::Duration};

use futures_util::{StreamExt, stream};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use tokio::time::{Instant, sleep};

use super::{
    entity::{Entity, Model, TicketId, Triage},
    filter::TicketFilter,
    list::{Columns, Stretch, list},
    order::{Direction, OrderField, Position},
    reclassify::reclassify,
};
use crate::{
    App,
    classification::{self, Reason},
    classifier::{Text, provider::Failure},
    error::{Faults, Result},
};

/// Tickets to be classified at once, as many as a provider is asked about.
const AT_ONCE: usize = 4;
/// Tickets to look at at a time.
const SOME: u64 = 1_000;
/// How long to wait before a ticket is asked about again: for a provider that has failed too often or is
/// busy, and for a call that seems to be under way because a run was killed that had begun it …
const REST: Duration = Duration::from_secs(5);
/// … and how often in a row, until that is given up.
const RESTS: u32 = 60;
/// No request waits here: the provider's own limit is what counts.
const PATIENCE: Duration = Duration::from_secs(600);

/// How far it is. Displayed, a line for whoever waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Tickets that were to be classified.
    pub found: usize,
    /// Those that have a suggestion as configured by now.
    pub classified: usize,
    /// Of those, the ones whose category or priority is another than before.
    pub relabelled: usize,
    /// Tickets that were decided about, changed or deleted in the meantime.
    pub left_alone: usize,
    /// Tickets to which the provider had no answer; they keep what they had.
    pub unanswered: usize,
}

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// There is nothing more to do.
    Done,
    /// As many as were wanted are classified.
    Limit,
    /// The day's budget is spent.
    BudgetSpent,
    /// The provider cannot be asked.
    Provider(Failure),
}

/// What became of one ticket.
enum Step {
    Classified { relabelled: bool },
    LeftAlone,
    Unanswered,
    Stop(End),
}

/// Classifies up to `limit` tickets, and says now and then how far it is.
///
/// # Errors
/// The database cannot be reached.
pub async fn backfill(
    app: &App,
    limit: usize,
    mut say: impl FnMut(&Progress),
) -> Result<(Progress, End)> {
    if let Some(remote) = &app.remote {
        // Other examples would make another question of the same text, to be paid for again.
        remote.ready().await;
    }
    let outdated = outdated(app).await?;
    let mut progress = Progress {
        found: outdated.len(),
        ..Progress::default()
    };
    say(&progress);
    let ended = Cell::new(None);
    let ended = &ended;
    let mut steps = stream::iter(outdated.into_iter().take(limit))
        .map(|id| async move {
            // What has not begun when it ends is not begun.
            match ended.get() {
                Some(end) => Ok(Step::Stop(end)),
                None => step(app, id).await,
            }
        })
        .buffer_unordered(AT_ONCE);
    while let Some(step) = steps.next().await {
        match step? {
            Step::Classified { relabelled } => {
                progress.classified += 1;
                progress.relabelled += usize::from(relabelled);
            }
            Step::LeftAlone => progress.left_alone += 1,
            Step::Unanswered => progress.unanswered += 1,
            Step::Stop(end) => {
                ended.set(Some(end));
                continue;
            }
        }
        say(&progress);
    }
    let end = ended.get().unwrap_or(if progress.found > limit {
        End::Limit
    } else {
        End::Done
    });
    Ok((progress, end))
}

/// The tickets to be classified, the newest first.
async fn outdated(app: &App) -> Result<Vec<TicketId>, DbErr> {
    let filter = TicketFilter {
        triage: Some(vec![Triage::Unconfirmed]),
        ..TicketFilter::default()
    };
    let matching = TicketFilter::parse(Some(filter), &mut Faults::default());
    let (mut outdated, mut below) = (Vec::new(), Position::LAST);
    loop {
        let stretch = Stretch {
            columns: Columns::WithoutDescription,
            field: OrderField::CreatedAt,
            direction: Direction::Desc,
            above: Position::FIRST,
            below,
            limit: SOME,
        };
        let tickets = list(&app.database, &matching, stretch).await?;
        let Some(last) = tickets.last() else {
            return Ok(outdated);
        };
        below = OrderField::CreatedAt.position(last);
        let suggestions = suggestions(app, &tickets).await?;
        let is_outdated = |ticket: &&Model| {
            let made = ticket.classification_id.and_then(|id| suggestions.get(&id));
            made.is_none_or(|made| !classification::is_as_configured(app, made))
        };
        outdated.extend(tickets.iter().filter(is_outdated).map(|ticket| ticket.id));
    }
}

async fn suggestions(
    app: &App,
    tickets: &[Model],
) -> Result<HashMap<classification::ClassificationId, classification::Model>, DbErr> {
    let ids = tickets.iter().filter_map(|ticket| ticket.classification_id);
    let found = classification::Entity::find()
        .filter(classification::entity::COLUMN.id.is_in(ids))
        .all(&app.database.read)
        .await?;
    Ok(found.into_iter().map(|made| (made.id, made)).collect())
}

/// Classifies one ticket, unless somebody was faster.
async fn step(app: &App, id: TicketId) -> Result<Step> {
    let ticket = Entity::find_by_id(id).one(&app.database.read).await?;
    let Some(ticket) = ticket.filter(|ticket| ticket.triage == Triage::Unconfirmed) else {
        return Ok(Step::LeftAlone);
    };
    let made = suggestions(app, slice::from_ref(&ticket)).await?;
    if made
        .values()
        .any(|made| classification::is_as_configured(app, made))
    {
        return Ok(Step::LeftAlone);
    }
    let text = Text {
        title: &ticket.title,
        description: &ticket.description,
    };
    let mut rests = 0;
    let suggestion = loop {
        let patience = Instant::now() + PATIENCE;
        match classification::ask(app, text, patience).await? {
            (suggestion, None | Some(Reason::NotNeeded)) => break suggestion,
            (_, Some(Reason::BudgetSpent)) => return Ok(Step::Stop(End::BudgetSpent)),
            (_, Some(reason)) if passes(reason) && rests < RESTS => {
                rests += 1;
                sleep(REST).await;
            }
            (_, Some(Reason::Failed(failure))) if failure.is_lasting() || is_of_all(failure) => {
                return Ok(Step::Stop(End::Provider(failure)));
            }
            (_, Some(_)) => return Ok(Step::Unanswered),
        }
    };
    let after = reclassify(app, &ticket, suggestion).await?;
    Ok(match after {
        None => Step::LeftAlone,
        Some(after) => Step::Classified {
            relabelled: (after.category, after.priority) != (ticket.category, ticket.priority),
        },
    })
}

/// Whether it is worth the while to wait.
fn passes(reason: Reason) -> bool {
    match reason {
        Reason::UnderWay => true,
        Reason::Failed(failure) => is_of_all(failure),
        _ => false,
    }
}

/// Whether the provider was not asked, so that it would be the same for every ticket.
fn is_of_all(failure: Failure) -> bool {
    matches!(failure, Failure::BreakerOpen | Failure::Busy)
}

impl Progress {
    /// Tickets that are still to be classified.
    pub fn left(&self) -> usize {
        self.found - self.classified - self.left_alone
    }
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} tickets classified, {} of them with other labels; {} without an answer, {} left \
             alone because somebody changed them",
            self.classified, self.found, self.relabelled, self.unanswered, self.left_alone
        )
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("Done."),
            Self::Limit => f.write_str("As many as were wanted."),
            Self::BudgetSpent => f.write_str(
                "Today's budget (UTC) for the provider is spent; start it again tomorrow.",
            ),
            Self::Provider(failure) => write!(f, "{failure} Start it again when that is mended."),
        }
    }
}
