//! The file of weights: numbers in little-endian order, without gaps, as `convert.py` writes it.
//!
//! | bytes | what |
//! |---|---|
//! | 4 | `USE3` |
//! | 4 × 4 | words of the trie, bytes of replacements, pieces, bytes of all pieces |
//! | 4 · words, then bytes | trie and replacements: how characters are normalised |
//! | 1 · pieces, then bytes | length of each piece, their UTF-8 in bytewise order |
//! | 4 · pieces + 4 | score of each piece, and of a character that belongs to none |
//! | 2 · numbers | the network in half precision |
//! | (4 + 4) · 17 | lowest value and step of each scale |
//! | 64 · 17 | length of the code for each value on each scale |
//! | 2 · rows, then bytes | length of each coded row; the rows, first the three that are no pieces |

use ndarray::{Array1, Array2};

use crate::network::{BRANCHES, Branch, INNER, Network, Norm, ORDERS};
use crate::normalise::Normaliser;
use crate::pieces::Pieces;
use crate::rows::{LEVELS, Rows, SCALES, Scale};
use crate::{Encoder, SPECIAL, WIDTH};

/// What is still to be read of the file.
pub struct Weights(pub &'static [u8]);

impl Weights {
    /// None if the bytes are not such a file.
    pub fn encoder(mut self) -> Option<Encoder> {
        if self.array()? != *b"USE3" {
            return None;
        }
        let [words, replacements, pieces, text] = [(); 4].map(|()| self.number());
        let (words, replacements, pieces, text) = (words?, replacements?, pieces?, text?);
        let normaliser = Normaliser::new(self.arrays(words)?, self.take(replacements)?);
        let lengths = self.take(pieces)?;
        let text = self.take(text)?;
        let scores = self.arrays(pieces)?;
        let unknown = f32::from_le_bytes(self.array()?);
        let pieces = Pieces::new(lengths, text, scores, unknown);
        let network = self.network()?;
        let rows = self.rows(SPECIAL + lengths.len())?;
        self.0.is_empty().then_some(Encoder {
            normaliser,
            pieces,
            rows,
            network,
        })
    }

    fn network(&mut self) -> Option<Network> {
        let [two, three, five] = ORDERS.map(|(order, left)| {
            Some(Branch {
                projection: self.matrix(WIDTH, BRANCHES)?,
                bias: self.vector(BRANCHES)?,
                norm: self.norm(BRANCHES)?,
                layers: [
                    (
                        self.matrix(order * BRANCHES, BRANCHES)?,
                        self.vector(BRANCHES)?,
                    ),
                    (
                        self.matrix(order * BRANCHES, BRANCHES)?,
                        self.vector(BRANCHES)?,
                    ),
                ],
                left,
            })
        });
        let features = WIDTH + ORDERS.len() * BRANCHES;
        Some(Network {
            branches: [two?, three?, five?],
            norm: self.norm(features)?,
            pooled: self.matrix(features, WIDTH)?,
            pooled_bias: self.vector(WIDTH)?,
            d0: self.matrix(WIDTH, INNER)?,
            d1: self.matrix(INNER, INNER)?,
            p1: self.matrix(WIDTH, INNER)?,
            d2: self.matrix(INNER, WIDTH)?,
            p3: self.matrix(INNER, WIDTH)?,
            d3: self.matrix(WIDTH, WIDTH)?,
        })
    }

    fn rows(&mut self, rows: usize) -> Option<Rows> {
        let lowest = self.arrays(SCALES)?;
        let steps = self.arrays(SCALES)?;
        let scales = lowest.iter().zip(steps).map(|(&lowest, &step)| {
            let lengths = self.array::<LEVELS>()?;
            Scale::new(
                f32::from_le_bytes(lowest),
                f32::from_le_bytes(step),
                lengths,
            )
        });
        let scales = scales.collect::<Option<_>>()?;
        let lengths = self.arrays(rows)?.iter().copied().map(u16::from_le_bytes);
        let rows = Rows::new(scales, lengths, self.0)?;
        self.0 = &[];
        Some(rows)
    }

    fn norm(&mut self, width: usize) -> Option<Norm> {
        Some(Norm {
            gain: self.vector(width)?,
            shift: self.vector(width)?,
        })
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> Option<Array2<f32>> {
        let numbers = self.halves(rows * columns)?;
        Array2::from_shape_vec((rows, columns), numbers).ok()
    }

    fn vector(&mut self, length: usize) -> Option<Array1<f32>> {
        Some(Array1::from_vec(self.halves(length)?))
    }

    fn halves(&mut self, number: usize) -> Option<Vec<f32>> {
        let halves = self.arrays(number)?;
        Some(
            halves
                .iter()
                .map(|&half| widen(u16::from_le_bytes(half)))
                .collect(),
        )
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.array()?) as usize)
    }

    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    fn arrays<const N: usize>(&mut self, number: usize) -> Option<&'static [[u8; N]]> {
        Some(self.take(number.checked_mul(N)?)?.as_chunks().0)
    }
}

/// From half to single precision. Only finite numbers occur.
fn widen(half: u16) -> f32 {
    /// Half precision counts exponents from -15, single from -127.
    const SHIFT: f32 = f32::from_bits((127 + 127 - 15) << 23);
    let magnitude = f32::from_bits(u32::from(half & 0x7fff) << 13) * SHIFT;
    if half & 0x8000 == 0 {
        magnitude
    } else {
        -magnitude
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_precision_is_widened() {
        let halves = [0x0000, 0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555];
        let widened = [0.0, 1.0, -2.0, 65_504.0, 2f32.powi(-24), 0.333_251_95];
        assert_eq!(halves.map(widen), widened);
    }

    #[test]
    fn other_files_are_refused() {
        assert!(Weights(b"PNG and more").encoder().is_none());
        let bytes: &[u8] = include_bytes!("weights.bin");
        for end in [3, 19, 100_000, 3_000_000, bytes.len() - 1] {
            assert!(Weights(&bytes[..end]).encoder().is_none(), "{end}");
        }
    }
}
