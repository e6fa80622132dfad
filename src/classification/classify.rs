//! Asking the classifier about a text, and keeping its answer as a record.

use std::{sync::Arc, time::Instant};

use async_graphql::InputObject;
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, DbErr, EntityTrait, Set};
use tokio::{task::spawn_blocking, time};

use super::{
    day::count_hit,
    entity::{ActiveModel, Entity, Model, Provider},
    remote::{Embedded, Found, Reason},
};
use crate::{
    App,
    classifier::{
        Text, Verdict,
        local::{self, Meaning, meaning},
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

/// Suggests labels for a text that belongs to no ticket yet. A language model is waited for until
/// `patience` ends.
pub async fn classify(
    app: &App,
    input: ClassifyTicketInput,
    patience: time::Instant,
) -> Result<Model> {
    let (title, description) = input.parse()?;
    let text = Text {
        title: &title,
        description: &description,
    };
    let suggestion = suggest(app, text, patience).await?;
    let is_used_again = matches!(suggestion, Suggestion::Again(_));
    let connection = &app.database.write;
    let record = suggestion.save(connection).await?;
    if is_used_again {
        count_hit(connection, &record).await?;
    }
    Ok(record)
}

/// An answer of the classifier.
pub enum Suggestion {
    /// It is recorded already.
    Recorded(Model),
    /// It is not yet in the database.
    Made(ActiveModel),
    /// It is an earlier one, to be recorded as used again and to be counted.
    Again(ActiveModel),
}

/// Asks the configured provider, or the embedded model when that does not answer; with no transaction
/// open. Never fails because of a provider, and waits for it no longer than its settings allow, or until
/// `patience` ends.
pub async fn suggest(app: &App, text: Text<'_>, patience: time::Instant) -> Result<Suggestion> {
    Ok(ask(app, text, patience).await?.0)
}

/// The same with the reason why a configured provider did not answer.
pub async fn ask(
    app: &App,
    text: Text<'_>,
    patience: time::Instant,
) -> Result<(Suggestion, Option<Reason>)> {
    let start = Instant::now();
    let model = app.models.current();
    let (verdict, meaning) = judge(app, &model, text).await?;
    let reason = match &app.remote {
        None => None,
        Some(remote) => {
            let embedded = Embedded {
                verdict: &verdict,
                meaning: &meaning,
                model: model.name(),
            };
            match remote.suggest(text, embedded, patience).await {
                Ok(Found::New(record)) => return Ok((Suggestion::Recorded(record), None)),
                Ok(Found::Again(record)) => return Ok((Suggestion::Again(record), None)),
                Err(reason) => Some(reason),
            }
        }
    };
    let (alternative_category, alternative_priority) = verdict.alternatives();
    let suggestion = Suggestion::Made(ActiveModel {
        id: NotSet,
        category: Set(verdict.category),
        priority: Set(verdict.priority),
        category_confidence: Set(verdict.category_confidence),
        priority_confidence: Set(verdict.priority_confidence),
        reason: Set(verdict.reason),
        provider: Set(Provider::Local),
        model: Set(model.name().to_owned()),
        cached: Set(false),
        fallback_reason: Set(reason.map(|reason| reason.to_string())),
        latency_ms: Set(i32::try_from(start.elapsed().as_millis()).unwrap_or(i32::MAX)),
        input_tokens: Set(0),
        output_tokens: Set(0),
        cost_nano_usd: Set(Some(0)),
        prompt_version: Set(None),
        cache_key: Set(None),
        created_at: Set(DateTime::now()),
        alternative_category: Set(Some(alternative_category)),
        alternative_priority: Set(Some(alternative_priority)),
    });
    Ok((suggestion, reason))
}

/// Whether a suggestion was made by the classifier as it is configured now.
pub fn is_as_configured(app: &App, suggestion: &Model) -> bool {
    let model = app.models.current();
    match &app.remote {
        Some(remote) => remote.has_made(suggestion, model.name()),
        None => suggestion.provider == Provider::Local && suggestion.model == model.name(),
    }
}

/// The model computes for milliseconds: too long for a thread that serves requests.
async fn judge(app: &App, model: &Arc<local::Model>, text: Text<'_>) -> Result<(Verdict, Meaning)> {
    let stopped = |_| Error::internal("the classifier has stopped");
    let turn = app.judging.clone().acquire_owned().await.map_err(stopped)?;
    let model = Arc::clone(model);
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
            Self::Made(made) | Self::Again(made) => {
                Entity::insert(made).exec_with_returning(connection).await
            }
        }
    }
}
