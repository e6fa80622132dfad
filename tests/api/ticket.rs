//! Creating, changing and deleting tickets.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create};

pub const UPDATE: &str = "mutation($id: ID!, $input: UpdateTicketInput!) {
    updateTicket(id: $id, input: $input) {
        ticket {
            id title description category priority status triage createdAt updatedAt version
            history { kind changes { field from to } createdAt }
        }
    }
}";

/// Changes a ticket, and answers it as it is then.
pub async fn update(app: &TestApp, ticket: &Value, input: Value) -> Value {
    let variables = json!({ "id": ticket["id"], "input": input });
    let mut data = app.data(UPDATE, variables).await;
    data["updateTicket"]["ticket"].take()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_reads_as_it_was_created(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let texts = json!({ "title": " Charged twice ", "description": "Two\r\n\tdebits 👍🏽 \u{2028}" });
    let created = create(&app, texts).await;
    assert_eq!(created["title"], "Charged twice");
    assert_eq!(created["description"], "Two\r\n\tdebits 👍🏽");
    assert_eq!(created["status"], "OPEN");
    assert_eq!(created["version"], 1);
    let query = "query($id: ID!) {
        ticket(id: $id) {
            id title description category priority status triage createdAt updatedAt version
            classification { id category priority }
        }
    }";
    let read = app.data(query, json!({ "id": created["id"] })).await;
    assert_eq!(read["ticket"], created);
    let created_at = created["createdAt"].as_str().unwrap();
    assert!(
        created_at.ends_with('Z') && created_at.len() == 27,
        "{created_at}"
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_is_the_classifiers_and_what_is_given_a_persons(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let by_nobody = create(&app, json!({ "category": null, "priority": null })).await;
    let suggestion = &by_nobody["classification"];
    assert_eq!(by_nobody["triage"], "UNCONFIRMED");
    assert_eq!(by_nobody["category"], suggestion["category"]);
    assert_eq!(by_nobody["priority"], suggestion["priority"]);

    let agreed = json!({ "category": suggestion["category"], "priority": null });
    assert_eq!(create(&app, agreed).await["triage"], "CONFIRMED");

    let other = other_than(&suggestion["category"], &["BILLING", "GENERAL"]);
    let overruled = create(&app, json!({ "category": other, "priority": null })).await;
    assert_eq!(overruled["triage"], "OVERRULED");
    assert_eq!(overruled["category"], other);
    assert_eq!(overruled["priority"], suggestion["priority"]);

    let by_hand = create(&app, json!({})).await;
    assert_eq!(by_hand["triage"], "MANUAL");
    assert_eq!(by_hand["classification"], Value::Null);
}

pub fn other_than(label: &Value, labels: &[&str]) -> String {
    let other = labels.iter().find(|other| label != *other).unwrap();
    (*other).to_owned()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_form_can_be_filled_from_a_classification(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let query = "mutation($input: ClassifyTicketInput!) {
        classifyTicket(input: $input) {
            classification {
                id category priority categoryConfidence priorityConfidence reason provider model
                cached fallbackReason latencyMs inputTokens outputTokens costUsd createdAt
            }
        }
    }";
    let input = json!({ "title": "Invoice", "description": "I was charged twice in May." });
    let data = app.data(query, json!({ "input": input })).await;
    let made = &data["classifyTicket"]["classification"];
    assert_eq!(made["provider"], "LOCAL");
    assert_eq!(made["costUsd"], 0.0);
    assert_eq!(made["fallbackReason"], Value::Null);
    let confidence = made["categoryConfidence"].as_f64().unwrap();
    assert!((0.0..=1.0).contains(&confidence));

    let from = json!({ "category": null, "priority": null, "classificationId": made["id"] });
    let filled = create(&app, from).await;
    assert_eq!(filled["classification"]["id"], made["id"]);
    assert_eq!(filled["category"], made["category"]);
    assert_eq!(filled["triage"], "UNCONFIRMED");

    let both = json!({
        "category": made["category"], "priority": made["priority"], "classificationId": made["id"]
    });
    assert_eq!(create(&app, both).await["triage"], "CONFIRMED");

    for unknown in ["0", "999999", "x", "+1", ""] {
        let input = json!({ "title": "t", "description": "d", "classificationId": unknown });
        let error = app
            .error("mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }", json!({ "input": input }))
            .await;
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{unknown}");
        assert_eq!(
            error["extensions"]["fields"][0]["path"],
            "input.classificationId"
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn all_faults_of_an_input_are_told_at_once(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let query =
        "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }";
    let faults = |input: Value| {
        let app = &app;
        async move {
            let error = app.error(query, json!({ "input": input })).await;
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
            error["extensions"]["fields"].clone()
        }
    };
    let input = json!({
        "title": " \n", "description": "x".repeat(20_001), "idempotencyKey": "",
        "classificationId": "none"
    });
    assert_eq!(
        faults(input).await,
        json!([
            { "path": "input.title", "message": "must not be blank." },
            { "path": "input.description",
              "message": "must have at most 20000 characters, but has 20001." },
            { "path": "input.classificationId", "message": "is not the id of a classification." },
            { "path": "input.idempotencyKey", "message": "must have 1 to 200 characters." },
        ])
    );
    let control = faults(json!({ "title": "a\u{0}b", "description": "a\u{7f}b" })).await;
    assert_eq!(
        control[0]["message"],
        "must not have the control character U+0000."
    );
    assert_eq!(control[1]["path"], "input.description");
    let total = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(total["stats"]["total"], 0);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_longest_texts_survive(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let texts = json!({ "title": "👍".repeat(200), "description": "ﷺ".repeat(20_000) });
    let ticket = create(&app, texts.clone()).await;
    assert_eq!(ticket["title"], texts["title"]);
    assert_eq!(ticket["description"], texts["description"]);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_written_into_the_history(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({ "category": null, "priority": null })).await;
    let changed = update(
        &app,
        &ticket,
        json!({ "title": "Other", "status": "IN_PROGRESS" }),
    )
    .await;
    assert_eq!(changed["version"], 2);
    assert_eq!(changed["createdAt"], ticket["createdAt"]);
    assert!(changed["updatedAt"].as_str() > ticket["updatedAt"].as_str());
    assert_eq!(changed["triage"], "UNCONFIRMED");
    assert_eq!(changed["history"][0]["kind"], "CREATED");
    assert_eq!(changed["history"][1]["createdAt"], changed["updatedAt"]);
    assert_eq!(
        changed["history"][1]["changes"],
        json!([
            { "field": "title", "from": "A title", "to": "Other" },
            { "field": "status", "from": "OPEN", "to": "IN_PROGRESS" },
        ])
    );

    // The same category again is a decision all the same.
    let decided = update(&app, &ticket, json!({ "category": ticket["category"] })).await;
    assert_eq!(decided["triage"], "CONFIRMED");
    assert_eq!(
        decided["history"][2]["changes"],
        json!([{ "field": "triage", "from": "UNCONFIRMED", "to": "CONFIRMED" }])
    );
    let again = update(&app, &ticket, json!({ "category": ticket["category"] })).await;
    assert_eq!(again["version"], 3);
    assert_eq!(again["updatedAt"], decided["updatedAt"]);
    assert_eq!(again["history"].as_array().unwrap().len(), 3);

    let other = other_than(&ticket["priority"], &["LOW", "HIGH"]);
    let overruled = update(&app, &ticket, json!({ "priority": other })).await;
    assert_eq!(overruled["triage"], "OVERRULED");
    let back = update(&app, &ticket, json!({ "priority": ticket["priority"] })).await;
    assert_eq!(back["triage"], "CONFIRMED");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn null_is_no_value_for_a_field_that_has_one(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({})).await;
    let input = json!({
        "title": null, "description": null, "category": null, "priority": null, "status": null
    });
    let error = app
        .error(UPDATE, json!({ "id": ticket["id"], "input": input }))
        .await;
    assert_eq!(error["extensions"]["fields"].as_array().unwrap().len(), 5);
    let unchanged = update(&app, &ticket, json!({ "expectedVersion": null })).await;
    assert_eq!(unchanged["version"], 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_twenty_writers_with_one_version_one_wins(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({})).await;
    let attempts = (0..20).map(|number| {
        let input = json!({ "title": format!("Title {number}"), "expectedVersion": 1 });
        app.ask(UPDATE, json!({ "id": ticket["id"], "input": input }))
    });
    let answers = futures_util::future::join_all(attempts).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer.get("errors").is_none());
    assert_eq!(won.len(), 1);
    for answer in lost {
        let extensions = &answer["errors"][0]["extensions"];
        assert_eq!(
            extensions,
            &json!({ "code": "CONFLICT", "currentVersion": 2 })
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_changes_of_different_fields_are_all_kept(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({})).await;
    let inputs = [
        json!({ "title": "New" }),
        json!({ "description": "New" }),
        json!({ "category": "BILLING" }),
        json!({ "priority": "HIGH" }),
        json!({ "status": "CLOSED" }),
    ];
    let changes = inputs.into_iter().map(|input| update(&app, &ticket, input));
    futures_util::future::join_all(changes).await;
    let now = update(&app, &ticket, json!({})).await;
    assert_eq!(now["version"], 6);
    let fields =
        ["title", "description", "category", "priority", "status"].map(|field| &now[field]);
    assert_eq!(fields, ["New", "New", "BILLING", "HIGH", "CLOSED"]);
    assert_eq!(now["history"].as_array().unwrap().len(), 6);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_makes_one_ticket(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let input = json!({ "idempotencyKey": "a key", "category": null, "priority": null });
    let calls = (0..20).map(|_| create(&app, input.clone()));
    let tickets = futures_util::future::join_all(calls).await;
    assert!(tickets.iter().all(|ticket| *ticket == tickets[0]));
    let total = app.data("{ stats { total } }", json!({})).await;
    assert_eq!(total["stats"]["total"], 1);

    let app = app.restart().await;
    assert_eq!(create(&app, input.clone()).await, tickets[0]);

    let query =
        "mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { id } } }";
    let other =
        json!({ "input": { "title": "Other", "description": "d", "idempotencyKey": "a key" } });
    assert_eq!(app.code(query, other).await, "IDEMPOTENCY_KEY_REUSED");

    let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
    app.data(delete, json!({ "id": tickets[0]["id"] })).await;
    let same = json!({ "input": {
        "title": "A title", "description": "A description", "idempotencyKey": "a key"
    } });
    assert_eq!(app.code(query, same).await, "NOT_FOUND");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_ticket_is_gone_and_its_events_stay(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    use frontdesk::event;
    use sea_orm::EntityTrait;

    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({})).await;
    let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
    let id = json!({ "id": ticket["id"] });
    let deleted = app.data(delete, id.clone()).await;
    assert_eq!(deleted["deleteTicket"]["deletedTicketId"], ticket["id"]);
    let read = app
        .data("query($id: ID!) { ticket(id: $id) { id } }", id.clone())
        .await;
    assert_eq!(read["ticket"], Value::Null);
    assert_eq!(app.code(delete, id.clone()).await, "NOT_FOUND");
    let gone = json!({ "id": ticket["id"], "input": { "title": "x" } });
    assert_eq!(app.code(UPDATE, gone).await, "NOT_FOUND");
    let events = event::Entity::find()
        .all(&app.app.database.read)
        .await
        .unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [event::EventKind::Created, event::EventKind::Deleted]
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_id_belongs_to_no_ticket(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    create(&app, json!({})).await;
    for id in [
        "0",
        "2",
        "-1",
        "01",
        "+1",
        "1 ",
        "",
        "x",
        "99999999999999999999",
    ] {
        let read = app
            .data(
                "query($id: ID!) { ticket(id: $id) { id } }",
                json!({ "id": id }),
            )
            .await;
        assert_eq!(read["ticket"], Value::Null, "{id}");
        let input = json!({ "id": id, "input": { "title": "x" } });
        assert_eq!(app.code(UPDATE, input).await, "NOT_FOUND", "{id}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_at_once_all_succeed(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let calls = (0..50).map(|_| create(&app, json!({ "category": null })));
    futures_util::future::join_all(calls).await;
    let stats = app
        .data("{ stats { total } tickets { totalCount } }", json!({}))
        .await;
    assert_eq!(stats["stats"]["total"], 50);
    assert_eq!(stats["tickets"]["totalCount"], 50);
}
