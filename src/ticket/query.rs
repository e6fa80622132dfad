//! `ticket` and `tickets`.

use async_graphql::{Context, ID, Object};
use sea_orm::EntityTrait;

use super::{
    connection::{Span, TicketConnection, page},
    entity::{Entity, TicketId, parse_id},
    filter::TicketFilter,
    list::Columns,
    object::Ticket,
    order::Order,
};
use crate::{
    context::ContextExt,
    error::{Faults, Result},
};

#[derive(Default)]
pub struct TicketQuery;

#[Object]
impl TicketQuery {
    /// One ticket. Null when no such ticket exists.
    async fn ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket's id.")] id: ID,
    ) -> Option<Result<Ticket>> {
        let id = TicketId(parse_id(&id)?);
        let found = Entity::find_by_id(id).one(&ctx.app().database.read).await;
        found
            .map(|row| row.map(|row| Ticket(row.into())))
            .map_err(Into::into)
            .transpose()
    }

    /// The tickets that match, a page at a time. Newest first unless orderBy says otherwise. Page
    /// size: 20 by default, 100 at the most.
    #[expect(
        clippy::too_many_arguments,
        reason = "each is an argument of the field"
    )]
    async fn tickets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which tickets; all when left out.")] filter: Option<TicketFilter>,
        #[graphql(desc = "In which order; newest first when left out.")] order_by: Option<Order>,
        #[graphql(desc = "At most so many, from the beginning or from `after` on.")] first: Option<
            i32,
        >,
        #[graphql(desc = "The cursor behind which the page begins.")] after: Option<String>,
        #[graphql(desc = "At most so many, from the end or from `before` back.")] last: Option<i32>,
        #[graphql(desc = "The cursor before which the page ends.")] before: Option<String>,
    ) -> Result<TicketConnection> {
        let mut faults = Faults::default();
        let matching = TicketFilter::parse(filter, &mut faults);
        let order = order_by.unwrap_or_default();
        let span = Span::parse(order, first, after, last, before, &mut faults);
        faults.none()?;
        let page = page(
            &ctx.app().database,
            matching,
            order,
            span,
            selected_columns(ctx),
        )
        .await?;
        ctx.allowance().take_bytes(page.bytes())?;
        Ok(page)
    }
}

/// What `tickets` must read for the fields that are selected under it.
fn selected_columns(ctx: &Context<'_>) -> Columns {
    let page = ctx.look_ahead();
    let tickets = [page.field("nodes"), page.field("edges").field("node")];
    if tickets.iter().any(|it| it.field("description").exists()) {
        Columns::All
    } else {
        Columns::WithoutDescription
    }
}
