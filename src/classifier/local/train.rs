//! From labelled texts to a model, and an honest guess of how good it will be.
//!
//! Deterministic: the same texts, in any order, give the same weights.

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};
use std::time::Instant;

use super::cells::{self, cell};
use super::features::Occurrence;
use super::fit::fit;
use super::meaning::{Meaning, NUMBERS, meaning};
use super::temperature::Temperature;
use super::vocabulary::{Share, Vocabulary};
use super::{Model, lines, read};
use crate::classifier::eval::{Judged, Labelled, Report};

/// Changes whenever the weights do.
const NAME: &str = "frontdesk-3";

/// Into how many parts the scenarios are divided to judge texts by models that do not know them.
const FOLDS: usize = 5;

/// A feature of a single text teaches nothing about others.
const FEWEST_TEXTS: u16 = 2;

/// How freely a meaning speaks, where 1 is how freely a family of features does.
const FREEDOM: f32 = 0.6;

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
    meaning: Meaning,
}

impl<'a> Example<'a> {
    /// In an order of their own, so that the order of files does not matter.
    fn all(tickets: &'a [Labelled]) -> Vec<Example<'a>> {
        let mut tickets: Vec<&Labelled> = tickets.iter().collect();
        tickets.sort_by_key(|ticket| (&ticket.scenario, &ticket.title, &ticket.description));
        let example = |ticket: &'a Labelled| {
            let lines = lines(&ticket.text());
            Example {
                ticket,
                occurrences: read(&lines).1,
                meaning: meaning(&lines),
            }
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
    let topics = &topics;
    let fold = move |number: usize| {
        let (held_out, known) = examples.iter().partition::<Vec<_>, _>(|example| {
            let place = topics.partition_point(|other| *other < topic(example.ticket));
            place % FOLDS == number
        });
        Fold {
            model: model(&known),
            held_out,
        }
    };
    thread::scope(|scope| {
        let folding: Vec<_> = (0..FOLDS).map(|n| scope.spawn(move || fold(n))).collect();
        let joined = folding.into_iter().map(ScopedJoinHandle::join);
        joined
            .map(|fold| fold.unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    })
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
        .map(|example| {
            let cell = cell(example.ticket.category, example.ticket.priority);
            (shares(&vocabulary, example), cell)
        })
        .collect();
    let weights = fit(vocabulary.rows() + NUMBERS, &labelled);
    let (weights, of_meaning) = weights.split_at(vocabulary.rows());
    let of_meaning = of_meaning
        .iter()
        .map(|row| row.map(|weight| weight * FREEDOM));
    Model::new(NAME.into(), vocabulary, weights, of_meaning.collect())
}

/// The features of a text and, as further rows, the numbers of its meaning.
fn shares(vocabulary: &Vocabulary, example: &Example<'_>) -> Vec<Share> {
    let mut shares = vocabulary.shares(example.occurrences.clone());
    let numbers = (vocabulary.rows()..).zip(example.meaning);
    shares.extend(numbers.map(|(row, number)| Share {
        row,
        value: number * FREEDOM,
        words: 0..0,
    }));
    shares
}

/// For category and priority.
fn temperatures(folds: &[Fold<'_, '_>]) -> (Temperature, Temperature) {
    let mut categories = Vec::new();
    let mut priorities = Vec::new();
    for Fold { model, held_out } in folds {
        for Example {
            ticket,
            occurrences,
            meaning,
        } in held_out
        {
            let shares = model.vocabulary.shares(occurrences.clone());
            let cells = model.cells(&shares, meaning);
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
