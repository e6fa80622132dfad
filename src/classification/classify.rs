//! Asking the classifier about a text, and keeping its answer as a record.

use std::time::Instant;

use async_graphql::InputObject;
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};

use super::entity::{ActiveModel, Entity, Model, Provider};
use crate::{
    App,
    classifier::Text,
    error::{Error, Faults, Result},
    text,
    time::DateTime,
};

/// The text to suggest a category and a priority for.
#[derive(InputObject)]
pub struct ClassifyTicketInput {
    /// What the ticket is about, in a line; may be left out while it is not written yet. At most
    /// 200 characters.
    pub title: Option<String>,
    /// What the customer wrote. At most 20,000 characters; blank only beside a title.
    pub description: String,
}

impl ClassifyTicketInput {
    /// # Errors
    /// `BAD_USER_INPUT` with every fault of the texts.
    fn parse(self) -> Result<(String, String)> {
        let blank = |text: &str| text.trim().is_empty();
        let title = self.title.unwrap_or_default();
        if blank(&title) && blank(&self.description) {
            return Err(Error::bad_user_input(
                "input.description",
                "must not be blank when there is no title.",
            ));
        }
        let mut faults = Faults::default();
        let mut check = |path, given: &str, parse: fn(&str) -> Result<String, String>| {
            if blank(given) {
                String::new()
            } else {
                faults.take(path, parse(given))
            }
        };
        let title = check("input.title", &title, text::title);
        let description = check("input.description", &self.description, text::description);
        faults.none()?;
        Ok((title, description))
    }
}

/// Suggests labels for a text that belongs to no ticket yet.
pub async fn classify(app: &App, input: ClassifyTicketInput) -> Result<Model> {
    let (title, description) = input.parse()?;
    let suggestion = suggest(
        app,
        Text {
            title: &title,
            description: &description,
        },
    );
    Ok(suggestion.save(&app.database.write).await?)
}

/// An answer of the classifier that is not yet in the database.
pub struct Suggestion(ActiveModel);

/// Asks the classifier, with no transaction open.
pub fn suggest(app: &App, text: Text<'_>) -> Suggestion {
    let start = Instant::now();
    let verdict = app.model.classify(&text);
    Suggestion(ActiveModel {
        id: NotSet,
        category: Set(verdict.category),
        priority: Set(verdict.priority),
        category_confidence: Set(verdict.category_confidence),
        priority_confidence: Set(verdict.priority_confidence),
        reason: Set(verdict.reason),
        provider: Set(Provider::Local),
        model: Set(app.model.name().to_owned()),
        cached: Set(false),
        fallback_reason: Set(None),
        latency_ms: Set(i32::try_from(start.elapsed().as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cost_nano_usd: Set(Some(0)),
        created_at: Set(DateTime::now()),
    })
}

impl Suggestion {
    pub async fn save(self, connection: &impl ConnectionTrait) -> Result<Model, DbErr> {
        Entity::insert(self.0).exec_with_returning(connection).await
    }
}
