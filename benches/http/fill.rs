//! Many tickets at once, as two years of work would have left them.

use std::{collections::BTreeSet, time::Duration};

use frontdesk::{
    classification::{self, ClassificationId, entity::Provider},
    database::Database,
    event::{self, Change, EventKind, entity::Changes},
    label::{Category, Priority, wire_name},
    ticket::{self, SearchEntity, Status, TicketId, Triage},
    time::DateTime,
};
use sea_orm::{ActiveValue::NotSet, DbErr, EntityTrait, Set};

use crate::text::{Language, Random, Text};

const TWO_YEARS: Duration = Duration::from_secs(2 * 365 * 86_400);
const MICROSECONDS_PER_HOUR: u64 = 3_600_000_000;
/// Tickets in a transaction.
const BATCH: u64 = 1000;

/// Fills an empty database. The database numbers the tickets, from 1 on.
pub async fn fill(database: &Database, language: &Language, tickets: u64) -> Result<(), DbErr> {
    let end = DateTime::now().0;
    let step = TWO_YEARS.as_micros() as i64 / tickets as i64;
    let mut rows = Rows::default();
    for number in 1..=tickets {
        let created_at = DateTime(end - (tickets - number) as i64 * step);
        rows.add(number, language.text(number), created_at);
        if number % BATCH == 0 || number == tickets {
            rows.insert(database).await?;
        }
        if number % 100_000 == 0 {
            eprintln!("  {number} tickets");
        }
    }
    Ok(())
}

type SearchRow = <SearchEntity as EntityTrait>::ActiveModel;

/// What waits to be inserted.
#[derive(Default)]
struct Rows {
    suggestions: Vec<classification::entity::ActiveModel>,
    tickets: Vec<ticket::entity::ActiveModel>,
    words: Vec<SearchRow>,
    events: Vec<event::entity::ActiveModel>,
    /// Suggestions so far, those inserted before included.
    last_suggestion: i64,
}

/// A ticket's labels.
struct Labels {
    category: Category,
    priority: Priority,
    status: Status,
    triage: Triage,
}

impl Rows {
    fn add(&mut self, number: u64, text: Text, created_at: DateTime) {
        let random = &mut Random::new(!number);
        let labels = Labels::new(random);
        let id = TicketId(number as i64);
        let was_changed = labels.status != Status::Open;
        let updated_at = if was_changed {
            let later = DateTime(created_at.0 + random.below(MICROSECONDS_PER_HOUR) as i64);
            later.min(DateTime::now())
        } else {
            created_at
        };
        self.events
            .push(happened(id, EventKind::Created, Vec::new(), created_at));
        if was_changed {
            let change = Change {
                field: "status".to_owned(),
                from: Some(wire_name(Status::Open).to_owned()),
                to: Some(wire_name(labels.status).to_owned()),
            };
            self.events
                .push(happened(id, EventKind::Updated, vec![change], updated_at));
        }
        let classification_id = (labels.triage != Triage::Manual).then(|| {
            self.suggestions.push(labels.suggestion(created_at));
            self.last_suggestion += 1;
            ClassificationId(self.last_suggestion)
        });
        self.words.push(SearchRow {
            ticket_id: Set(id),
            words: Set(words(&text)),
        });
        self.tickets.push(ticket::entity::ActiveModel {
            id: NotSet,
            title: Set(text.title),
            description: Set(text.description),
            category: Set(labels.category),
            priority: Set(labels.priority),
            status: Set(labels.status),
            triage: Set(labels.triage),
            classification_id: Set(classification_id),
            version: Set(1 + i32::from(was_changed)),
            created_at: Set(created_at),
            updated_at: Set(updated_at),
        });
    }

    async fn insert(&mut self, database: &Database) -> Result<(), DbErr> {
        let transaction = database.begin().await?;
        classification::Entity::insert_many(self.suggestions.drain(..))
            .exec_without_returning(&transaction)
            .await?;
        ticket::Entity::insert_many(self.tickets.drain(..))
            .exec_without_returning(&transaction)
            .await?;
        SearchEntity::insert_many(self.words.drain(..))
            .exec_without_returning(&transaction)
            .await?;
        event::Entity::insert_many(self.events.drain(..))
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await
    }
}

impl Labels {
    fn new(random: &mut Random) -> Self {
        Self {
            category: random.pick(Category::ALL.map(|category| (category, 1))),
            priority: random.pick([
                (Priority::Low, 4),
                (Priority::Medium, 3),
                (Priority::High, 2),
                (Priority::Critical, 1),
            ]),
            status: random.pick([
                (Status::Open, 1),
                (Status::InProgress, 1),
                (Status::Resolved, 2),
                (Status::Closed, 6),
            ]),
            triage: random.pick([
                (Triage::Manual, 2),
                (Triage::Unconfirmed, 4),
                (Triage::Confirmed, 3),
                (Triage::Overruled, 1),
            ]),
        }
    }

    /// The suggestion that these labels came of.
    fn suggestion(&self, created_at: DateTime) -> classification::entity::ActiveModel {
        let category = match (self.triage, self.category) {
            (Triage::Overruled, Category::General) => Category::Billing,
            (Triage::Overruled, _) => Category::General,
            (_, category) => category,
        };
        classification::entity::ActiveModel {
            id: NotSet,
            category: Set(category),
            priority: Set(self.priority),
            category_confidence: Set(0.8),
            priority_confidence: Set(0.6),
            reason: Set(Some("Some words of the text decided.".to_owned())),
            provider: Set(Provider::Local),
            model: Set("benchmark".to_owned()),
            cached: Set(false),
            fallback_reason: Set(None),
            latency_ms: Set(0),
            input_tokens: Set(0),
            output_tokens: Set(0),
            cost_nano_usd: Set(Some(0)),
            prompt_version: Set(None),
            cache_key: Set(None),
            created_at: Set(created_at),
            alternative_category: Set(None),
            alternative_priority: Set(None),
        }
    }
}

fn happened(
    ticket_id: TicketId,
    kind: EventKind,
    changes: Vec<Change>,
    at: DateTime,
) -> event::entity::ActiveModel {
    event::entity::ActiveModel {
        id: NotSet,
        ticket_id: Set(ticket_id),
        kind: Set(kind),
        changes: Set(Changes(changes)),
        created_at: Set(at),
    }
}

/// What the server makes of a text that has small ASCII letters and digits only.
fn words(text: &Text) -> String {
    let letters_and_digits = |character: char| !character.is_ascii_alphanumeric();
    let words: BTreeSet<_> = [&text.title, &text.description]
        .into_iter()
        .flat_map(|text| text.split(letters_and_digits))
        .filter(|word| !word.is_empty())
        .collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}
