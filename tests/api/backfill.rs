//! Classifying older tickets: which ones, at what cost, and what is left alone.

use std::{
    collections::{BTreeMap, HashMap},
    process::Stdio,
    time::Duration,
};

use frontdesk::config::Protocol;
use rstest::rstest;
use serde_json::{Value, json};
use tokio::{
    process::{Child, Command},
    time::{sleep, timeout},
};

use crate::support::{Act, Backend, Backend::*, FakeProvider, TestApp, create, labels};

const UPDATE: &str = "mutation($id: ID!, $input: UpdateTicketInput!) {
    updateTicket(id: $id, input: $input) { ticket { triage } }
}";
const TICKET: &str = "query($id: ID!) { ticket(id: $id) {
    id category priority triage version
    classification { provider model cached }
    history { kind changes { field from to } }
} }";

/// The stand-in sorts every ticket as ACCOUNT and LOW.
fn answer() -> Act {
    let mut labels = labels();
    labels["category"] = json!("account");
    labels["priority"] = json!("low");
    Act::says(Protocol::OpenAi, &labels.to_string())
}

/// A ticket that the embedded model has sorted.
async fn sorted(app: &TestApp, number: usize) -> Value {
    let description = format!("Could you send me leaflet {number} again, please?");
    let fields = json!({ "description": description, "category": null, "priority": null });
    let ticket = create(app, fields).await;
    assert_eq!(ticket["triage"], "UNCONFIRMED");
    ticket
}

async fn decide(app: &TestApp, ticket: &Value, category: &Value, priority: &Value) {
    let input = json!({ "category": category, "priority": priority });
    app.data(UPDATE, json!({ "id": ticket["id"], "input": input }))
        .await;
}

async fn read(app: &TestApp, ticket: &Value) -> Value {
    app.data(TICKET, json!({ "id": ticket["id"] })).await["ticket"].take()
}

