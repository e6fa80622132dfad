//! Deleting a ticket. Its events stay, for a while with what it was.

use sea_orm::EntityTrait;

use super::{
    diff,
    entity::{Entity, TicketId},
};
use crate::{
    App,
    error::{Error, Result},
    event::{self, EventKind},
    time::DateTime,
};

/// # Errors
/// `NOT_FOUND`.
pub async fn delete(app: &App, id: TicketId) -> Result<()> {
    let transaction = app.database.begin().await?;
    let deleted = Entity::delete_by_id(id)
        .exec_with_returning(&transaction)
        .await?
        .ok_or_else(|| Error::not_found("ticket", id.0))?;
    event::record(
        &transaction,
        id,
        EventKind::Deleted,
        diff::remains(&deleted),
        DateTime::now(),
    )
    .await?;
    transaction.commit().await?;
    app.committed();
    Ok(())
}
