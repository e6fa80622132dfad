//! Giving a ticket that nobody has decided about another suggestion: its rules, its transaction.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::{
    diff,
    entity::{Entity, Model, Triage},
};
use crate::{
    App,
    classification::{self, Suggestion},
    error::Result,
    event::{self, EventKind},
    time::DateTime,
};

/// Replaces the suggestion that `before` has, and with it the labels. `None` when the ticket was decided
/// about, changed or deleted in the meantime: then it is left alone.
///
/// # Errors
/// The database cannot be reached.
pub async fn reclassify(
    app: &App,
    before: &Model,
    suggestion: Suggestion,
) -> Result<Option<Model>> {
    let transaction = app.database.begin().await?;
    let current = Entity::find_by_id(before.id)
        .lock_exclusive()
        .one(&transaction)
        .await?;
    let current = current.filter(|current| {
        current.triage == Triage::Unconfirmed && current.version == before.version
    });
    let Some(before) = current else {
        return Ok(None);
    };
    let is_used_again = matches!(suggestion, Suggestion::Again(_));
    let suggestion = suggestion.save(&transaction).await?;
    let after = Model {
        category: suggestion.category,
        priority: suggestion.priority,
        classification_id: Some(suggestion.id),
        version: before.version + 1,
        updated_at: DateTime::now().max(before.updated_at),
        ..before.clone()
    };
    let changes = diff::changes(&before, &after);
    let ticket = after
        .into_active_model()
        .reset_all()
        .update(&transaction)
        .await?;
    event::record(
        &transaction,
        ticket.id,
        EventKind::Updated,
        changes,
        ticket.updated_at,
    )
    .await?;
    if is_used_again {
        // Last, since whoever else counts waits until this is committed.
        classification::count_hit(&transaction, &suggestion).await?;
    }
    transaction.commit().await?;
    app.committed();
    Ok(Some(ticket))
}
