//! Answers that were paid for, used again.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::entity::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::time::DateTime;

/// How long an answer is used again.
const LIFETIME: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// By what an answer is found again. The parts are parted by a character that is in none of them.
pub fn key<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update("\0");
    }
    BASE64_STANDARD.encode(hash.finalize())
}

/// The newest answer to the same question that is not too old; none when the database does not tell.
pub async fn earlier(connection: &impl ConnectionTrait, key: &str) -> Option<Model> {
    let found = Entity::find()
        .filter(COLUMN.cache_key.eq(key))
        .filter(Column::CreatedAt.gt(DateTime::now().before(LIFETIME)))
        .order_by_desc(COLUMN.created_at)
        .one(connection)
        .await;
    found.unwrap_or_else(|error| {
        tracing::warn!(%error, "looking for an earlier answer failed");
        None
    })
}

/// An earlier answer, to be recorded as used again. It has no key: the first one's age counts.
pub fn again(earlier: Model, start: Instant) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        cached: Set(true),
        cache_key: Set(None),
        latency_ms: Set(i32::try_from(start.elapsed().as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cost_nano_usd: Set(Some(0)),
        created_at: Set(DateTime::now()),
        ..earlier.into_active_model().reset_all()
    }
}
