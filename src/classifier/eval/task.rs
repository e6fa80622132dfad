//! One of the two questions asked of a text, and how well it was answered.

/// Confidence is compared with accuracy in this many bins of equal width.
const BINS: usize = 10;

/// Answers to one question, counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Task {
    /// Texts by true label, then by answered label.
    confusion: [[usize; 4]; 4],
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bin {
    answers: usize,
    right: usize,
    confidence: f64,
}

impl Task {
    /// Counts one answer; labels as indices, confidence 0 to 1.
    pub(super) fn count(&mut self, truth: usize, answer: usize, confidence: f64) {
        self.confusion[truth][answer] += 1;
        let bin = &mut self.bins[((confidence * BINS as f64) as usize).min(BINS - 1)];
        bin.answers += 1;
        bin.right += usize::from(truth == answer);
        bin.confidence += confidence;
    }

    /// Texts by true label, then by answered label.
    pub fn confusion(&self) -> &[[usize; 4]; 4] {
        &self.confusion
    }

    pub fn answers(&self) -> usize {
        self.confusion.as_flattened().iter().sum()
    }

    /// Share of right answers.
    pub fn accuracy(&self) -> f64 {
        let right = (0..4).map(|label| self.confusion[label][label]).sum();
        share(right, self.answers())
    }

    /// F1 averaged over the labels, each counting the same however rare it is.
    pub fn macro_f1(&self) -> f64 {
        let f1 = |label: usize| {
            let right = self.confusion[label][label];
            let truths: usize = self.confusion[label].iter().sum();
            let answers: usize = self.confusion.iter().map(|row| row[label]).sum();
            share(2 * right, truths + answers)
        };
        (0..4).map(f1).sum::<f64>() / 4.0
    }

    /// Expected calibration error: how far confidence is from accuracy, averaged over the answers.
    pub fn calibration_error(&self) -> f64 {
        let gaps: f64 = self
            .bins
            .iter()
            .map(|bin| (bin.confidence - bin.right as f64).abs())
            .sum();
        gaps / self.answers().max(1) as f64
    }
}

/// A part of a whole, 0 to 1; nothing of nothing is 0.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_answers_given_surely_are_perfect() {
        let mut task = Task::default();
        for label in 0..4 {
            task.count(label, label, 1.0);
        }
        assert_eq!(
            (task.accuracy(), task.macro_f1(), task.calibration_error()),
            (1.0, 1.0, 0.0)
        );
    }

    #[test]
    fn a_label_never_answered_costs_a_quarter_of_f1() {
        let mut task = Task::default();
        for label in 0..3 {
            task.count(label, label, 1.0);
        }
        assert_eq!(task.macro_f1(), 0.75);
    }

    #[test]
    fn calibration_is_the_gap_between_confidence_and_accuracy() {
        let mut task = Task::default();
        task.count(0, 0, 0.75);
        task.count(0, 1, 0.75);
        assert_eq!(task.calibration_error(), 0.25);
    }
}
