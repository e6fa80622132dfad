//! Multinomial logistic regression over the sixteen cells, held back by L2.
//!
//! What a feature says of a cell is the sum of what it says of the category, of the level of
//! priority, of each step between two levels, and of the cell alone. The four are learned together,
//! so that a word seen in cheap and dear billing tickets speaks for billing in all of them.

use super::cells::{CELLS, labels, softmax};
use super::features::Family;
use super::lbfgs::minimise;
use super::vocabulary::{Share, Vocabulary};

/// How strongly weights are held near zero.
const RESTRAINT: f32 = 0.1;

const MOST_STEPS: usize = 200;

/// Categories, levels, steps between levels, cells.
const ASPECTS: usize = 4 + 4 + 3 + CELLS;

/// How freely a family speaks of categories. Topics are better told by parts of words; whole words
/// and punctuation tell how bad it is.
const WORDS_ON_CATEGORY: f32 = 0.5;
const CHARACTERS_ON_CATEGORY: f32 = 1.0;

/// How freely a feature speaks of one cell alone.
const ON_CELL: f32 = 0.5;

type Row = [f32; CELLS];

/// How much of each aspect goes into each cell.
type Mixture = [Row; ASPECTS];

/// Weights for each row of the vocabulary, under which the labels (cells) of the texts are most
/// probable.
pub fn fit(vocabulary: &Vocabulary, texts: &[(Vec<Share>, usize)]) -> Vec<Row> {
    let (words, characters) = (mixture(WORDS_ON_CATEGORY), mixture(CHARACTERS_ON_CATEGORY));
    let mixtures: Vec<&Mixture> = (0..vocabulary.rows())
        .map(|row| match vocabulary.family(row) {
            Family::Words => &words,
            Family::Characters => &characters,
        })
        .collect();
    let start = vec![0.0; vocabulary.rows() * ASPECTS];
    let found = minimise(start, MOST_STEPS, |aspects, slope| {
        let weights = mix(&mixtures, aspects);
        let mut pull = vec![[0.0; CELLS]; weights.len()];
        let surprise: f64 = texts
            .iter()
            .map(|text| learn(&weights, text, &mut pull))
            .sum();
        let (slopes, _) = slope.as_chunks_mut::<ASPECTS>();
        for ((slope, pull), mixture) in slopes.iter_mut().zip(&pull).zip(&mixtures) {
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
    mix(&mixtures, &found)
}

/// How improbable a text's true cell is, as a negative logarithm. Adds to `pull` how this grows with
/// each weight.
fn learn(weights: &[Row], (shares, truth): &(Vec<Share>, usize), pull: &mut [Row]) -> f64 {
    let mut scores = [0f32; CELLS];
    for share in shares {
        add(&mut scores, &weights[share.row], share.value);
    }
    let probabilities = softmax(scores.map(f64::from));
    let mut error = probabilities.map(|p| p as f32);
    error[*truth] -= 1.0;
    for share in shares {
        add(&mut pull[share.row], &error, share.value);
    }
    -probabilities[*truth].max(f64::MIN_POSITIVE).ln()
}

fn mix(mixtures: &[&Mixture], aspects: &[f32]) -> Vec<Row> {
    let (rows, _) = aspects.as_chunks::<ASPECTS>();
    let weights = mixtures.iter().zip(rows).map(|(mixture, aspects)| {
        let mut row = [0.0; CELLS];
        for (cells, aspect) in mixture.iter().zip(aspects) {
            add(&mut row, cells, *aspect);
        }
        row
    });
    weights.collect()
}

fn add(sum: &mut Row, row: &Row, factor: f32) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += factor * value;
    }
}

fn mixture(on_category: f32) -> Mixture {
    let mut mixture = [[0.0; CELLS]; ASPECTS];
    for cell in 0..CELLS {
        let (category, priority) = labels(cell);
        let level = priority as usize;
        mixture[category as usize][cell] = on_category;
        mixture[4 + level][cell] = 1.0;
        for step in 0..3 {
            mixture[8 + step][cell] = if level > step { 0.5 } else { -0.5 };
        }
        mixture[11 + cell][cell] = ON_CELL;
    }
    mixture
}
