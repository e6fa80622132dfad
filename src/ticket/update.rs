//! Changing a ticket: its input, its rules, its transaction.

use async_graphql::{InputObject, MaybeUndefined};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect};

use super::{
    diff,
    entity::{Entity, Model, Status, TicketId, Triage},
    search,
};
use crate::{
    App, classification,
    error::{Error, Faults, Result},
    event::{self, EventKind},
    label::{Category, Priority},
    text,
    time::DateTime,
};

/// The fields to change. A field that is left out stays as it is, and none of them can be null.
#[derive(InputObject)]
pub struct UpdateTicketInput {
    /// 1 to 200 characters after trimming.
    title: MaybeUndefined<String>,
    /// 1 to 20,000 characters after trimming.
    description: MaybeUndefined<String>,
    /// A person's decision, also when it is the same as before.
    category: MaybeUndefined<Category>,
    /// A person's decision, also when it is the same as before.
    priority: MaybeUndefined<Priority>,
    /// How far the work is.
    status: MaybeUndefined<Status>,
    /// True takes back what a person decided about the suggestion: category and priority are the suggestion's again, and
    /// `triage` is UNCONFIRMED. It cannot be given together with a category or a priority, and changes nothing when there
    /// is no suggestion or nobody has decided. Left out or null, false.
    withdraw_decision: Option<bool>,
    /// The version that the change was made for; left out or null, any. The change is refused with CONFLICT when the
    /// ticket is at another version by now; the error's `extensions.currentVersion` says at which.
    expected_version: Option<i32>,
}

struct Update {
    title: Option<String>,
    description: Option<String>,
    category: Option<Category>,
    priority: Option<Priority>,
    status: Option<Status>,
    withdraws_decision: bool,
    expected_version: Option<i32>,
}

/// Changes a ticket. A change that changes nothing leaves version and history alone.
///
/// # Errors
/// `BAD_USER_INPUT` with every fault of the input; `NOT_FOUND`; `CONFLICT`.
pub async fn update(app: &App, id: TicketId, input: UpdateTicketInput) -> Result<Model> {
    let update = input.parse()?;
    let transaction = app.database.begin().await?;
    // The lock makes concurrent changes wait, so that each begins from the other's result.
    let before = Entity::find_by_id(id)
        .lock_exclusive()
        .one(&transaction)
        .await?
        .ok_or_else(|| Error::not_found("ticket", id.0))?;
    if let Some(expected) = update.expected_version
        && expected != before.version
    {
        return Err(Error::Conflict {
            current_version: before.version,
        });
    }
    let suggestion = match before.classification_id {
        Some(id) if update.is_about_suggestion() => {
            classification::Entity::find_by_id(id)
                .one(&transaction)
                .await?
        }
        _ => None,
    };
    let after = update.apply(&before, suggestion.as_ref());
    let changes = diff::changes(&before, &after);
    if changes.is_empty() {
        return Ok(before);
    }
    let after = Model {
        version: before.version + 1,
        // A clock that was set back must not make a change look older than the one before.
        updated_at: DateTime::now().max(before.updated_at),
        ..after
    };
    let ticket = after
        .into_active_model()
        .reset_all()
        .update(&transaction)
        .await?;
    if ticket.title != before.title || ticket.description != before.description {
        search::index(&transaction, &ticket).await?;
    }
    event::record(
        &transaction,
        id,
        EventKind::Updated,
        changes,
        ticket.updated_at,
    )
    .await?;
    transaction.commit().await?;
    app.committed();
    Ok(ticket)
}

impl UpdateTicketInput {
    fn parse(self) -> Result<Update> {
        let mut faults = Faults::default();
        let update = Update {
            title: faults.take(
                "input.title",
                given(self.title).and_then(|given| given.as_deref().map(text::title).transpose()),
            ),
            description: faults.take(
                "input.description",
                given(self.description)
                    .and_then(|given| given.as_deref().map(text::description).transpose()),
            ),
            category: faults.take("input.category", given(self.category)),
            priority: faults.take("input.priority", given(self.priority)),
            status: faults.take("input.status", given(self.status)),
            withdraws_decision: self.withdraw_decision.unwrap_or(false),
            expected_version: self.expected_version,
        };
        if update.withdraws_decision && update.decides() {
            let message = "must not be true together with a category or a priority.";
            faults.take("input.withdrawDecision", Err::<(), _>(message));
        }
        faults.none()?;
        Ok(update)
    }
}

/// A field's new value, if it was given one; null is none that it could take.
fn given<T>(field: MaybeUndefined<T>) -> Result<Option<T>, String> {
    match field {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Err("must not be null; leave it out to keep it.".to_owned()),
        MaybeUndefined::Value(value) => Ok(Some(value)),
    }
}

impl Update {
    /// Whether a person decides about the suggestion by this change.
    fn decides(&self) -> bool {
        self.category.is_some() || self.priority.is_some()
    }

    fn is_about_suggestion(&self) -> bool {
        self.decides() || self.withdraws_decision
    }

    /// Without a suggestion there is nothing to decide about, and no decision to withdraw.
    fn labels(
        &self,
        before: &Model,
        suggestion: Option<&classification::Model>,
    ) -> (Category, Priority, Triage) {
        let category = self.category.unwrap_or(before.category);
        let priority = self.priority.unwrap_or(before.priority);
        match suggestion.map(|made| (made.category, made.priority)) {
            None => (category, priority, before.triage),
            // An UNCONFIRMED ticket always has the suggestion's labels.
            Some(suggested) if self.withdraws_decision => {
                (suggested.0, suggested.1, Triage::Unconfirmed)
            }
            Some(suggested) => {
                let triage = Triage::decided(suggested, (category, priority));
                (category, priority, triage)
            }
        }
    }

    fn apply(self, before: &Model, suggestion: Option<&classification::Model>) -> Model {
        let (category, priority, triage) = self.labels(before, suggestion);
        Model {
            title: self.title.unwrap_or_else(|| before.title.clone()),
            description: self
                .description
                .unwrap_or_else(|| before.description.clone()),
            category,
            priority,
            status: self.status.unwrap_or(before.status),
            triage,
            ..before.clone()
        }
    }
}
