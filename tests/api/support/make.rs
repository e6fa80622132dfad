//! Tickets for tests.

use sea_orm::{ConnectionTrait, DatabaseTransaction, TransactionTrait};
use serde_json::{Value, json};

use super::TestApp;

const CREATE: &str = "mutation($input: CreateTicketInput!) {
    createTicket(input: $input) {
        ticket {
            id title description category priority status triage createdAt updatedAt version
            classification { id category priority categoryBand priorityBand }
        }
    }
}";

/// Creates a ticket with these fields; what is left out is made up.
pub async fn create(app: &TestApp, fields: Value) -> Value {
    let mut input = json!({
        "title": "A title",
        "description": "A description",
        "category": "GENERAL",
        "priority": "LOW",
    });
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    let mut data = app.data(CREATE, json!({ "input": input })).await;
    data["createTicket"]["ticket"].take()
}

/// Keeps whoever wants to change a ticket waiting until this transaction ends; on PostgreSQL, since
/// SQLite's one writer would make everybody wait.
pub async fn hold_tickets(app: &TestApp) -> DatabaseTransaction {
    let holder = app.app.database.write.begin().await.unwrap();
    let held = holder.execute_unprepared("SELECT id FROM ticket FOR UPDATE");
    held.await.unwrap();
    holder
}

/// The ids of a list's nodes.
pub fn ids(nodes: &Value) -> Vec<String> {
    nodes
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect()
}
