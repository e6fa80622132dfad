//! A real server on a real, private database, and a client to talk to it.

mod app;
mod make;
mod postgres;
mod process;
mod provider;
mod small_disk;
mod socket;

pub use app::{Backend, TestApp, new_database};
pub use make::{create, hold_tickets, ids};
pub use postgres::{Cluster, empty_database, unprivileged_user};
pub use process::Process;
pub use provider::{Act, FakeProvider, KEY, labels};
pub use small_disk::on_a_small_disk;
pub use socket::Socket;
