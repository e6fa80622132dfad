//! What an event says of a ticket's fields: written from two states of a ticket, and read back into
//! the state before.

use super::entity::{Model, Status, TicketId, Triage};
use crate::{
    classification::ClassificationId,
    event::Change,
    label::{Category, Priority, from_wire_name, wire_name},
    time::DateTime,
};

/// The fields that differ, as the API prints them.
pub fn changes(before: &Model, after: &Model) -> Vec<Change> {
    let fields = printed(before)
        .into_iter()
        .zip(printed(after))
        .filter(|((_, from), (_, to))| from != to)
        .map(|((field, from), (_, to))| Change {
            field: field.to_owned(),
            from: Some(from),
            to: Some(to),
        });
    let id = |ticket: &Model| ticket.classification_id.map(|id| id.0.to_string());
    let classification = (before.classification_id != after.classification_id).then(|| Change {
        field: CLASSIFICATION.to_owned(),
        from: id(before),
        to: id(after),
    });
    fields.chain(classification).collect()
}

/// All that a deleted ticket was.
pub fn remains(ticket: &Model) -> Vec<Change> {
    let classification = ticket.classification_id.map(|id| id.0.to_string());
    printed(ticket)
        .into_iter()
        .chain([
            (CREATED_AT, ticket.created_at.to_string()),
            (VERSION, ticket.version.to_string()),
        ])
        .chain(classification.map(|id| (CLASSIFICATION_ID, id)))
        .map(|(field, from)| Change {
            field: field.to_owned(),
            from: Some(from),
            to: None,
        })
        .collect()
}

/// The ticket as it was before `changes` made it what it is. When it had last changed then, they do
/// not say.
pub fn before(changes: &[Change], after: &Model) -> Model {
    let version = after.version - 1;
    let after = after.clone();
    with(changes, Model { version, ..after })
}

/// The ticket with the values that the fields had before.
fn with(changes: &[Change], mut ticket: Model) -> Model {
    for change in changes {
        if let Some(from) = &change.from {
            set(&mut ticket, &change.field, from);
        }
    }
    ticket
}

/// The deleted ticket of which this remains; `None` when it is erased by now.
pub fn restored(id: TicketId, remains: &[Change]) -> Option<Model> {
    let blank = Model {
        id,
        title: String::new(),
        description: String::new(),
        category: Category::General,
        priority: Priority::Low,
        status: Status::Open,
        triage: Triage::Manual,
        classification_id: None,
        version: 0,
        created_at: DateTime::FIRST,
        updated_at: DateTime::FIRST,
    };
    (!remains.is_empty()).then(|| with(remains, blank))
}

const CREATED_AT: &str = "createdAt";
const VERSION: &str = "version";
/// By its id, in what remains of a ticket …
const CLASSIFICATION_ID: &str = "classificationId";
/// … and in a change, which the API shows.
const CLASSIFICATION: &str = "classification";

fn printed(ticket: &Model) -> [(&'static str, String); 6] {
    [
        ("title", ticket.title.clone()),
        ("description", ticket.description.clone()),
        ("category", ticket.category.name().to_owned()),
        ("priority", ticket.priority.name().to_owned()),
        ("status", wire_name(ticket.status).to_owned()),
        ("triage", wire_name(ticket.triage).to_owned()),
    ]
}

/// Gives a field the value that is printed so.
fn set(ticket: &mut Model, field: &str, printed: &str) {
    fn keep<T>(field: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *field = value;
        }
    }
    match field {
        "title" => printed.clone_into(&mut ticket.title),
        "description" => printed.clone_into(&mut ticket.description),
        "category" => keep(&mut ticket.category, from_wire_name(printed)),
        "priority" => keep(&mut ticket.priority, from_wire_name(printed)),
        "status" => keep(&mut ticket.status, from_wire_name(printed)),
        "triage" => keep(&mut ticket.triage, from_wire_name(printed)),
        CREATED_AT => keep(&mut ticket.created_at, printed.parse().ok()),
        VERSION => keep(&mut ticket.version, printed.parse().ok()),
        CLASSIFICATION_ID | CLASSIFICATION => {
            ticket.classification_id = printed.parse().ok().map(ClassificationId);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket() -> Model {
        Model {
            title: "Title".to_owned(),
            description: "Description\nof two lines".to_owned(),
            category: Category::Technical,
            priority: Priority::Critical,
            status: Status::InProgress,
            triage: Triage::Overruled,
            classification_id: Some(ClassificationId(12)),
            version: 3,
            created_at: DateTime(1_234_567_890_123_456),
            ..restored(TicketId(7), &remains_of_any()).unwrap()
        }
    }

    fn remains_of_any() -> Vec<Change> {
        vec![Change {
            field: "title".to_owned(),
            from: Some("any".to_owned()),
            to: None,
        }]
    }

    #[test]
    fn what_was_changed_can_be_told_from_what_it_became() {
        let ticket = ticket();
        let changed = Model {
            version: ticket.version + 1,
            title: "Another".to_owned(),
            category: Category::Billing,
            status: Status::Closed,
            triage: Triage::Confirmed,
            classification_id: Some(ClassificationId(13)),
            ..ticket.clone()
        };
        let changes = changes(&ticket, &changed);
        assert_eq!(changes.len(), 5);
        assert_eq!(before(&changes, &changed), ticket);
    }

    #[test]
    fn what_was_deleted_can_be_told_from_what_remains() {
        let ticket = ticket();
        let restored = restored(ticket.id, &remains(&ticket)).unwrap();
        assert_eq!(
            restored,
            Model {
                updated_at: DateTime::FIRST,
                ..ticket
            }
        );
        assert_eq!(super::restored(TicketId(7), &[]), None);
    }
}
