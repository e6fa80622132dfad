//! How fast the real server answers every kind of question, at several numbers of tickets, on both
//! databases. Nothing is judged here: tables are printed.
//!
//! What is filled in and asked is the same in every run; only the times differ. `TMPDIR` says on
//! which disk the databases lie.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark stops at a surprise"
)]

mod fill;
mod measure;
#[path = "../../tests/api/support/postgres.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod postgres;
mod process;
mod questions;
mod report;
mod server;
mod store;
mod text;

use std::time::Duration;

use clap::Parser;

use measure::{Site, measure};
use report::thousands;
use server::Server;
use store::{Kind, Store};
use text::Language;

/// Starts of the server of which the median is told.
const STARTS: usize = 9;

/// Measure the server over HTTP.
#[derive(Parser)]
struct Arguments {
    /// On which databases
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    database: Vec<Kind>,
    /// At which numbers of tickets
    #[arg(long, value_delimiter = ',', default_value = "10000,1000000")]
    tickets: Vec<u64>,
    /// Only the questions whose name has this in it
    #[arg(long, default_value = "")]
    question: String,
    /// What cargo adds
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments = Arguments::parse();
    // Filled databases are large: what is broken off takes them along.
    tokio::select! {
        () = run(&arguments) => {}
        _ = tokio::signal::ctrl_c() => eprintln!("broken off"),
    }
}

async fn run(arguments: &Arguments) {
    let language = Language::new();
    for kind in &arguments.database {
        let mut sites = Vec::new();
        let mut rows = Vec::new();
        for tickets in &arguments.tickets {
            let store = Store::new(*kind, &language, *tickets).await;
            let start = median_start(&store).await;
            rows.push((store.mebibytes, start));
            let server = Server::start(&store.url()).await;
            let questions = questions::questions(&server, &language, *tickets).await;
            sites.push(Site {
                tickets: *tickets,
                server,
                store,
                questions,
            });
        }
        let mut measured = Vec::new();
        for place in 0..sites[0].questions.len() {
            let name = &sites[0].questions[place].name;
            if name.contains(&arguments.question) {
                eprintln!("Asking {kind:?}: {name}");
                measured.push((name.clone(), measure(&sites, place).await));
            }
        }
        println!(
            "## {kind:?}\n\n{}\n",
            report::figures(&arguments.tickets, &measured)
        );
        let head = [
            "tickets",
            "database MiB",
            "start to ready ms",
            "peak memory MiB",
        ];
        let rows = sites.iter().zip(rows).map(|(site, (mebibytes, start))| {
            vec![
                thousands(site.tickets),
                mebibytes.to_string(),
                start.as_millis().to_string(),
                site.server.peak_memory().to_string(),
            ]
        });
        println!("{}\n", report::table(&head, rows));
    }
}

async fn median_start(store: &Store) -> Duration {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        times.push(Server::start(&store.url()).await.started_in);
    }
    times.sort_unstable();
    times[STARTS / 2]
}
