//! `ticketChanged`.

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt, future::ready, stream::unfold};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use super::{
    feed::Occurrence,
    filter::{Matching, TicketFilter},
    object::Ticket,
};
use crate::{
    context::ContextExt,
    error::{Error, Faults, Result},
    event::EventKind,
};

/// Changes as they happen, over WebSocket (`graphql-transport-ws`) at `/graphql`.
#[derive(Default)]
pub struct TicketSubscription;

/// A change to a ticket.
#[derive(SimpleObject)]
pub struct TicketChange {
    /// What happened.
    kind: EventKind,
    /// The ticket's id.
    ticket_id: ID,
    /// The ticket as it was after the change. Null once the ticket is deleted.
    ticket: Option<Ticket>,
}

#[Subscription]
impl TicketSubscription {
    /// Changes to tickets that match the filter before or after the change: a ticket that leaves the
    /// filter is told, too. Whoever falls too far behind is told so with the code FELL_BEHIND, and
    /// the subscription ends.
    async fn ticket_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tickets; all when left out.")] filter: Option<TicketFilter>,
    ) -> Result<impl Stream<Item = Result<TicketChange>> + use<>> {
        let mut faults = Faults::default();
        let matching = TicketFilter::parse(filter, &mut faults);
        faults.none()?;
        let occurrences = ctx.app().feed.follow().await?;
        Ok(changes(occurrences, matching))
    }
}

fn changes(
    occurrences: Receiver<Arc<Occurrence>>,
    matching: Matching,
) -> impl Stream<Item = Result<TicketChange>> {
    let followed = unfold(Some(occurrences), |receiver| async {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Ok(occurrence) => Some((Ok(occurrence), Some(receiver))),
            Err(RecvError::Lagged(_) | RecvError::Closed) => Some((Err(Error::FellBehind), None)),
        }
    });
    followed.filter_map(move |occurrence| {
        ready(match occurrence {
            Ok(occurrence) if occurrence.concerns(&matching) => Some(Ok(TicketChange {
                kind: occurrence.kind,
                ticket_id: occurrence.ticket_id.0.into(),
                ticket: occurrence.ticket.clone().map(Ticket),
            })),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
    })
}
