//! What people's decisions teach: examples for language models.

mod corrected;
mod examples;

pub use examples::Examples;
