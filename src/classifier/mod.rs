//! Text in, verdict out. Knows no ticket and no table.

mod clean;
mod combined;
pub mod eval;
pub mod local;
pub mod provider;

pub use combined::combined;

use std::fmt;

use crate::{
    config::Mode,
    label::{Category, Priority},
};

/// What a customer wrote. Title and description count together; the title may be empty.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    pub title: &'a str,
    pub description: &'a str,
}

/// A classifier's opinion of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub category: Category,
    pub priority: Priority,
    /// Probability, 0 to 1, that the category is right.
    pub category_confidence: f64,
    /// Probability, 0 to 1, that the priority is right.
    pub priority_confidence: f64,
    /// The probability of each category by the embedded model, in the order of [`Category::ALL`].
    pub categories: [f64; 4],
    /// The probability of each priority by the embedded model, in the order of [`Priority::ALL`].
    pub priorities: [f64; 4],
    /// One plain sentence for a support agent; quotes the ticket, so it is as little to be trusted.
    pub reason: Option<String>,
}

impl Verdict {
    /// The confidence from which no second opinion is asked for when the embedded model is unsure.
    pub const SURE: f64 = 0.85;

    /// Whether a language model is not to be asked in this mode, too.
    pub fn is_enough(&self, mode: Mode) -> bool {
        let least = self.category_confidence.min(self.priority_confidence);
        mode == Mode::Unsure && least >= Self::SURE
    }

    /// The labels that the embedded model finds likeliest besides these.
    pub fn alternatives(&self) -> (Category, Priority) {
        (
            likeliest_besides(self.category, Category::ALL, self.categories),
            likeliest_besides(self.priority, Priority::ALL, self.priorities),
        )
    }
}

fn likeliest_besides<Label: Copy + PartialEq>(
    suggested: Label,
    labels: [Label; 4],
    probabilities: [f64; 4],
) -> Label {
    labels
        .into_iter()
        .zip(probabilities)
        .filter(|(label, _)| *label != suggested)
        .max_by(|(_, one), (_, other)| one.total_cmp(other))
        .map_or(suggested, |(label, _)| label)
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} ({:.2}), {} ({:.2})",
            self.category.name(),
            self.category_confidence,
            self.priority.name(),
            self.priority_confidence
        )?;
        match &self.reason {
            Some(reason) => write!(formatter, "\n{reason}"),
            None => Ok(()),
        }
    }
}
