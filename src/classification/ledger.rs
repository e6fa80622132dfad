//! The ledger: every call to a provider, what it cost, and what a day may still cost.
//!
//! A call is written down before it is made, with what it may cost at worst, and settled when it has
//! ended. One that a crash cut off stays STARTED and its reservation spent: nobody knows better.

use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    IntoActiveModel, ModelTrait, Set,
};

use super::entity::{self as classification, Provider};
use crate::{
    classifier::provider::Call,
    database::Database,
    sql::Sql,
    time::{Date, DateTime},
};

mod entity {
    //! The table `provider_call`.

    use sea_orm::entity::prelude::*;

    use crate::{
        classification::{ClassificationId, entity::Provider},
        time::DateTime,
    };

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "provider_call")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub provider: Provider,
        #[sea_orm(column_type = "Text")]
        pub model: String,
        #[sea_orm(column_type = "Text")]
        pub prompt_version: String,
        /// STARTED, ANSWERED, or the failure's word.
        #[sea_orm(column_type = "Text")]
        pub outcome: String,
        pub reserved_nano_usd: i64,
        pub latency_ms: i32,
        pub input_tokens: i32,
        pub output_tokens: i32,
        pub cached_tokens: i32,
        /// Null while it is not known.
        pub cost_nano_usd: Option<i64>,
        /// The suggestion that came of it.
        pub classification_id: Option<ClassificationId>,
        pub created_at: DateTime,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub use entity::{COLUMN, Column, Entity, Model};

/// Whom a call goes to, as the ledger names it.
#[derive(Clone, Debug)]
pub struct Callee {
    pub provider: Provider,
    pub model: String,
    pub prompt_version: String,
}

/// Writes down that a call begins; `None` when the day's budget does not have what it may cost.
pub async fn begin(
    database: &Database,
    callee: &Callee,
    worst_nano_usd: i64,
    budget_nano_usd: i64,
) -> Result<Option<Model>, DbErr> {
    let now = DateTime::now();
    let transaction = database.begin().await?;
    if !reserve(&transaction, now.date(), worst_nano_usd, budget_nano_usd).await? {
        return Ok(None);
    }
    let call = Entity::insert(entity::ActiveModel {
        id: NotSet,
        provider: Set(callee.provider),
        model: Set(callee.model.clone()),
        prompt_version: Set(callee.prompt_version.clone()),
        outcome: Set("STARTED".to_owned()),
        reserved_nano_usd: Set(worst_nano_usd),
        latency_ms: Set(0),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cached_tokens: Set(0),
        cost_nano_usd: Set(None),
        classification_id: Set(None),
        created_at: Set(now),
    })
    .exec_with_returning(&transaction)
    .await?;
    transaction.commit().await?;
    Ok(Some(call))
}

/// Takes an amount from the day's budget, if it is there. One statement, so that several servers
/// cannot spend the same.
async fn reserve(
    connection: &impl ConnectionTrait,
    day: Date,
    nano_usd: i64,
    budget_nano_usd: i64,
) -> Result<bool, DbErr> {
    if nano_usd > budget_nano_usd {
        return Ok(false);
    }
    let mut sql = Sql::default();
    let text = format!(
        "INSERT INTO provider_spend (day, nano_usd) VALUES ({}, {})
         ON CONFLICT (day) DO UPDATE SET nano_usd = provider_spend.nano_usd + excluded.nano_usd
         WHERE provider_spend.nano_usd + excluded.nano_usd <= {}",
        sql.bind(day.0),
        sql.bind(nano_usd),
        sql.bind(budget_nano_usd)
    );
    let statement = sql.statement(connection.get_database_backend(), &text);
    Ok(connection.execute_raw(statement).await?.rows_affected() == 1)
}

/// Takes back a call that was never made.
pub async fn cancel(database: &Database, begun: Model) -> Result<(), DbErr> {
    let transaction = database.begin().await?;
    let day = begun.created_at.date();
    spend(&transaction, day, -begun.reserved_nano_usd).await?;
    begun.delete(&transaction).await?;
    transaction.commit().await
}

