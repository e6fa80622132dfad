//! The table `provider_spend`: what a day has cost or may yet cost.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

use crate::{sql::Sql, time::Date};

/// Takes an amount from the day's budget, if it is there. One statement, so that several servers
/// cannot spend the same.
pub async fn reserve(
    connection: &impl ConnectionTrait,
    day: Date,
    nano_usd: i64,
    budget_nano_usd: i64,
) -> Result<bool, DbErr> {
    // A server that takes nothing is not to be called either when there is no budget.
    if budget_nano_usd == 0 || nano_usd > budget_nano_usd {
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

/// Adds to what a day has cost.
pub async fn spend(
    connection: &impl ConnectionTrait,
    day: Date,
    nano_usd: i64,
) -> Result<(), DbErr> {
    let mut sql = Sql::default();
    let text = format!(
        "UPDATE provider_spend SET nano_usd = nano_usd + {} WHERE day = {}",
        sql.bind(nano_usd),
        sql.bind(day.0)
    );
    let statement = sql.statement(connection.get_database_backend(), &text);
    connection.execute_raw(statement).await.map(|_| ())
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
