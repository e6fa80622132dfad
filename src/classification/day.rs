//! The table `provider_day`: what the calls of a day to a model came to.

use sea_orm::{ConnectionTrait, DbErr};

use super::entity::{Model, Provider};
use crate::{sql::Sql, time::Date};

/// What calls came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub calls: i64,
    pub failures: i64,
    pub cache_hits: i64,
    pub input_tokens: i64,
    pub output_tokens: i64,
    pub cached_tokens: i64,
    pub cost_nano_usd: i64,
    pub cost_unknown: i64,
}

/// Adds to a day's sums of one model.
pub async fn add(
    connection: &impl ConnectionTrait,
    day: Date,
    provider: Provider,
    model: &str,
    more: &Sums,
) -> Result<(), DbErr> {
    let sums = [
        ("calls", more.calls),
        ("failures", more.failures),
        ("cache_hits", more.cache_hits),
        ("input_tokens", more.input_tokens),
        ("output_tokens", more.output_tokens),
        ("cached_tokens", more.cached_tokens),
        ("cost_nano_usd", more.cost_nano_usd),
        ("cost_unknown", more.cost_unknown),
    ];
    let mut sql = Sql::default();
    let key = format!(
        "{}, {}, {}",
        sql.bind(day.0),
        sql.bind(provider),
        sql.bind(model)
    );
    let columns = sums.map(|(column, _)| column).join(", ");
    let values = sums.map(|(_, value)| sql.bind(value)).join(", ");
    let added = sums
        .map(|(column, _)| format!("{column} = provider_day.{column} + excluded.{column}"))
        .join(", ");
    let text = format!(
        "INSERT INTO provider_day (day, provider, model, {columns}) VALUES ({key}, {values})
         ON CONFLICT (day, provider, model) DO UPDATE SET {added}"
    );
    let statement = sql.statement(connection.get_database_backend(), &text);
    connection.execute_raw(statement).await.map(|_| ())
}

/// Counts an answer that was used again.
pub async fn count_hit(connection: &impl ConnectionTrait, used: &Model) -> Result<(), DbErr> {
    let sums = Sums {
        cache_hits: 1,
        ..Sums::default()
    };
    let day = used.created_at.date();
    add(connection, day, used.provider, &used.model, &sums).await
}
