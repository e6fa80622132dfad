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
            if node["triage"] == "UNCONFIRMED" {
                let labels = (string(&node["category"]), string(&node["priority"]));
                assert_eq!(ticket.suggested, Some(labels));
            }
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
            classification {
                suggestions categoryAccuracy priorityAccuracy
                byBand { band categoryDecided categoryAccuracy priorityDecided priorityAccuracy }
                byWeek(weeks: 2) {
                    decided categoryAccuracy priorityAccuracy
                    byBand { band categoryDecided categoryAccuracy priorityDecided priorityAccuracy }
                }
            }
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
    let suggestions = expected
        .iter()
        .filter(|(_, ticket)| ticket.suggested.is_some())
        .count();
    assert_eq!(stats["suggestions"], suggestions);
    let decided: Vec<_> = expected
        .iter()
        .filter(|(_, ticket)| ["CONFIRMED", "OVERRULED"].contains(&ticket.triage))
        .map(|(_, ticket)| *ticket)
        .collect();
    check_kept(stats, "category", &decided);
    check_kept(stats, "priority", &decided);
    check_bands(&stats["byBand"], &decided);
    // All of them are of this week, or of the last one if that has just ended.
    let weeks = stats["byWeek"].as_array().unwrap();
    let week = &weeks[usize::from(weeks[0]["decided"] == 0)];
    assert_eq!(week["decided"], decided.len());
    check_kept(week, "category", &decided);
    check_kept(week, "priority", &decided);
    check_bands(&week["byBand"], &decided);
}

/// Compares shares as the counts that they came from, since a share loses a bit on its way as text.
fn check_kept(stats: &Value, label: &str, decided: &[&Ticket]) {
    let share = stats[format!("{label}Accuracy")].as_f64();
    let kept = share.map(|share| (share * decided.len() as f64).round() as usize);
    let same = decided.iter().filter(|ticket| {
        let (category, priority) = ticket.suggested.as_ref().unwrap();
        match label {
            "category" => ticket.category == *category,
            _ => ticket.priority == *priority,
        }
    });
    assert_eq!(kept, (!decided.is_empty()).then(|| same.count()), "{stats}");
}

fn check_bands(bands: &Value, decided: &[&Ticket]) {
    for band in bands.as_array().unwrap() {
        for label in ["category", "priority"] {
            let within = decided.iter().filter(|ticket| {
                let (category, priority) = ticket.bands.as_ref().unwrap();
                band["band"]
                    == *if label == "category" {
                        category
                    } else {
                        priority
                    }
            });
            let within: Vec<_> = within.copied().collect();
            assert_eq!(band[format!("{label}Decided")], within.len());
            check_kept(band, label, &within);
        }
    }
}
