//! The sixteen pairs of category and priority, over which the model decides at once.

use crate::label::{Category, Priority};

pub const CELLS: usize = Category::ALL.len() * Priority::ALL.len();

pub fn cell(category: Category, priority: Priority) -> usize {
    category as usize * Priority::ALL.len() + priority as usize
}

/// The pair that a cell stands for.
pub fn labels(cell: usize) -> (Category, Priority) {
    let levels = Priority::ALL.len();
    (Category::ALL[cell / levels], Priority::ALL[cell % levels])
}

/// Probability of each category, whatever the priority.
pub fn categories(cells: &[f64; CELLS]) -> [f64; 4] {
    Category::ALL.map(|category| Priority::ALL.map(|p| cells[cell(category, p)]).iter().sum())
}

/// Probability of each priority, whatever the category.
pub fn priorities(cells: &[f64; CELLS]) -> [f64; 4] {
    Priority::ALL.map(|priority| Category::ALL.map(|c| cells[cell(c, priority)]).iter().sum())
}

/// The logarithm of the odds of some of the cells against the others.
pub fn log_odds(cells: &[f64; CELLS], holds: impl Fn((Category, Priority)) -> bool) -> f64 {
    let sum = |wanted: bool| -> f64 {
        let of = (0..CELLS).filter(|&cell| holds(labels(cell)) == wanted);
        of.map(|cell| cells[cell]).sum()
    };
    (sum(true).max(f64::MIN_POSITIVE) / sum(false).max(f64::MIN_POSITIVE)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marginals_sum_over_the_other_label() {
        let mut cells = [0.0; CELLS];
        cells[cell(Category::Billing, Priority::Low)] = 0.25;
        cells[cell(Category::Billing, Priority::Critical)] = 0.25;
        cells[cell(Category::General, Priority::Low)] = 0.5;
        assert_eq!(categories(&cells), [0.5, 0.0, 0.0, 0.5]);
        assert_eq!(priorities(&cells), [0.75, 0.0, 0.0, 0.25]);
    }

    #[test]
    fn a_cell_is_its_pair() {
        assert!((0..CELLS).all(|number| {
            let (category, priority) = labels(number);
            cell(category, priority) == number
        }));
    }
}
