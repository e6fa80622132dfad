//! What people's decisions teach the classifier: examples for language models, and embedded models that
//! are fitted to them.

mod corrected;
mod decided;
mod examples;
mod models;
mod retrain;
mod shipped;
pub mod stored;

pub use examples::Examples;
pub use models::Models;
pub use retrain::{Outcome, RetrainError, retrain};
pub use shipped::Shipped;
