//! Labelled texts, one JSON object a line.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::classifier::Text;
use crate::label::{Category, Priority};

/// A text with the labels a person gave it.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    /// What the text is about. Texts on one scenario resemble each other, so they are never split
    /// between training and judging. Empty where it is only judged.
    #[serde(default)]
    pub scenario: String,
    /// ISO 639 code, as in `en`; empty when it is not known.
    #[serde(default)]
    pub language: String,
    pub category: Category,
    pub priority: Priority,
    #[serde(default)]
    pub title: String,
    pub description: String,
}

impl Labelled {
    pub fn text(&self) -> Text<'_> {
        Text {
            title: &self.title,
            description: &self.description,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot read {}", .path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("{}, line {line}: {source}", .path.display())]
    Malformed {
        path: PathBuf,
        line: usize,
        source: serde_json::Error,
    },
}

/// Reads a JSONL file of labelled texts; blank lines are passed over.
pub fn read(path: impl AsRef<Path>) -> Result<Vec<Labelled>, Error> {
    let path = path.as_ref();
    let content = std::fs::read_to_string(path).map_err(|source| Error::Unreadable {
        path: path.into(),
        source,
    })?;
    parse(path, &content)
}

/// Reads the content of such a file.
pub fn parse(path: &Path, content: &str) -> Result<Vec<Labelled>, Error> {
    content
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| Error::Malformed {
                path: path.into(),
                line: number + 1,
                source,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(name: &str, content: &str) -> Result<Vec<Labelled>, Error> {
        let path = std::env::temp_dir().join(format!("{name}-{}.jsonl", std::process::id()));
        std::fs::write(&path, content).unwrap();
        let labelled = read(&path);
        std::fs::remove_file(&path).unwrap();
        labelled
    }

    #[test]
    fn a_line_is_a_labelled_text() {
        let line = r#"{"scenario":"double-debit","language":"en","category":"BILLING","priority":"HIGH","title":"Charged twice","description":"Two debits."}"#;
        let labelled = read_text("read", &format!("{line}\n\n")).unwrap();
        assert_eq!(labelled.len(), 1);
        assert_eq!(labelled[0].category, Category::Billing);
        assert_eq!(labelled[0].priority, Priority::High);
        assert_eq!(labelled[0].text().title, "Charged twice");
    }

    #[test]
    fn labels_and_a_description_are_enough() {
        let line = r#"{"category":"BILLING","priority":"HIGH","description":"Two debits."}"#;
        let labelled = read_text("short", line).unwrap();
        assert_eq!((&*labelled[0].scenario, &*labelled[0].language), ("", ""));
    }

    #[test]
    fn an_unknown_label_is_an_error_that_names_the_line() {
        let error = read_text(
            "unknown",
            "\n{\"scenario\":\"a\",\"language\":\"en\",\"category\":\"SALES\"}",
        );
        assert!(
            error
                .unwrap_err()
                .to_string()
                .contains("line 2: unknown variant `SALES`")
        );
    }
}
