//! What the calls to providers came to, model by model.

use async_graphql::SimpleObject;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use super::{
    entity::Provider,
    latency::{Latency, RECENT},
    ledger::{COLUMN, Column, Entity},
    usd,
};
use crate::{database::Database, sql::Sql, time::Date};

/// What the calls to one model of a provider came to.
#[derive(Clone, Debug, SimpleObject)]
pub struct ModelUsage {
    /// Whose model it is.
    provider: Provider,
    /// The model.
    model: String,
    /// Calls that were made and have ended.
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
    /// What the calls of today (UTC) cost, in US dollars; null when the cost of one is not known.
    cost_today_usd: Option<f64>,
    /// What all calls cost, in US dollars; null when the cost of one is not known.
    cost_usd: Option<f64>,
    /// The median latency of the newest thousand calls, in milliseconds; null before the first.
    latency_p50_ms: Option<i32>,
    /// The latency that one in twenty of them exceeds.
    latency_p95_ms: Option<i32>,
}

#[derive(FromQueryResult)]
struct Sums {
    provider: Provider,
    model: String,
    calls: i64,
    failures: i64,
    cache_hits: i64,
    input_tokens: i64,
    cached_tokens: i64,
    output_tokens: i64,
    cost_nano_usd: i64,
    cost_unknown: i64,
    today_nano_usd: i64,
    today_unknown: i64,
}

/// Every model that was ever called, in the order of names.
pub async fn by_model(database: &Database) -> Result<Vec<ModelUsage>, DbErr> {
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
    let models = Sums::find_by_statement(statement)
        .all(&database.read)
        .await?;
    let mut usages = Vec::with_capacity(models.len());
    for sums in models {
        let latency = latency(database, sums.provider, &sums.model).await?;
        let known = |unknown: i64, nano: i64| (unknown == 0).then(|| usd(nano));
        usages.push(ModelUsage {
            provider: sums.provider,
            model: sums.model,
            calls: sums.calls,
            failures: sums.failures,
            cache_hits: sums.cache_hits,
            input_tokens: sums.input_tokens,
            cached_tokens: sums.cached_tokens,
            output_tokens: sums.output_tokens,
            cost_today_usd: known(sums.today_unknown, sums.today_nano_usd),
            cost_usd: known(sums.cost_unknown, sums.cost_nano_usd),
            latency_p50_ms: latency.p50_ms,
            latency_p95_ms: latency.p95_ms,
        });
    }
    Ok(usages)
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
