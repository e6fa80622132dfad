//! What the tickets should be after some operations.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    check::check,
    operation::{Change, Filter, Label, Operation, PRIORITIES},
};
use crate::support::{TestApp, create};

/// What a ticket should be.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub description: String,
    pub category: String,
    pub priority: String,
    pub status: String,
    pub triage: &'static str,
    pub suggested: Option<(String, String)>,
    /// How sure the suggestion was of the category and of the priority.
    pub bands: Option<(String, String)>,
    pub created_at: String,
    pub updated_at: String,
    pub version: i64,
    pub history: Vec<Value>,
}

#[derive(Default)]
pub struct Model {
    pub tickets: BTreeMap<i64, Ticket>,
}

pub fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

impl Ticket {
    fn decide(&mut self) {
        if let Some(suggested) = &self.suggested {
            let decision = (self.category.clone(), self.priority.clone());
            self.triage = if *suggested == decision {
                "CONFIRMED"
            } else {
                "OVERRULED"
            };
        }
    }

    fn withdraw(&mut self) {
        if let Some((category, priority)) = self.suggested.clone() {
            (self.category, self.priority) = (category, priority);
            self.triage = "UNCONFIRMED";
        }
    }

    pub fn matches(&self, filter: &Filter) -> bool {
        let any = |wanted: &Option<Vec<&str>>, label: &str| {
            wanted.as_ref().is_none_or(|wanted| wanted.contains(&label))
        };
        let words: Vec<_> = self
            .description
            .split(' ')
            .map(|word| word.replace('é', "e").replace('à', "a"))
            .collect();
        any(&filter.category, &self.category)
            && any(&filter.priority, &self.priority)
            && any(&filter.status, &self.status)
            && any(&filter.triage, self.triage)
            && filter.search.iter().flatten().all(|searched| {
                words
                    .iter()
                    .any(|word| word.starts_with(&searched.to_lowercase()))
            })
    }

    pub fn key(&self, field: &str) -> String {
        match field {
            "CREATED_AT" => self.created_at.clone(),
            "UPDATED_AT" => self.updated_at.clone(),
            _ => PRIORITIES
                .iter()
                .position(|label| *label == self.priority)
                .unwrap()
                .to_string(),
        }
    }
}

impl Model {
    fn pick(&self, which: usize) -> Option<i64> {
        let count = self.tickets.len();
        (count > 0).then(|| *self.tickets.keys().nth(which % count).unwrap())
    }

    pub async fn apply(&mut self, app: &TestApp, operation: Operation) {
        match operation {
            Operation::Create {
                text,
                category,
                priority,
            } => {
                self.create(app, text.join(" "), category, priority).await;
            }
            Operation::Update { which, change } => {
                if let Some(id) = self.pick(which) {
                    self.update(app, id, change).await;
                }
            }
            Operation::Delete { which } => {
                if let Some(id) = self.pick(which) {
                    let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
                    app.data(delete, json!({ "id": id.to_string() })).await;
                    self.tickets.remove(&id);
                }
            }
            Operation::Ask(question) => check(app, self, &question).await,
        }
    }

    async fn create(
        &mut self,
        app: &TestApp,
        description: String,
        category: Label,
        priority: Label,
    ) {
        let input = json!({
            "title": "!", "description": description, "category": category, "priority": priority
        });
        let made = create(app, input).await;
        let suggestion = &made["classification"];
        let suggested = (!suggestion.is_null()).then(|| {
            (
                string(&suggestion["category"]),
                string(&suggestion["priority"]),
            )
        });
        let bands = suggested.as_ref().map(|_| {
            (
                string(&suggestion["categoryBand"]),
                string(&suggestion["priorityBand"]),
            )
        });
        let filled = suggested.clone().unwrap_or_default();
        let mut ticket = Ticket {
            description,
            category: category.map_or(filled.0, str::to_owned),
            priority: priority.map_or(filled.1, str::to_owned),
            status: "OPEN".to_owned(),
            triage: if suggested.is_some() {
                "UNCONFIRMED"
            } else {
                "MANUAL"
            },
            suggested,
            bands,
            created_at: string(&made["createdAt"]),
            updated_at: string(&made["updatedAt"]),
            version: 1,
            history: vec![json!({ "kind": "CREATED", "changes": [] })],
        };
        if category.is_some() || priority.is_some() {
            ticket.decide();
        }
        self.tickets
            .insert(string(&made["id"]).parse().unwrap(), ticket);
    }

    async fn update(&mut self, app: &TestApp, id: i64, change: Change) {
        let Change {
            text,
            category,
            priority,
            status,
            withdraws,
        } = change;
        let text = text.map(|text| text.join(" "));
        let mut input = json!({ "expectedVersion": self.tickets[&id].version });
        let labels = [
            ("category", category),
            ("priority", priority),
            ("status", status),
        ];
        for (field, label) in labels {
            if let Some(label) = label {
                input[field] = json!(label);
            }
        }
        if let Some(text) = &text {
            input["description"] = json!(text);
        }
        if withdraws {
            input["withdrawDecision"] = json!(true);
        }
        let query = "mutation($id: ID!, $input: UpdateTicketInput!) {
            updateTicket(id: $id, input: $input) { ticket { updatedAt } }
        }";
        let data = app
            .data(query, json!({ "id": id.to_string(), "input": input }))
            .await;
        let ticket = self.tickets.get_mut(&id).unwrap();
        let before = ticket.clone();
        ticket.description = text.unwrap_or_else(|| before.description.clone());
        ticket.category = category.map_or(before.category.clone(), str::to_owned);
        ticket.priority = priority.map_or(before.priority.clone(), str::to_owned);
        ticket.status = status.map_or(before.status.clone(), str::to_owned);
        if category.is_some() || priority.is_some() {
            ticket.decide();
        }
        if withdraws {
            ticket.withdraw();
        }
        let changes: Vec<Value> = [
            ("description", &before.description, &ticket.description),
            ("category", &before.category, &ticket.category),
            ("priority", &before.priority, &ticket.priority),
            ("status", &before.status, &ticket.status),
            (
                "triage",
                &before.triage.to_owned(),
                &ticket.triage.to_owned(),
            ),
        ]
        .into_iter()
        .filter(|(_, from, to)| from != to)
        .map(|(field, from, to)| json!({ "field": field, "from": from, "to": to }))
        .collect();
        let updated_at = string(&data["updateTicket"]["ticket"]["updatedAt"]);
        if changes.is_empty() {
            assert_eq!(updated_at, before.updated_at);
        } else {
            ticket.version += 1;
            ticket.updated_at = updated_at;
            ticket
                .history
                .push(json!({ "kind": "UPDATED", "changes": changes }));
        }
    }
}
