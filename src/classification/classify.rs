//! Asking the classifier about a text, and keeping its answer as a record.

use std::time::Instant;

use async_graphql::InputObject;
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};
use tokio::task::spawn_blocking;

use super::{
    entity::{ActiveModel, Entity, Model, Provider},
    ledger,
    remote::Found,
};
use crate::{
    App,
    classifier::{
        Text, Verdict,
        local::{Meaning, meaning},
    },
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
    let text = Text {
        title: &title,
        description: &description,
    };
    let suggestion = suggest(app, text).await?;
    Ok(suggestion.save(&app.database.write).await?)
}

/// An answer of the classifier.
pub enum Suggestion {
    /// It is recorded already.
    Recorded(Model),
    /// It is not yet in the database.
    Made(ActiveModel),
}

/// Asks the configured provider, or the embedded model when that does not answer; with no transaction
/// open. Never fails because of a provider, and takes no longer than its deadline.
pub async fn suggest(app: &App, text: Text<'_>) -> Result<Suggestion> {
    let start = Instant::now();
    let (verdict, meaning) = judge(app, text).await?;
    let fallback_reason = match &app.remote {
        None => None,
        Some(remote) => match remote
            .suggest(&app.database, text, &verdict, &meaning)
            .await
        {
            Ok(Found::New(record)) => return Ok(Suggestion::Recorded(record)),
            Ok(Found::Again(record)) => return Ok(Suggestion::Made(record)),
            Err(reason) => Some(reason),
        },
    };
    let (alternative_category, alternative_priority) = verdict.alternatives();
    Ok(Suggestion::Made(ActiveModel {
        id: NotSet,
        category: Set(verdict.category),
        priority: Set(verdict.priority),
        category_confidence: Set(verdict.category_confidence),
        priority_confidence: Set(verdict.priority_confidence),
        reason: Set(verdict.reason),
        provider: Set(Provider::Local),
        model: Set(app.model.name().to_owned()),
        cached: Set(false),
        fallback_reason: Set(fallback_reason),
        latency_ms: Set(i32::try_from(start.elapsed().as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cost_nano_usd: Set(Some(0)),
        prompt_version: Set(None),
        cache_key: Set(None),
        created_at: Set(DateTime::now()),
        alternative_category: Set(Some(alternative_category)),
        alternative_priority: Set(Some(alternative_priority)),
    }))
}

/// The model computes for milliseconds: too long for a thread that serves requests.
async fn judge(app: &App, text: Text<'_>) -> Result<(Verdict, Meaning)> {
    let stopped = |_| Error::internal("the classifier has stopped");
    let turn = app.judging.clone().acquire_owned().await.map_err(stopped)?;
    let model = app.model.clone();
    let (title, description) = (text.title.to_owned(), text.description.to_owned());
    let verdict = spawn_blocking(move || {
        let text = Text {
            title: &title,
            description: &description,
        };
        let meaning = meaning(&text);
        let verdict = model.classify_meaning(&text, &meaning);
        drop(turn);
        (verdict, meaning)
    });
    verdict
        .await
        .map_err(|_| Error::internal("the classifier has failed"))
}

impl Suggestion {
    /// The suggestion's record, written now if it is not there yet.
    pub async fn save(self, connection: &impl ConnectionTrait) -> Result<Model, DbErr> {
        match self {
            Self::Recorded(record) => Ok(record),
            Self::Made(made) => {
                let record = Entity::insert(made).exec_with_returning(connection).await?;
                if record.cached {
                    ledger::count_hit(connection, record.provider, &record.model).await?;
                }
                Ok(record)
            }
        }
    }
}
