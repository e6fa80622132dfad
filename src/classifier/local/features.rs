//! What the model sees of a text: words, pairs of neighbouring words, punctuation and other marks,
//! and short runs of characters within words.
//!
//! A feature is known only by its bucket. The hash is written out because the weights of a model
//! mean nothing under another one.

use std::iter::once;
use std::ops::{Range, RangeInclusive};

use super::words::Word;

/// Number of buckets, a power of two. Words have the lower half, characters the upper.
pub const BUCKETS: usize = 1 << 20;

/// Lengths, in characters, of the runs taken from a word with a space on either side.
const RUN: RangeInclusive<usize> = 3..=6;

/// Features are weighed against others of their family only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Words, pairs and marks: these know phrases.
    Words,
    /// Runs of characters: these see through inflection, misspelling and compounds.
    Characters,
}

/// A feature at one place of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub bucket: usize,
    /// Indices of the words it was read from; empty for a mark, which stands between words.
    pub words: Range<usize>,
}

/// Every feature of a text, as often as it occurs.
pub fn occurrences(words: &[Word], marks: impl IntoIterator<Item = char>) -> Vec<Occurrence> {
    let mut found = Vec::with_capacity(words.len() * 24);
    for (at, word) in words.iter().enumerate() {
        let single = Hash::of('w').text(&word.folded);
        found.push(Occurrence {
            bucket: single.bucket(Family::Words),
            words: at..at + 1,
        });
        if let Some(next) = words.get(at + 1) {
            let pair = single.character(' ').text(&next.folded);
            found.push(Occurrence {
                bucket: pair.bucket(Family::Words),
                words: at..at + 2,
            });
        }
        for_each_run(&word.folded, |run| {
            found.push(Occurrence {
                bucket: run.bucket(Family::Characters),
                words: at..at + 1,
            });
        });
    }
    found.extend(marks.into_iter().map(|mark| Occurrence {
        bucket: Hash::of('m').character(mark).bucket(Family::Words),
        words: 0..0,
    }));
    found
}

/// Every run of characters in a word, its ends marked by spaces.
fn for_each_run(word: &str, mut found: impl FnMut(Hash)) {
    let padded: Vec<char> = once(' ').chain(word.chars()).chain(once(' ')).collect();
    for start in 0..padded.len() {
        let mut hash = Hash::of('c');
        for (&c, length) in padded[start..].iter().zip(1..=*RUN.end()) {
            hash = hash.character(c);
            if length >= *RUN.start() {
                found(hash);
            }
        }
    }
}

/// FNV-1a, 64 bits.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// Features of different kinds start apart.
    fn of(kind: char) -> Hash {
        Hash(0xcbf2_9ce4_8422_2325).character(kind)
    }

    fn character(self, c: char) -> Hash {
        self.text(c.encode_utf8(&mut [0; 4]))
    }

    fn text(self, text: &str) -> Hash {
        Hash(text.bytes().fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// Mixed once more, because neighbouring texts differ little in FNV's upper bits.
    fn bucket(self, family: Family) -> usize {
        const HALF: usize = BUCKETS / 2;
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let within = (mixed >> (u64::BITS - HALF.trailing_zeros())) as usize;
        match family {
            Family::Words => within,
            Family::Characters => HALF + within,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn the_hash_never_changes() {
        // The published value of FNV-1a for "a".
        assert_eq!(Hash::of('a').0, 0xaf63_dc4c_8601_ec8c);
        let bucket = Hash::of('w').text("invoice").bucket(Family::Words);
        assert_eq!(bucket, 310037);
    }

    #[test]
    fn a_text_gives_words_pairs_marks_and_runs() {
        let found = occurrences(&words(&["a bcd"]), ['?']);
        let in_words = found.iter().filter(|one| one.bucket < BUCKETS / 2).count();
        // "a", "a bcd", "bcd", "?"
        assert_eq!(in_words, 4);
        // " a " and " bc", " bcd", " bcd ", "bcd", "bcd ", "cd "
        assert_eq!(found.len() - in_words, 7);
    }

    #[test]
    fn a_feature_knows_its_words() {
        let found = occurrences(&words(&["charged twice"]), ['!']);
        let places: Vec<Range<usize>> = found.into_iter().map(|one| one.words).collect();
        assert!(places.contains(&(0..2)) && places.contains(&(1..2)) && places.contains(&(0..0)));
    }
}