/// Adds to what a day has cost.
async fn spend(connection: &impl ConnectionTrait, day: Date, nano_usd: i64) -> Result<(), DbErr> {
    let mut sql = Sql::default();
    let text = format!(
        "UPDATE provider_spend SET nano_usd = nano_usd + {} WHERE day = {}",
        sql.bind(nano_usd),
        sql.bind(day.0)
    );
    let statement = sql.statement(connection.get_database_backend(), &text);
    connection.execute_raw(statement).await.map(|_| ())
}

/// Writes down how a call ended, with the suggestion that came of it.
pub async fn settle(
    database: &Database,
    begun: Model,
    call: &Call,
    suggestion: Option<classification::ActiveModel>,
) -> Result<Option<classification::Model>, DbErr> {
    let transaction = database.begin().await?;
    let suggestion = match suggestion {
        Some(suggestion) => Some(
            classification::Entity::insert(suggestion)
                .exec_with_returning(&transaction)
                .await?,
        ),
        None => None,
    };
    // A cost that is not known is taken for the worst.
    let spent = call.cost_nano_usd.unwrap_or(begun.reserved_nano_usd);
    let day = begun.created_at.date();
    spend(&transaction, day, spent - begun.reserved_nano_usd).await?;
    let outcome = call
        .outcome
        .as_ref()
        .map_or_else(|failure| failure.code(), |_| "ANSWERED");
    let sums = Day {
        calls: 1,
        failures: i64::from(call.outcome.is_err()),
        cache_hits: 0,
        input_tokens: call.usage.input_tokens.into(),
        output_tokens: call.usage.output_tokens.into(),
        cached_tokens: call.usage.cached_tokens.into(),
        cost_nano_usd: call.cost_nano_usd.unwrap_or(0),
        cost_unknown: i64::from(call.cost_nano_usd.is_none()),
    };
    add(&transaction, day, begun.provider, &begun.model, &sums).await?;
    entity::ActiveModel {
        outcome: Set(outcome.to_owned()),
        latency_ms: Set(i32::try_from(call.latency.as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(call.usage.input_tokens),
        output_tokens: Set(call.usage.output_tokens),
        cached_tokens: Set(call.usage.cached_tokens),
        cost_nano_usd: Set(call.cost_nano_usd),
        classification_id: Set(suggestion.as_ref().map(|made| made.id)),
        ..begun.into_active_model()
    }
    .update(&transaction)
    .await?;
    transaction.commit().await?;
    Ok(suggestion)
}

/// What a day has cost or may yet cost.
pub async fn spent(connection: &impl ConnectionTrait, day: Date) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Spent {
        nano_usd: i64,
    }
    let mut sql = Sql::default();
    let text = format!(
        "SELECT nano_usd FROM provider_spend WHERE day = {}",
        sql.bind(day.0)
    );
    let statement = sql.statement(connection.get_database_backend(), &text);
    let spent = Spent::find_by_statement(statement).one(connection).await?;
    Ok(spent.map_or(0, |spent| spent.nano_usd))
}

/// Counts an answer that was used again.
pub async fn count_hit(
    connection: &impl ConnectionTrait,
    provider: Provider,
    model: &str,
) -> Result<(), DbErr> {
    let day = Day {
        cache_hits: 1,
        ..Day::default()
    };
    add(connection, Date::today(), provider, model, &day).await
}

/// What calls came to.
#[derive(Clone, Copy, Debug, Default)]
struct Day {
    calls: i64,
    failures: i64,
    cache_hits: i64,
    input_tokens: i64,
    output_tokens: i64,
    cached_tokens: i64,
    cost_nano_usd: i64,
    cost_unknown: i64,
}

/// Adds to a day's sums of one model.
async fn add(
    connection: &impl ConnectionTrait,
    day: Date,
    provider: Provider,
    model: &str,
    more: &Day,
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
