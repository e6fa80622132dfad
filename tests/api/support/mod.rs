//! A real server on a real, private database, and a client to talk to it.

mod app;
mod make;
mod postgres;
mod socket;

pub use app::{Backend, TestApp};
pub use make::{create, ids};
pub use postgres::{Cluster, empty_database};
pub use socket::Socket;
