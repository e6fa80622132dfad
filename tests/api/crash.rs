//! kill -9 at any moment: what was acknowledged is there, and all that is counted agrees.

use std::{
    collections::HashMap,
    env,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use futures_util::future::join_all;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::support::{Backend, Backend::*, Process, new_database};

const WRITERS: usize = 8;

/// What a writer knows of a ticket: the least version that was acknowledged, or its deletion, and
/// whether an unanswered call may have gone further.
#[derive(Debug)]
struct Known {
    version: i64,
    deleted: bool,
    unsure: bool,
}

/// Writes until the server is gone, and returns what was acknowledged.
async fn write(server: &Process, number: &AtomicU64) -> HashMap<String, Known> {
    const CREATE: &str = "mutation($title: String!, $key: String!) {
        createTicket(input: { title: $title, description: \"Words of a ticket\", idempotencyKey: $key }) {
            ticket { id }
        }
    }";
    const UPDATE: &str = "mutation($id: ID!, $category: TicketCategory!, $title: String!) {
        updateTicket(id: $id, input: { category: $category, title: $title }) { ticket { version } }
    }";
    const DELETE: &str = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
    let mut known = HashMap::new();
    loop {
        let number = number.fetch_add(1, Ordering::Relaxed);
        let title = format!("Ticket {number}");
        let key = format!("key {number}");
        let Ok(created) = server
            .ask(CREATE, json!({ "title": title, "key": key }))
            .await
        else {
            return known;
        };
        let id = created["data"]["createTicket"]["ticket"]["id"]
            .as_str()
            .unwrap();
        let ticket = known.entry(id.to_owned()).or_insert(Known {
            version: 1,
            deleted: false,
            unsure: true,
        });
        let category = ["BILLING", "TECHNICAL", "ACCOUNT", "GENERAL"][number as usize % 4];
        let update = json!({ "id": id, "category": category, "title": format!("{title} again") });
        let Ok(updated) = server.ask(UPDATE, update).await else {
            return known;
        };
        ticket.version = updated["data"]["updateTicket"]["ticket"]["version"]
            .as_i64()
            .unwrap();
        if number.is_multiple_of(3) {
            let Ok(deleted) = server.ask(DELETE, json!({ "id": id })).await else {
                return known;
            };
            assert_eq!(deleted.get("errors"), None);
            ticket.deleted = true;
        }
        ticket.unsure = false;
    }
}

/// Checks every acknowledged write, and that counters, history and search agree with the tickets.
async fn check(server: &Process, known: &HashMap<String, Known>) {
    const PAGE: &str = "query($after: String) {
        tickets(first: 100, after: $after) {
            nodes { id category priority status version history { kind } }
            pageInfo { hasNextPage endCursor }
        }
    }";
    let (mut tickets, mut after) = (HashMap::new(), Value::Null);
    loop {
        let mut page = server.data(PAGE, json!({ "after": after })).await["tickets"].take();
        for ticket in page["nodes"].as_array().unwrap() {
            tickets.insert(ticket["id"].as_str().unwrap().to_owned(), ticket.clone());
        }
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].take();
    }
    for (id, known) in known {
        match tickets.get(id) {
            Some(ticket) => {
                let version = ticket["version"].as_i64().unwrap();
                let is_right = version == known.version || known.unsure && version > known.version;
                assert!(is_right && !known.deleted, "{known:?} {ticket}");
            }
            None => assert!(known.deleted || known.unsure, "{id} {known:?}"),
        }
    }
    let mut categories = HashMap::<String, i64>::new();
    for (id, ticket) in &tickets {
        let kinds: Vec<_> = ticket["history"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["kind"])
            .collect();
        let version = ticket["version"].as_i64().unwrap();
        assert_eq!(kinds.len() as i64, version, "{id}");
        assert_eq!(kinds[0], "CREATED");
        *categories
            .entry(ticket["category"].as_str().unwrap().to_owned())
            .or_default() += 1;
    }
    let counted = server
        .data(
            "{
                stats { total byCategory { category count } createdPerDay(days: 2) { count } }
                found: stats(filter: { search: \"ticket\" }) { total }
            }",
            json!({}),
        )
        .await;
    let total = tickets.len() as i64;
    assert_eq!(counted["stats"]["total"], total);
    assert_eq!(counted["found"]["total"], total);
    for count in counted["stats"]["byCategory"].as_array().unwrap() {
        let category = count["category"].as_str().unwrap();
        assert_eq!(
            count["count"],
            categories.get(category).copied().unwrap_or(0)
        );
    }
    let days = counted["stats"]["createdPerDay"].as_array().unwrap();
    let days: i64 = days.iter().map(|day| day["count"].as_i64().unwrap()).sum();
    assert_eq!(days, total);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_write_survives_kill_9(#[values(Sqlite, Postgres)] backend: Backend) {
    // `make soak` asks for more.
    let kills: u64 = env::var("SOAK_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let url = new_database(backend, &folder).await;
    let settings = HashMap::from([("DATABASE_URL", url)]);
    let number = AtomicU64::new(0);
    let mut known = HashMap::new();
    for round in 0..kills {
        let mut server = Process::start(&settings).await;
        let writers = {
            let server = &server;
            let number = &number;
            join_all((0..WRITERS).map(move |_| write(server, number)))
        };
        // Another moment each time, without a pattern that the writers could have, too.
        let moment = Duration::from_millis(round * 7919 % 400);
        let id = server.id();
        let begun = number.load(Ordering::Relaxed);
        let killing = async {
            // However busy the machine is, a writer gets as far as its second ticket first.
            while number.load(Ordering::Relaxed) <= begun + WRITERS as u64 {
                sleep(Duration::from_millis(5)).await;
            }
            sleep(moment).await;
            let killed = tokio::process::Command::new("kill")
                .args(["-9", &id.to_string()])
                .status();
            assert!(killed.await.unwrap().success());
        };
        let (acknowledged, ()) = futures_util::future::join(writers, killing).await;
        server.kill().await;
        let acknowledged: Vec<_> = acknowledged.into_iter().flatten().collect();
        assert!(!acknowledged.is_empty(), "no write before the kill");
        known.extend(acknowledged);
        let mut server = Process::start(&settings).await;
        check(&server, &known).await;
        server.kill().await;
    }
}
