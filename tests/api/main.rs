//! The API over HTTP, each case on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test stops at a surprise")]

mod support;

mod filter;
mod paging;
mod queries;
mod search;
mod stats;
mod ticket;
