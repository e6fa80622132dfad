//! Frontdesk: support tickets that sort themselves.
//!
//! Imports go one way: `http → graphql → {ticket, classification, learning, event, stats} → context →
//! app → {database, classifier} → {config, error, label, sql, text, time, tls}`. Inside a feature an entry point
//! (`query`, `mutation`) calls one action, an action takes no GraphQL context, and an `entity`
//! knows neither GraphQL objects nor HTTP. `classifier` knows no ticket and no table, and
//! `migration` nothing of this crate.

pub mod config;
pub mod error;
pub mod label;
pub mod sql;
pub mod text;
pub mod time;
pub mod tls;

pub mod classifier;
pub mod database;

mod app;
mod context;

pub mod classification;
pub mod event;
pub mod learning;
pub mod stats;
pub mod ticket;

pub mod graphql;
pub mod http;
pub mod telemetry;

pub use app::App;
