//! What is weighed of a meaning: its numbers, and what of them goes together.
//!
//! A linear score adds up what each number says. That a locked door is worse where patients wait is no
//! sum, so the meaning is reduced to the few directions in which texts differ most, and every two of
//! these are multiplied.

use regression::components::{self, Components, PRODUCTS};

use super::meaning::{Meaning, NUMBERS};

const _: () = assert!(components::NUMBERS == NUMBERS);

pub const READINGS: usize = NUMBERS + PRODUCTS;

/// How freely the numbers speak, and how freely the products, where 1 is how freely a family of
/// features does.
const OF_NUMBERS: f32 = 0.35;
const OF_PRODUCTS: f32 = 0.7;

pub fn readings(components: &Components, meaning: &Meaning) -> Vec<f32> {
    let numbers = meaning.iter().map(|number| OF_NUMBERS * number);
    let products = components.products(meaning);
    numbers
        .chain(products.iter().map(|product| OF_PRODUCTS * product))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_readings_as_promised() {
        let meaning = [0.1; NUMBERS];
        assert_eq!(
            readings(&Components::of(&[&meaning]), &meaning).len(),
            READINGS
        );
    }
}
