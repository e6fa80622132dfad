//! The ledger: every call to a provider, what it cost, and what a day may still cost.
//!
//! A call is written down before it is made, with what it may cost at worst, and settled when it has
//! ended. Of one that a crash cut off nobody knows what it cost: it counts as LOST when its time is over,
//! and what it may have cost stays spent.

use std::time::Duration;

use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult,
    QueryFilter, Set, SqlErr, sea_query::Expr,
};

use super::{
    budget, cache,
    day::{Sums, add},
    entity::{self as classification, Provider},
};
use crate::{classifier::provider::Call, database::Database, sql::Sql, time::DateTime};

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
        /// STARTED, ANSWERED, LOST, or the failure's word.
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
        /// By what the answer is found again. No two calls that are STARTED have the same.
        #[sea_orm(column_type = "Text")]
        pub cache_key: Option<String>,
        /// When it has ended, unless whoever made it is gone.
        pub ends_by: DateTime,
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

/// How much longer than its own time a call takes to be written down.
const MARGIN: Duration = Duration::from_secs(10);

/// What came of the wish to begin a call.
pub enum Begun {
    Call(Model),
    /// The day's budget does not have what it may cost.
    Spent,
    /// Somebody else had the answer in the meantime.
    Answered(classification::Model),
    /// Somebody else has begun a call for the same answer.
    UnderWay,
}

/// Writes down that a call begins, which takes no longer than `timeout`.
pub async fn begin(
    database: &Database,
    callee: &Callee,
    cache_key: &str,
    timeout: Duration,
    worst_nano_usd: i64,
    budget_nano_usd: i64,
) -> Result<Begun, DbErr> {
    let now = DateTime::now();
    let transaction = database.begin().await?;
    if !budget::reserve(&transaction, now.date(), worst_nano_usd, budget_nano_usd).await? {
        return Ok(Begun::Spent);
    }
    let inserted = Entity::insert(entity::ActiveModel {
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
        cache_key: Set(Some(cache_key.to_owned())),
        ends_by: Set(now.after(timeout + MARGIN)),
    })
    .exec_with_returning(&transaction)
    .await;
    match inserted {
        Ok(call) => {
            // Nobody else can begin now; but somebody may have ended a moment ago.
            if let Some(earlier) = cache::earlier(&transaction, cache_key).await {
                return Ok(Begun::Answered(earlier));
            }
            transaction.commit().await?;
            Ok(Begun::Call(call))
        }
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            Ok(Begun::UnderWay)
        }
        Err(error) => Err(error),
    }
}

/// Whether somebody is calling for this answer.
pub async fn is_under_way(
    connection: &impl ConnectionTrait,
    cache_key: &str,
) -> Result<bool, DbErr> {
    // Of a bound value SQLite does not see that the index of these holds it.
    let started = Expr::cust("outcome = 'STARTED'");
    let call = Entity::find()
        .filter(COLUMN.cache_key.eq(cache_key))
        .filter(started)
        .filter(Column::EndsBy.gte(DateTime::now()))
        .one(connection)
        .await?;
    Ok(call.is_some())
}

/// Counts the calls whose time is over as failed: whoever made them is gone.
pub async fn give_up_lost(database: &Database) -> Result<(), DbErr> {
    #[derive(FromQueryResult)]
    struct Lost {
        provider: Provider,
        model: String,
        reserved_nano_usd: i64,
        created_at: DateTime,
    }
    let mut sql = Sql::default();
    let text = format!(
        "UPDATE provider_call SET outcome = 'LOST' WHERE outcome = 'STARTED' AND ends_by < {}
         RETURNING provider, model, reserved_nano_usd, created_at",
        sql.bind(DateTime::now())
    );
    let transaction = database.begin().await?;
    let statement = sql.statement(database.backend(), &text);
    for lost in Lost::find_by_statement(statement).all(&transaction).await? {
        let sums = Sums {
            calls: 1,
            failures: 1,
            cost_unknown: i64::from(lost.reserved_nano_usd > 0),
            ..Sums::default()
        };
        let day = lost.created_at.date();
        add(&transaction, day, lost.provider, &lost.model, &sums).await?;
    }
    transaction.commit().await
}

/// Writes down how a call ended, with the suggestion that came of it.
///
/// # Errors
/// The database cannot be written, or the call counts as lost by now.
pub async fn settle(
    database: &Database,
    begun: &Model,
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
    let day = begun.created_at.date();
    let spent = call.spent_nano_usd - begun.reserved_nano_usd;
    budget::spend(&transaction, day, spent).await?;
    let outcome = call
        .outcome
        .as_ref()
        .map_or_else(|failure| failure.code(), |_| "ANSWERED");
    let sums = Sums {
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
    let ended = entity::ActiveModel {
        outcome: Set(outcome.to_owned()),
        latency_ms: Set(i32::try_from(call.latency.as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(call.usage.input_tokens),
        output_tokens: Set(call.usage.output_tokens),
        cached_tokens: Set(call.usage.cached_tokens),
        cost_nano_usd: Set(call.cost_nano_usd),
        classification_id: Set(suggestion.as_ref().map(|made| made.id)),
        ..Default::default()
    };
    let settled = Entity::update_many()
        .set(ended)
        .filter(COLUMN.id.eq(begun.id))
        .filter(COLUMN.outcome.eq("STARTED"))
        .exec(&transaction)
        .await?;
    if settled.rows_affected == 0 {
        return Err(DbErr::RecordNotUpdated);
    }
    transaction.commit().await?;
    Ok(suggestion)
}
