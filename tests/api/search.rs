//! Search: one table of cases for both databases.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Backend, Backend::*, TestApp, create, ids};

/// Searches with the numbers of the texts that they find, newest first.
const CASES: &[(&str, &[usize])] = &[
    // From a word's start, in any order, every word.
    ("invoice", &[2, 1]),
    ("inv", &[2, 1]),
    ("nvoice", &[]),
    ("may invoice", &[1]),
    ("MAY Invoice", &[1]),
    ("invoice missing", &[]),
    ("charged", &[1]),
    ("charging", &[]),
    // Title and description count together.
    ("twice debits", &[1]),
    // Accents, case, width, ligatures.
    ("creme brulee", &[3]),
    ("CRÈME", &[3]),
    ("strasse", &[3]),
    ("straße", &[3]),
    ("lodz", &[3]),
    ("istanbul", &[3]),
    ("file", &[3]),
    ("ﬁle", &[3]),
    ("fullwidth", &[3]),
    // Other scripts.
    ("счёт", &[4]),
    ("счет", &[4]),
    ("СЧЕТ", &[4]),
    ("请求退款", &[5]),
    ("请求", &[5]),
    ("退款", &[]),
    ("支払い", &[5]),
    ("한국", &[5]),
    ("हिन्दी", &[5]),
    ("שלום", &[5]),
    // Emoji.
    ("🔥", &[6]),
    ("👍", &[6]),
    ("great👍", &[6]),
    ("great", &[6]),
    ("🇩🇪", &[6]),
    ("❤️", &[6]),
    ("now", &[6]),
    ("fire🔥", &[6]),
    ("🎉", &[]),
    // What parts words.
    ("e-mail", &[7]),
    ("mail", &[7]),
    ("ada@example.com", &[7]),
    ("example", &[7]),
    ("https://example.com/a/b?c=d", &[7]),
    ("report.pdf", &[7]),
    ("pdf", &[7]),
    ("v2.10.3", &[7]),
    ("2.10", &[]),
    ("10.3", &[7]),
    ("snake_case", &[7]),
    ("case", &[7]),
    // Short words.
    ("a", &[8, 7, 6, 3]),
    ("qx", &[8]),
    ("q", &[8]),
    ("7", &[8]),
    // Nothing means anything to a database.
    ("%", &[]),
    ("_", &[]),
    ("*", &[]),
    ("in%e", &[]),
    ("invoice OR missing", &[]),
    ("invoice AND may", &[]),
    ("NOT invoice", &[]),
    ("invoice*", &[2, 1]),
    ("\"invoice\"", &[2, 1]),
    ("-invoice", &[2, 1]),
    ("words:invoice", &[]),
    ("invoice NEAR may", &[]),
    ("^invoice", &[2, 1]),
    ("(invoice", &[2, 1]),
    ("invoice' OR '1'='1", &[]),
    ("invoice & may", &[1]),
    ("invoice:*", &[2, 1]),
    ("invoice <-> may", &[1]),
    ("!invoice", &[2, 1]),
    ("\\invoice", &[2, 1]),
];

fn texts() -> Vec<(&'static str, String)> {
    vec![
        ("Charged twice", "Two debits for the May invoice".into()),
        ("Where is it", "My INVOICES of last year".into()),
        (
            "Crème Brûlée",
            "Straße Łódź İstanbul ﬁle Ｆｕｌｌｗｉｄｔｈ a".into(),
        ),
        ("Счёт за май", "Не приходит".into()),
        ("请求退款", "支払い 한국어 हिन्दी שלום".into()),
        ("On fire 🔥now", "great👍🏽 work ❤️ from 🇩🇪 at last".into()),
        (
            "E-mail",
            "ada@example.com https://example.com/a/b?c=d report.pdf v2.10.3 snake_case".into(),
        ),
        ("qx 7", format!("a {}", "x".repeat(300))),
    ]
}

async fn found(app: &TestApp, search: &str) -> Vec<usize> {
    let query = "query($filter: TicketFilter, $first: Int) {
        tickets(filter: $filter, first: $first) { nodes { id } totalCount }
        stats(filter: $filter) { total }
    }";
    let ask = |first: usize| {
        let filter = json!({ "search": search });
        app.data(query, json!({ "filter": filter, "first": first }))
    };
    let data = ask(100).await;
    let found = ids(&data["tickets"]["nodes"]);
    assert_eq!(data["tickets"]["totalCount"], found.len(), "{search}");
    assert_eq!(data["stats"]["total"], found.len(), "{search}");
    // A page that is full at once takes the walk, one that is not the look-up.
    if !found.is_empty() {
        let walked = ids(&ask(found.len() - 1).await["tickets"]["nodes"]);
        assert_eq!(walked, found[..found.len() - 1], "{search}");
    }
    found.iter().map(|id| id.parse().unwrap()).collect()
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_search_finds_the_same_on_both_databases(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    for (title, description) in texts() {
        create(&app, json!({ "title": title, "description": description })).await;
    }
    for (search, expected) in CASES {
        assert_eq!(found(&app, search).await, *expected, "{search}");
    }
    assert_eq!(found(&app, &"x".repeat(200)).await, [8]);
    assert_eq!(found(&app, &"x ".repeat(100)).await, [8]);
    assert_eq!(found(&app, " \t ").await.len(), texts().len());
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_is_too_long_is_refused(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    for query in [
        "query($filter: TicketFilter) { tickets(filter: $filter) { totalCount } }",
        "query($filter: TicketFilter) { stats(filter: $filter) { total } }",
    ] {
        let variables = json!({ "filter": { "search": "ä".repeat(201) } });
        let error = app.error(query, variables).await;
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
        assert_eq!(error["extensions"]["fields"][0]["path"], "filter.search");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn search_is_in_step_with_changes(#[values(Sqlite, Postgres)] backend: Backend) {
    let app = TestApp::start(backend).await;
    create(&app, json!({ "title": "Before", "description": "stays" })).await;
    let update = "mutation($input: UpdateTicketInput!) {
        updateTicket(id: 1, input: $input) { ticket { id } }
    }";
    let change = async |input: Value| app.data(update, json!({ "input": input })).await;
    change(json!({ "title": "After" })).await;
    assert_eq!(found(&app, "before").await, [0; 0]);
    assert_eq!(found(&app, "after stays").await, [1]);
    change(json!({ "description": "moves" })).await;
    assert_eq!(found(&app, "stays").await, [0; 0]);
    assert_eq!(found(&app, "after moves").await, [1]);
    app.data(
        "mutation { deleteTicket(id: 1) { deletedTicketId } }",
        json!({}),
    )
    .await;
    assert_eq!(found(&app, "after").await, [0; 0]);
}
