//! The words of a text, folded, so that both databases find the same tickets.
//!
//! A word is a run of letters and digits, or an emoji or other symbol. Case, accents and width are
//! folded away; there is no stemming and there are no stop words.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// Characters of a word that count. A search has no more, and no index wants longer keys.
const LONGEST: usize = 200;

/// The distinct words of `texts` in order, parted by spaces: what the index is made from.
pub fn indexed<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let words: BTreeSet<_> = texts.into_iter().flat_map(words).collect();
    words.into_iter().collect::<Vec<_>>().join(" ")
}

/// Whether one of `indexed` begins with `word`.
pub fn begin(indexed: &str, word: &str) -> bool {
    indexed.split(' ').any(|it| it.starts_with(word))
}

/// The distinct words of a search.
pub fn searched(text: &str) -> BTreeSet<String> {
    words(text).into_iter().collect()
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut run = String::new();
    for grapheme in fold(text).graphemes(true) {
        let mut kept = grapheme.chars().filter(|&c| belongs_to_a_word(c));
        match grapheme.chars().next() {
            Some(first) if is_symbol(first) => {
                words.push(std::mem::take(&mut run));
                words.push(kept.collect());
            }
            Some(first) if belongs_to_a_word(first) => run.extend(&mut kept),
            _ => words.push(std::mem::take(&mut run)),
        }
    }
    words.push(run);
    words.retain(|word| !word.is_empty());
    for word in &mut words {
        if let Some((end, _)) = word.char_indices().nth(LONGEST) {
            word.truncate(end);
        }
    }
    words
}

/// Lower case, without accents, and with one form for characters that differ in looks alone.
fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|&character| !is_accent(character))
        .flat_map(char::to_lowercase)
        // Lower case can bring an accent back: İ becomes i with a dot above.
        .filter(|&character| !is_accent(character))
        .flat_map(fold_letter)
        .nfc()
        .collect()
}

/// Letters that a reader takes for another one with an accent, but that Unicode does not take
/// apart.
fn fold_letter(letter: char) -> impl Iterator<Item = char> {
    let (first, second) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ŧ' => ('t', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        _ => (letter, None),
    };
    std::iter::once(first).chain(second)
}

/// Marks that stand above or below a letter of another meaning-bearing script, Latin, Greek,
/// Cyrillic, Hebrew and Arabic. The vowel signs of Indic scripts and the voicing marks of kana are
/// no accents: without them it is another word.
fn is_accent(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20dc}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}'
        | '\u{64b}'..='\u{65f}' | '\u{670}')
}

fn belongs_to_a_word(character: char) -> bool {
    character.is_alphanumeric()
        || is_combining_mark(character) && !is_invisible(character)
        || is_symbol(character)
}

/// Signs that only choose how the character before them is drawn.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{20dd}'..='\u{20ff}')
}

/// ☎, ©, 👍, and the skin tones, which follow an emoji.
fn is_symbol(character: char) -> bool {
    character.general_category() == GeneralCategory::OtherSymbol
        || matches!(character, '\u{1f3fb}'..='\u{1f3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        indexed([text])
    }

    #[test]
    fn case_accents_and_width_are_folded_away() {
        assert_eq!(words("Crème BRÛLÉE"), "brulee creme");
        assert_eq!(
            words("Straße Łódź İstanbul Ærø"),
            "aero istanbul lodz strasse"
        );
        assert_eq!(words("Ｆｕｌｌ ﬁle"), "file full");
        assert_eq!(words("ΟΔΟΣ οδος"), "οδοσ");
        assert_eq!(words("Ёлка"), "елка");
    }

    #[test]
    fn everything_but_letters_digits_and_symbols_parts_words() {
        assert_eq!(words("a-b_c.d@e/f"), "a b c d e f");
        assert_eq!(words("100% \"OR\" (NEAR*) 'x'"), "100 near or x");
        assert_eq!(words("!?% $ € + ~ ^"), "");
    }

    #[test]
    fn emoji_are_words_also_within_a_run_of_letters() {
        assert_eq!(words("fire 🔥"), "fire 🔥");
        assert_eq!(words("🔥urgent great👍work"), "great urgent work 👍 🔥");
        assert_eq!(words("❤️ 1️⃣"), "1 ❤");
        assert_eq!(words("👍🏽"), "👍🏽");
    }

    #[test]
    fn letters_that_need_their_marks_keep_them() {
        assert_eq!(words("हिन्दी"), "हिन्दी");
        assert_eq!(words("がっこう"), "がっこう");
        assert_eq!(words("한국어"), "한국어");
    }

    #[test]
    fn a_word_has_no_end_of_characters_but_two_hundred_count() {
        assert_eq!(words(&"x".repeat(20_000)).len(), 200);
        assert_eq!(words(&"👍".repeat(20_000)).chars().count(), 1);
    }
}
