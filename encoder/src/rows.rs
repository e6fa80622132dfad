//! The row of numbers for each piece, unpacked when it is asked for.
//!
//! Each number is one of 64 levels on one of 17 scales, written in a Huffman code of its scale. A
//! row is a byte that names its scale, and the code.

use crate::WIDTH;

pub const SCALES: usize = 17;
pub const LEVELS: usize = 64;

/// Bits of the longest code.
const LONGEST: u32 = 12;

#[derive(Debug)]
pub struct Rows {
    scales: Vec<Scale>,
    /// Where each row begins, and at last where the code ends.
    starts: Vec<u32>,
    code: &'static [u8],
}

#[derive(Debug)]
pub struct Scale {
    /// For each possible next twelve bits, the number that they begin with and its length in bits.
    numbers: Vec<(f32, u8)>,
}

impl Scale {
    /// None unless the lengths are those of a code in which every sequence of bits means something.
    pub fn new(lowest: f32, step: f32, lengths: [u8; LEVELS]) -> Option<Scale> {
        let mut levels: Vec<usize> = (0..LEVELS).collect();
        levels.sort_by_key(|&level| lengths[level]);
        let mut numbers = Vec::with_capacity(1 << LONGEST);
        for level in levels {
            let length = lengths[level];
            let spare = LONGEST.checked_sub(length.into())?;
            let number = (level as f32).mul_add(step, lowest);
            numbers.extend(std::iter::repeat_n((number, length), 1 << spare));
        }
        (numbers.len() == 1 << LONGEST).then_some(Scale { numbers })
    }
}

impl Rows {
    /// None if the lengths do not add up to the code.
    pub fn new(
        scales: Vec<Scale>,
        lengths: impl Iterator<Item = u16>,
        code: &'static [u8],
    ) -> Option<Rows> {
        let ends = lengths.scan(0, |end, length| {
            *end += u32::from(length);
            Some(*end)
        });
        let starts: Vec<u32> = std::iter::once(0).chain(ends).collect();
        (*starts.last()? as usize == code.len()).then_some(Rows {
            scales,
            starts,
            code,
        })
    }

    /// Writes the numbers of a row, of which there are [`WIDTH`].
    pub fn unpack(&self, row: usize, numbers: &mut [f32]) {
        let code = self
            .code
            .get(self.starts[row] as usize..)
            .unwrap_or_default();
        let Some((&scale, code)) = code.split_first() else {
            return;
        };
        let scale = &self.scales[usize::from(scale) % SCALES].numbers;
        let mut bytes = code.iter();
        // The next bits of the code, the first of them uppermost, and how many there are.
        let (mut bits, mut known) = (0u64, 0u32);
        for number in &mut numbers[..WIDTH] {
            while known < LONGEST {
                let byte = bytes.next().copied().unwrap_or_default();
                known += u8::BITS;
                bits |= u64::from(byte) << (u64::BITS - known);
            }
            let (next, length) = scale[(bits >> (u64::BITS - LONGEST)) as usize];
            *number = next;
            bits <<= length;
            known -= u32::from(length);
        }
    }
}
