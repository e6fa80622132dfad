//! What the calls to providers came to, model by model.

use async_graphql::{ComplexObject, Context, SimpleObject};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};
use tokio::sync::OnceCell;

use super::{
    entity::Provider,
    latency::{Latency, RECENT},
    ledger::{COLUMN, Column, Entity},
    usd,
};
use crate::{context::ContextExt, database::Database, error::Result, sql::Sql, time::Date};

/// What the calls to one model of a provider came to.
#[derive(SimpleObject, FromQueryResult)]
#[graphql(complex)]
pub struct ModelUsage {
    /// Whose model it is.
    provider: Provider,
    /// The model.
    model: String,
    /// Calls that were made and have ended, or were lost with the server that made them.
    calls: i64,
    /// Of those, the ones without a usable answer.
    failures: i64,
    /// Suggestions that were an earlier answer used again, without a call.
    cache_hits: i64,
    /// Tokens sent.
    input_tokens: i64,
    /// Of those, the ones that the provider had kept from an earlier call.
    cached_tokens: i64,
    /// Tokens received.
    output_tokens: i64,
    #[graphql(skip)]
    cost_nano_usd: i64,
    /// Calls whose cost is not known.
    #[graphql(skip)]
    cost_unknown: i64,
    #[graphql(skip)]
    today_nano_usd: i64,
    #[graphql(skip)]
    today_unknown: i64,
    #[graphql(skip)]
    #[sea_orm(skip)]
    latency: OnceCell<Latency>,
}

#[ComplexObject]
impl ModelUsage {
    /// What the calls of today (UTC) cost, in US dollars; null when the cost of one is not known.
    async fn cost_today_usd(&self) -> Option<f64> {
        (self.today_unknown == 0).then(|| usd(self.today_nano_usd))
    }

    /// What all calls cost, in US dollars; null when the cost of one is not known.
    async fn cost_usd(&self) -> Option<f64> {
        (self.cost_unknown == 0).then(|| usd(self.cost_nano_usd))
    }

    /// The median latency of the newest thousand calls, in milliseconds; null before the first.
    async fn latency_p50_ms(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.latency(ctx).await?.p50_ms)
    }

    /// The latency that one in twenty of them exceeds.
    async fn latency_p95_ms(&self, ctx: &Context<'_>) -> Result<Option<i32>> {
        Ok(self.latency(ctx).await?.p95_ms)
    }
}

impl ModelUsage {
    async fn latency(&self, ctx: &Context<'_>) -> Result<Latency> {
        let look_up = || latency(&ctx.app().database, self.provider, &self.model);
        Ok(*self.latency.get_or_try_init(look_up).await?)
    }
}

/// Every model that was ever called, in the order of names.
pub async fn by_model(database: &Database) -> Result<Vec<ModelUsage>> {
    let sum = |column: &str| format!("CAST(sum({column}) AS bigint) AS {column}");
    let mut sql = Sql::default();
    let today = sql.bind(Date::today().0);
    let of_today = |column: &str, name: &str| {
        format!("CAST(sum(CASE WHEN day = {today} THEN {column} ELSE 0 END) AS bigint) AS {name}")
    };
    let sums = [
        "calls",
        "failures",
        "cache_hits",
        "input_tokens",
        "cached_tokens",
        "output_tokens",
        "cost_nano_usd",
        "cost_unknown",
    ]
    .map(sum)
    .join(", ");
    let text = format!(
        "SELECT provider, model, {sums}, {}, {}
         FROM provider_day GROUP BY provider, model ORDER BY provider, model",
        of_today("cost_nano_usd", "today_nano_usd"),
        of_today("cost_unknown", "today_unknown")
    );
    let statement = sql.statement(database.backend(), &text);
    Ok(ModelUsage::find_by_statement(statement)
        .all(&database.read)
        .await?)
}

/// Of a model's newest calls.
async fn latency(database: &Database, provider: Provider, model: &str) -> Result<Latency, DbErr> {
    let latencies = Entity::find()
        .select_only()
        .column(Column::LatencyMs)
        .filter(COLUMN.provider.eq(provider))
        .filter(COLUMN.model.eq(model))
        .filter(COLUMN.outcome.ne("STARTED"))
        .order_by_desc(COLUMN.id)
        .limit(RECENT)
        .into_tuple()
        .all(&database.read)
        .await?;
    Ok(Latency::of(latencies))
}
