//! A real server on a real, private database, and a client to talk to it.

mod app;
mod make;
mod postgres;
mod process;
mod provider;
mod socket;

pub use app::{Backend, TestApp, new_database};
pub use make::{create, ids};
pub use postgres::{Cluster, empty_database, unprivileged_user};
pub use process::Process;
pub use provider::{Act, FakeProvider, KEY, labels};
pub use socket::Socket;
