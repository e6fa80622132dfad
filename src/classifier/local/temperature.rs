//! Makes confidence mean something: of the answers given at 0.8, eight in ten should be right.

use regression::softmax;

/// Sharpens (below 1) or flattens (above 1) the probabilities of one task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Temperature(pub f32);

/// Where the best temperature is looked for.
const COLDEST: f64 = 0.05;
const HOTTEST: f64 = 5.0;

/// A probability is never taken for less, so that its logarithm exists.
const LEAST: f64 = 1e-12;

impl Temperature {
    pub fn apply(self, probabilities: [f64; 4]) -> [f64; 4] {
        apply(f64::from(self.0), probabilities)
    }

    /// The temperature under which the true labels are most probable. The answers must come from a
    /// model that was not trained on them.
    pub fn fit(answers: &[([f64; 4], usize)]) -> Temperature {
        let surprise = |ln: f64| -> f64 {
            let likelihood = |(p, truth): &([f64; 4], usize)| apply(ln.exp(), *p)[*truth];
            answers
                .iter()
                .map(|answer| -likelihood(answer).max(LEAST).ln())
                .sum()
        };
        // Surprise has one valley along the logarithm of the temperature: golden section.
        let golden = (5f64.sqrt() - 1.0) / 2.0;
        let (mut low, mut high) = (COLDEST.ln(), HOTTEST.ln());
        for _ in 0..40 {
            let step = golden * (high - low);
            if surprise(high - step) <= surprise(low + step) {
                high = low + step;
            } else {
                low = high - step;
            }
        }
        Temperature(((low + high) / 2.0).exp() as f32)
    }
}

fn apply(temperature: f64, probabilities: [f64; 4]) -> [f64; 4] {
    softmax(probabilities.map(|p| p.max(LEAST).ln() / temperature))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_temperature_turns_shyness_into_accuracy() {
        let shy = [0.4, 0.2, 0.2, 0.2];
        let answers: Vec<_> = (0..10).map(|n| (shy, usize::from(n == 0))).collect();
        let confidence = Temperature::fit(&answers).apply(shy)[0];
        assert!((confidence - 0.9).abs() < 1e-3, "{confidence}");
    }

    #[test]
    fn certainty_survives() {
        assert!(Temperature(0.5).apply([1.0, 0.0, 0.0, 0.0])[0] > 0.999);
    }
}