fn command(app: &TestApp, fake: &FakeProvider, more: &[(&'static str, &str)]) -> Command {
    let mut settings: HashMap<_, _> = fake.settings(Protocol::OpenAi).into_iter().collect();
    settings.insert("DATABASE_URL", app.database_url().to_owned());
    settings.insert("LLM_MODE", "always".to_owned());
    settings.extend(
        more.iter()
            .map(|(name, value)| (*name, (*value).to_owned())),
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
    command
        .arg("backfill")
        .env_clear()
        .envs(settings)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// What it says at the end of a run that succeeds, after it has said how far it is.
async fn run(mut command: Command) -> String {
    let ended = timeout(Duration::from_secs(60), command.output()).await;
    let ended = ended.unwrap().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    let progress = String::from_utf8(ended.stderr).unwrap();
    assert!(progress.contains(" tickets classified, "), "{progress}");
    String::from_utf8(ended.stdout).unwrap()
}

/// How often each ticket was asked about.
fn asked(fake: &FakeProvider) -> BTreeMap<String, usize> {
    let mut asked = BTreeMap::new();
    for received in fake.received() {
        let message = received.message();
        let (_, ticket) = message.split_once("Could you send me ").unwrap();
        let (leaflet, _) = ticket.split_once(" again").unwrap();
        *asked.entry(leaflet.to_owned()).or_default() += 1;
    }
    asked
}

async fn arrived(fake: &FakeProvider, number: usize) {
    let waiting = async {
        while fake.count() < number {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), waiting).await.unwrap();
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_decided_is_classified_as_configured(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let fake = FakeProvider::start([answer()]).await;
    let app = TestApp::start(backend).await;
    let manual = create(&app, json!({ "description": "By hand" })).await;
    let confirmed = sorted(&app, 1).await;
    decide(
        &app,
        &confirmed,
        &confirmed["category"],
        &confirmed["priority"],
    )
    .await;
    let overruled = sorted(&app, 2).await;
    decide(&app, &overruled, &json!("ACCOUNT"), &json!("HIGH")).await;
    let decided = [&manual, &confirmed, &overruled];
    let mut before = Vec::new();
    for ticket in decided {
        before.push(read(&app, ticket).await);
    }
    let mut undecided = Vec::new();
    for number in 3..8 {
        undecided.push(sorted(&app, number).await);
    }
    let words = run(command(&app, &fake, &[])).await;
    assert!(
        words.starts_with("5 of 5 tickets classified, 5 of them with other labels"),
        "{words}"
    );
    assert!(words.ends_with("Done. 0 remain.\n"), "{words}");
    assert_eq!(fake.count(), 5);
    for ticket in &undecided {
        let after = read(&app, ticket).await;
        assert_eq!(
            (&after["category"], &after["priority"], &after["triage"]),
            (&json!("ACCOUNT"), &json!("LOW"), &json!("UNCONFIRMED"))
        );
        assert_eq!(after["version"], 2);
        assert_eq!(after["classification"]["provider"], "OPENAI");
        let event = &after["history"][1];
        assert_eq!(event["kind"], "UPDATED");
        let fields: Vec<_> = event["changes"].as_array().unwrap().iter().collect();
        let last = fields.last().unwrap();
        assert_eq!(last["field"], "classification");
        assert_eq!(last["from"], ticket["classification"]["id"]);
        assert!(
            fields
                .iter()
                .any(|it| it["field"] == "category" && it["to"] == "ACCOUNT")
        );
    }
    for (ticket, before) in decided.into_iter().zip(before) {
        assert_eq!(read(&app, ticket).await, before);
    }
    let counted = app
        .data(
            "{ stats { byCategory { category count } classification { suggestions } }
               found: tickets(filter: { category: ACCOUNT }) { totalCount } }",
            json!({}),
        )
        .await;
    // With the one that a person put there.
    let accounts = json!({ "category": "ACCOUNT", "count": 6 });
    assert_eq!(counted["stats"]["byCategory"][2], accounts);
    assert_eq!(counted["found"]["totalCount"], 6);
    assert_eq!(counted["stats"]["classification"]["suggestions"], 7);

    // There is nothing left to do, and with another prompt, model or provider there is.
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.starts_with("0 of 0 tickets"), "{words}");
    let words = run(command(&app, &fake, &[("LLM_PROVIDER", "local")])).await;
    assert!(words.starts_with("5 of 5 tickets"), "{words}");
    assert_eq!(fake.count(), 5);
    let after = read(&app, &undecided[0]).await;
    assert_eq!(after["classification"]["provider"], "LOCAL");
    assert_eq!(
        (&after["category"], &after["version"]),
        (&undecided[0]["category"], &json!(3))
    );
    // What was paid for is used again.
    run(command(&app, &fake, &[])).await;
    assert_eq!(fake.count(), 5);
    let after = read(&app, &undecided[0]).await;
    assert_eq!(after["classification"]["cached"], true);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_whose_decision_was_withdrawn_is_classified_again(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let fake = FakeProvider::start([answer()]).await;
    let app = TestApp::start(backend).await;
    let ticket = sorted(&app, 1).await;
    decide(&app, &ticket, &json!("BILLING"), &json!("CRITICAL")).await;
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.starts_with("0 of 0 tickets"), "{words}");
    let withdraw = json!({ "id": ticket["id"], "input": { "withdrawDecision": true } });
    let data = app.data(UPDATE, withdraw.clone()).await;
    assert_eq!(data["updateTicket"]["ticket"]["triage"], "UNCONFIRMED");
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.starts_with("1 of 1 tickets classified"), "{words}");
    // What is withdrawn from then on gives way to the newer suggestion.
    decide(&app, &ticket, &json!("BILLING"), &json!("CRITICAL")).await;
    app.data(UPDATE, withdraw).await;
    let after = read(&app, &ticket).await;
    assert_eq!(
        (&after["category"], &after["priority"], &after["triage"]),
        (&json!("ACCOUNT"), &json!("LOW"), &json!("UNCONFIRMED"))
    );
    assert_eq!(after["classification"]["provider"], "OPENAI");
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn it_stops_at_the_budget_and_at_the_limit(#[values(Sqlite, Postgres)] backend: Backend) {
    let fake = FakeProvider::start([answer()]).await;
    let app = TestApp::start(backend).await;
    for number in 0..12 {
        sorted(&app, number).await;
    }
    let mut none = command(&app, &fake, &[]);
    none.args(["--limit", "0"]);
    let words = run(none).await;
    assert!(
        words.ends_with("As many as were wanted. 12 remain.\n"),
        "{words}"
    );
    let mut two = command(&app, &fake, &[]);
    two.args(["--limit", "2"]);
    let words = run(two).await;
    assert!(
        words.ends_with("As many as were wanted. 10 remain.\n"),
        "{words}"
    );
    // The newest come first.
    let first: Vec<_> = asked(&fake).into_keys().collect();
    assert_eq!(first, ["leaflet 10", "leaflet 11"]);
    // Enough for what one call may cost at worst, and for a few that cost less.
    let words = run(command(&app, &fake, &[("LLM_DAILY_BUDGET_USD", "0.004")])).await;
    let left = 12 - fake.count();
    assert!((1..10).contains(&left), "{left}: {words}");
    assert!(
        words.contains("budget (UTC) for the provider is spent"),
        "{words}"
    );
    assert!(words.ends_with(&format!(" {left} remain.\n")), "{words}");
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.ends_with("Done. 0 remain.\n"), "{words}");
    assert_eq!(asked(&fake).len(), 12);
    assert_eq!(fake.count(), 12);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_kill_costs_no_more_than_the_calls_under_way(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = answer().slow_body(Duration::from_millis(100));
    let fake = FakeProvider::start([slow]).await;
    let app = TestApp::start(backend).await;
    let mut tickets = Vec::new();
    for number in 0..30 {
        tickets.push(sorted(&app, number).await);
    }
    // Calls that were cut off seem to be under way until their time is over.
    let timeout = [("LLM_TIMEOUT_SECONDS", "3")];
    for calls in [6, 16] {
        let mut child: Child = command(&app, &fake, &timeout).spawn().unwrap();
        arrived(&fake, calls).await;
        child.kill().await.unwrap();
    }
    let words = run(command(&app, &fake, &timeout)).await;
    assert!(words.ends_with("Done. 0 remain.\n"), "{words}");
    let asked = asked(&fake);
    assert_eq!(asked.len(), 30);
    // Four at a time are under way.
    let again = fake.count() - 30;
    assert!(again <= 8, "{asked:?}");
    assert!(asked.values().all(|times| *times <= 3), "{asked:?}");
    for ticket in &tickets {
        let after = read(&app, ticket).await;
        assert_eq!(after["classification"]["provider"], "OPENAI");
        assert_eq!(after["version"], 2);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_or_changed_meanwhile_is_left_alone(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = answer().slow_body(Duration::from_secs(2));
    let fake = FakeProvider::start([slow]).await;
    let app = TestApp::start(backend).await;
    let decided = sorted(&app, 1).await;
    let retitled = sorted(&app, 2).await;
    let deleted = sorted(&app, 3).await;
    let running = run(command(&app, &fake, &[]));
    let meanwhile = async {
        arrived(&fake, 3).await;
        decide(&app, &decided, &json!("ACCOUNT"), &json!("HIGH")).await;
        let input = json!({ "title": "Another title" });
        app.data(UPDATE, json!({ "id": retitled["id"], "input": input }))
            .await;
        let delete = "mutation($id: ID!) { deleteTicket(id: $id) { deletedTicketId } }";
        app.data(delete, json!({ "id": deleted["id"] })).await;
    };
    let (words, ()) = tokio::join!(running, meanwhile);
    assert!(words.contains("3 left alone"), "{words}");
    let after = read(&app, &decided).await;
    assert_eq!(
        (&after["category"], &after["priority"], &after["triage"]),
        (&json!("ACCOUNT"), &json!("HIGH"), &json!("OVERRULED"))
    );
    assert_eq!(after["classification"]["provider"], "LOCAL");
    // The next run takes up what has only changed.
    fake.then([answer()]);
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.starts_with("1 of 1 tickets classified"), "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_cannot_be_asked_ends_it() {
    let refusal = Act::refuses(Protocol::OpenAi);
    let fake = FakeProvider::start([refusal]).await;
    let app = TestApp::start(Sqlite).await;
    let mut tickets = Vec::new();
    for number in 0..8 {
        tickets.push(sorted(&app, number).await);
    }
    // Declining is about the text, so the others are asked about, and keep what they had.
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.contains("8 without an answer"), "{words}");
    assert!(words.ends_with("Done. 8 remain.\n"), "{words}");
    fake.then([Act::fails(
        Protocol::OpenAi,
        401,
        "invalid_request_error",
        "invalid_api_key",
    )]);
    let words = run(command(&app, &fake, &[])).await;
    assert!(words.contains("does not accept the key"), "{words}");
    assert!(words.ends_with(" 8 remain.\n"), "{words}");
    assert!(fake.count() <= 8 + 4);
    assert_eq!(read(&app, &tickets[0]).await["version"], 1);
}
