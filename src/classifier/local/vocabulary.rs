//! The features a model knows, and how much each weighs in a text (TF-IDF).

use std::ops::Range;

use super::features::{BUCKETS, Family, Occurrence};

const BLOCK: usize = u64::BITS as usize;

/// Number of blocks in which the bits of all buckets are kept.
pub const BLOCKS: usize = BUCKETS / BLOCK;

/// Maps a bucket to a row of weights. Most buckets are empty, so one bit tells whether a bucket has
/// a row, and the number of bits before it which one.
#[derive(Clone, Debug, PartialEq)]
pub struct Vocabulary {
    bits: Vec<u64>,
    /// Rows before each block of bits.
    before: Vec<usize>,
    /// For each row, how many of the training texts have the feature.
    frequencies: Vec<u16>,
    /// For each row, how telling the feature is because it is rare.
    rarity: Vec<f32>,
    texts: u32,
}

/// What one occurrence of a feature adds to its text. Summed for each row, the shares of a family
/// have the length 1.
#[derive(Clone, Debug)]
pub struct Share {
    pub row: usize,
    pub value: f32,
    /// Indices of the words it was read from.
    pub words: Range<usize>,
}

impl Vocabulary {
    /// `bits` has [`BLOCKS`] blocks, and `frequencies` an entry for each bit that is set, in order.
    pub fn new(bits: Vec<u64>, frequencies: Vec<u16>, texts: u32) -> Vocabulary {
        let before = bits.iter().scan(0, |rows, block| {
            let before = *rows;
            *rows += block.count_ones() as usize;
            Some(before)
        });
        let rarity = frequencies.iter().map(|&frequency| {
            let share = (1.0 + f64::from(texts)) / (1.0 + f64::from(frequency));
            share.ln() as f32 + 1.0
        });
        Vocabulary {
            before: before.collect(),
            rarity: rarity.collect(),
            bits,
            frequencies,
            texts,
        }
    }

    /// The features that occur in at least `fewest` of the texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a [Occurrence]>, fewest: u16) -> Vocabulary {
        let mut number = 0;
        let mut counts = vec![0u16; BUCKETS];
        for text in texts {
            number += 1;
            let mut buckets: Vec<usize> = text.iter().map(|one| one.bucket).collect();
            buckets.sort_unstable();
            buckets.dedup();
            for bucket in buckets {
                counts[bucket] = counts[bucket].saturating_add(1);
            }
        }
        let bits = counts.chunks(BLOCK).map(|block| {
            block
                .iter()
                .rev()
                .fold(0, |bits, &count| bits << 1 | u64::from(count >= fewest))
        });
        let bits = bits.collect();
        counts.retain(|&count| count >= fewest);
        Vocabulary::new(bits, counts, number)
    }

    pub fn rows(&self) -> usize {
        self.frequencies.len()
    }

    /// Rows of words come before rows of characters.
    fn family(&self, row: usize) -> Family {
        if row < self.before[BLOCKS / 2] {
            Family::Words
        } else {
            Family::Characters
        }
    }

    /// From 0 for a feature of every text to 1 for one of a single text.
    pub fn specificity(&self, row: usize) -> f32 {
        (self.rarity[row] - 1.0) / (f64::from(self.texts).ln() as f32).max(1.0)
    }

    pub fn bits(&self) -> &[u64] {
        &self.bits
    }

    pub fn frequencies(&self) -> &[u16] {
        &self.frequencies
    }

    /// Number of training texts.
    pub fn texts(&self) -> u32 {
        self.texts
    }

    /// The known ones of the occurrences, weighed: a feature that occurs n times counts 1 + ln n
    /// times its rarity, shared equally between its occurrences.
    pub fn shares(&self, occurrences: Vec<Occurrence>) -> Vec<Share> {
        let known = occurrences
            .into_iter()
            .filter_map(|Occurrence { bucket, words }| {
                let row = self.row(bucket)?;
                Some(Share {
                    row,
                    value: self.rarity[row],
                    words,
                })
            });
        let mut shares: Vec<Share> = known.collect();
        shares.sort_unstable_by_key(|share| (share.row, share.words.start, share.words.end));
        let words = shares.partition_point(|share| self.family(share.row) == Family::Words);
        let (words, characters) = shares.split_at_mut(words);
        weigh(words);
        weigh(characters);
        shares
    }

    fn row(&self, bucket: usize) -> Option<usize> {
        let (block, bit) = (bucket / BLOCK, bucket % BLOCK);
        let bits = self.bits[block];
        let earlier = bits & ((1 << bit) - 1);
        (bits >> bit & 1 == 1).then(|| self.before[block] + earlier.count_ones() as usize)
    }
}

/// Turns the rarity of each occurrence into its share of the text; sorted by row.
fn weigh(family: &mut [Share]) {
    let mut squares = 0.0;
    for same in family.chunk_by_mut(|a, b| a.row == b.row) {
        let count = same.len() as f32;
        let value = (1.0 + count.ln()) * same[0].value;
        squares += value * value;
        same.iter_mut()
            .for_each(|share| share.value = value / count);
    }
    let length = squares.sqrt().max(f32::MIN_POSITIVE);
    family.iter_mut().for_each(|share| share.value /= length);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(buckets: &[usize]) -> Vec<Occurrence> {
        let at = |(at, &bucket): (usize, &usize)| Occurrence {
            bucket,
            words: at..at + 1,
        };
        buckets.iter().enumerate().map(at).collect()
    }

    fn vocabulary(texts: &[&[usize]], fewest: u16) -> Vocabulary {
        let texts: Vec<Vec<Occurrence>> = texts.iter().map(|buckets| text(buckets)).collect();
        Vocabulary::of(texts.iter().map(Vec::as_slice), fewest)
    }

    #[test]
    fn rows_are_numbered_in_the_order_of_buckets() {
        let vocabulary = vocabulary(&[&[BUCKETS - 1, 3, 64]], 1);
        let rows = [3, 64, BUCKETS - 1].map(|bucket| vocabulary.row(bucket));
        assert_eq!(rows, [Some(0), Some(1), Some(2)]);
        assert_eq!([0, 65].map(|bucket| vocabulary.row(bucket)), [None; 2]);
        assert_eq!(vocabulary.family(1), Family::Words);
        assert_eq!(vocabulary.family(2), Family::Characters);
    }

    #[test]
    fn rare_features_are_left_out() {
        let vocabulary = vocabulary(&[&[1, 2], &[2]], 2);
        assert_eq!(
            (vocabulary.frequencies(), vocabulary.texts()),
            ([2].as_slice(), 2)
        );
    }

    #[test]
    fn a_family_has_length_one_and_repetition_counts_little() {
        let shares = vocabulary(&[&[1, 2]], 1).shares(text(&[1, 2, 1]));
        let total = |row| -> f32 {
            shares
                .iter()
                .filter(|s| s.row == row)
                .map(|s| s.value)
                .sum()
        };
        assert!((total(0).powi(2) + total(1).powi(2) - 1.0).abs() < 1e-6);
        assert!((total(0) / total(1) - (1.0 + 2f32.ln())).abs() < 1e-6);
    }

    #[test]
    fn a_text_without_known_features_has_no_shares() {
        assert!(vocabulary(&[], 1).shares(text(&[1])).is_empty());
    }
}
