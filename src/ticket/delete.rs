//! Deleting a ticket. Its history stays.

use sea_orm::EntityTrait;

use super::entity::{Entity, TicketId};
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
    let deleted = Entity::delete_by_id(id).exec(&transaction).await?;
    if deleted.rows_affected == 0 {
        return Err(Error::not_found("ticket", id.0));
    }
    event::record(
        &transaction,
        id,
        EventKind::Deleted,
        Vec::new(),
        DateTime::now(),
    )
    .await?;
    transaction.commit().await?;
    app.folder.wake();
    Ok(())
}
