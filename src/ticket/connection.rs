//! Pages of tickets: from the arguments of a list to a connection.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use sea_orm::DbErr;

use super::{
    entity::Model,
    filter::Matching,
    list::{Columns, Stretch, list},
    object::Ticket,
    order::{Direction, Order, Position},
};
use crate::{
    context::ContextExt,
    database::Database,
    error::{Faults, Result},
    stats,
};

const DEFAULT_SIZE: u64 = 20;
const LARGEST_SIZE: u64 = 100;

/// A page of tickets.
pub struct TicketConnection {
    matching: Matching,
    order: Order,
    span: Span,
    tickets: Vec<Arc<Model>>,
    /// Whether there were more tickets than the page holds, towards the end that was cut.
    was_cut: bool,
}

/// What part of the list a page is taken from, and from which end.
#[derive(Clone, Copy)]
pub struct Span {
    after: Option<Position>,
    before: Option<Position>,
    size: u64,
    from_end: bool,
}

/// Fetches a page.
pub async fn page(
    database: &Database,
    matching: Matching,
    order: Order,
    span: Span,
    columns: Columns,
) -> Result<TicketConnection, DbErr> {
    let stretch = Stretch {
        columns,
        // One more than asked for tells whether there are more.
        limit: span.size + 1,
        ..span.stretch(order)
    };
    let mut tickets = list(database, &matching, stretch).await?;
    let was_cut = tickets.len() as u64 > span.size;
    if was_cut {
        tickets.pop();
    }
    if span.from_end {
        tickets.reverse();
    }
    Ok(TicketConnection {
        matching,
        order,
        span,
        tickets: tickets.into_iter().map(Arc::new).collect(),
        was_cut,
    })
}

impl Span {
    /// Notes as faults sizes that are out of range, and cursors that are none of this order.
    pub fn parse(
        order: Order,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        faults: &mut Faults,
    ) -> Self {
        let cursor = |given: Option<String>| {
            given
                .map(|cursor| {
                    order
                        .position_of(&cursor)
                        .ok_or("is not a cursor of a list in this order.")
                })
                .transpose()
        };
        let after = faults.take("after", cursor(after));
        let before = faults.take("before", cursor(before));
        let forwards = faults.take("first", first.map(size).transpose());
        let backwards = faults.take("last", last.map(size).transpose());
        if first.is_some() && last.is_some() {
            faults.take::<(), _>("last", Err("cannot stand beside first."));
        }
        Self {
            after,
            before,
            size: forwards.or(backwards).unwrap_or(DEFAULT_SIZE),
            from_end: backwards.is_some(),
        }
    }

    /// Where to walk for the tickets of the span.
    fn stretch(&self, order: Order) -> Stretch {
        let (above, below) = match order.direction {
            Direction::Asc => (self.after, self.before),
            Direction::Desc => (self.before, self.after),
        };
        Stretch {
            columns: Columns::All,
            field: order.field,
            direction: if self.from_end {
                order.direction.reversed()
            } else {
                order.direction
            },
            above: above.unwrap_or(Position::FIRST),
            below: below.unwrap_or(Position::LAST),
            limit: self.size,
        }
    }
}

fn size(given: i32) -> Result<u64, String> {
    u64::try_from(given)
        .ok()
        .filter(|size| *size <= LARGEST_SIZE)
        .ok_or_else(|| format!("must be from 0 to {LARGEST_SIZE}."))
}

impl TicketConnection {
    /// The bytes of its descriptions.
    pub fn bytes(&self) -> usize {
        let sizes = self.tickets.iter().map(|ticket| ticket.description.len());
        sizes.sum()
    }

    /// Whether a ticket lies at the cursor or beyond it, outside the page.
    async fn has_beyond(
        &self,
        database: &Database,
        cursor: Option<Position>,
        forwards: bool,
    ) -> Result<bool> {
        let Some(cursor) = cursor else {
            return Ok(false);
        };
        let rising = forwards == (self.order.direction == Direction::Asc);
        let (above, below) = if rising {
            (cursor.just_below(), Position::LAST)
        } else {
            (Position::FIRST, cursor.just_above())
        };
        let stretch = Stretch {
            columns: Columns::WithoutDescription,
            field: self.order.field,
            direction: self.order.direction,
            above,
            below,
            limit: 1,
        };
        Ok(!list(database, &self.matching, stretch).await?.is_empty())
    }

    fn cursor(&self, ticket: &Model) -> String {
        self.order.cursor(self.order.field.position(ticket))
    }
}

/// A page of tickets.
#[Object]
impl TicketConnection {
    /// The page's tickets, each with its cursor.
    async fn edges(&self) -> Vec<TicketEdge> {
        self.tickets
            .iter()
            .map(|ticket| TicketEdge {
                cursor: self.cursor(ticket),
                node: Ticket(Arc::clone(ticket)),
            })
            .collect()
    }

    /// The page's tickets.
    async fn nodes(&self) -> Vec<Ticket> {
        self.tickets.iter().cloned().map(Ticket).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> PageInfo<'_> {
        PageInfo(self)
    }

    /// How many tickets match the filter, over all pages.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64> {
        stats::count(&ctx.app().database, &self.matching).await
    }
}

/// A ticket in a page.
#[derive(SimpleObject)]
pub struct TicketEdge {
    /// Where the ticket stands in this order: give it as `after` or `before`.
    cursor: String,
    /// The ticket.
    node: Ticket,
}

pub struct PageInfo<'a>(&'a TicketConnection);

/// Where a page lies in its list.
#[Object]
impl PageInfo<'_> {
    /// Whether tickets follow this page.
    async fn has_next_page(&self, ctx: &Context<'_>) -> Result<bool> {
        let page = self.0;
        if page.was_cut && !page.span.from_end {
            return Ok(true);
        }
        page.has_beyond(&ctx.app().database, page.span.before, true)
            .await
    }

    /// Whether tickets come before this page.
    async fn has_previous_page(&self, ctx: &Context<'_>) -> Result<bool> {
        let page = self.0;
        if page.was_cut && page.span.from_end {
            return Ok(true);
        }
        page.has_beyond(&ctx.app().database, page.span.after, false)
            .await
    }

    /// The cursor of the page's first ticket; null when the page is empty.
    async fn start_cursor(&self) -> Option<String> {
        self.0.tickets.first().map(|ticket| self.0.cursor(ticket))
    }

    /// The cursor of the page's last ticket; null when the page is empty.
    async fn end_cursor(&self) -> Option<String> {
        self.0.tickets.last().map(|ticket| self.0.cursor(ticket))
    }
}
