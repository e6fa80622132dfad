//! A statement in the making: its text with placeholders, and the values bound to them.
//!
//! For the few questions whose SQL is written by hand. Values from outside enter through
//! [`Sql::bind`] alone, never through the text.

use sea_orm::{DbBackend, Statement, Value};

#[derive(Default)]
pub struct Sql {
    values: Vec<Value>,
}

impl Sql {
    /// The placeholder that stands for `value`. Both databases understand `$1`.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub fn statement(self, backend: DbBackend, text: &str) -> Statement {
        Statement::from_sql_and_values(backend, text, self.values)
    }
}
