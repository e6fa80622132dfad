//! What the models cost that are known, and what somebody sets instead.

use std::str::FromStr;

/// Billionths of a US dollar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NanoUsd(pub i64);

/// Prices of a million tokens. Surcharges for long prompts are left out: ours are short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prices {
    pub input: NanoUsd,
    /// Of input that the provider had in its cache.
    pub cached: NanoUsd,
    pub output: NanoUsd,
}

impl Prices {
    /// Of a server of one's own.
    pub const NOTHING: Self = Self {
        input: NanoUsd(0),
        cached: NanoUsd(0),
        output: NanoUsd(0),
    };

    /// The prices of a hosted model, as its provider published them in November 2026. Where none is
    /// published for cached input it counts in full.
    pub fn known(model: &str) -> Option<Self> {
        let (input, cached, output) = match without_date(model) {
            "gpt-6-luna" | "claude-haiku-5-5" => (0.10, 0.01, 0.50),
            "gpt-5-nano" => (0.05, 0.05, 0.40),
            "gpt-6.1-terra" => (1.00, 1.00, 5.00),
            "gpt-6.1-sol" | "claude-sonnet-5-5" => (2.00, 2.00, 10.00),
            _ => return None,
        };
        Some(Self {
            input: NanoUsd::from_usd(input),
            cached: NanoUsd::from_usd(cached),
            output: NanoUsd::from_usd(output),
        })
    }
}

/// A model's name without the date of a snapshot, as in `claude-haiku-5-5-20261007` and
/// `gpt-6-luna-2026-10-07`.
fn without_date(model: &str) -> &str {
    let is_date = |end: &str| {
        let digits = end.bytes().filter(u8::is_ascii_digit).count();
        end.starts_with("-20") && digits == 8 && matches!(end.len(), 9 | 11)
    };
    [9, 11]
        .into_iter()
        .filter_map(|length| model.split_at_checked(model.len().checked_sub(length)?))
        .find_map(|(name, end)| is_date(end).then_some(name))
        .unwrap_or(model)
}

impl NanoUsd {
    fn from_usd(usd: f64) -> Self {
        Self((usd * 1e9).round() as i64)
    }
}

/// US dollars, such as `0.10`; less than ten million of them.
impl FromStr for NanoUsd {
    type Err = ();

    fn from_str(usd: &str) -> Result<Self, ()> {
        let plain = |byte: u8| byte.is_ascii_digit() || byte == b'.';
        match usd.parse::<f64>() {
            Ok(number) if usd.bytes().all(plain) && number < 1e7 => Ok(Self::from_usd(number)),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_known_by_its_name_with_or_without_a_date() {
        let luna = Prices::known("gpt-6-luna").unwrap();
        assert_eq!(luna.input, NanoUsd(100_000_000));
        assert_eq!(luna.cached, NanoUsd(10_000_000));
        assert_eq!(luna.output, NanoUsd(500_000_000));
        assert_eq!(Prices::known("gpt-6-luna-2026-10-07"), Some(luna));
        assert_eq!(Prices::known("claude-haiku-5-5-20261007"), Some(luna));
    }

    #[test]
    fn a_model_with_another_name_is_not_known() {
        for model in [
            "gpt-6-luna-pro",
            "gpt-6",
            "",
            "llama3.2",
            "é-20261007é",
            "-20261007",
        ] {
            assert_eq!(Prices::known(model), None, "{model}");
        }
    }

    #[test]
    fn an_amount_is_a_plain_number_of_dollars() {
        assert_eq!("0.1".parse(), Ok(NanoUsd(100_000_000)));
        assert_eq!("12".parse(), Ok(NanoUsd(12_000_000_000)));
        for text in ["", "-1", "1e3", "inf", "NaN", "1,5", "$1", "10000000", "."] {
            assert_eq!(text.parse::<NanoUsd>(), Err(()), "{text}");
        }
    }
}
