//! How large a document is once its fragments stand in place of their spreads.
//!
//! The library's own checks write the fragments out, one spread after the other, and a kilobyte of
//! fragments that spread each other twice would keep a thread busy for hours. Here each fragment is
//! counted once.

use std::{collections::HashMap, convert::Infallible, rc::Rc};

use async_graphql::{
    Name, Positioned, Value, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet,
    },
};

/// Selections within selections, through fragments too.
const DEEPEST: usize = 100;
/// Fields in all, those of fragments as often as they are spread, and a list counting once. The
/// introspection query of graphql-js 16 has 230.
const MOST_FIELDS: usize = 1000;
/// Fields in all, those of a list as often as the list may have members.
const MOST_VALUES: usize = 10_000;
/// The lists of a length that is asked for.
const LISTS: [List; 3] = [
    List {
        field: "tickets",
        arguments: &["first", "last"],
        default: 20,
        longest: 100,
    },
    List {
        field: "createdPerDay",
        arguments: &["days"],
        default: 30,
        longest: 366,
    },
    List {
        field: "byWeek",
        arguments: &["weeks"],
        default: 12,
        longest: 53,
    },
];
/// Fields of an operation itself, each of which is a question or a change.
const MOST_ROOT_FIELDS: usize = 50;
/// How often one object may be asked for one field, under as many aliases.
const MOST_ALIASES: usize = 50;
/// Directives, as often as they are written.
const MOST_DIRECTIVES: usize = 100;

/// Why a document is refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    TooComplex,
    /// A fragment spreads itself.
    Circular(Name),
}

/// A list, the arguments that say how long it is, and what holds when none does.
struct List {
    field: &'static str,
    arguments: &'static [&'static str],
    default: usize,
    longest: usize,
}

/// How often each field is asked for, by its name.
pub type Fields = HashMap<Name, usize>;

/// The fields of each operation itself, by the operation's name.
pub fn check(
    document: &ExecutableDocument,
    variables: &Variables,
) -> Result<HashMap<Option<Name>, Fields>, Refusal> {
    let mut measure = Measure {
        variables,
        fragments: &document.fragments,
        known: HashMap::new(),
        directives: 0,
    };
    let (mut fields, mut values) = (0_usize, 0_usize);
    let mut roots = HashMap::new();
    for (name, operation) in document.operations.iter() {
        measure.count(&operation.node.directives)?;
        let size = measure.size(&operation.node.selection_set.node, 0)?;
        if size.fields.values().sum::<usize>() > MOST_ROOT_FIELDS {
            return Err(Refusal::TooComplex);
        }
        fields = fields.saturating_add(size.within);
        values = values.saturating_add(size.values);
        roots.insert(name.cloned(), size.fields);
    }
    if fields > MOST_FIELDS || values > MOST_VALUES {
        return Err(Refusal::TooComplex);
    }
    Ok(roots)
}

struct Measure<'a> {
    variables: &'a Variables,
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// The size of a fragment; `None` while it is being measured.
    known: HashMap<&'a Name, Option<Rc<Size>>>,
    directives: usize,
}

/// The size of a selection.
#[derive(Default)]
struct Size {
    /// Its fields and those within them.
    within: usize,
    /// The same, those of a list as often as it may have members.
    values: usize,
    /// Its own fields.
    fields: Fields,
}

impl Size {
    fn add(&mut self, other: &Self) {
        self.within = self.within.saturating_add(other.within);
        self.values = self.values.saturating_add(other.values);
        for (name, times) in &other.fields {
            let sum = self.fields.entry(name.clone()).or_default();
            *sum = sum.saturating_add(*times);
        }
    }
}

