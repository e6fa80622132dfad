//! The histories of many tickets with one statement.

use std::{collections::HashMap, sync::Arc};

use async_graphql::dataloader::Loader;
use futures_util::TryStreamExt;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};

use super::entity::{COLUMN, Entity, Model};
use crate::{context::Allowance, error::Error, ticket::TicketId};

pub struct HistoryLoader {
    pub connection: DatabaseConnection,
    pub allowance: Arc<Allowance>,
}

impl Loader<TicketId> for HistoryLoader {
    /// Oldest first.
    type Value = Vec<Model>;
    type Error = Error;

    async fn load(&self, tickets: &[TicketId]) -> Result<HashMap<TicketId, Vec<Model>>, Error> {
        let mut events = Entity::find()
            .filter(COLUMN.ticket_id.is_in(tickets.iter().copied()))
            .order_by_asc(COLUMN.ticket_id)
            .order_by_asc(COLUMN.id)
            .stream(&self.connection)
            .await?;
        let mut histories = HashMap::<_, Vec<_>>::new();
        // One by one, so that reading ends when it is too much.
        while let Some(event) = events.try_next().await? {
            self.allowance.take_bytes(event.size())?;
            histories.entry(event.ticket_id).or_default().push(event);
        }
        Ok(histories)
    }
}
