//! The labelled tickets are many, varied, and not known to the model where they judge it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
    path::PathBuf,
};

use frontdesk::classifier::eval::{Labelled, read};

/// So alike two tickets may be, as the share of runs of words that both have.
const WITHIN_TRAINING: f64 = 0.35;
const ACROSS: f64 = 0.25;

/// Words in a run.
const RUN: usize = 5;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

pub fn development() -> Vec<Labelled> {
    read(folder().join("development.jsonl")).unwrap()
}

fn training() -> Vec<Labelled> {
    let mut files: Vec<_> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("train-")
        })
        .collect();
    files.sort();
    files
        .into_iter()
        .flat_map(|file| read(file).unwrap())
        .collect()
}

/// Lower-case words, without what stands between them. A text without spaces is read by letters.
fn words(ticket: &Labelled) -> Vec<String> {
    let text = format!("{} {}", ticket.title, ticket.description).to_lowercase();
    let is_apart = |c: char| !c.is_alphanumeric();
    let mut words = Vec::new();
    for word in text.split(is_apart).filter(|word| !word.is_empty()) {
        if word.chars().count() > 20 {
            words.extend(word.chars().map(String::from));
        } else {
            words.push(word.to_owned());
        }
    }
    words
}

/// Every run of words; a text too short for one is a run itself.
fn runs(ticket: &Labelled) -> HashSet<Vec<String>> {
    let words = words(ticket);
    let length = RUN.min(words.len()).max(1);
    words.windows(length).map(<[String]>::to_vec).collect()
}

/// Pairs of tickets by number, the lower first, and how alike they are, for those that share a run.
fn likeness(tickets: &[&Labelled]) -> HashMap<(usize, usize), f64> {
    let runs: Vec<_> = tickets.iter().map(|ticket| runs(ticket)).collect();
    let mut holders: HashMap<&Vec<String>, Vec<usize>> = HashMap::new();
    for (number, of_ticket) in runs.iter().enumerate() {
        for run in of_ticket {
            holders.entry(run).or_default().push(number);
        }
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for same in holders.values() {
        for (place, &one) in same.iter().enumerate() {
            for &other in &same[place + 1..] {
                *shared.entry((one, other)).or_default() += 1;
            }
        }
    }
    let jaccard = |((one, other), shared): ((usize, usize), usize)| {
        let either = runs[one].len() + runs[other].len() - shared;
        ((one, other), shared as f64 / either as f64)
    };
    shared.into_iter().map(jaccard).collect()
}

#[test]
fn no_two_tickets_are_nearly_the_same() {
    let (training, development) = (training(), development());
    let tickets: Vec<&Labelled> = training.iter().chain(&development).collect();
    let mut alike = Vec::new();
    for ((one, other), likeness) in likeness(&tickets) {
        let across = one < training.len() && other >= training.len();
        let limit = if across { ACROSS } else { WITHIN_TRAINING };
        let (one, other) = (tickets[one], tickets[other]);
        let allowed = one.scenario == other.scenario && !across;
        if likeness > limit && !allowed {
            alike.push(format!("{likeness:.2} {} {}", one.scenario, other.scenario));
        }
    }
    assert!(alike.is_empty(), "{alike:#?}");
}

#[test]
fn no_text_occurs_twice() {
    let (training, development) = (training(), development());
    let mut seen = HashSet::new();
    for ticket in training.iter().chain(&development) {
        assert!(
            seen.insert((&ticket.title, &ticket.description)),
            "{}",
            ticket.scenario
        );
    }
}

#[test]
fn no_scenario_of_the_development_set_is_trained_on() {
    let development = development();
    let judged: HashSet<&str> = development
        .iter()
        .map(|ticket| ticket.scenario.as_str())
        .collect();
    for ticket in training() {
        assert!(
            !judged.contains(ticket.scenario.as_str()),
            "{}",
            ticket.scenario
        );
    }
}

#[test]
fn every_pair_of_labels_and_several_languages_have_tickets() {
    for (tickets, fewest) in [(training(), 3_000), (development(), 400)] {
        assert!(tickets.len() >= fewest, "{}", tickets.len());
        let languages: BTreeSet<_> = tickets.iter().map(|ticket| &ticket.language).collect();
        assert!(languages.len() >= 6, "{languages:?}");
        let mut cells: BTreeMap<_, usize> = BTreeMap::new();
        for ticket in &tickets {
            *cells
                .entry((ticket.category.name(), ticket.priority.name()))
                .or_default() += 1;
        }
        assert_eq!(cells.len(), 16, "{cells:?}");
        assert!(
            cells.values().all(|&number| number * 20 >= tickets.len()),
            "{cells:?}"
        );
    }
}
