//! The suggestions of many tickets with one statement.

use std::collections::HashMap;

use async_graphql::dataloader;
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};

use super::entity::{COLUMN, ClassificationId, Entity, Model};
use crate::error::Error;

pub struct Loader(pub DatabaseConnection);

impl dataloader::Loader<ClassificationId> for Loader {
    type Value = Model;
    type Error = Error;

    async fn load(
        &self,
        ids: &[ClassificationId],
    ) -> Result<HashMap<ClassificationId, Model>, Error> {
        let found = Entity::find()
            .filter(COLUMN.id.is_in(ids.iter().copied()))
            .all(&self.0)
            .await?;
        Ok(found.into_iter().map(|row| (row.id, row)).collect())
    }
}
