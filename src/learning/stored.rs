//! The table `model`: embedded models that were fitted to the team's corrections. The newest that was
//! fitted beside the program's own model is the one in use; to go back is to take it away.

use std::fmt;

use sea_orm::{
    ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Set,
};

use super::retrain::Trial;
use crate::{classifier::local, database::Database, time::DateTime};

mod entity {
    use sea_orm::entity::prelude::*;

    use crate::time::DateTime;

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "model")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        /// The name of the program's own model that it was fitted beside.
        #[sea_orm(column_type = "Text")]
        pub base: String,
        #[sea_orm(column_type = "Blob")]
        pub weights: Vec<u8>,
        pub corrections: i32,
        /// Macro-F1 on the development set.
        pub category_f1: f64,
        /// Macro-F1 on the development set.
        pub priority_f1: f64,
        /// Labels of the team's newest decisions.
        pub team_labels: i32,
        /// Those of them that it gets right.
        pub team_right: i32,
        pub created_at: DateTime,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub use entity::{ActiveModel, COLUMN, Column, Entity};

/// How many former models are kept beside the one in use.
const FORMER: u64 = 3;

/// A stored model without its weights.
#[derive(Clone, Debug, PartialEq, sea_orm::DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Stored {
    pub id: i64,
    pub name: String,
    pub corrections: i32,
    pub category_f1: f64,
    pub priority_f1: f64,
    pub team_labels: i32,
    pub team_right: i32,
    pub created_at: DateTime,
}

/// The models that were fitted beside `base`, the one in use first.
pub async fn list(connection: &impl ConnectionTrait, base: &str) -> Result<Vec<Stored>, DbErr> {
    Entity::find()
        .filter(COLUMN.base.eq(base))
        .order_by_desc(COLUMN.id)
        .limit(FORMER + 1)
        .into_partial_model()
        .all(connection)
        .await
}

/// The number of the model in use, unless that is the program's own.
pub async fn newest(connection: &impl ConnectionTrait, base: &str) -> Result<Option<i64>, DbErr> {
    Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(COLUMN.base.eq(base))
        .order_by_desc(COLUMN.id)
        .into_tuple()
        .one(connection)
        .await
}

/// The weights of a stored model, unless it was taken away.
pub async fn weights(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Vec<u8>>, DbErr> {
    Entity::find_by_id(id)
        .select_only()
        .column(Column::Weights)
        .into_tuple()
        .one(connection)
        .await
}

/// Puts a model into use, and takes away those that are too old to go back to.
pub async fn put(
    database: &Database,
    model: &local::Model,
    base: &str,
    trial: &Trial,
) -> Result<(), DbErr> {
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let transaction = database.begin().await?;
    Entity::insert(ActiveModel {
        id: NotSet,
        name: Set(model.name().to_owned()),
        base: Set(base.to_owned()),
        weights: Set(model.encode()),
        corrections: Set(count(trial.corrections)),
        category_f1: Set(trial.candidate.category_f1),
        priority_f1: Set(trial.candidate.priority_f1),
        team_labels: Set(count(trial.team_labels)),
        team_right: Set(count(trial.candidate.team_right)),
        created_at: Set(DateTime::now()),
    })
    .exec_without_returning(&transaction)
    .await?;
    let kept = list(&transaction, base).await?;
    Entity::delete_many()
        .filter(COLUMN.id.is_not_in(kept.iter().map(|model| model.id)))
        .exec(&transaction)
        .await?;
    transaction.commit().await
}

/// Takes away the model in use, so that the one before it is in use again. Returns it; none when the
/// program's own was in use already.
pub async fn take_away(database: &Database, base: &str) -> Result<Option<String>, DbErr> {
    let transaction = database.begin().await?;
    let newest = list(&transaction, base).await?.into_iter().next();
    if let Some(newest) = &newest {
        Entity::delete_by_id(newest.id).exec(&transaction).await?;
    }
    transaction.commit().await?;
    Ok(newest.map(|newest| newest.name))
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}, {} corrections, development set {:.3} / {:.3}, {} of {} labels of the team right",
            self.name,
            self.created_at,
            self.corrections,
            self.category_f1,
            self.priority_f1,
            self.team_right,
            self.team_labels
        )
    }
}
