//! Words of a text: where they stand, and folded to the form in which the model compares them.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A request is stated early and summed up late, so a long text is read at both ends.
const FIRST: usize = 400;
const LAST: usize = 100;

/// Longer runs of letters are cut into pieces of this many characters: scripts without spaces stay
/// readable, and one endless "word" costs no more than a page of short ones.
const LONGEST: usize = 40;

/// No more marks than this are read of a text.
const MARKS: usize = 500;

/// One word of a line.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    line: &'a str,
    range: Range<usize>,
    /// Lower case, compatibility forms resolved, every digit a `0`; may be empty.
    pub folded: String,
}

impl<'a> Word<'a> {
    /// The text from the start of this word to the end of `last`, as it stands; both are of one line.
    pub fn through(&self, last: &Word<'a>) -> &'a str {
        &self.line[self.range.start..last.range.end]
    }

    /// The line up to this word.
    pub fn before(&self) -> &'a str {
        &self.line[..self.range.start]
    }

    /// The line from the end of this word on.
    pub fn after(&self) -> &'a str {
        &self.line[self.range.end..]
    }

    /// Whether this is the line that the word stands on.
    pub fn stands_on(&self, line: &str) -> bool {
        std::ptr::eq(self.line, line)
    }

    /// Whether `later` stands on the same line with none of these marks between.
    pub fn goes_on_to(&self, later: &Word<'a>, marks: [char; 4]) -> bool {
        std::ptr::eq(self.line, later.line)
            && self
                .line
                .get(self.range.end..later.range.start)
                .is_some_and(|between| !between.contains(marks))
    }

    /// Whether the sentence, as far as it stands on this line, ends with a question mark.
    pub fn is_in_question(&self) -> bool {
        self.after()
            .find(['.', '!', '?', '？', '。'])
            .is_some_and(|at| self.after()[at..].starts_with(['?', '？']))
    }

    /// Whether `next` follows on the same line with at most one character between.
    pub fn touches(&self, next: &Word<'a>) -> bool {
        std::ptr::eq(self.line, next.line)
            && self
                .line
                .get(self.range.end..next.range.start)
                .is_some_and(|gap| gap.chars().nth(1).is_none())
    }
}

/// The words of the lines, as far as the model reads.
pub fn words<'a>(lines: &[&'a str]) -> Vec<Word<'a>> {
    let on_line = |line: &'a str| ranges(line).into_iter().map(move |range| (line, range));
    let mut all: Vec<_> = lines.iter().copied().flat_map(on_line).collect();
    let first = all.len().min(FIRST);
    let last = all.len().saturating_sub(LAST).max(first);
    all.drain(first..last);
    let word = |(line, range): (&'a str, Range<usize>)| {
        let folded = fold(&line[range.clone()]);
        Word {
            line,
            range,
            folded,
        }
    };
    all.into_iter().map(word).collect()
}

/// The lines without what stands from one word to another of the same line.
pub fn without<'a>(lines: &[&'a str], first: &Word<'a>, last: &Word<'a>) -> Vec<&'a str> {
    let mut rest = Vec::with_capacity(lines.len() + 1);
    for line in lines {
        if first.stands_on(line) {
            rest.extend([first.before(), last.after()]);
        } else {
            rest.push(line);
        }
    }
    rest
}

/// Punctuation, currency signs, emoji and whatever else is neither word nor space.
pub fn marks(lines: &[&str]) -> impl Iterator<Item = char> {
    let marks = lines.iter().flat_map(|line| line.chars());
    marks
        .filter(|&c| !is_word(c) && !c.is_whitespace())
        .take(MARKS)
        .nfkc()
}

/// Where the words of a line stand, in bytes.
fn ranges(line: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = None;
    let mut length = 0;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        let inside = is_word(c) || start.is_some() && is_apostrophe(&line[at..]);
        if let Some(from) = start
            && (!inside || length == LONGEST)
        {
            ranges.push(from..at);
            start = None;
        }
        if inside {
            length = if start.is_none() { 1 } else { length + 1 };
            start = start.or(Some(at));
        }
    }
    ranges
}

/// Whether the rest of a line begins with an apostrophe inside a word, as in "won't".
fn is_apostrophe(rest: &str) -> bool {
    rest.strip_prefix(['\'', '’'])
        .is_some_and(|rest| rest.starts_with(is_word))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn fold(word: &str) -> String {
    word.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|&c| is_word(c))
        .map(|c| if c.is_numeric() { '0' } else { c })
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> Vec<String> {
        words(&[line]).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(
            folded("Paid TWICE, 49€ on ﬁle"),
            ["paid", "twice", "00", "on", "file"]
        );
    }

    #[test]
    fn an_apostrophe_belongs_to_its_word() {
        assert_eq!(
            folded("It won't 'open' l’appli'"),
            ["it", "wont", "open", "lappli"]
        );
    }

    #[test]
    fn marks_stay_with_their_letters() {
        assert_eq!(
            folded("Zahlung fu\u{308}r पासवर्ड"),
            ["zahlung", "für", "पासवर्ड"]
        );
    }

    #[test]
    fn a_long_run_is_cut_into_pieces() {
        let lengths: Vec<usize> = folded(&"a".repeat(90)).iter().map(String::len).collect();
        assert_eq!(lengths, [40, 40, 10]);
    }

    #[test]
    fn a_long_text_is_read_at_both_ends() {
        let text: Vec<String> = (0..2_000)
            .map(|n| format!("w{}", "x".repeat(n % 7)))
            .collect();
        assert_eq!(words(&[&text.join(" ")]).len(), FIRST + LAST);
        assert_eq!(words(&[&text[..450].join(" ")]).len(), 450);
    }

    #[test]
    fn marks_are_read_whatever_their_width() {
        assert_eq!(marks(&["Paid 49€, why？", "!"]).collect::<String>(), "€,?!");
    }

    #[test]
    fn neighbours_are_quoted_as_they_stand() {
        let words = words(&["My card: charged-twice, please"]);
        assert!(words[2].touches(&words[3]));
        assert!(!words[1].touches(&words[2]));
        assert_eq!(words[2].through(&words[3]), "charged-twice");
    }
}
