//! How good a classifier is: labelled texts in, a report out. Works with any classifier.

mod corpus;
mod remote;
mod report;
mod task;

pub use corpus::{Error, Labelled, parse, read};
pub use remote::{Asked, Unjudged, evaluate_provider};
pub use report::{Judged, Report};

use std::time::Instant;

use super::{Text, Verdict};

/// Classifies every text, one after the other, and compares with its labels.
pub fn evaluate(labelled: &[Labelled], classify: impl Fn(&Text<'_>) -> Verdict) -> Report {
    let judged = labelled
        .iter()
        .map(|truth| {
            let start = Instant::now();
            let verdict = classify(&truth.text());
            Judged {
                truth,
                verdict,
                took: start.elapsed(),
            }
        })
        .collect::<Vec<_>>();
    Report::new(&judged)
}

/// Every ticket once with each of these endings, to see whether they sway a classifier.
pub fn with_endings(labelled: &[Labelled], endings: &[&str]) -> Vec<Labelled> {
    let with = |ticket: &Labelled, ending: &&str| Labelled {
        description: format!("{}\n\n{ending}", ticket.description),
        ..ticket.clone()
    };
    let all = labelled
        .iter()
        .flat_map(|ticket| endings.iter().map(move |ending| with(ticket, ending)));
    all.collect()
}
