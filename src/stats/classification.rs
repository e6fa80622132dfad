//! How good, fast and dear the suggestions were, as clients see it.

use async_graphql::{ComplexObject, Context, SimpleObject};
use tokio::sync::OnceCell;

use super::{
    ratio,
    score::{BandStats, WeekStats, by_band},
    sums::{Decided, Sums},
    tally,
};
use crate::{
    classification::{Latency, ModelUsage, by_model, latency, usd},
    context::ContextExt,
    error::{Error, Result},
    ticket::{Matching, Triage},
    time::Date,
};

const MOST_WEEKS: i32 = 53;

/// How good, fast and dear the suggestions were, over all tickets that have one.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ClassificationStats {
    #[graphql(skip)]
    decided: Matching,
    #[graphql(skip)]
    latency: OnceCell<Latency>,
    /// Tickets that have a suggestion.
    suggestions: i64,
    /// Of the tickets that a person decided (CONFIRMED, OVERRULED), the share whose category is
    /// the suggested one, 0 to 1; null before the first.
    category_accuracy: Option<f64>,
    /// The same share for the priority.
    priority_accuracy: Option<f64>,
    /// Suggestions that were an earlier answer used again.
    cache_hits: i64,
    /// Suggestions that another than the configured provider made.
    fallbacks: i64,
    /// Tokens sent.
    input_tokens: i64,
    /// Tokens received.
    output_tokens: i64,
    /// What the suggestions cost, in US dollars. Null when the price of a model among them is not
    /// known.
    cost_usd: Option<f64>,
}

impl ClassificationStats {
    /// From the sums over all tickets with a suggestion, and over those that a person decided.
    pub fn new(matching: &Matching, all: Sums, decided: Sums) -> Self {
        Self {
            decided: matching.with_triage([Triage::Confirmed, Triage::Overruled]),
            latency: OnceCell::new(),
            suggestions: all.tickets,
            category_accuracy: ratio(decided.category_kept, decided.tickets),
            priority_accuracy: ratio(decided.priority_kept, decided.tickets),
            cache_hits: all.cached,
            fallbacks: all.fallbacks,
            input_tokens: all.input_tokens,
            output_tokens: all.output_tokens,
            cost_usd: (all.cost_unknown == 0).then(|| usd(all.cost_nano_usd)),
        }
    }

    async fn latency(&self, ctx: &Context<'_>) -> Result<Latency> {
        let look_up = || latency(&ctx.app().database);
        Ok(*self.latency.get_or_try_init(look_up).await?)
    }
}

#[ComplexObject]
impl ClassificationStats {
    /// How many suggestions of each band of confidence were kept: SURE, FAIRLY_SURE, NOT_SURE.
    async fn by_band(&self, ctx: &Context<'_>) -> Result<Vec<BandStats>> {
        let decided = tally::decided(&ctx.app().database, &self.decided).await?;
        Ok(by_band(&decided))
    }

    /// The last N weeks up to the present one, oldest first, weeks in which nothing was decided too.
    /// A ticket counts for the week of its creation.
    async fn by_week(
        &self,
        ctx: &Context<'_>,
        #[graphql(default = 12, desc = "How many weeks, from 1 to 53.")] weeks: i32,
    ) -> Result<Vec<WeekStats>> {
        if !(1..=MOST_WEEKS).contains(&weeks) {
            return Err(Error::bad_user_input(
                "weeks",
                format!("must be from 1 to {MOST_WEEKS}."),
            ));
        }
        let this_week = Date::today().week();
        let first = this_week - weeks + 1;
        let recent = self.decided.within(
            Date::monday(first).start(),
            Date::monday(this_week + 1).start(),
        );
        let counted = tally::decided_by_week(&ctx.app().database, &recent).await?;
        Ok((first..=this_week)
            .map(|week| {
                let decided = counted.iter().find(|counted| counted.week == week);
                let decided = decided.map_or(Decided::default(), |counted| counted.decided);
                WeekStats::new(Date::monday(week), &decided)
            })
            .collect())
    }

    /// What the calls to each provider's models came to, whichever tickets they were made for: the
    /// filter does not matter here.
    async fn by_model(&self, ctx: &Context<'_>) -> Result<Vec<ModelUsage>> {
        by_model(&ctx.app().database).await
    }

    /// The median latency of the newest thousand suggestions, in milliseconds, whoever made them and
    /// whether or not a ticket came of them: the filter does not matter here. Null before the first.
    async fn latency_p50_ms(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.latency(ctx).await?.p50_ms)
    }

    /// The latency that one in twenty of them exceeds.
    async fn latency_p95_ms(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.latency(ctx).await?.p95_ms)
    }
}
