//! How good a classifier is: labelled texts in, a report out. Works with any classifier.

mod corpus;
mod report;
mod task;

pub use corpus::{Error, Labelled, read};
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
