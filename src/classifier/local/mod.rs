//! The embedded model: works without a network, in some milliseconds.
//!
//! A text becomes counts of words and letter groups (`features`), weighed by rarity
//! (`vocabulary`), and the vector of a sentence encoder (`meaning`). Sixteen linear scores of both,
//! one for each pair of category and priority, become probabilities and are summed for each label
//! (`cells`). Nothing here knows what a label means: that is in the training texts.

mod cells;
mod circumstance;
mod codec;
mod features;
mod fit;
mod meaning;
mod orders;
mod readings;
mod reason;
mod temperature;
pub mod train;
mod vocabulary;
mod words;

pub use codec::Error;
pub use meaning::{Meaning, likeness};

use std::ops::Range;

use super::{Text, Verdict, clean};
use crate::label::{Category, Priority};
use cells::CELLS;
use circumstance::Circumstance;
use features::Occurrence;
use readings::readings;
use regression::{components::Components, softmax};
use temperature::Temperature;
use vocabulary::{Share, Vocabulary};
use words::Word;

/// So many phrases at most are left out by way of trial, since each time the rest is read again.
const PHRASES: usize = 2;
/// A phrase is named if the odds of the priority fall by this much (as a logarithm) without it.
const CLEARLY: f64 = 0.2;

/// Trained weights and all that is needed to use them.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    name: String,
    vocabulary: Vocabulary,
    /// For each row of the vocabulary what it adds to the score of each cell, in units.
    weights: Vec<[i8; CELLS]>,
    unit: f32,
    components: Components,
    /// For each reading of a meaning what it adds to the score of each cell.
    of_meaning: Vec<[f32; CELLS]>,
    category: Temperature,
    priority: Temperature,
}

impl Model {
    /// The model that comes with the program. Decode it once and share it.
    #[expect(
        clippy::expect_used,
        reason = "the bytes are part of the program, and a test decodes them"
    )]
    pub fn embedded() -> Model {
        meaning::load();
        Model::decode(include_bytes!("model.bin")).expect("a test decodes the same bytes")
    }

    /// Takes the weights for the rows of the vocabulary, rounded so that each fits a byte, and those
    /// for the readings of a meaning.
    fn new(
        name: String,
        vocabulary: Vocabulary,
        weights: &[[f32; CELLS]],
        components: Components,
        of_meaning: Vec<[f32; CELLS]>,
    ) -> Model {
        let largest = weights
            .as_flattened()
            .iter()
            .fold(f32::MIN_POSITIVE, |a, b| a.max(b.abs()));
        let unit = largest / f32::from(i8::MAX);
        let weights = weights
            .iter()
            .map(|row| row.map(|weight| (weight / unit).round() as i8));
        Model {
            name,
            vocabulary,
            weights: weights.collect(),
            unit,
            components,
            of_meaning,
            category: Temperature(1.0),
            priority: Temperature(1.0),
        }
    }

    fn tempered(self, (category, priority): (Temperature, Temperature)) -> Model {
        Model {
            category,
            priority,
            ..self
        }
    }

    /// Name and version, stored with every suggestion.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes time in proportion to the length of the text, and weighs at most some 500 words of it.
    pub fn classify(&self, text: &Text<'_>) -> Verdict {
        self.classify_meaning(text, &meaning(text))
    }

    /// The same for a text whose meaning is known.
    pub fn classify_meaning(&self, text: &Text<'_>, meaning: &Meaning) -> Verdict {
        let lines = lines(text);
        let (words, occurrences) = read(&lines);
        let shares = self.vocabulary.shares(occurrences);
        let cells = self.cells(&shares, meaning);
        let categories = self.category.apply(cells::categories(&cells));
        let priorities = self.priority.apply(cells::priorities(&cells));
        let (category, category_confidence) = likeliest(categories);
        let (priority, priority_confidence) = likeliest(priorities);
        let (category, priority) = (Category::ALL[category], Priority::ALL[priority]);
        Verdict {
            category,
            priority,
            category_confidence,
            priority_confidence,
            categories,
            priorities,
            reason: Some(reason::reason(
                self,
                &words,
                &shares,
                &cells,
                (category, priority),
                self.circumstance(&lines, &words, &cells, priority),
            )),
        }
    }

    /// A phrase that says how many are affected or that there is a way round, if it moved the priority.
    fn circumstance<'a>(
        &self,
        lines: &[&'a str],
        words: &[Word<'a>],
        cells: &[f64; CELLS],
        priority: Priority,
    ) -> Option<(Circumstance, Range<usize>)> {
        // Scope raises a priority, a way round lowers it.
        let (kind, levels) = if priority >= Priority::High {
            (Circumstance::Scope, priority..=Priority::Critical)
        } else {
            (Circumstance::Workaround, Priority::Low..=priority)
        };
        let odds = |cells: &[f64; CELLS]| cells::log_odds(cells, |(_, one)| levels.contains(&one));
        let mut phrases = circumstance::phrases(words, kind);
        phrases.truncate(PHRASES);
        let moved = phrases.into_iter().map(|phrase| {
            let rest = words::without(lines, &words[phrase.start], &words[phrase.end - 1]);
            let (_, occurrences) = read(&rest);
            let shares = self.vocabulary.shares(occurrences);
            let without = self.cells(&shares, &meaning::meaning(&rest));
            (odds(cells) - odds(&without), phrase)
        });
        let strongest = moved.max_by(|one, other| one.0.total_cmp(&other.0));
        strongest
            .filter(|(moved, _)| *moved >= CLEARLY)
            .map(|(_, phrase)| (kind, phrase))
    }

    /// Probability of each cell.
    fn cells(&self, shares: &[Share], meaning: &Meaning) -> [f64; CELLS] {
        let mut scores = [0f32; CELLS];
        for share in shares {
            for (score, weight) in scores.iter_mut().zip(self.weights[share.row]) {
                *score += share.value * self.unit * f32::from(weight);
            }
        }
        let readings = readings(&self.components, meaning);
        for (reading, weights) in readings.iter().zip(&self.of_meaning) {
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += reading * weight;
            }
        }
        softmax(scores.map(f64::from))
    }
}

/// What a text means, to whichever model: the slow part of reading it.
pub fn meaning(text: &Text<'_>) -> Meaning {
    meaning::meaning(&lines(text))
}

/// Whether a text gives orders to a machine, which no model shall learn to follow.
pub fn addresses_machine(text: &Text<'_>) -> bool {
    orders::any(&clean::lines(text))
}

/// What the model looks at: the lines that carry the request.
fn lines<'a>(text: &Text<'a>) -> Vec<&'a str> {
    orders::without(clean::lines(text))
}

/// The words of the lines, and their features.
fn read<'a>(lines: &[&'a str]) -> (Vec<Word<'a>>, Vec<Occurrence>) {
    let words = words::words(lines);
    let occurrences = features::occurrences(&words, words::marks(lines));
    (words, occurrences)
}

/// Index and value of the largest.
fn likeliest(probabilities: [f64; 4]) -> (usize, f64) {
    let first = (0, probabilities[0]);
    probabilities.into_iter().enumerate().fold(
        first,
        |best, next| if next.1 > best.1 { next } else { best },
    )
}

#[cfg(test)]
mod tests;
