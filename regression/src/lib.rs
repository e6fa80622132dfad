//! Multinomial logistic regression over sixteen classes that have aspects in common, held back by L2.
//!
//! What a feature says of a class is the sum of what it says of the class's aspects. They are learned at
//! once, so that a class learns from all that it has an aspect in common with. Nothing here knows what
//! the classes are. A crate of its own, since fitting is too slow without optimisation, even in tests;
//! therefore it is not generic, for then the crate that calls it would compile it.
//! `components` makes features of vectors, so that the regression sees what goes together in them.

pub mod components;
mod lbfgs;

use lbfgs::minimise;

pub const CLASSES: usize = 16;
pub const ASPECTS: usize = 24;

/// How strongly weights are held near zero.
const RESTRAINT: f32 = 0.03;

const MOST_STEPS: usize = 200;

pub type Row = [f32; CLASSES];

/// How much of each aspect goes into each class.
pub type Mixture = [Row; ASPECTS];

/// A text whose class is known.
#[derive(Clone, Debug)]
pub struct Known {
    /// Rows of weights, and how much of each the text has; a row may occur more than once.
    pub shares: Vec<(u32, f32)>,
    pub class: usize,
    /// As how many texts it counts.
    pub weight: f32,
}

/// Weights for each of so many rows, under which the classes of the texts are most probable.
pub fn fit(mixture: &Mixture, rows: usize, texts: &[Known]) -> Vec<Row> {
    let found = minimise(vec![0.0; rows * ASPECTS], MOST_STEPS, |aspects, slope| {
        let weights = mix(mixture, aspects);
        let mut pull = vec![[0.0; CLASSES]; rows];
        let surprise: f64 = texts
            .iter()
            .map(|text| learn(&weights, text, &mut pull))
            .sum();
        let (slopes, _) = slope.as_chunks_mut::<ASPECTS>();
        for (slope, pull) in slopes.iter_mut().zip(&pull) {
            *slope =
                mixture.map(|row| row.iter().zip(pull).map(|(share, pull)| share * pull).sum());
        }
        for (slope, aspect) in slope.iter_mut().zip(aspects) {
            *slope += RESTRAINT * aspect;
        }
        let squares: f64 = aspects
            .iter()
            .map(|&aspect| f64::from(aspect * aspect))
            .sum();
        surprise + f64::from(RESTRAINT) / 2.0 * squares
    });
    mix(mixture, &found)
}

/// Probabilities from scores.
pub fn softmax<const N: usize>(scores: [f64; N]) -> [f64; N] {
    let highest = scores.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let powers = scores.map(|score| (score - highest).exp());
    let sum: f64 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// How improbable a text's true class is, as a negative logarithm. Adds to `pull` how this grows with
/// each weight.
fn learn(weights: &[Row], text: &Known, pull: &mut [Row]) -> f64 {
    let mut scores = [0f32; CLASSES];
    for &(row, share) in &text.shares {
        add(&mut scores, &weights[row as usize], share);
    }
    let probabilities = softmax(scores.map(f64::from));
    let mut error = probabilities.map(|p| p as f32);
    error[text.class] -= 1.0;
    for &(row, share) in &text.shares {
        add(&mut pull[row as usize], &error, share * text.weight);
    }
    -probabilities[text.class].max(f64::MIN_POSITIVE).ln() * f64::from(text.weight)
}

fn mix(mixture: &Mixture, aspects: &[f32]) -> Vec<Row> {
    let (rows, _) = aspects.as_chunks::<ASPECTS>();
    let mixed = |aspects: &[f32; ASPECTS]| {
        let mut row = [0.0; CLASSES];
        for (classes, aspect) in mixture.iter().zip(aspects) {
            add(&mut row, classes, *aspect);
        }
        row
    };
    rows.iter().map(mixed).collect()
}

fn add(sum: &mut Row, row: &Row, factor: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += factor * value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Class 0 alone, and classes 0 to 3 together.
    fn mixture() -> Mixture {
        let mut mixture = [[0.0; CLASSES]; ASPECTS];
        mixture[0][0] = 0.5;
        mixture[1][..4].fill(1.0);
        mixture
    }

    fn text(row: u32, class: usize, weight: f32) -> Known {
        Known {
            shares: vec![(row, 1.0)],
            class,
            weight,
        }
    }

    #[test]
    fn a_feature_learns_its_class_and_something_of_those_with_the_same_aspect() {
        let weights = fit(&mixture(), 2, &[text(0, 0, 1.0), text(1, 10, 1.0)]);
        let first = weights[0];
        assert!(first[0] > first[1] && first[1] > first[5], "{first:?}");
    }

    #[test]
    fn a_weight_of_three_counts_as_three_texts() {
        let three: Vec<_> = (0..3).map(|_| text(0, 0, 1.0)).collect();
        let weights = fit(&mixture(), 1, &[text(0, 0, 3.0)]);
        let difference = weights[0][0] - fit(&mixture(), 1, &three)[0][0];
        assert!(difference.abs() < 1e-3, "{difference}");
    }

    #[test]
    fn scores_far_apart_are_no_trouble() {
        assert_eq!(softmax([1e9, -1e9]), [1.0, 0.0]);
    }
}
