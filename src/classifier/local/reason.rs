//! Says in one sentence which words decided, quoted as they stand in the text.

use std::collections::HashMap;
use std::ops::Range;

use super::Model;
use super::cells::{CELLS, labels};
use super::circumstance::Circumstance;
use super::vocabulary::Share;
use super::words::Word;
use crate::label::{Category, Priority};

/// A word is named if it raises the odds of the label by this much (as a logarithm, and discounted
/// if the word is common) …
const CLEARLY: f32 = 0.1;

/// … and by this share of what the strongest word does.
const COMPARABLY: f32 = 0.5;

/// So many phrases at most are named for a label, each cut to so many characters.
const PHRASES: usize = 2;
const LONGEST: usize = 30;

/// Why the model prefers this category and this priority; at most some 200 characters of plain text.
pub fn reason(
    model: &Model,
    words: &[Word<'_>],
    shares: &[Share],
    cells: &[f64; CELLS],
    (category, priority): (Category, Priority),
    circumstance: Option<(Circumstance, Range<usize>)>,
) -> String {
    let of_category = odds(cells, |cell| labels(cell).0 == category);
    let of_priority = odds(cells, |cell| labels(cell).1 == priority);
    let [for_category, mut for_priority] = [of_category, of_priority]
        .map(|odds| deciding(words, &contributions(model, words.len(), shares, &odds)));
    let [category, priority] = [category.name(), priority.name()].map(str::to_lowercase);
    let Some((circumstance, phrase)) = circumstance else {
        if for_category.is_empty() && for_priority.is_empty() {
            return format!(
                "No single word decided; the text as a whole reads like {category}, {priority}."
            );
        }
        let category = because(&category, &for_category);
        let priority = because(&priority, &for_priority);
        return capitalised(&format!("{category}; {priority}."));
    };
    let phrase = plain(words[phrase.start].through(&words[phrase.end - 1]));
    for_priority.retain(|other| !overlap(other, &phrase));
    for_priority.truncate(1);
    let category = because(&category, &for_category);
    let priority = match for_priority.as_slice() {
        [] => format!("{priority}, as"),
        named => format!("{}, and", because(&priority, named)),
    };
    let told = match circumstance {
        Circumstance::Scope => "several are affected",
        Circumstance::Workaround => "there is a way round",
    };
    capitalised(&format!("{category}; {priority} {told}: \"{phrase}\"."))
}

/// How much the logarithm of a label's odds grows with the score of each cell: its own cells against
/// the others, on either side each by how likely it is there.
fn odds(cells: &[f64; CELLS], own: impl Fn(usize) -> bool) -> [f32; CELLS] {
    let yes: f64 = (0..CELLS)
        .filter(|&cell| own(cell))
        .map(|cell| cells[cell])
        .sum();
    let no = (1.0 - yes).max(f64::EPSILON);
    std::array::from_fn(|cell| {
        let share = if own(cell) {
            cells[cell] / yes
        } else {
            -cells[cell] / no
        };
        share as f32
    })
}

/// What each word adds to the odds with its letters and its half of each pair. Common features are
/// discounted: "the" may tip a scale, but tells an agent nothing.
fn contributions(model: &Model, words: usize, shares: &[Share], odds: &[f32; CELLS]) -> Vec<f32> {
    let mut contributions = vec![0.0; words];
    for share in shares {
        let weights = model.weights[share.row];
        let towards: f32 = weights
            .iter()
            .zip(odds)
            .map(|(&w, odds)| f32::from(w) * odds)
            .sum();
        let telling = model.vocabulary.specificity(share.row).powi(2);
        let each = towards * model.unit * share.value * telling / share.words.len().max(1) as f32;
        contributions[share.words.clone()]
            .iter_mut()
            .for_each(|word| *word += each);
    }
    contributions
}

/// The strongest phrases, strongest first. A word counts with all its occurrences, a single letter
/// never; neighbours that both decide are one phrase.
fn deciding(words: &[Word<'_>], contributions: &[f32]) -> Vec<String> {
    let mut totals: HashMap<&str, f32> = HashMap::new();
    for (word, contribution) in words.iter().zip(contributions) {
        *totals.entry(&word.folded).or_default() += contribution;
    }
    let strength = |word: &Word<'_>| {
        totals
            .get(word.folded.as_str())
            .copied()
            .unwrap_or_default()
    };
    let best = words.iter().map(strength).fold(0.0, f32::max);
    let enough = CLEARLY.max(COMPARABLY * best);
    let decides = |word: &Word<'_>| strength(word) >= enough && word.folded.chars().count() > 1;
    let mut phrases: Vec<(f32, String)> = words
        .chunk_by(|word, next| decides(word) && decides(next) && word.touches(next))
        .filter(|phrase| phrase.iter().all(decides))
        .filter_map(|phrase| {
            let quoted = plain(phrase.first()?.through(phrase.last()?));
            Some((phrase.iter().map(strength).sum(), quoted))
        })
        .collect();
    phrases.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut named: Vec<String> = Vec::new();
    for (_, phrase) in phrases {
        if named.len() < PHRASES && !named.iter().any(|other| overlap(other, &phrase)) {
            named.push(phrase);
        }
    }
    named
}

fn overlap(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.contains(&other) || other.contains(&one)
}

/// Text of a ticket as it can be shown on one line, between quotation marks.
fn plain(text: &str) -> String {
    let shown = text
        .chars()
        .filter(|&c| !c.is_control() && !is_invisible(c));
    let mut plain: Vec<char> = shown.map(|c| if c == '"' { '\'' } else { c }).collect();
    if plain.len() > LONGEST {
        plain.truncate(LONGEST - 1);
        plain.push('…');
    }
    plain.into_iter().collect()
}

/// Characters that join, part or turn round the text about them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn because(label: &str, phrases: &[String]) -> String {
    let quoted: Vec<String> = phrases
        .iter()
        .map(|phrase| format!("\"{phrase}\""))
        .collect();
    match quoted.as_slice() {
        [] => format!("{label} from the text as a whole"),
        quoted => format!("{label} for {}", quoted.join(" and ")),
    }
}

fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(rest)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn neighbours_that_decide_are_one_phrase() {
        let words = words(&["My card was charged twice, twice!"]);
        let named = deciding(&words, &[0.0, 0.4, 0.0, 0.5, 0.25, 0.25]);
        assert_eq!(named, ["charged twice", "card"]);
    }

    #[test]
    fn weak_words_are_not_named() {
        assert!(deciding(&words(&["my card"]), &[0.05, 0.04]).is_empty());
        assert_eq!(deciding(&words(&["my card"]), &[0.2, 1.0]), ["card"]);
    }

    #[test]
    fn quoted_text_is_plain_and_short() {
        assert_eq!(plain("a\u{202e}b\u{7}\"c"), "ab'c");
        assert_eq!(plain(&"x".repeat(99)).chars().count(), LONGEST);
    }

    #[test]
    fn a_label_without_deciding_words_says_so() {
        assert_eq!(because("low", &[]), "low from the text as a whole");
        assert_eq!(
            because("low", &["how".into(), "wish".into()]),
            "low for \"how\" and \"wish\""
        );
        assert_eq!(capitalised("billing; low."), "Billing; low.");
    }

    #[test]
    fn odds_weigh_a_label_against_the_others() {
        let mut cells = [0.0; CELLS];
        (cells[0], cells[4], cells[8]) = (0.5, 0.375, 0.125);
        let odds = odds(&cells, |cell| cell / 4 == 0);
        assert_eq!((odds[0], odds[4], odds[8]), (1.0, -0.75, -0.25));
    }
}
