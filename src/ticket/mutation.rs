//! `createTicket`, `updateTicket`, `deleteTicket`.

use async_graphql::{Context, ID, Object, SimpleObject};

use super::{
    create::{self, CreateTicketInput},
    delete,
    entity::TicketId,
    object::Ticket,
    update::{self, UpdateTicketInput},
};
use crate::{context::ContextExt, error::Result};

#[derive(Default)]
pub struct TicketMutation;

/// What `createTicket` and `updateTicket` return.
#[derive(SimpleObject)]
pub struct TicketPayload {
    /// The ticket as it is now.
    ticket: Ticket,
}

/// What `deleteTicket` returns.
#[derive(SimpleObject)]
pub struct DeleteTicketPayload {
    /// The id that is gone.
    deleted_ticket_id: ID,
}

#[Object]
impl TicketMutation {
    /// Creates a ticket. A category or priority that is left out is filled in by the classifier.
    async fn create_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket to create.")] input: CreateTicketInput,
    ) -> Result<TicketPayload> {
        let patience = ctx.allowance().patience();
        let ticket = create::create(ctx.app(), input, patience).await?;
        Ok(TicketPayload {
            ticket: Ticket(ticket.into()),
        })
    }

    /// Changes only the fields that are given.
    async fn update_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket to change.")] id: ID,
        #[graphql(desc = "The fields to change.")] input: UpdateTicketInput,
    ) -> Result<TicketPayload> {
        let ticket = update::update(ctx.app(), TicketId::parse(&id)?, input).await?;
        Ok(TicketPayload {
            ticket: Ticket(ticket.into()),
        })
    }

    /// Deletes a ticket for good.
    async fn delete_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket to delete.")] id: ID,
    ) -> Result<DeleteTicketPayload> {
        delete::delete(ctx.app(), TicketId::parse(&id)?).await?;
        Ok(DeleteTicketPayload {
            deleted_ticket_id: id,
        })
    }
}
