//! Nobody waits for a provider longer than a request may take, or a server that stops.

use std::time::Instant;

use super::*;

const CREATE: &str = "mutation($description: String!) {
    createTicket(input: { title: \"Till\", description: $description }) {
        ticket { id classification { provider fallbackReason } }
    }
}";

fn suggestion(mut created: Value) -> Value {
    created["createTicket"]["ticket"]["classification"].take()
}

async fn total(app: &TestApp) -> Value {
    app.data("{ stats { total } }", json!({})).await["stats"]["total"].take()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_slow_provider_costs_no_ticket(#[values(Sqlite, Postgres)] backend: Backend) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_secs(30));
    let fake = FakeProvider::start([slow]).await;
    // A call may take a minute there, a request does not.
    let app = start(backend, &fake, &[("REQUEST_TIMEOUT_SECONDS", "6")]).await;
    let start = Instant::now();
    let created = app
        .data(CREATE, json!({ "description": "None can sell" }))
        .await;
    assert!(start.elapsed() < Duration::from_secs(5));
    let suggestion = suggestion(created);
    assert_eq!(suggestion["provider"], "LOCAL");
    assert_eq!(suggestion["fallbackReason"], "The provider took too long.");
    assert_eq!((total(&app).await, fake.count()), (json!(1), 1));
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn twenty_tickets_in_a_request_share_its_patience(
    #[values(Sqlite, Postgres)] backend: Backend,
) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_secs(1));
    let fake = FakeProvider::start([slow]).await;
    let app = start(backend, &fake, &[("REQUEST_TIMEOUT_SECONDS", "12")]).await;
    let fields: String = (0..20)
        .map(|number| {
            format!(
                "t{number}: createTicket(input: {{ title: \"Till\", description: \"{number}\" }}) {{
                     ticket {{ id classification {{ provider fallbackReason }} }}
                 }}\n"
            )
        })
        .collect();
    let data = app
        .data(&format!("mutation {{ {fields} }}"), json!({}))
        .await;
    let suggestions: Vec<_> = (0..20)
        .map(|number| data[format!("t{number}")]["ticket"]["classification"].clone())
        .collect();
    let by = |provider| {
        suggestions
            .iter()
            .filter(|it| it["provider"] == provider)
            .count()
    };
    assert!(by("OPENAI") >= 1 && by("LOCAL") >= 10, "{suggestions:#?}");
    assert_eq!(by("OPENAI") + by("LOCAL"), 20);
    let last = &suggestions[19]["fallbackReason"];
    assert_eq!(last, "The request had no time left to ask the provider.");
    assert_eq!(total(&app).await, 20);
    // What could not be waited for was not asked.
    assert!(fake.count() <= by("OPENAI") + 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_operations_of_a_list_share_its_patience(#[values(Sqlite, Postgres)] backend: Backend) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_secs(30));
    let fake = FakeProvider::start([slow]).await;
    let app = start(backend, &fake, &[("REQUEST_TIMEOUT_SECONDS", "6")]).await;
    let operation = |number: usize| json!({ "query": CREATE, "variables": { "description": format!("Till {number}") } });
    let operations: Vec<_> = (0..5).map(operation).collect();
    let answer = app.post(json!(operations).to_string()).await;
    let answers: Vec<Value> = answer.json().await.unwrap();
    for answer in answers {
        assert_eq!(
            suggestion(answer["data"].clone())["provider"],
            "LOCAL",
            "{answer}"
        );
    }
    assert_eq!((total(&app).await, fake.count()), (json!(5), 1));
}

#[rstest]
#[case(2, "ANSWERED")]
#[case(30, "STARTED")]
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_loses_no_ticket_to_a_slow_provider(
    #[values(Sqlite, Postgres)] backend: Backend,
    #[case] seconds: u64,
    #[case] outcome: &str,
) {
    let slow = Act::sorts(Protocol::OpenAi).slow_head(Duration::from_secs(seconds));
    let fake = FakeProvider::start([slow]).await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings: HashMap<_, _> = settings(&fake, &[]).into_iter().collect();
    settings.insert("DATABASE_URL", new_database(backend, &folder).await);
    let mut server = Process::start(&settings).await;
    let creating = server.data(CREATE, json!({ "description": "None can sell" }));
    let stopping = async {
        until(async || fake.count() == 1).await;
        server.terminate().await;
        Instant::now()
    };
    let (created, start) = futures_util::future::join(creating, stopping).await;
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
    let suggestion = suggestion(created);
    assert_eq!(suggestion["fallbackReason"], "The server is stopping.");
    assert!(server.ended().await.success(), "{}", server.output());
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{:?}",
        start.elapsed()
    );
    let app = TestApp::start_at(settings["DATABASE_URL"].clone()).await;
    assert_eq!(total(&app).await, 1);
    // A call that ends in time is written down.
    assert_eq!(outcomes(&app).await, [outcome]);
}
