//! Keys by which a client may repeat a call without repeating its effect.

use base64::{Engine, prelude::BASE64_STANDARD};
use sea_orm::{ConnectionTrait, EntityTrait, Set};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::entity::TicketId;
use crate::{
    error::{Error, Result},
    text,
    time::DateTime,
};

/// Characters in a key.
const KEY_MAX: usize = 200;

mod entity {
    //! The table `idempotency_key`.

    use sea_orm::entity::prelude::*;

    use crate::{ticket::entity::TicketId, time::DateTime};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency_key")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub key: String,
        /// SHA-256 of the input, in Base64.
        #[sea_orm(column_type = "Text")]
        pub input_hash: String,
        pub ticket_id: TicketId,
        pub created_at: DateTime,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

pub use entity::Entity;

/// A key as it was given, or what is wrong with it.
pub fn parse_key(key: String) -> Result<String, String> {
    if key.is_empty() || key.chars().count() > KEY_MAX {
        return Err(format!("must have 1 to {KEY_MAX} characters."));
    }
    text::no_control_characters(&key)?;
    Ok(key)
}

/// A call's key, bound to the call's input.
pub struct Claim {
    key: String,
    input_hash: String,
}

impl Claim {
    pub fn new(key: String, input: &impl Serialize) -> Self {
        // Plain data without maps always has a JSON form.
        let input = serde_json::to_vec(input).unwrap_or_default();
        Self {
            key,
            input_hash: BASE64_STANDARD.encode(Sha256::digest(input)),
        }
    }

    /// The ticket that an earlier call with this key and input created.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_REUSED` when the earlier call had another input.
    pub async fn earlier(&self, connection: &impl ConnectionTrait) -> Result<Option<TicketId>> {
        match Entity::find_by_id(self.key.clone()).one(connection).await? {
            None => Ok(None),
            Some(spent) if spent.input_hash == self.input_hash => Ok(Some(spent.ticket_id)),
            Some(_) => Err(Error::IdempotencyKeyReused),
        }
    }

    /// Spends the key on a ticket; false when it is spent already. Waits for a transaction that is
    /// about to spend it.
    pub async fn spend(
        &self,
        transaction: &impl ConnectionTrait,
        ticket_id: TicketId,
        at: DateTime,
    ) -> Result<bool> {
        let row = entity::ActiveModel {
            key: Set(self.key.clone()),
            input_hash: Set(self.input_hash.clone()),
            ticket_id: Set(ticket_id),
            created_at: Set(at),
        };
        let inserted = Entity::insert(row)
            .on_conflict_do_nothing()
            .exec_without_returning(transaction)
            .await?;
        Ok(matches!(inserted, sea_orm::TryInsertResult::Inserted(1)))
    }
}
