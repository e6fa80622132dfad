//! Splits a normalised text into the pieces that are most probable together (SentencePiece's
//! unigram model, by Viterbi's algorithm).

use std::ops::Range;

use crate::{SPECIAL, UNKNOWN};

#[derive(Debug)]
pub struct Pieces {
    /// All pieces, in bytewise order.
    text: &'static [u8],
    /// Where each piece begins, and at last where the text ends.
    starts: Vec<u32>,
    /// How probable each piece is, as a logarithm.
    scores: &'static [[u8; 4]],
    /// The score of a character that belongs to no piece.
    unknown: f64,
    /// The pieces that begin with each byte.
    beginning: Vec<Range<usize>>,
}

/// The best way to a place in the text: its last piece begins there and has this row.
#[derive(Clone, Copy)]
struct Step {
    score: f64,
    start: usize,
    row: usize,
}

impl Pieces {
    pub fn new(
        lengths: &[u8],
        text: &'static [u8],
        scores: &'static [[u8; 4]],
        unknown: f32,
    ) -> Pieces {
        let ends = lengths.iter().scan(0, |end, &length| {
            *end += u32::from(length);
            Some(*end)
        });
        let mut pieces = Pieces {
            text,
            starts: std::iter::once(0).chain(ends).collect(),
            scores,
            unknown: f64::from(unknown),
            beginning: Vec::new(),
        };
        let all = 0..lengths.len();
        pieces.beginning = (0..=u8::MAX)
            .map(|byte| pieces.going_on(&all, 0, byte))
            .collect();
        pieces
    }

    /// The rows of the pieces of a normalised text. Neighbouring unknown characters are one piece.
    pub fn split(&self, text: &[u8]) -> Vec<usize> {
        let nowhere = Step {
            score: f64::NEG_INFINITY,
            start: 0,
            row: UNKNOWN,
        };
        let mut best = vec![nowhere; text.len() + 1];
        best[0].score = 0.0;
        for start in 0..text.len() {
            let before = best[start].score;
            // Inside a character, where no piece ends.
            if before == f64::NEG_INFINITY {
                continue;
            }
            let mut offer = |end: usize, score: f64, row: usize| {
                if before + score > best[end].score {
                    best[end] = Step {
                        score: before + score,
                        start,
                        row,
                    };
                }
            };
            let character = start + character_length(&text[start..]);
            let mut is_piece = false;
            self.for_each_prefix(&text[start..], |length, piece| {
                let score = f32::from_le_bytes(self.scores[piece]);
                offer(start + length, f64::from(score), SPECIAL + piece);
                is_piece |= start + length == character;
            });
            if !is_piece {
                offer(character, self.unknown, UNKNOWN);
            }
        }
        let mut rows = Vec::new();
        let mut end = text.len();
        while end > 0 {
            rows.push(best[end].row);
            end = best[end].start;
        }
        rows.reverse();
        rows.dedup_by(|next, last| (*next, *last) == (UNKNOWN, UNKNOWN));
        rows
    }

    /// Length and number of every piece that the text begins with, shorter ones first.
    fn for_each_prefix(&self, text: &[u8], mut found: impl FnMut(usize, usize)) {
        let Some(&first) = text.first() else { return };
        let mut range = self.beginning[usize::from(first)].clone();
        for length in 1.. {
            if range.is_empty() {
                break;
            }
            // Of the pieces that go on alike, the one that ends here stands first.
            if self.piece(range.start).len() == length {
                found(length, range.start);
            }
            let Some(&next) = text.get(length) else { break };
            range = self.going_on(&range, length, next);
        }
    }

    /// Those of a range of pieces, alike up to `at`, that have this byte there.
    fn going_on(&self, range: &Range<usize>, at: usize, byte: u8) -> Range<usize> {
        let before = |limit: &dyn Fn(Option<&u8>) -> bool| {
            let (mut low, mut high) = (range.start, range.end);
            while low < high {
                let middle = low.midpoint(high);
                if limit(self.piece(middle).get(at)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            low
        };
        before(&|found| found < Some(&byte))..before(&|found| found <= Some(&byte))
    }

    fn piece(&self, number: usize) -> &[u8] {
        let [start, end] = [number, number + 1].map(|at| self.starts[at] as usize);
        self.text.get(start..end).unwrap_or_default()
    }
}

/// Bytes of the character that a text in UTF-8 begins with.
fn character_length(text: &[u8]) -> usize {
    let continues = |byte: &&u8| **byte & 0xc0 == 0x80;
    1 + text.iter().skip(1).take_while(continues).count()
}
