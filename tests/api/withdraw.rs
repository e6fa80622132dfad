//! Taking back what a person decided on a suggestion.

use rstest::rstest;
use serde_json::json;

use crate::{
    support::{Backend, Backend::*, Socket, TestApp, create},
    ticket::{UPDATE, other_than, update},
};

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_can_be_withdrawn(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({ "category": null, "priority": null })).await;
    let (category, priority) = (&ticket["category"], &ticket["priority"]);
    let other_category = other_than(category, &["BILLING", "GENERAL"]);
    let other_priority = other_than(priority, &["LOW", "HIGH"]);
    let labels = json!({ "category": other_category, "priority": other_priority });
    assert_eq!(
        update(&app, &ticket, labels.clone()).await["triage"],
        "OVERRULED"
    );

    let withdraw = json!({ "withdrawDecision": true });
    let withdrawn = update(&app, &ticket, withdraw.clone()).await;
    assert_eq!(
        (&withdrawn["category"], &withdrawn["priority"]),
        (category, priority)
    );
    assert_eq!(withdrawn["triage"], "UNCONFIRMED");
    assert_eq!(withdrawn["version"], 3);
    assert_eq!(
        withdrawn["history"][2]["changes"],
        json!([
            { "field": "category", "from": other_category, "to": category },
            { "field": "priority", "from": other_priority, "to": priority },
            { "field": "triage", "from": "OVERRULED", "to": "UNCONFIRMED" },
        ])
    );

    // It can be decided about again; of what was kept only the decision goes, beside what else is changed.
    let confirmed = update(&app, &ticket, json!({ "category": category })).await;
    assert_eq!(confirmed["triage"], "CONFIRMED");
    let input = json!({ "withdrawDecision": true, "status": "CLOSED", "expectedVersion": 4 });
    let withdrawn = update(&app, &ticket, input.clone()).await;
    assert_eq!(
        withdrawn["history"][4]["changes"],
        json!([
            { "field": "status", "from": "OPEN", "to": "CLOSED" },
            { "field": "triage", "from": "CONFIRMED", "to": "UNCONFIRMED" },
        ])
    );
    let variables = json!({ "id": ticket["id"], "input": input });
    assert_eq!(app.code(UPDATE, variables).await, "CONFLICT");

    // One that was made with the ticket goes, too.
    let at_creation = create(
        &app,
        json!({ "category": other_category, "priority": null }),
    )
    .await;
    assert_eq!(at_creation["triage"], "OVERRULED");
    let withdrawn = update(&app, &at_creation, withdraw).await;
    assert_eq!(
        (&withdrawn["category"], &withdrawn["triage"]),
        (
            &at_creation["classification"]["category"],
            &json!("UNCONFIRMED")
        )
    );
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_decided_there_is_nothing_to_withdraw(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let manual = create(&app, json!({ "category": "BILLING", "priority": "HIGH" })).await;
    let unconfirmed = create(&app, json!({ "category": null, "priority": null })).await;
    for ticket in [manual, unconfirmed] {
        let same = update(&app, &ticket, json!({ "withdrawDecision": true })).await;
        for field in ["category", "priority", "triage", "version", "updatedAt"] {
            assert_eq!(same[field], ticket[field], "{field}");
        }
        assert_eq!(same["history"].as_array().unwrap().len(), 1);
        let input = json!({ "withdrawDecision": true, "status": "CLOSED" });
        let closed = update(&app, &ticket, input).await;
        assert_eq!(
            closed["history"][1]["changes"],
            json!([{ "field": "status", "from": "OPEN", "to": "CLOSED" }])
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn not_to_withdraw_a_decision_is_to_leave_it(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({ "category": null, "priority": null })).await;
    for not in [json!(false), json!(null)] {
        let input = json!({ "withdrawDecision": not, "category": ticket["category"] });
        let decided = update(&app, &ticket, input).await;
        assert_eq!(decided["triage"], "CONFIRMED");
        let left = update(&app, &ticket, json!({ "withdrawDecision": not })).await;
        assert_eq!(
            (&left["triage"], &left["version"]),
            (&json!("CONFIRMED"), &json!(2))
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_not_made_and_withdrawn_at_once(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({ "category": null })).await;
    let manual = create(&app, json!({})).await;
    let fault = json!({
        "path": "input.withdrawDecision",
        "message": "must not be true together with a category or a priority."
    });
    for ticket in [&ticket, &manual] {
        for labels in [
            json!({ "category": "BILLING" }),
            json!({ "priority": "HIGH" }),
            json!({ "category": ticket["category"], "priority": ticket["priority"] }),
        ] {
            let mut input = json!({ "title": " ", "withdrawDecision": true });
            input
                .as_object_mut()
                .unwrap()
                .extend(labels.as_object().unwrap().clone());
            let variables = json!({ "id": ticket["id"], "input": input });
            let error = app.error(UPDATE, variables).await;
            assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
            assert_eq!(
                error["extensions"]["fields"],
                json!([{ "path": "input.title", "message": "must not be blank." }, fault])
            );
        }
        let same = update(&app, ticket, json!({})).await;
        assert_eq!(
            (&same["triage"], &same["version"]),
            (&ticket["triage"], &json!(1))
        );
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_decision_is_told_to_those_it_leaves_and_those_it_comes_to(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let app = TestApp::start(backend).await;
    let ticket = create(&app, json!({ "category": null, "priority": null })).await;
    let other = if ticket["priority"] == "LOW" {
        "HIGH"
    } else {
        "LOW"
    };
    update(&app, &ticket, json!({ "priority": other })).await;
    let filters = [
        json!({ "triage": ["OVERRULED"] }),
        json!({ "triage": ["UNCONFIRMED"] }),
        json!({ "triage": ["OVERRULED", "UNCONFIRMED"], "priority": [other] }),
        json!({ "triage": ["OVERRULED", "UNCONFIRMED"], "priority": [ticket["priority"]] }),
    ];
    let mut sockets = Vec::new();
    for filter in filters {
        let mut socket = Socket::open(&app).await;
        socket.follow(&app, "1", filter).await;
        sockets.push(socket);
    }
    let mut bystander = Socket::open(&app).await;
    let confirmed = json!({ "triage": ["CONFIRMED"] });
    bystander.follow(&app, "1", confirmed).await;
    for _ in 0..2 {
        update(&app, &ticket, json!({ "withdrawDecision": true })).await;
    }
    // The second withdrew nothing, so what follows it is heard next.
    update(&app, &ticket, json!({ "priority": other })).await;
    for socket in &mut sockets {
        for (priority, version) in [(&ticket["priority"], 3), (&json!(other), 4)] {
            let change = socket.change("1").await;
            assert_eq!(
                (&change["kind"], &change["ticketId"]),
                (&json!("UPDATED"), &ticket["id"])
            );
            let told = &change["ticket"];
            assert_eq!(
                (&told["priority"], &told["version"]),
                (priority, &json!(version))
            );
        }
    }
    let labels = json!({ "category": ticket["category"], "priority": ticket["priority"] });
    update(&app, &ticket, labels).await;
    assert_eq!(
        bystander.change("1").await["ticket"]["version"],
        5,
        "before it was confirmed"
    );
}
