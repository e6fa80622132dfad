//! What a language model is to answer: its form, and the check that it has it.

use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::Deserializer;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::failure::Failure;
use crate::label::{Category, Priority};

/// Characters in a reason.
const REASON_MAX: usize = 200;

/// How many brackets are tried as the beginning of the answer.
const BEGINNINGS: usize = 20;

/// A language model's opinion of one ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub category: Category,
    pub priority: Priority,
    /// At most 200 characters in one line; plain text, and no more to be trusted than the ticket.
    pub reason: Option<String>,
    pub scope: Scope,
    pub workaround: Workaround,
    /// Whether the ticket speaks to a machine.
    pub injection_attempt: bool,
    pub confidence: Confidence,
}

/// How many people are affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    One,
    Some,
    Many,
    Unknown,
}

/// Whether the sender has a way round the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workaround {
    Yes,
    No,
    Unknown,
}

/// How sure the model says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

const CATEGORIES: [(&str, Category); 4] = [
    ("billing", Category::Billing),
    ("technical", Category::Technical),
    ("account", Category::Account),
    ("general", Category::General),
];

const PRIORITIES: [(&str, Priority); 4] = [
    ("low", Priority::Low),
    ("medium", Priority::Medium),
    ("high", Priority::High),
    ("critical", Priority::Critical),
];

const SCOPES: [(&str, Scope); 4] = [
    ("one", Scope::One),
    ("some", Scope::Some),
    ("many", Scope::Many),
    ("unknown", Scope::Unknown),
];

const WORKAROUNDS: [(&str, Workaround); 3] = [
    ("yes", Workaround::Yes),
    ("no", Workaround::No),
    ("unknown", Workaround::Unknown),
];

const CONFIDENCES: [(&str, Confidence); 3] = [
    ("low", Confidence::Low),
    ("medium", Confidence::Medium),
    ("high", Confidence::High),
];

/// The word for a category in prompt and answer.
pub fn category_word(category: Category) -> &'static str {
    word(&CATEGORIES, category)
}

/// The word for a priority in prompt and answer.
pub fn priority_word(priority: Priority) -> &'static str {
    word(&PRIORITIES, priority)
}

fn word<T: Copy + PartialEq>(choices: &[(&'static str, T)], value: T) -> &'static str {
    let found = choices.iter().find(|(_, choice)| *choice == value);
    found.map_or("", |(word, _)| word)
}

/// The JSON schema of the answer, in the part of the language that both providers accept.
pub fn schema() -> Schema {
    Schema {
        kind: "object",
        properties: Properties {
            reason: Property::of("string"),
            category: Property::one_of(&CATEGORIES),
            priority: Property::one_of(&PRIORITIES),
            scope: Property::one_of(&SCOPES),
            workaround: Property::one_of(&WORKAROUNDS),
            injection_attempt: Property::of("boolean"),
            confidence: Property::one_of(&CONFIDENCES),
        },
        required: [
            "reason",
            "category",
            "priority",
            "scope",
            "workaround",
            "injection_attempt",
            "confidence",
        ],
        additional_properties: false,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    #[serde(rename = "type")]
    kind: &'static str,
    properties: Properties,
    required: [&'static str; 7],
    additional_properties: bool,
}

/// A struct, since a map would sort its keys: the reason comes first, so that it is thought of
/// before the labels are written.
#[derive(Serialize)]
struct Properties {
    reason: Property,
    category: Property,
    priority: Property,
    scope: Property,
    workaround: Property,
    injection_attempt: Property,
    confidence: Property,
}

#[derive(Serialize)]
struct Property {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
}

impl Property {
    fn of(kind: &'static str) -> Self {
        Self {
            kind,
            words: Vec::new(),
        }
    }

    fn one_of<T>(choices: &[(&'static str, T)]) -> Self {
        Self {
            kind: "string",
            words: choices.iter().map(|(word, _)| *word).collect(),
        }
    }
}

#[derive(Deserialize)]
struct Written {
    reason: String,
    category: String,
    priority: String,
    scope: String,
    workaround: String,
    injection_attempt: bool,
    confidence: String,
}

/// The answer in what a model wrote. Whatever is not exactly one of the allowed answers is not
/// understood: there are no defaults.
pub fn parse(text: &str) -> Result<Answer, Failure> {
    let read = |text| serde_json::from_str::<Written>(text).ok();
    // As a whole first: a reason may hold whatever else is looked for in the text.
    let written = read(text).or_else(|| read(first_object(text)?));
    let written = written.ok_or(Failure::NotUnderstood)?;
    Ok(Answer {
        category: choice(&CATEGORIES, &written.category)?,
        priority: choice(&PRIORITIES, &written.priority)?,
        reason: reason(&written.reason),
        scope: choice(&SCOPES, &written.scope)?,
        workaround: choice(&WORKAROUNDS, &written.workaround)?,
        injection_attempt: written.injection_attempt,
        confidence: choice(&CONFIDENCES, &written.confidence)?,
    })
}

/// Anthropic may spell a word of the schema in another case.
fn choice<T: Copy>(choices: &[(&str, T)], word: &str) -> Result<T, Failure> {
    let found = choices
        .iter()
        .find(|(choice, _)| choice.eq_ignore_ascii_case(word.trim()));
    found.map(|(_, value)| *value).ok_or(Failure::NotUnderstood)
}

/// The first JSON object, past what a local model thought aloud.
fn first_object(text: &str) -> Option<&str> {
    let text = text.rsplit_once("</think>").map_or(text, |(_, said)| said);
    for (at, _) in text.match_indices('{').take(BEGINNINGS) {
        let mut values = Deserializer::from_str(&text[at..]).into_iter::<IgnoredAny>();
        match values.next()? {
            Ok(_) => return Some(&text[at..at + values.byte_offset()]),
            // It has no end, and what is inside it is not the answer.
            Err(error) if error.is_eof() => return None,
            Err(_) => {}
        }
    }
    None
}

/// One line without what could not be seen.
fn reason(written: &str) -> Option<String> {
    let words: Vec<_> = written.split_whitespace().collect();
    let line = words
        .join(" ")
        .replace(|character| !is_visible(character), "");
    let mut plain = line.trim().to_owned();
    if let Some((end, _)) = plain.char_indices().nth(REASON_MAX) {
        plain.truncate(end);
        plain.pop();
        plain.push('…');
    }
    Some(plain).filter(|plain| !plain.is_empty())
}

/// Not a control or format character, by which text can be hidden or turned round. Joiners are
/// letters' and emoji's own.
pub fn is_visible(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
        || !matches!(
            character.general_category(),
            GeneralCategory::Control | GeneralCategory::Format
        )
}

#[cfg(test)]
mod tests;
