//! What the program brings along to fit a model anew: its own model, and the labelled tickets of the
//! corpus.

use std::path::Path;

use rust_embed::RustEmbed;

use crate::classifier::{
    eval::{Error, Labelled, parse},
    local::Model,
};

/// The corpus as it is: compressed it would have a third of its 1.8 MB, of the some 75 MB of the program.
#[derive(RustEmbed)]
#[folder = "corpus"]
struct Corpus;

pub struct Shipped {
    pub model: Model,
    /// What the model was fitted to.
    pub training: Vec<Labelled>,
    /// What it is judged on.
    pub development: Vec<Labelled>,
}

impl Shipped {
    /// # Errors
    /// A debug build reads the folder, which may have become unreadable.
    pub fn load() -> Result<Self, Error> {
        let mut training = Vec::new();
        for name in Corpus::iter().filter(|name| name.starts_with("train-")) {
            training.extend(tickets(&name)?);
        }
        Ok(Self {
            model: Model::embedded(),
            training,
            development: tickets("development.jsonl")?,
        })
    }
}

fn tickets(name: &str) -> Result<Vec<Labelled>, Error> {
    let file = Corpus::get(name).map(|file| file.data);
    parse(
        Path::new(name),
        &String::from_utf8_lossy(&file.unwrap_or_default()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_corpus_comes_along() {
        let shipped = Shipped::load().unwrap();
        assert!(shipped.training.len() > 3_000);
        assert!(shipped.development.len() > 400);
    }
}
