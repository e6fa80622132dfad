//! Multinomial logistic regression over the sixteen cells, held back by L2.
//!
//! What a feature says of a cell is the sum of what it says of the category, of the priority and of
//! the two together. The three are learned at once, so that a word seen in low and in critical
//! billing tickets speaks for billing in all of them.

use super::cells::{CELLS, labels, softmax};
use super::lbfgs::minimise;
use super::vocabulary::Share;

/// How strongly weights are held near zero.
const RESTRAINT: f32 = 0.1;

const MOST_STEPS: usize = 200;

/// Categories, priorities, cells.
const ASPECTS: usize = 4 + 4 + CELLS;

/// How freely a feature speaks of one cell alone, where 1 is how freely it speaks of a label.
const ON_CELL: f32 = 0.5;

type Row = [f32; CELLS];

/// How much of each aspect goes into each cell.
type Mixture = [Row; ASPECTS];

/// Weights for each of so many rows, under which the labels (cells) of the texts are most probable.
pub fn fit(rows: usize, texts: &[(Vec<Share>, usize)]) -> Vec<Row> {
    let mixture = mixture();
    let found = minimise(vec![0.0; rows * ASPECTS], MOST_STEPS, |aspects, slope| {
        let weights = mix(&mixture, aspects);
        let mut pull = vec![[0.0; CELLS]; rows];
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
    mix(&mixture, &found)
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

fn mix(mixture: &Mixture, aspects: &[f32]) -> Vec<Row> {
    let (rows, _) = aspects.as_chunks::<ASPECTS>();
    let mixed = |aspects: &[f32; ASPECTS]| {
        let mut row = [0.0; CELLS];
        for (cells, aspect) in mixture.iter().zip(aspects) {
            add(&mut row, cells, *aspect);
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

fn mixture() -> Mixture {
    let mut mixture = [[0.0; CELLS]; ASPECTS];
    for cell in 0..CELLS {
        let (category, priority) = labels(cell);
        mixture[category as usize][cell] = 1.0;
        mixture[4 + priority as usize][cell] = 1.0;
        mixture[8 + cell][cell] = ON_CELL;
    }
    mixture
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feature_learns_its_cell_and_something_of_both_labels() {
        let text = |row, cell| {
            (
                vec![Share {
                    row,
                    value: 1.0,
                    words: 0..1,
                }],
                cell,
            )
        };
        let weights = fit(2, &[text(0, 0), text(1, 10)]);
        let first = weights[0];
        assert!(first[0] > first[1] && first[0] > first[4], "{first:?}");
        assert!(first[1] > first[5] && first[4] > first[5], "{first:?}");
    }
}
