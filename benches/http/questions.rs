//! What is asked: for each question the requests that take turns.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use crate::{
    server::Server,
    text::{Language, Random, order_number, with_order},
};

pub struct Question {
    pub name: String,
    pub requests: Vec<String>,
}

const LIST: &str = "query($filter: TicketFilter, $orderBy: TicketOrder, $after: String) {
    tickets(filter: $filter, orderBy: $orderBy, first: 20, after: $after) {
        nodes { id title category priority status createdAt }
        pageInfo { hasNextPage endCursor }
    }
}";
const COUNT: &str = "query($filter: TicketFilter) {
    tickets(filter: $filter, first: 0) { totalCount }
}";
const STATS: &str = "{ stats {
    total open averagePerDay
    byCategory { category count } byPriority { priority count } byStatus { status count }
    createdPerDay { date count }
} }";
const TICKET: &str = "query($id: ID!) { ticket(id: $id) {
    id title description category priority status createdAt updatedAt version
} }";
const TICKET_WITH_HISTORY: &str = "query($id: ID!) { ticket(id: $id) {
    id title description category priority status createdAt updatedAt version
    history { id kind changes { field from to } createdAt }
} }";
const CREATE: &str = "mutation($input: CreateTicketInput!) { createTicket(input: $input) {
    ticket { id category priority createdAt }
} }";
const CLASSIFY: &str = "mutation($input: ClassifyTicketInput!) { classifyTicket(input: $input) {
    classification { id category priority categoryConfidence priorityConfidence }
} }";

/// A word that no ticket has.
const ABSENT: &str = "xylophone";
/// Requests that take turns, where one would always ask for the same rows.
const TURNS: u64 = 500;

/// The questions to a server with so many tickets: the same in the same order for any number.
pub async fn questions(server: &Server, language: &Language, tickets: u64) -> Vec<Question> {
    let filter = |filter: Value| json!({ "filter": filter });
    let search = |words: &str| filter(json!({ "search": words }));
    let labels = json!({ "category": "BILLING", "priority": "HIGH", "status": "OPEN" });
    let by_priority = json!({ "field": "PRIORITY" });
    let last_days =
        json!({ "createdAt": { "from": (Utc::now() - TimeDelta::days(30)).to_rfc3339() } });
    let common = language.word_in(0.3);
    let uncommon = language.word_in(0.01);
    let rare = language.word_in(0.003);
    let rarer = language.word_in(0.0005);
    let order = order_number(with_order(tickets / 2)).to_string();
    let mut common_with_labels = labels.clone();
    common_with_labels["search"] = json!(common);
    let random = &mut Random::new(0);
    let ids: Vec<_> = (0..TURNS)
        .map(|_| json!({ "id": 1 + random.below(tickets) }))
        .collect();
    let texts: Vec<_> = (1..=TURNS)
        .map(|number| language.text(tickets + number))
        .map(|text| json!({ "title": text.title, "description": text.description }))
        .collect();
    let labelled = texts.iter().cloned().map(|mut input| {
        input["category"] = json!("BILLING");
        input["priority"] = json!("HIGH");
        input
    });
    let inputs = |inputs: Vec<Value>| inputs.into_iter().map(|input| json!({ "input": input }));
    let one = |name: &str, query: &str, variables: Value| question(name, query, [variables]);
    vec![
        one("newest 20", LIST, json!({})),
        question("20 deep in the list", LIST, deep(server).await),
        one("three filters", LIST, filter(labels.clone())),
        one(
            "20 of the highest priority",
            LIST,
            json!({ "orderBy": by_priority }),
        ),
        one("word in 30 % of the tickets", LIST, search(common)),
        one("word in 1 %", LIST, search(uncommon)),
        one("word in 0.3 %", LIST, search(rare)),
        one("word in 0.05 %", LIST, search(rarer)),
        one("word of one ticket", LIST, search(&order)),
        one("absent word", LIST, search(ABSENT)),
        one(
            "word in 30 % and absent word",
            LIST,
            search(&format!("{common} {ABSENT}")),
        ),
        one("two letters", LIST, search(&rare[..2])),
        one("two digits", LIST, search(&order[..2])),
        one(
            "word in 30 % and three filters",
            LIST,
            filter(common_with_labels),
        ),
        one("totalCount", COUNT, json!({})),
        one("totalCount, three filters", COUNT, filter(labels)),
        one("totalCount, last 30 days", COUNT, filter(last_days)),
        one("totalCount, word in 30 %", COUNT, search(common)),
        one("stats", STATS, json!({})),
        question("ticket by id", TICKET, ids.clone()),
        question("ticket by id with history", TICKET_WITH_HISTORY, ids),
        question("classifyTicket", CLASSIFY, inputs(texts.clone())),
        question(
            "createTicket with labels",
            CREATE,
            inputs(labelled.collect()),
        ),
        question("createTicket with a suggestion", CREATE, inputs(texts)),
    ]
}

fn question(name: &str, query: &str, variables: impl IntoIterator<Item = Value>) -> Question {
    let requests = variables
        .into_iter()
        .map(|variables| json!({ "query": query, "variables": variables }).to_string())
        .collect();
    Question {
        name: name.to_owned(),
        requests,
    }
}

/// Variables with cursors all over the middle half of the list.
async fn deep(server: &Server) -> Vec<Value> {
    let mut variables = Vec::new();
    for days_ago in (180..540).step_by(10) {
        let before = (Utc::now() - TimeDelta::days(days_ago)).to_rfc3339();
        let filter = json!({ "createdAt": { "to": before } });
        let data = server.data(LIST, json!({ "filter": filter })).await;
        variables.push(json!({ "after": data["tickets"]["pageInfo"]["endCursor"] }));
    }
    variables
}
