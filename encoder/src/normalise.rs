//! Brings a text to the form in which its pieces are looked up: compatibility forms resolved,
//! spaces made `▁`, none doubled, none at the end, one at the beginning.
//!
//! SentencePiece's normaliser: a double-array trie (as of darts-clone) of characters and their
//! replacements, read where it lies.

/// Of a text no more bytes than about this are normalised. A single `ﷺ` becomes 33 of them.
const LONGEST: usize = 8_192;

pub const SPACE: &[u8] = "▁".as_bytes();

#[derive(Debug)]
pub struct Normaliser {
    trie: &'static [[u8; 4]],
    replacements: &'static [u8],
}

impl Normaliser {
    /// `replacements` are strings that end with a zero; the values of the trie point into them.
    pub fn new(trie: &'static [[u8; 4]], replacements: &'static [u8]) -> Normaliser {
        Normaliser { trie, replacements }
    }

    /// Empty if there is nothing but spaces.
    pub fn normalise(&self, text: &str) -> Vec<u8> {
        let mut normal = SPACE.to_vec();
        let mut rest = text;
        let mut after_space = true;
        while !rest.is_empty() && normal.len() < LONGEST {
            let (mut replacement, length) = self.replacement(rest);
            rest = &rest[length..];
            while let ([b' ', after @ ..], true) = (replacement, after_space) {
                replacement = after;
            }
            for &byte in replacement {
                match byte {
                    b' ' => normal.extend(SPACE),
                    other => normal.push(other),
                }
                after_space = byte == b' ';
            }
        }
        while normal.ends_with(SPACE) {
            normal.truncate(normal.len() - SPACE.len());
        }
        normal
    }

    /// What replaces the longest known beginning of a text, or its first character, and how many
    /// bytes are replaced. The text is not empty.
    fn replacement<'a>(&self, text: &'a str) -> (&'a [u8], usize)
    where
        'static: 'a,
    {
        let mut longest = None;
        let mut node = offset(self.unit(0));
        for (length, byte) in (1..).zip(text.bytes()) {
            node ^= usize::from(byte);
            let unit = self.unit(node);
            if unit & 0x8000_00ff != u32::from(byte) {
                break;
            }
            node ^= offset(unit);
            if unit & 0x100 != 0 {
                longest = Some(((self.unit(node) & 0x7fff_ffff) as usize, length));
            }
        }
        let known = longest.filter(|&(_, length)| text.is_char_boundary(length));
        let known = known.and_then(|(value, length)| {
            let replacement = self
                .replacements
                .get(value..)?
                .split(|&byte| byte == 0)
                .next()?;
            Some((replacement, length))
        });
        known.unwrap_or_else(|| {
            let length = text.chars().next().map_or(0, char::len_utf8);
            (&text.as_bytes()[..length], length)
        })
    }

    /// No text leads out of a trie that is whole; out of a damaged one, to where nothing is known.
    fn unit(&self, node: usize) -> u32 {
        self.trie
            .get(node)
            .map_or(0x8000_0000, |unit| u32::from_le_bytes(*unit))
    }
}

fn offset(unit: u32) -> usize {
    ((unit >> 10) << ((unit & 0x200) >> 6)) as usize
}
