//! From labelled texts to a model, and an honest guess of how good it will be.
//!
//! Deterministic: the same texts, in any order, give the same weights.

use std::collections::BTreeSet;
use std::iter::repeat;
use std::time::Instant;

use regression::Known;
use regression::components::Components;
use sha2::{Digest, Sha256};

use super::cells::{self, cell};
use super::features::Occurrence;
use super::fit::fit;
use super::meaning::{Meaning, meaning};
use super::readings::{READINGS, readings};
use super::temperature::Temperature;
use super::vocabulary::Vocabulary;
use super::{Model, lines, read};
use crate::classifier::eval::{Judged, Labelled, Report};

/// Changes whenever the weights that come with the program do.
const NAME: &str = "frontdesk-4";

/// Into how many parts the scenarios are divided to judge texts by models that do not know them.
const FOLDS: usize = 5;

/// A feature of a single text teaches nothing about others.
const FEWEST_TEXTS: u16 = 2;

/// So many texts of the corpus a team's own correction weighs as much as.
const OF_A_CORRECTION: f32 = 3.0;

/// Fits weights to all tickets, and the temperatures to what models of most of them say of the rest.
pub fn train(tickets: &[Labelled]) -> Model {
    fitted(&Example::all(tickets.iter().zip(repeat(1.0))))
}

/// The same with a team's own corrections, which weigh more. Its name tells what it was fitted to.
pub fn retrain(tickets: &[Labelled], corrections: &[Labelled]) -> Model {
    let corrections = corrections.iter().zip(repeat(OF_A_CORRECTION));
    let model = fitted(&Example::all(
        tickets.iter().zip(repeat(1.0)).chain(corrections),
    ));
    let hash = Sha256::digest(model.encode());
    let hash: String = hash[..4].iter().map(|byte| format!("{byte:02x}")).collect();
    Model {
        name: format!("{NAME}+{hash}"),
        ..model
    }
}

fn fitted(examples: &[Example<'_>]) -> Model {
    let temperatures = temperatures(&folds(examples));
    model(&examples.iter().collect::<Vec<_>>()).tempered(temperatures)
}

/// How good models are on tickets whose scenarios they never saw.
pub fn cross_validate(tickets: &[Labelled]) -> Report {
    let examples = Example::all(tickets.iter().zip(repeat(1.0)));
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
    weight: f32,
    occurrences: Vec<Occurrence>,
    meaning: Meaning,
}

impl<'a> Example<'a> {
    /// In an order of their own, so that the order of files does not matter.
    fn all(tickets: impl Iterator<Item = (&'a Labelled, f32)>) -> Vec<Example<'a>> {
        let mut tickets: Vec<_> = tickets.collect();
        tickets.sort_by_key(|(ticket, _)| (&ticket.scenario, &ticket.title, &ticket.description));
        let example = |(ticket, weight): (&'a Labelled, f32)| {
            let lines = lines(&ticket.text());
            Example {
                ticket,
                weight,
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
    // One after the other: each takes some hundred megabytes while it is fitted.
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
    let meanings: Vec<&Meaning> = examples.iter().map(|example| &example.meaning).collect();
    let components = Components::of(&meanings);
    let labelled: Vec<_> = examples
        .iter()
        .map(|example| Known {
            shares: shares(&vocabulary, &components, example),
            class: cell(example.ticket.category, example.ticket.priority),
            weight: example.weight,
        })
        .collect();
    let weights = fit(vocabulary.rows() + READINGS, &labelled);
    let (weights, of_meaning) = weights.split_at(vocabulary.rows());
    let of_meaning = of_meaning.to_vec();
    Model::new(NAME.into(), vocabulary, weights, components, of_meaning)
}

/// The features of a text and, as further rows, the readings of its meaning.
fn shares(
    vocabulary: &Vocabulary,
    components: &Components,
    example: &Example<'_>,
) -> Vec<(u32, f32)> {
    let features = vocabulary.shares(example.occurrences.clone());
    let features = features.into_iter().map(|share| (share.row, share.value));
    let readings = (vocabulary.rows()..).zip(readings(components, &example.meaning));
    let shares = features.chain(readings);
    shares.map(|(row, value)| (row as u32, value)).collect()
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
            ..
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
    fn corrections_weigh_more_and_show_in_the_name() {
        let tickets = tickets();
        let contrary: Vec<_> = tickets
            .iter()
            .map(|ticket| Labelled {
                scenario: format!("team{}", ticket.scenario),
                category: Category::General,
                ..ticket.clone()
            })
            .collect();
        let retrained = retrain(&tickets, &contrary);
        let verdict = retrained.classify(&tickets[0].text());
        assert_eq!(tickets[0].category, Category::Billing);
        assert_eq!(verdict.category, Category::General);
        assert_eq!(retrained, retrain(&tickets, &contrary));
        let name = retrained.name().strip_prefix(train(&tickets).name());
        assert!(name.is_some_and(|rest| rest.starts_with('+') && rest.len() == 9));
        assert_ne!(retrained.name(), retrain(&tickets, &contrary[1..]).name());
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
