//! Asking the classifier about a text, and keeping its answer as a record.

use std::time::Instant;

use async_graphql::InputObject;
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};
use tokio::task::spawn_blocking;

use super::entity::{ActiveModel, Entity, Model, Provider};
use crate::{
    App,
    classifier::{Text, Verdict},
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
    )
    .await?;
    Ok(suggestion.save(&app.database.write).await?)
}

/// An answer of the classifier that is not yet in the database.
pub struct Suggestion(ActiveModel);

/// Asks the classifier, with no transaction open.
pub async fn suggest(app: &App, text: Text<'_>) -> Result<Suggestion> {
    let start = Instant::now();
    let verdict = judge(app, text).await?;
    Ok(Suggestion(ActiveModel {
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
    }))
}

/// The model computes for milliseconds: too long for a thread that serves requests.
async fn judge(app: &App, text: Text<'_>) -> Result<Verdict> {
    let stopped = |_| Error::internal("the classifier has stopped");
    let turn = app.judging.clone().acquire_owned().await.map_err(stopped)?;
    let model = app.model.clone();
    let (title, description) = (text.title.to_owned(), text.description.to_owned());
    let verdict = spawn_blocking(move || {
        let verdict = model.classify(&Text {
            title: &title,
            description: &description,
        });
        drop(turn);
        verdict
    });
    verdict
        .await
        .map_err(|_| Error::internal("the classifier has failed"))
}

impl Suggestion {
    pub async fn save(self, connection: &impl ConnectionTrait) -> Result<Model, DbErr> {
        Entity::insert(self.0).exec_with_returning(connection).await
    }
}
