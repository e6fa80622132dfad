//! What the regression is to know of the sixteen cells: their category, their priority, and themselves.
//!
//! A feature speaks of the three at once, so that a word seen in low and in critical billing tickets
//! speaks for billing in all of them.

use regression::{ASPECTS, CLASSES, Known, Mixture, Row};

use super::cells::{CELLS, labels};

const _: () = assert!(CLASSES == CELLS && ASPECTS == 4 + 4 + CELLS);

/// How freely a feature speaks of one cell alone, where 1 is how freely it speaks of a label.
const ON_CELL: f32 = 0.7;

/// Weights for each of so many rows, under which the cells of the texts are most probable.
pub fn fit(rows: usize, texts: &[Known]) -> Vec<Row> {
    regression::fit(&mixture(), rows, texts)
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
        let text = |row, class| Known {
            shares: vec![(row, 1.0)],
            class,
            weight: 1.0,
        };
        let weights = fit(2, &[text(0, 0), text(1, 10)]);
        let first = weights[0];
        assert!(first[0] > first[1] && first[0] > first[4], "{first:?}");
        assert!(first[1] > first[5] && first[4] > first[5], "{first:?}");
    }
}
