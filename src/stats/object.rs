//! Statistics as clients see them.

use async_graphql::{Context, Object, SimpleObject};
use sea_orm::Iterable;
use tokio::sync::OnceCell;

use super::{
    classification::ClassificationStats,
    ratio,
    sums::Sums,
    tally::{self, Cell},
};
use crate::{
    context::ContextExt,
    error::{Error, Result},
    label::{Category, Priority},
    ticket::{self, Columns, Direction, Matching, OrderField, Position, Status, Stretch, Triage},
    time::Date,
};

const MOST_DAYS: i32 = 366;

/// Numbers about the tickets that match a filter. Each is looked up only when it is selected.
pub struct TicketStats {
    matching: Matching,
    /// One look-up serves every number that is a sum over cells.
    cells: OnceCell<Vec<Cell>>,
}

impl TicketStats {
    pub fn new(matching: Matching) -> Self {
        Self {
            matching,
            cells: OnceCell::new(),
        }
    }

    async fn sums(&self, ctx: &Context<'_>, holds: impl Fn(&Cell) -> bool) -> Result<Sums> {
        let cells = self
            .cells
            .get_or_try_init(|| tally::by_cell(&ctx.app().database, &self.matching))
            .await?;
        let mut sums = Sums::default();
        for cell in cells.iter().filter(|cell| holds(cell)) {
            sums += cell.sums;
        }
        Ok(sums)
    }

    async fn count(&self, ctx: &Context<'_>, holds: impl Fn(&Cell) -> bool) -> Result<i64> {
        Ok(self.sums(ctx, holds).await?.tickets)
    }
}

/// Numbers about the tickets that match a filter. Every number equals what `tickets` would count
/// with the same filter, and costs nothing unless it is selected.
#[Object]
impl TicketStats {
    /// All tickets that match.
    async fn total(&self, ctx: &Context<'_>) -> Result<i64> {
        self.count(ctx, |_| true).await
    }

    /// Those whose status is OPEN.
    async fn open(&self, ctx: &Context<'_>) -> Result<i64> {
        self.count(ctx, |cell| cell.status == Status::Open).await
    }

    /// Tickets per day from the day of the first ticket up to today, both counted, in UTC; 0 when
    /// there are none.
    async fn average_per_day(&self, ctx: &Context<'_>) -> Result<f64> {
        let oldest = Stretch {
            columns: Columns::WithoutDescription,
            field: OrderField::CreatedAt,
            direction: Direction::Asc,
            above: Position::FIRST,
            below: Position::LAST,
            limit: 1,
        };
        let first = ticket::list(&ctx.app().database, &self.matching, oldest).await?;
        let Some(first) = first.first() else {
            return Ok(0.0);
        };
        let days = Date::today().0 - first.created_at.date().0 + 1;
        let total = self.count(ctx, |_| true).await?;
        Ok(ratio(total, i64::from(days.max(1))).unwrap_or_default())
    }

    /// Every category, those without a ticket too.
    async fn by_category(&self, ctx: &Context<'_>) -> Result<Vec<CategoryCount>> {
        let mut counts = Vec::new();
        for category in Category::iter() {
            let count = self.count(ctx, |cell| cell.category == category).await?;
            counts.push(CategoryCount { category, count });
        }
        Ok(counts)
    }

    /// Every priority, lowest first, those without a ticket too.
    async fn by_priority(&self, ctx: &Context<'_>) -> Result<Vec<PriorityCount>> {
        let mut counts = Vec::new();
        for priority in Priority::iter() {
            let count = self.count(ctx, |cell| cell.priority == priority).await?;
            counts.push(PriorityCount { priority, count });
        }
        Ok(counts)
    }

    /// Every status, those without a ticket too.
    async fn by_status(&self, ctx: &Context<'_>) -> Result<Vec<StatusCount>> {
        let mut counts = Vec::new();
        for status in Status::iter() {
            let count = self.count(ctx, |cell| cell.status == status).await?;
            counts.push(StatusCount { status, count });
        }
        Ok(counts)
    }

    /// What became of the suggestions: every end, those without a ticket too.
    async fn by_triage(&self, ctx: &Context<'_>) -> Result<Vec<TriageCount>> {
        let mut counts = Vec::new();
        for triage in Triage::iter() {
            let count = self.count(ctx, |cell| cell.triage == triage).await?;
            counts.push(TriageCount { triage, count });
        }
        Ok(counts)
    }

    /// The last N days up to today, oldest first, days without a ticket too. Days are UTC days.
    async fn created_per_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 30, desc = "How many days, from 1 to 366.")] days: i32,
    ) -> Result<Vec<DayCount>> {
        if !(1..=MOST_DAYS).contains(&days) {
            return Err(Error::bad_user_input(
                "days",
                format!("must be from 1 to {MOST_DAYS}."),
            ));
        }
        let today = Date::today();
        let first = Date(today.0 - days + 1);
        let recent = self
            .matching
            .within(first.start(), Date(today.0 + 1).start());
        let counted = tally::by_day(&ctx.app().database, &recent).await?;
        Ok((first.0..=today.0)
            .map(|day| DayCount {
                date: Date(day),
                count: counted
                    .iter()
                    .filter(|counted| counted.day == day)
                    .map(|counted| counted.tickets)
                    .sum(),
            })
            .collect())
    }

    /// How good, fast and dear the suggestions were.
    async fn classification(&self, ctx: &Context<'_>) -> Result<ClassificationStats> {
        let decided = |cell: &Cell| matches!(cell.triage, Triage::Confirmed | Triage::Overruled);
        let all = self.sums(ctx, |cell| cell.triage != Triage::Manual).await?;
        let decided = self.sums(ctx, decided).await?;
        Ok(ClassificationStats::new(&self.matching, all, decided))
    }
}

/// Tickets of one category.
#[derive(SimpleObject)]
pub struct CategoryCount {
    /// The category.
    category: Category,
    /// Its tickets.
    count: i64,
}

/// Tickets of one priority.
#[derive(SimpleObject)]
pub struct PriorityCount {
    /// The priority.
    priority: Priority,
    /// Its tickets.
    count: i64,
}

/// Tickets of one status.
#[derive(SimpleObject)]
pub struct StatusCount {
    /// The status.
    status: Status,
    /// Its tickets.
    count: i64,
}

/// Tickets whose suggestion came to one end.
#[derive(SimpleObject)]
pub struct TriageCount {
    /// The end.
    triage: Triage,
    /// Its tickets.
    count: i64,
}

/// Tickets created on one day.
#[derive(SimpleObject)]
pub struct DayCount {
    /// The day, in UTC.
    date: Date,
    /// The tickets created on it.
    count: i64,
}
