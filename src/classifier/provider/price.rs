//! What a call costs.

use super::Usage;
use crate::config::{NanoUsd, Prices};

/// What one answer used, as its provider tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metered {
    /// All input, with what came from the cache and what was written to it.
    pub input: i32,
    pub cached: i32,
    /// Written to the cache, which costs a quarter more than plain input.
    pub written: i32,
    pub output: i32,
}

impl Metered {
    /// The cost, rounded up.
    pub fn cost(self, prices: &Prices) -> i64 {
        let plain = i128::from(self.input) - i128::from(self.cached) - i128::from(self.written);
        let price = |price: NanoUsd| i128::from(price.0);
        // Of what was written, in quarters, five parts instead of four.
        let quarters = 4 * plain.max(0) * price(prices.input)
            + 4 * i128::from(self.cached) * price(prices.cached)
            + 5 * i128::from(self.written) * price(prices.input)
            + 4 * i128::from(self.output) * price(prices.output);
        i64::try_from((quarters + 3_999_999) / 4_000_000).unwrap_or(i64::MAX)
    }

    pub fn add_to(self, usage: &mut Usage) {
        usage.input_tokens = usage.input_tokens.saturating_add(self.input);
        usage.cached_tokens = usage.cached_tokens.saturating_add(self.cached);
        usage.output_tokens = usage.output_tokens.saturating_add(self.output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_token_has_its_price() {
        let prices = Prices::known("claude-haiku-5-5").unwrap();
        let metered = Metered {
            input: 2_000,
            cached: 1_000,
            written: 600,
            output: 60,
        };
        // 400 at 100, 1,000 at 10, 600 at 125 and 60 at 500.
        assert_eq!(metered.cost(&prices), 40_000 + 10_000 + 75_000 + 30_000);
        assert_eq!(metered.cost(&Prices::NOTHING), 0);
    }

    #[test]
    fn a_fraction_is_rounded_up_and_nonsense_does_no_harm() {
        let prices = Prices {
            input: NanoUsd(1),
            ..Prices::NOTHING
        };
        let metered = |input, cached| Metered {
            input,
            cached,
            ..Metered::default()
        };
        assert_eq!(metered(1, 0).cost(&prices), 1);
        assert_eq!(metered(1, 50).cost(&prices), 0);
        let dear = Prices {
            input: NanoUsd(i64::MAX),
            ..prices
        };
        assert_eq!(metered(i32::MAX, 0).cost(&dear), i64::MAX);
    }
}
