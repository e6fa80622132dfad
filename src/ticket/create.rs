//! Creating a ticket: its input, its rules, its transaction.

use async_graphql::{ID, InputObject};
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};
use serde::Serialize;
use tokio::time::Instant;

use super::{
    entity::{ActiveModel, Entity, Model, Status, TicketId, Triage, parse_id},
    idempotency::{self, Claim},
    search,
};
use crate::{
    App,
    classification::{self, ClassificationId, Suggestion},
    classifier::Text,
    error::{Error, Faults, Result},
    event::{self, EventKind},
    label::{Category, Priority},
    text,
    time::DateTime,
};

/// A ticket to create.
#[derive(InputObject)]
pub struct CreateTicketInput {
    /// What the ticket is about. 1 to 200 characters after trimming.
    title: String,
    /// What the customer wrote. 1 to 20,000 characters after trimming.
    description: String,
    /// A person's decision; left out, the classifier's.
    category: Option<Category>,
    /// A person's decision; left out, the classifier's.
    priority: Option<Priority>,
    /// The id of the classification that the form was filled from.
    classification_id: Option<ID>,
    /// 1 to 200 characters. A second call with the same key and input returns the first call's
    /// ticket and creates none; with another input it is refused.
    idempotency_key: Option<String>,
}

/// The input, checked. An idempotency key is bound to its serialized form.
#[derive(Serialize)]
struct NewTicket {
    title: String,
    description: String,
    category: Option<Category>,
    priority: Option<Priority>,
    classification_id: Option<i64>,
}

/// Creates a ticket, or finds the one that an earlier call with the same key created. A language model is
/// waited for until `patience` ends.
///
/// # Errors
/// `BAD_USER_INPUT` with every fault of the input; `IDEMPOTENCY_KEY_REUSED`; `NOT_FOUND` when the
/// earlier call's ticket is deleted by now.
pub async fn create(app: &App, input: CreateTicketInput, patience: Instant) -> Result<Model> {
    let database = &app.database;
    let (new, recorded, claim) = input.parse(app).await?;
    if let Some(claim) = &claim
        && let Some(ticket_id) = claim.earlier(&database.read).await?
    {
        return earlier_ticket(&database.read, ticket_id).await;
    }
    let suggestion = match recorded {
        Some(record) => Some(Suggestion::Recorded(record)),
        None => new.suggestion(app, patience).await?,
    };
    let is_used_again = matches!(suggestion, Some(Suggestion::Again(_)));
    let transaction = database.begin().await?;
    let suggestion = match suggestion {
        Some(suggestion) => Some(suggestion.save(&transaction).await?),
        None => None,
    };
    let ticket = new.insert(&transaction, suggestion.as_ref()).await?;
    if let Some(claim) = &claim
        && !claim
            .spend(&transaction, ticket.id, ticket.created_at)
            .await?
    {
        // Another call with this key was faster, and what it made is committed by now.
        transaction.rollback().await?;
        let ticket_id = claim.earlier(&database.write).await?.unwrap_or(ticket.id);
        return earlier_ticket(&database.write, ticket_id).await;
    }
    search::index(&transaction, &ticket).await?;
    event::record(
        &transaction,
        ticket.id,
        EventKind::Created,
        Vec::new(),
        ticket.created_at,
    )
    .await?;
    if let Some(suggestion) = suggestion.filter(|_| is_used_again) {
        // Last, since whoever else counts waits until this is committed.
        classification::count_hit(&transaction, &suggestion).await?;
    }
    transaction.commit().await?;
    app.committed();
    Ok(ticket)
}

async fn earlier_ticket(connection: &impl ConnectionTrait, id: TicketId) -> Result<Model> {
    Entity::find_by_id(id)
        .one(connection)
        .await?
        .ok_or_else(|| Error::not_found("ticket", id.0))
}

impl CreateTicketInput {
    async fn parse(
        self,
        app: &App,
    ) -> Result<(NewTicket, Option<classification::Model>, Option<Claim>)> {
        let found = match &self.classification_id {
            Some(id) => {
                let found = find_classification(app, id).await?;
                Some(found.ok_or("is not the id of a classification."))
            }
            None => None,
        };
        let mut faults = Faults::default();
        let title = faults.take("input.title", text::title(&self.title));
        let description = faults.take("input.description", text::description(&self.description));
        let recorded = faults.take("input.classificationId", found.transpose());
        let new = NewTicket {
            title,
            description,
            category: self.category,
            priority: self.priority,
            classification_id: recorded.as_ref().map(|record| record.id.0),
        };
        let key = faults.take(
            "input.idempotencyKey",
            self.idempotency_key.map(idempotency::parse_key).transpose(),
        );
        faults.none()?;
        let claim = key.map(|key| Claim::new(key, &new));
        Ok((new, recorded, claim))
    }
}

async fn find_classification(app: &App, id: &str) -> Result<Option<classification::Model>> {
    let Some(id) = parse_id(id) else {
        return Ok(None);
    };
    Ok(classification::Entity::find_by_id(ClassificationId(id))
        .one(&app.database.read)
        .await?)
}

impl NewTicket {
    /// A suggestion for the labels that were left out.
    async fn suggestion(&self, app: &App, patience: Instant) -> Result<Option<Suggestion>> {
        if self.category.is_some() && self.priority.is_some() {
            return Ok(None);
        }
        let text = Text {
            title: &self.title,
            description: &self.description,
        };
        Ok(Some(classification::suggest(app, text, patience).await?))
    }

    async fn insert(
        &self,
        transaction: &impl ConnectionTrait,
        suggestion: Option<&classification::Model>,
    ) -> Result<Model, DbErr> {
        let (category, priority, triage) = self.labels(suggestion);
        let now = DateTime::now();
        Entity::insert(ActiveModel {
            id: NotSet,
            title: Set(self.title.clone()),
            description: Set(self.description.clone()),
            category: Set(category),
            priority: Set(priority),
            status: Set(Status::Open),
            triage: Set(triage),
            classification_id: Set(suggestion.map(|suggestion| suggestion.id)),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        })
        .exec_with_returning(transaction)
        .await
    }

    /// What a person gave comes first; the suggestion fills in the rest. Without a suggestion both
    /// were given.
    fn labels(&self, suggestion: Option<&classification::Model>) -> (Category, Priority, Triage) {
        let suggested = suggestion.map(|made| (made.category, made.priority));
        let category = self.category.or(suggested.map(|made| made.0));
        let priority = self.priority.or(suggested.map(|made| made.1));
        let labels = (
            category.unwrap_or(Category::General),
            priority.unwrap_or(Priority::Low),
        );
        let triage = match suggested {
            None => Triage::Manual,
            Some(_) if self.category.is_none() && self.priority.is_none() => Triage::Unconfirmed,
            Some(suggested) => Triage::decided(suggested, labels),
        };
        (labels.0, labels.1, triage)
    }
}
