//! From labelled texts to a model, and an honest guess of how good it will be.
//!
//! Deterministic: the same texts, in any order, give the same weights.

use std::collections::BTreeSet;
use std::time::Instant;

use super::cells::{self, cell};
use super::features::Occurrence;
use super::fit::fit;
use super::temperature::Temperature;
use super::vocabulary::Vocabulary;
use super::{Model, read};
use crate::classifier::eval::{Judged, Labelled, Report};

/// Changes whenever the weights do.
const NAME: &str = "frontdesk-1";

/// Into how many parts the scenarios are divided to judge texts by models that do not know them.
const FOLDS: usize = 5;

/// A feature of a single text teaches nothing about others.
const FEWEST_TEXTS: u16 = 2;

/// Fits weights to all tickets, and the temperatures to what models of most of them say of the rest.
pub fn train(tickets: &[Labelled]) -> Model {
    let examples = Example::all(tickets);
    let temperatures = temperatures(&folds(&examples));
    model(&examples.iter().collect::<Vec<_>>()).tempered(temperatures)
}

/// How good models are on tickets whose scenarios they never saw.
pub fn cross_validate(tickets: &[Labelled]) -> Report {
    let examples = Example::all(tickets);
    let folds = folds(&examples);
    let temperatures = temperatures(&folds);
    let mut judged = Vec::with_capacity(tickets.len());
    for Fold { model, held_out } in folds {
        let model = model.tempered(temperatures);
        judged.extend(held_out.iter().map(|one| {
            let start = Instant::now();
            let verdict = model.classify(&one.ticket.text());
            Judged {
                truth: one.ticket,
                verdict,
                took: start.elapsed(),
            }
        }));
    }
    Report::new(&judged)
}

struct Example<'a> {
    ticket: &'a Labelled,
    occurrences: Vec<Occurrence>,
}

impl<'a> Example<'a> {
    /// In an order of their own, so that the order of files does not matter.
    fn all(tickets: &'a [Labelled]) -> Vec<Example<'a>> {
        let mut tickets: Vec<&Labelled> = tickets.iter().collect();
        tickets.sort_by_key(|ticket| (&ticket.scenario, &ticket.title, &ticket.description));
        let example = |ticket: &'a Labelled| Example {
            ticket,
            occurrences: read(&ticket.text()).1,
        };
        tickets.into_iter().map(example).collect()
    }
}

/// A model and the examples that it was not trained on.
struct Fold<'e, 'a> {
    model: Model,
    held_out: Vec<&'e Example<'a>>,
}

/// Scenarios whose names begin alike may be alike, so they stay together.
fn folds<'e, 'a>(examples: &'e [Example<'a>]) -> Vec<Fold<'e, 'a>> {
    let topics: BTreeSet<&str> = examples.iter().map(|one| topic(one.ticket)).collect();
    let topics: Vec<&str> = topics.into_iter().collect();
    let fold = |number: usize| {
        let (held_out, known) = examples.iter().partition::<Vec<_>, _>(|example| {
            let place = topics.partition_point(|other| *other < topic(example.ticket));
            place % FOLDS == number
        });
        Fold {
            model: model(&known),
            held_out,
        }
    };
    (0..FOLDS).map(fold).collect()
}

fn topic(ticket: &Labelled) -> &str {
    ticket.scenario.split('-').next().unwrap_or_default()
}

fn model(examples: &[&Example<'_>]) -> Model {
    let texts = examples
        .iter()
        .map(|example| example.occurrences.as_slice());
    let vocabulary = Vocabulary::of(texts, FEWEST_TEXTS);
    let labelled: Vec<_> = examples
        .iter()
        .map(
            |Example {
                 ticket,
                 occurrences,
             }| {
                (
                    vocabulary.shares(occurrences.clone()),
                    cell(ticket.category, ticket.priority),
                )
            },
        )
        .collect();
    let weights = fit(vocabulary.rows(), &labelled);
    Model::new(NAME.into(), vocabulary, &weights)
}

/// For category and priority.
fn temperatures(folds: &[Fold<'_, '_>]) -> (Temperature, Temperature) {
    let mut categories = Vec::new();
    let mut priorities = Vec::new();
    for Fold { model, held_out } in folds {
        for Example {
            ticket,
            occurrences,
        } in held_out
        {
            let cells = model.cells(&model.vocabulary.shares(occurrences.clone()));
            categories.push((cells::categories(&cells), ticket.category as usize));
            priorities.push((cells::priorities(&cells), ticket.priority as usize));
        }
    }
    (Temperature::fit(&categories), Temperature::fit(&priorities))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Text;
    use crate::label::{Category, Priority};

    fn tickets() -> Vec<Labelled> {
        let words = [
            ("invoice refund", Category::Billing, Priority::High),
            ("server crash", Category::Technical, Priority::Critical),
            ("password forgotten", Category::Account, Priority::Medium),
            ("opening hours", Category::General, Priority::Low),
        ];
        let ticket = |number: usize| {
            let (description, category, priority) = words[number % words.len()];
            Labelled {
                scenario: format!("scenario{number}-any"),
                language: "en".into(),
                category,
                priority,
                title: String::new(),
                description: format!("{description} {number}"),
            }
        };
        (0..40).map(ticket).collect()
    }

    #[test]
    fn what_was_taught_is_known() {
        let text = Text {
            title: "Refund",
            description: "of an invoice",
        };
        let verdict = train(&tickets()).classify(&text);
        assert_eq!(
            (verdict.category, verdict.priority),
            (Category::Billing, Priority::High)
        );
        assert!(verdict.category_confidence > 0.5);
    }

    #[test]
    fn the_order_of_tickets_does_not_matter() {
        let mut tickets = tickets();
        let model = train(&tickets).encode();
        tickets.reverse();
        assert!(model == train(&tickets).encode());
    }

    #[test]
    fn every_ticket_is_judged_once() {
        assert_eq!(cross_validate(&tickets()).all.tickets(), 40);
    }

    #[test]
    fn nothing_to_learn_from_is_no_reason_to_panic() {
        let verdict = train(&[]).classify(&Text {
            title: "",
            description: "any",
        });
        assert_eq!(verdict.category_confidence, 0.25);
    }
}
