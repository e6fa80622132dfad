//! A text in, a vector of 512 numbers out: texts that mean alike have vectors that point alike, in
//! whichever of sixteen languages they are written.
//!
//! The multilingual Universal Sentence Encoder v3 (convolutional) in plain Rust, with its weights
//! (see `NOTICE`). A text is split into pieces (`normalise`, `pieces`), each piece has a row of
//! numbers (`rows`), and the rows go through the network (`network`). Nothing here knows what the
//! vectors are used for.

mod network;
mod normalise;
mod pieces;
mod rows;
mod weights;

use network::Network;
use normalise::Normaliser;
use pieces::Pieces;
use rows::Rows;
use weights::Weights;

/// Numbers in the vector of a text.
pub const WIDTH: usize = 512;

/// The network reads no more pieces than this, some 350 words. Its time grows with them.
const MOST_PIECES: usize = 512;

/// Rows before those of the pieces, in the order of the file.
const UNKNOWN: usize = 0;
const BEGIN: usize = 1;
const END: usize = 2;
const SPECIAL: usize = 3;

/// What the encoder makes of a text. Both have length 1.
#[derive(Clone, Debug)]
pub struct Encoded {
    /// The vector proper: alike for texts that mean alike.
    pub vector: [f32; WIDTH],
    /// The sum of what was seen of each piece, from which the vector is made; it knows more of the
    /// wording.
    pub pooled: [f32; WIDTH],
}

/// All that is needed to encode texts. Make it once and share it.
#[derive(Debug)]
pub struct Encoder {
    normaliser: Normaliser,
    pieces: Pieces,
    rows: Rows,
    network: Network,
}

impl Encoder {
    /// With the weights that come with the program. Most are read where they are; some 14 MB, the
    /// network itself, are unpacked.
    #[expect(
        clippy::expect_used,
        reason = "the bytes are part of the program, and a test reads them"
    )]
    pub fn embedded() -> Encoder {
        Weights(include_bytes!("weights.bin"))
            .encoder()
            .expect("a test reads the same bytes")
    }

    /// Of a long text only the beginning counts, and the time it takes is limited whatever the text.
    pub fn encode(&self, text: &str) -> Encoded {
        self.network.encode(&self.rows, &self.rows_of(text))
    }

    /// The rows of the pieces of a text, between those of its begin and its end.
    fn rows_of(&self, text: &str) -> Vec<usize> {
        let mut found = self.pieces.split(&self.normaliser.normalise(text));
        found.truncate(MOST_PIECES);
        [vec![BEGIN], found, vec![END]].concat()
    }
}

#[cfg(test)]
mod tests;
