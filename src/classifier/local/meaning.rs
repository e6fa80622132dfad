//! What a text means, in whichever language: what a sentence encoder makes of it.

use std::sync::LazyLock;

use encoder::{Encoder, WIDTH};

/// The vector of the text, then what the encoder saw of its pieces before it made that.
pub const NUMBERS: usize = 2 * WIDTH;

pub type Meaning = [f32; NUMBERS];

/// A longer text is read at both ends: so many characters of its beginning and of its end.
const FIRST: usize = 2_000;
const LAST: usize = 500;

static ENCODER: LazyLock<Encoder> = LazyLock::new(Encoder::embedded);

/// Unpacks the encoder, which takes some milliseconds, unless that was done.
pub fn load() {
    LazyLock::force(&ENCODER);
}

pub fn meaning(lines: &[&str]) -> Meaning {
    let encoded = ENCODER.encode(&ends(lines.join("\n")));
    std::array::from_fn(|at| match at.checked_sub(WIDTH) {
        None => encoded.vector[at],
        Some(at) => encoded.pooled[at],
    })
}

/// How alike two meanings are, from −1 to 1.
pub fn likeness(one: &Meaning, other: &Meaning) -> f32 {
    let vectors = one[..WIDTH].iter().zip(&other[..WIDTH]);
    vectors.map(|(a, b)| a * b).sum()
}

fn ends(text: String) -> String {
    let starts = || text.char_indices().map(|(at, _)| at);
    let first = starts().nth(FIRST);
    let last = starts().rev().nth(LAST - 1);
    match (first, last) {
        (Some(first), Some(last)) if first < last => [&text[..first], &text[last..]].join("\n"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_read_at_both_ends() {
        let long = format!("{}{}{}", "é".repeat(FIRST), "middle", "ü".repeat(LAST));
        let ends = ends(long);
        assert!(!ends.contains("middle"));
        assert_eq!(ends.chars().count(), FIRST + 1 + LAST);
    }

    #[test]
    fn a_text_of_medium_length_is_read_whole() {
        let text = format!("{}{}", "é".repeat(FIRST), "ü".repeat(LAST));
        assert_eq!(ends(text.clone()), text);
    }
}
