//! `ticketChanged`: who is told of what, on one server and on two.

use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, Cluster, Socket, TestApp, create};

async fn update(app: &TestApp, id: &Value, input: Value) {
    let mutation = "mutation($id: ID!, $input: UpdateTicketInput!) {
        updateTicket(id: $id, input: $input) { ticket { id } }
    }";
    app.data(mutation, json!({ "id": id, "input": input }))
        .await;
}

async fn delete(app: &TestApp, id: &Value) {
    let mutation = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
    app.data(mutation, json!({ "id": id })).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn every_change_is_told_with_the_ticket_after_it(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let mut socket = Socket::open(&app).await;
    socket.follow(&app, "1", Value::Null).await;

    let ticket = create(&app, json!({ "title": "First", "priority": "LOW" })).await;
    let id = &ticket["id"];
    update(&app, id, json!({ "priority": "HIGH" })).await;
    update(&app, id, json!({ "priority": "HIGH" })).await;
    update(&app, id, json!({ "status": "CLOSED", "title": "Second" })).await;
    delete(&app, id).await;

    let told = async |socket: &mut Socket| {
        let change = socket.change("1").await;
        assert_eq!(&change["ticketId"], id);
        let ticket = &change["ticket"];
        json!([
            change["kind"],
            ticket["title"],
            ticket["priority"],
            ticket["status"],
            ticket["version"]
        ])
    };
    assert_eq!(
        told(&mut socket).await,
        json!(["CREATED", "First", "LOW", "OPEN", 1])
    );
    assert_eq!(
        told(&mut socket).await,
        json!(["UPDATED", "First", "HIGH", "OPEN", 2])
    );
    assert_eq!(
        told(&mut socket).await,
        json!(["UPDATED", "Second", "HIGH", "CLOSED", 3])
    );
    assert_eq!(
        told(&mut socket).await,
        json!(["DELETED", null, null, null, null])
    );
    assert!(socket.is_silent().await);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_leaves_the_filter_is_told_and_others_are_not(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let refund = json!({ "title": "A réfund", "description": "is wanted", "category": "BILLING" });
    let was_there = create(&app, refund.clone()).await;
    let mut socket = Socket::open(&app).await;
    let filter = json!({
        "category": ["BILLING"],
        "status": ["OPEN", "IN_PROGRESS"],
        "search": "REF want",
        "createdAt": { "from": "2020-01-01T00:00:00Z" },
    });
    socket.follow(&app, "1", filter).await;

    // None of these matches before or after.
    let technical = create(
        &app,
        json!({ "title": "Refund wanted", "category": "TECHNICAL" }),
    )
    .await;
    update(&app, &technical["id"], json!({ "status": "IN_PROGRESS" })).await;
    let other = create(&app, json!({ "title": "Refunds", "category": "BILLING" })).await;
    delete(&app, &other["id"]).await;

    let new = create(&app, refund).await;
    update(&app, &new["id"], json!({ "description": "is not needed" })).await;
    update(&app, &new["id"], json!({ "status": "RESOLVED" })).await;
    update(&app, &technical["id"], json!({ "category": "BILLING" })).await;
    update(&app, &was_there["id"], json!({ "status": "CLOSED" })).await;
    update(&app, &was_there["id"], json!({ "status": "OPEN" })).await;
    delete(&app, &was_there["id"]).await;

    for (kind, ticket) in [
        ("CREATED", &new),
        // It has left by its words; what happens to it afterwards is not told.
        ("UPDATED", &new),
        ("UPDATED", &technical),
        ("UPDATED", &was_there),
        ("UPDATED", &was_there),
        ("DELETED", &was_there),
    ] {
        let change = socket.change("1").await;
        assert_eq!(
            (&change["kind"], &change["ticketId"]),
            (&json!(kind), &ticket["id"])
        );
    }
    assert!(socket.is_silent().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_database_tell_each_others_changes_within_a_second() {
    let one = TestApp::start(Postgres).await;
    let two = TestApp::start_at(one.database_url().to_owned()).await;
    let mut socket = Socket::open(&one).await;
    socket.follow(&one, "1", Value::Null).await;
    for _ in 0..5 {
        // Long enough that each is rung for on its own.
        tokio::time::sleep(Duration::from_millis(80)).await;
        let start = Instant::now();
        let ticket = create(&two, json!({})).await;
        assert_eq!(socket.change("1").await["ticketId"], ticket["id"]);
        assert!(
            start.elapsed() < Duration::from_secs(1),
            "{:?}",
            start.elapsed()
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn many_writers_changes_are_told_once_each_and_in_order(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    const WRITERS: usize = 8;
    const CHANGES: usize = 25;
    let app = TestApp::start(backend).await;
    let mut socket = Socket::open(&app).await;
    socket.follow(&app, "1", Value::Null).await;
    let writers = (0..WRITERS).map(async |_| {
        let ticket = create(&app, json!({})).await;
        for change in 0..CHANGES {
            let title = json!({ "title": format!("Title {change}") });
            update(&app, &ticket["id"], title).await;
        }
        ticket["id"].as_str().unwrap().to_owned()
    });
    let tickets = futures_util::future::join_all(writers).await;
    let mut versions = std::collections::HashMap::<String, Vec<i64>>::new();
    for _ in 0..WRITERS * (CHANGES + 1) {
        let change = socket.change("1").await;
        let id = change["ticketId"].as_str().unwrap().to_owned();
        let version = change["ticket"]["version"].as_i64().unwrap();
        versions.entry(id).or_default().push(version);
    }
    for ticket in tickets {
        let expected: Vec<_> = (1..=CHANGES as i64 + 1).collect();
        assert_eq!(versions[&ticket], expected);
    }
    assert!(socket.is_silent().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_lost_its_database_catches_up_without_loss_or_repetition() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let one = TestApp::start_at(cluster.url("postgres")).await;
    let two = TestApp::start_at(cluster.url("postgres")).await;
    let mut socket = Socket::open(&one).await;
    socket.follow(&one, "1", Value::Null).await;
    let mut expected = vec![create(&two, json!({})).await["id"].clone()];
    cluster.stop();
    cluster.go_on();
    // The one that follows may take longer to connect again than the other takes to write.
    let deadline = Instant::now() + Duration::from_secs(20);
    let mutation = "mutation { createTicket(input: {
        title: \"While away\", description: \"d\", category: GENERAL, priority: LOW
    }) { ticket { id } } }";
    while expected.len() < 10 {
        assert!(Instant::now() < deadline);
        let answer = two.ask(mutation, json!({})).await;
        if answer.get("errors").is_none() {
            expected.push(answer["data"]["createTicket"]["ticket"]["id"].clone());
        }
    }
    for id in expected {
        assert_eq!(socket.change("1").await["ticketId"], id);
    }
    assert!(socket.is_silent().await);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_subscriber_is_told_and_closed_and_delays_nobody(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let mut slow = Socket::open(&app).await;
    // Many answers to every change, each of which is more than the network holds for a while.
    let change = "subscription { ticketChanged { ticket { description } } }";
    for id in 0..10 {
        slow.subscribe(&id.to_string(), change, json!({})).await;
    }
    let mut quick = Socket::open(&app).await;
    quick.follow(&app, "1", Value::Null).await;
    let ticket = create(&app, json!({ "description": "x".repeat(20_000) })).await;
    assert_eq!(quick.change("1").await["kind"], "CREATED");
    // More changes than anybody may be behind, while the slow one reads nothing.
    let turn = |it: usize| {
        format!(
            "t{it}: updateTicket(id: $id, input: {{ status: {} }}) {{ ticket {{ id }} }} ",
            ["CLOSED", "OPEN"][it % 2]
        )
    };
    let turns: String = (0..20_usize).map(turn).collect();
    let mutation = format!("mutation($id: ID!) {{ {turns} }}");
    let mut version = 1;
    for _ in 0..70 {
        app.data(&mutation, json!({ "id": ticket["id"] })).await;
        for _ in 0..20 {
            version += 1;
            assert_eq!(quick.change("1").await["ticket"]["version"], version);
        }
    }
    let failure = loop {
        let message = slow.next().await;
        if message["type"] == "error" {
            break message;
        }
    };
    assert_eq!(failure["payload"][0]["extensions"]["code"], "FELL_BEHIND");
    // The socket goes on, and whoever was closed may begin anew.
    let id = failure["id"].as_str().unwrap();
    slow.subscribe(id, "{ __typename }", json!({})).await;
    let next = loop {
        let message = slow.next().await;
        if message["id"] == id {
            break message;
        }
    };
    assert_eq!(
        next["payload"],
        json!({ "data": { "__typename": "Query" } })
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_feed_ends_with_its_last_follower_and_begins_again(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    for _ in 0..3 {
        let mut socket = Socket::open(&app).await;
        socket.follow(&app, "1", Value::Null).await;
        let ticket = create(&app, json!({})).await;
        assert_eq!(socket.change("1").await["ticketId"], ticket["id"]);
        drop(socket);
        // Nobody is told of this.
        create(&app, json!({})).await;
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_fell_too_far_behind_says_so(#[values(Sqlite, Postgres)] backend: Backend) {
    use sea_orm::ConnectionTrait;
    let app = TestApp::start(backend).await;
    let mut socket = Socket::open(&app).await;
    socket.follow(&app, "1", Value::Null).await;
    // More than anybody may be behind, in one transaction.
    app.app
        .database
        .write
        .execute_unprepared(
            "INSERT INTO ticket_event (ticket_id, kind, changes, created_at)
             WITH RECURSIVE number(it) AS (
                 SELECT 1 UNION ALL SELECT it + 1 FROM number WHERE it < 1100
             )
             SELECT it, 'CREATED', '[]', 0 FROM number",
        )
        .await
        .unwrap();
    create(&app, json!({})).await;
    let message = loop {
        let message = socket.next().await;
        if message["type"] != "next" {
            break message;
        }
    };
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "FELL_BEHIND");
    socket.follow(&app, "1", Value::Null).await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_tickets_texts_are_erased_and_others_are_not(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    use frontdesk::{event::erase_before, time::DateTime};
    use sea_orm::EntityTrait;
    let app = TestApp::start(backend).await;
    let kept = create(&app, json!({ "title": "Kept" })).await;
    update(&app, &kept["id"], json!({ "title": "Kept still" })).await;
    let gone = create(&app, json!({ "title": "Secret" })).await;
    update(&app, &gone["id"], json!({ "title": "Another secret" })).await;
    delete(&app, &gone["id"]).await;
    let texts = async || {
        let events = frontdesk::event::Entity::find()
            .all(&app.app.database.read)
            .await
            .unwrap();
        format!("{events:?}")
    };
    erase_before(&app.app.database, DateTime::FIRST)
        .await
        .unwrap();
    assert!(texts().await.contains("Another secret"));
    erase_before(&app.app.database, DateTime::LAST)
        .await
        .unwrap();
    let texts = texts().await;
    assert!(
        !texts.contains("ecret") && texts.contains("Kept still"),
        "{texts}"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_cannot_begin_says_why(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let mut socket = Socket::open(&app).await;
    let search = json!({ "filter": { "search": "x".repeat(201) } });
    let query = "subscription($filter: TicketFilter) { ticketChanged(filter: $filter) { kind } }";
    socket.subscribe("1", query, search).await;
    let error = socket.next().await;
    assert_eq!(error["type"], "error");
    let extensions = &error["payload"][0]["extensions"];
    assert_eq!(extensions["code"], "BAD_USER_INPUT");
    assert_eq!(extensions["fields"][0]["path"], "filter.search");
}