impl<'a> Measure<'a> {
    fn size(&mut self, selections: &'a SelectionSet, depth: usize) -> Result<Size, Refusal> {
        if depth > DEEPEST {
            return Err(Refusal::TooComplex);
        }
        let mut size = Size::default();
        for selection in &selections.items {
            self.count(selection.node.directives())?;
            match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    let inner = self.size(&field.selection_set.node, depth + 1)?;
                    let values = inner.values.saturating_mul(self.length(field));
                    size.within = size.within.saturating_add(inner.within).saturating_add(1);
                    size.values = size.values.saturating_add(values).saturating_add(1);
                    *size.fields.entry(field.name.node.clone()).or_default() += 1;
                }
                Selection::InlineFragment(fragment) => {
                    size.add(&self.size(&fragment.node.selection_set.node, depth + 1)?);
                }
                Selection::FragmentSpread(spread) => {
                    size.add(&*self.fragment(&spread.node.fragment_name.node, depth + 1)?);
                    // One counts also when it brings no field: the library follows it all the same.
                    size.within = size.within.saturating_add(1);
                }
            }
        }
        if size.fields.values().any(|times| *times > MOST_ALIASES) {
            return Err(Refusal::TooComplex);
        }
        Ok(size)
    }

    fn fragment(&mut self, name: &Name, depth: usize) -> Result<Rc<Size>, Refusal> {
        // A spread of nothing is for the validation to refuse.
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Rc::default());
        };
        match self.known.get(name) {
            Some(Some(size)) => Ok(Rc::clone(size)),
            Some(None) => Err(Refusal::Circular(name.clone())),
            None => {
                self.known.insert(name, None);
                self.count(&fragment.node.directives)?;
                let size = Rc::new(self.size(&fragment.node.selection_set.node, depth)?);
                self.known.insert(name, Some(Rc::clone(&size)));
                Ok(size)
            }
        }
    }

    /// How many members a field may have.
    fn length(&self, field: &Field) -> usize {
        let Some(list) = LISTS.iter().find(|list| field.name.node == list.field) else {
            return 1;
        };
        let arguments = list.arguments.iter();
        let Some(given) = arguments.filter_map(|name| field.get_argument(name)).next() else {
            return list.default;
        };
        let variable = |name: Name| {
            Ok::<_, Infallible>(self.variables.get(&name).cloned().unwrap_or_default())
        };
        let number = match given.node.clone().into_const_with(variable) {
            Ok(Value::Number(number)) => number.as_u64(),
            _ => None,
        };
        // A variable that is not given may have a default, and nothing is longer than the longest.
        number
            .and_then(|number| usize::try_from(number).ok())
            .map_or(list.longest, |number| number.clamp(1, list.longest))
    }

    fn count(&mut self, directives: &[Positioned<Directive>]) -> Result<(), Refusal> {
        self.directives += directives.len();
        if self.directives > MOST_DIRECTIVES {
            return Err(Refusal::TooComplex);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn checked(document: &str) -> Result<(), Refusal> {
        check(&parse_query(document).unwrap(), &Variables::default()).map(|_| ())
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

    /// Distinct fields of a name.
    fn fields(name: &str, number: usize) -> String {
        (0..number).map(|it| format!("{name}{it} ")).collect()
    }

    #[test]
    fn every_field_counts_as_often_as_it_is_spread() {
        // Each of the ten objects has itself, a spread and 98 fields.
        let ten = |more: &str| {
            let objects: String = (0..10).map(|it| format!("o{it} {{ ...f }} ")).collect();
            let fragment = format!("fragment f on Query {{ {} }}", fields("a", 98));
            checked(&format!("{{ {objects} {more} }} {fragment}"))
        };
        assert_eq!(ten(""), Ok(()));
        assert_eq!(ten("more"), Err(Refusal::TooComplex));
    }

    #[test]
    fn an_operation_has_a_few_fields_of_its_own() {
        assert_eq!(checked(&format!("{{ {} }}", fields("a", 50))), Ok(()));
        let more = format!("{{ {} ...f }} fragment f on Query {{ b }}", fields("a", 50));
        assert_eq!(checked(&more), Err(Refusal::TooComplex));
    }

    #[test]
    fn one_field_has_a_few_aliases() {
        let aliases = |times: usize| {
            let half: String = (0..times).map(|it| format!("b{it}: b ")).collect();
            checked(&format!(
                "{{ a {{ {half} ...f ... {{ b }} }} }} fragment f on A {{ c: b }}"
            ))
        };
        assert_eq!(aliases(48), Ok(()));
        assert_eq!(aliases(49), Err(Refusal::TooComplex));
    }

    #[test]
    fn the_fields_of_a_list_count_as_often_as_it_is_long() {
        let pages = |pages: usize, arguments: &str, variables: serde_json::Value| {
            let page = |it| format!("p{it}: tickets{arguments} {{ nodes {{ id title }} }} ");
            let pages: String = (0..pages).map(page).collect();
            let document = parse_query(format!("query($n: Int) {{ {pages} }}")).unwrap();
            check(&document, &Variables::from_json(variables)).map(|_| ())
        };
        // A hundred tickets of three fields each, and the list itself.
        let (none, five) = (json!({}), json!({ "n": 5 }));
        for long in ["(first: 100)", "(last: 100)", "(first: $n)"] {
            assert_eq!(pages(33, long, none.clone()), Ok(()), "{long}");
            let more = pages(34, long, none.clone());
            assert_eq!(more, Err(Refusal::TooComplex), "{long}");
        }
        for short in ["(first: $n)", "(first: 5)", "(first: 0)", ""] {
            assert_eq!(pages(50, short, five.clone()), Ok(()), "{short}");
        }
    }

    #[test]
    fn directives_count_wherever_they_stand() {
        let on_a_field = |times| format!("{{ a {} }}", "@x ".repeat(times));
        assert_eq!(checked(&on_a_field(100)), Ok(()));
        assert_eq!(checked(&on_a_field(101)), Err(Refusal::TooComplex));
        let everywhere = format!(
            "query {many} {{ ...f {many} ... {many} {{ a {many} }} }} fragment f on A {many} {{ b }}",
            many = "@x ".repeat(20)
        );
        assert_eq!(checked(&everywhere), Ok(()));
        let more = everywhere + "query B @x { a }";
        assert!(parse_query(&more).is_err() || checked(&more) == Err(Refusal::TooComplex));
    }

    #[test]
    fn the_fields_of_operations_are_told_through_fragments() {
        let document = "query A { a ...f b: c } query B { c } fragment f on Query { c { d } }";
        let roots = check(&parse_query(document).unwrap(), &Variables::default()).unwrap();
        let times = |operation| roots[&Some(Name::new(operation))]["c"];
        assert_eq!((times("A"), times("B")), (2, 1));
    }

    #[test]
    fn fragments_that_double_each_other_are_counted_in_no_time() {
        let doubling = chain(30, 2) + "fragment f30 on Query { a }";
        assert_eq!(checked(&doubling), Err(Refusal::TooComplex));
        let to_nowhere = chain(30, 2) + "fragment f30 on Query { ...missing }";
        assert_eq!(checked(&to_nowhere), Err(Refusal::TooComplex));
        let ten_over_nine = chain(9, 10) + "fragment f9 on Query { a }";
        assert_eq!(checked(&ten_over_nine), Err(Refusal::TooComplex));
    }

    #[test]
    fn circles_and_endless_chains_come_to_an_end() {
        let circle = chain(3, 2) + "fragment f3 on Query { ...f0 }";
        assert_eq!(checked(&circle), Err(Refusal::Circular(Name::new("f0"))));
        assert_eq!(checked(&chain(2_000, 1)), Err(Refusal::TooComplex));
    }
}
