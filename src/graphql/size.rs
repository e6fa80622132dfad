//! How large a document is once its fragments stand in place of their spreads.
//!
//! The library's own checks write the fragments out, one spread after the other, and a kilobyte of
//! fragments that spread each other twice would keep a thread busy for hours. Here each fragment is
//! counted once.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

/// Selections within selections, through fragments too.
const DEEPEST: usize = 100;

/// Why a document is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    TooComplex,
    /// A fragment spreads itself.
    Circular(Name),
}

/// Whether all the operations of a document have at most `most` fields in all.
pub fn check(document: &ExecutableDocument, most: usize) -> Result<(), Refusal> {
    let mut sizes = Sizes {
        fragments: &document.fragments,
        known: HashMap::new(),
    };
    let mut fields = 0_usize;
    for (_, operation) in document.operations.iter() {
        fields = fields.saturating_add(sizes.of(&operation.node.selection_set.node, 0)?);
    }
    if fields > most {
        return Err(Refusal::TooComplex);
    }
    Ok(())
}

struct Sizes<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The fields of a fragment; `None` while it is being counted.
    known: HashMap<&'a Name, Option<usize>>,
}

impl<'a> Sizes<'a> {
    fn of(&mut self, selections: &'a SelectionSet, depth: usize) -> Result<usize, Refusal> {
        if depth > DEEPEST {
            return Err(Refusal::TooComplex);
        }
        let mut fields = 0_usize;
        for selection in &selections.items {
            let more = match &selection.node {
                Selection::Field(field) => self
                    .of(&field.node.selection_set.node, depth + 1)?
                    .saturating_add(1),
                Selection::InlineFragment(fragment) => {
                    self.of(&fragment.node.selection_set.node, depth + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.of_fragment(&spread.node.fragment_name.node, depth + 1)?
                }
            };
            fields = fields.saturating_add(more);
        }
        Ok(fields)
    }

    fn of_fragment(&mut self, name: &Name, depth: usize) -> Result<usize, Refusal> {
        // A spread of nothing is for the validation to refuse.
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(0);
        };
        match self.known.get(name) {
            Some(Some(fields)) => Ok(*fields),
            Some(None) => Err(Refusal::Circular(name.clone())),
            None => {
                self.known.insert(name, None);
                let fields = self.of(&fragment.node.selection_set.node, depth)?;
                self.known.insert(name, Some(fields));
                Ok(fields)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn checked(document: &str) -> Result<(), Refusal> {
        check(&parse_query(document).unwrap(), 1000)
    }

    /// Fragments of which each spreads the next one so many times.
    fn chain(links: usize, times: usize) -> String {
        let link = |link: usize| {
            let spreads = format!("...f{} ", link + 1).repeat(times);
            format!("fragment f{link} on Query {{ {spreads} }} ")
        };
        let links: String = (0..links).map(link).chain(["".to_owned()]).collect();
        format!("{{ ...f0 }} {links}")
    }

    #[test]
    fn every_field_counts_as_often_as_it_is_spread() {
        let fragment = "fragment f on Query { a b c }";
        assert_eq!(
            checked(&format!("{{ {} }} {fragment}", "...f ".repeat(333))),
            Ok(())
        );
        let more = format!("{{ {} }} {fragment}", "...f ".repeat(334));
        assert_eq!(checked(&more), Err(Refusal::TooComplex));
        let names = format!("{{ {} }}", "__typename ".repeat(1001));
        assert_eq!(checked(&names), Err(Refusal::TooComplex));
    }

    #[test]
    fn fragments_that_double_each_other_are_counted_in_no_time() {
        let doubling = chain(30, 2) + "fragment f30 on Query { a }";
        assert_eq!(checked(&doubling), Err(Refusal::TooComplex));
        let ten_over_nine = chain(9, 10) + "fragment f9 on Query { a }";
        assert_eq!(checked(&ten_over_nine), Err(Refusal::TooComplex));
    }

    #[test]
    fn circles_and_endless_chains_come_to_an_end() {
        let circle = chain(3, 2) + "fragment f3 on Query { ...f0 }";
        assert_eq!(checked(&circle), Err(Refusal::Circular(Name::new("f0"))));
        assert_eq!(checked(&chain(10_000, 1)), Err(Refusal::TooComplex));
    }
}
