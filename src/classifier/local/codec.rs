//! The file in which a model is kept: numbers in little-endian order, without gaps.
//!
//! | bytes | what |
//! |---|---|
//! | 4 + 2 | `FDTM`, version of this layout |
//! | 4 + 2 | number of buckets, number of cells |
//! | 4 + 4 | texts the model was trained on, rows of weights |
//! | 4 + 4 + 4 | temperature of the category, of the priority; unit of the weights |
//! | 1 + n | length of the name, name in UTF-8 |
//! | buckets / 8 | for each bucket a bit: has it a row? |
//! | 2 · rows | for each row the number of texts with the feature |
//! | cells · rows | for each row and cell the weight, signed |
//! | 4 · components · 1024 | for each number of a meaning its share in each component |
//! | 4 · components | where the middle of all meanings lies |
//! | 4 · cells · readings | for each reading of a meaning and each cell the weight |

use regression::components::{COMPONENTS, Components};

use super::Model;
use super::cells::CELLS;
use super::features::BUCKETS;
use super::meaning::NUMBERS;
use super::readings::READINGS;
use super::temperature::Temperature;
use super::vocabulary::{BLOCKS, Vocabulary};

const MAGIC: [u8; 4] = *b"FDTM";
const VERSION: u16 = 3;

/// Why bytes are not a model that can be used here.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("not a model file")]
    Magic,
    #[error("a model file of version {0}, but version {VERSION} is needed; train it anew")]
    Version(u16),
    #[error("a model for {buckets} buckets and {cells} cells; train it anew")]
    Dimensions { buckets: u32, cells: u16 },
    #[error("the model file is damaged or cut short")]
    Damaged,
}

impl Model {
    pub fn encode(&self) -> Vec<u8> {
        let vocabulary = &self.vocabulary;
        let mut bytes = Vec::new();
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((BUCKETS as u32).to_le_bytes());
        bytes.extend((CELLS as u16).to_le_bytes());
        bytes.extend(vocabulary.texts().to_le_bytes());
        bytes.extend((vocabulary.rows() as u32).to_le_bytes());
        bytes.extend(self.category.0.to_le_bytes());
        bytes.extend(self.priority.0.to_le_bytes());
        bytes.extend(self.unit.to_le_bytes());
        bytes.push(self.name.len() as u8);
        bytes.extend(self.name.bytes());
        bytes.extend(
            vocabulary
                .bits()
                .iter()
                .flat_map(|block| block.to_le_bytes()),
        );
        bytes.extend(
            vocabulary
                .frequencies()
                .iter()
                .flat_map(|count| count.to_le_bytes()),
        );
        bytes.extend(
            self.weights
                .as_flattened()
                .iter()
                .flat_map(|weight| weight.to_le_bytes()),
        );
        let numbers = [
            self.components.axes.as_flattened(),
            &self.components.middle,
            self.of_meaning.as_flattened(),
        ];
        bytes.extend(
            numbers
                .into_iter()
                .flatten()
                .flat_map(|number| number.to_le_bytes()),
        );
        bytes
    }

    pub fn decode(bytes: &[u8]) -> Result<Model, Error> {
        let mut file = File(bytes);
        if file.array() != Ok(MAGIC) {
            return Err(Error::Magic);
        }
        let version = u16::from_le_bytes(file.array()?);
        if version != VERSION {
            return Err(Error::Version(version));
        }
        let buckets = u32::from_le_bytes(file.array()?);
        let cells = u16::from_le_bytes(file.array()?);
        if (buckets as usize, usize::from(cells)) != (BUCKETS, CELLS) {
            return Err(Error::Dimensions { buckets, cells });
        }
        let texts = u32::from_le_bytes(file.array()?);
        let rows = u32::from_le_bytes(file.array()?) as usize;
        let category = Temperature(file.positive()?);
        let priority = Temperature(file.positive()?);
        let unit = file.positive()?;
        let [length] = file.array()?;
        let name = std::str::from_utf8(file.take(length.into())?).map_err(|_| Error::Damaged)?;
        let bits = file
            .arrays(BLOCKS)?
            .map(u64::from_le_bytes)
            .collect::<Vec<_>>();
        let frequencies = file.arrays(rows)?.map(u16::from_le_bytes).collect();
        let weights = file
            .arrays(rows)?
            .map(|row| row.map(u8::cast_signed))
            .collect();
        let axes = file.rows(NUMBERS)?;
        let middle = file.rows::<COMPONENTS>(1)?[0];
        let of_meaning = file.rows(READINGS)?;
        let known: u32 = bits.iter().map(|block| block.count_ones()).sum();
        if !file.0.is_empty() || known as usize != rows {
            return Err(Error::Damaged);
        }
        Ok(Model {
            name: name.to_owned(),
            vocabulary: Vocabulary::new(bits, frequencies, texts),
            weights,
            unit,
            components: Components { axes, middle },
            of_meaning,
            category,
            priority,
        })
    }
}

/// What is still to be read.
struct File<'a>(&'a [u8]);

impl<'a> File<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Error::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (array, rest) = self.0.split_first_chunk().ok_or(Error::Damaged)?;
        self.0 = rest;
        Ok(*array)
    }

    fn arrays<const N: usize>(
        &mut self,
        number: usize,
    ) -> Result<impl Iterator<Item = [u8; N]> + use<'a, N>, Error> {
        let length = number.checked_mul(N).ok_or(Error::Damaged)?;
        Ok(self.take(length)?.as_chunks().0.iter().copied())
    }

    fn rows<const N: usize>(&mut self, number: usize) -> Result<Vec<[f32; N]>, Error> {
        let numbers = number.checked_mul(N).ok_or(Error::Damaged)?;
        let numbers: Vec<f32> = self.arrays(numbers)?.map(f32::from_le_bytes).collect();
        Ok(numbers.as_chunks().0.to_vec())
    }

    fn positive(&mut self) -> Result<f32, Error> {
        let number = f32::from_le_bytes(self.array()?);
        if number.is_finite() && number > 0.0 {
            Ok(number)
        } else {
            Err(Error::Damaged)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> Model {
        let mut bits = vec![0; BLOCKS];
        (bits[0], bits[BLOCKS - 1]) = (0b101, 1 << 63);
        let vocabulary = Vocabulary::new(bits, vec![2, 30, 400], 1_000);
        Model::new(
            "any".into(),
            vocabulary,
            &[[0.5; CELLS], [-2.0; CELLS], [1.0; CELLS]],
            Components {
                axes: vec![[0.125; COMPONENTS]; NUMBERS],
                middle: [0.5; COMPONENTS],
            },
            vec![[0.25; CELLS]; READINGS],
        )
    }

    #[test]
    fn a_model_survives_its_file() {
        assert_eq!(Model::decode(&model().encode()), Ok(model()));
    }

    #[test]
    fn a_file_cut_short_anywhere_is_refused() {
        let bytes = model().encode();
        let ends = (0..60)
            .chain((60..bytes.len()).step_by(997))
            .chain([bytes.len() - 1]);
        for end in ends {
            assert!(Model::decode(&bytes[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(Model::decode(b"PNG and more"), Err(Error::Magic));
        let mut bytes = model().encode();
        bytes.push(0);
        assert_eq!(Model::decode(&bytes), Err(Error::Damaged));
        bytes[4] = 9;
        assert_eq!(Model::decode(&bytes), Err(Error::Version(9)));
    }
}
