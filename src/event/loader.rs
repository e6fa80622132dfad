//! The histories of many tickets with one statement.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{COLUMN, Entity, Model};
use crate::{error::Error, ticket::TicketId};

pub struct HistoryLoader(pub DatabaseConnection);

impl Loader<TicketId> for HistoryLoader {
    /// Oldest first.
    type Value = Vec<Model>;
    type Error = Error;

    async fn load(&self, tickets: &[TicketId]) -> Result<HashMap<TicketId, Vec<Model>>, Error> {
        let events = Entity::find()
            .filter(COLUMN.ticket_id.is_in(tickets.iter().copied()))
            .order_by_asc(COLUMN.ticket_id)
            .order_by_asc(COLUMN.id)
            .all(&self.0)
            .await?;
        let mut histories = HashMap::<_, Vec<_>>::new();
        for event in events {
            histories.entry(event.ticket_id).or_default().push(event);
        }
        Ok(histories)
    }
}
