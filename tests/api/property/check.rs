//! Whether the server's lists, counts, statistics and histories are the model's.

use serde_json::{Value, json};

use super::{
    model::{Model, Ticket, string},
    operation::{CATEGORIES, PRIORITIES, Question, STATUSES, TRIAGES},
};
use crate::support::{TestApp, ids};

pub async fn check(app: &TestApp, model: &Model, question: &Question) {
    let Question {
        filter,
        field,
        direction,
        ..
    } = question;
    let mut expected: Vec<_> = model
        .tickets
        .iter()
        .filter(|(_, ticket)| ticket.matches(filter))
        .collect();
    expected.sort_by_key(|(id, ticket)| (ticket.key(field), **id));
    if *direction == "DESC" {
        expected.reverse();
    }
    let variables = json!({
        "filter": {
            "category": filter.category, "priority": filter.priority, "status": filter.status,
            "triage": filter.triage,
            "search": filter.search.as_ref().map(|words| words.join(" ")),
        },
        "order": { "field": field, "direction": direction },
    });
    check_pages(app, model, question, &expected, variables.clone()).await;
    check_stats(app, &expected, variables).await;
}

async fn check_pages(
    app: &TestApp,
    model: &Model,
    question: &Question,
    expected: &[(&i64, &Ticket)],
    mut variables: Value,
) {
    let query = "query(
            $filter: TicketFilter, $order: TicketOrder,
            $first: Int, $after: String, $last: Int, $before: String
        ) {
            tickets(
                filter: $filter, orderBy: $order,
                first: $first, after: $after, last: $last, before: $before
            ) {
                totalCount
                nodes {
                    id description category priority status triage createdAt updatedAt version
                    history { kind changes { field from to } }
                }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
            }
        }";
    let names = if question.backwards {
        ("last", "before", "startCursor", "hasPreviousPage")
    } else {
        ("first", "after", "endCursor", "hasNextPage")
    };
    variables[names.0] = json!(question.size);
    let mut seen = Vec::new();
    loop {
        let page = app.data(query, variables.clone()).await["tickets"].take();
        assert_eq!(page["totalCount"], expected.len(), "{variables}");
        for node in page["nodes"].as_array().unwrap() {
            let ticket = &model.tickets[&string(&node["id"]).parse().unwrap()];
            assert_eq!(
                *node,
                json!({
                    "id": node["id"], "description": ticket.description,
                    "category": ticket.category, "priority": ticket.priority,
                    "status": ticket.status, "triage": ticket.triage,
                    "createdAt": ticket.created_at, "updatedAt": ticket.updated_at,
                    "version": ticket.version, "history": ticket.history,
                })
            );
        }
        let found = ids(&page["nodes"]);
        let at = if question.backwards { 0 } else { seen.len() };
        seen.splice(at..at, found);
        if page["pageInfo"][names.3] == false {
            break;
        }
        variables[names.1] = page["pageInfo"][names.2].clone();
    }
    let expected: Vec<_> = expected.iter().map(|(id, _)| id.to_string()).collect();
    assert_eq!(seen, expected, "{variables}");
}

async fn check_stats(app: &TestApp, expected: &[(&i64, &Ticket)], variables: Value) {
    let query = "query($filter: TicketFilter) {
        stats(filter: $filter) {
            total open averagePerDay
            byCategory { count } byPriority { count } byStatus { count } byTriage { count }
            createdPerDay(days: 2) { count }
            classification { suggestions categoryAccuracy priorityAccuracy }
        }
    }";
    let stats = app
        .data(query, json!({ "filter": variables["filter"] }))
        .await["stats"]
        .take();
    let count = |holds: &dyn Fn(&Ticket) -> bool| {
        expected.iter().filter(|(_, ticket)| holds(ticket)).count()
    };
    assert_eq!(stats["total"], expected.len(), "{variables}");
    assert_eq!(stats["open"], count(&|ticket| ticket.status == "OPEN"));
    let per_day: i64 = stats["createdPerDay"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| day["count"].as_i64().unwrap())
        .sum();
    assert_eq!(per_day, i64::try_from(expected.len()).unwrap());
    for number in 0..4 {
        let counts = [
            (
                "byCategory",
                count(&|ticket| ticket.category == CATEGORIES[number]),
            ),
            (
                "byPriority",
                count(&|ticket| ticket.priority == PRIORITIES[number]),
            ),
            (
                "byStatus",
                count(&|ticket| ticket.status == STATUSES[number]),
            ),
            (
                "byTriage",
                count(&|ticket| ticket.triage == TRIAGES[number]),
            ),
        ];
        for (field, count) in counts {
            assert_eq!(stats[field][number]["count"], count, "{field} {variables}");
        }
    }
    check_accuracy(&stats["classification"], expected);
}

fn check_accuracy(stats: &Value, expected: &[(&i64, &Ticket)]) {
    let decided: Vec<_> = expected
        .iter()
        .filter(|(_, ticket)| ["CONFIRMED", "OVERRULED"].contains(&ticket.triage))
        .filter_map(|(_, ticket)| Some((*ticket, ticket.suggested.as_ref()?)))
        .collect();
    // Shares as the counts that they came from, since a share loses a bit on its way as text.
    let kept = |field: &str| {
        let share = stats[field].as_f64();
        share.map(|share| (share * decided.len() as f64).round() as usize)
    };
    let expect = |same: &dyn Fn(&Ticket, &(String, String)) -> bool| {
        let same = decided
            .iter()
            .filter(|(ticket, suggested)| same(ticket, suggested));
        (!decided.is_empty()).then(|| same.count())
    };
    let suggestions = expected
        .iter()
        .filter(|(_, ticket)| ticket.suggested.is_some())
        .count();
    assert_eq!(stats["suggestions"], suggestions);
    assert_eq!(
        kept("categoryAccuracy"),
        expect(&|ticket, suggested| ticket.category == suggested.0)
    );
    assert_eq!(
        kept("priorityAccuracy"),
        expect(&|ticket, suggested| ticket.priority == suggested.1)
    );
}
