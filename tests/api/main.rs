//! The API over HTTP, each case on SQLite and on PostgreSQL.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at a surprise"
)]

mod support;

mod abuse;
mod backfill;
mod classifier;
mod corpus;
mod counters;
mod crash;
mod disk;
mod errors;
mod faults;
mod filter;
mod http;
mod live;
mod llm;
mod migration;
mod outage;
mod paging;
mod property;
mod provider;
mod queries;
mod retrain;
mod schema;
mod score;
mod search;
mod slowness;
mod stats;
mod stop;
mod ticket;
mod websocket;
mod withdraw;
