//! One form for what looks alike.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use crate::classifier::provider::answer::is_visible;

/// The text without what cannot be seen; with one kind of space and of hyphen, composed letters, and the
/// wide forms of ASCII as ASCII. Line breaks and tabs stay.
pub fn form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for character in text.nfc() {
        let character = match character {
            '\n' | '\t' => character,
            '\u{2028}' | '\u{2029}' => '\n',
            // Joiners and marks belong to the letters of other scripts; on ASCII they only disguise it.
            _ if form.ends_with(|last: char| last.is_ascii()) && is_mark(character) => continue,
            _ if !is_visible(character) => continue,
            '\u{ff01}'..='\u{ff5e}' => halfwidth(character),
            '\u{2212}' => '-',
            _ => match character.general_category() {
                GeneralCategory::SpaceSeparator => ' ',
                GeneralCategory::DashPunctuation => '-',
                _ => character,
            },
        };
        form.push(character);
    }
    form
}

fn is_mark(character: char) -> bool {
    // The joiners, and the fillers of Hangul.
    matches!(
        character,
        '\u{200c}' | '\u{200d}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
    ) || character.general_category_group() == GeneralCategoryGroup::Mark
}

/// ASCII's character for its wide form, which Chinese and Japanese keyboards write.
fn halfwidth(wide: char) -> char {
    char::from_u32(u32::from(wide) - 0xfee0).unwrap_or(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_alike() {
        assert_eq!(form("a\u{a0}b\u{202f}c\u{3000}d"), "a b c d");
        assert_eq!(form("1\u{2011}2\u{2013}3\u{2212}4"), "1-2-3-4");
        assert_eq!(form("ｊ＠ｘ．ｄｅ ４２"), "j@x.de 42");
        assert_eq!(form("u\u{308}"), "ü");
        assert_eq!(form("a\r\nb\tc\u{2028}d"), "a\nb\tc\nd");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(form("ab\u{e0041}\u{202e}c\u{0}\n\td\u{ad}"), "abc\n\td");
        assert_eq!(form("4\u{200d}2\u{fe0f}\u{20e3}4\u{34f}2"), "4242");
    }

    #[test]
    fn the_letters_of_other_scripts_keep_their_joiners_and_marks() {
        for text in ["می\u{200c}خواهم", "👩\u{200d}🔧", "हिन्दी"] {
            assert_eq!(form(text), text);
        }
    }
}
