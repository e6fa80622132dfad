//! The real server, as a process of its own, and the one connection to it.

use std::{
    process::{Child, Command},
    time::{Duration, Instant},
};

use frontdesk::tls;
use reqwest::{Client, header::CONTENT_TYPE};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{postgres::free_port, process};

const PATIENCE: Duration = Duration::from_secs(60);

pub struct Server {
    process: Child,
    address: String,
    client: Client,
    /// From the start of the process until it was ready.
    pub started_in: Duration,
    /// Where it works, so that it finds no `.env`.
    _folder: TempDir,
}

impl Server {
    /// Starts a server and waits until it is ready.
    pub async fn start(database_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let client = tls::client()
            .no_proxy()
            .pool_idle_timeout(None)
            .build()
            .unwrap();
        let start = Instant::now();
        let process = Command::new(env!("CARGO_BIN_EXE_frontdesk"))
            .arg("serve")
            .current_dir(&folder)
            .env_clear()
            .env("DATABASE_URL", database_url)
            .env("PORT", port.to_string())
            .env("RUST_LOG", "warn")
            .spawn()
            .unwrap();
        let mut server = Self {
            process,
            address: format!("http://127.0.0.1:{port}"),
            client,
            started_in: Duration::ZERO,
            _folder: folder,
        };
        while !server.is_ready().await {
            assert!(start.elapsed() < PATIENCE, "the server is never ready");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.started_in = start.elapsed();
        server
    }

    async fn is_ready(&self) -> bool {
        let answer = self.client.get(format!("{}/readyz", self.address));
        answer.send().await.is_ok_and(|it| it.status().is_success())
    }

    /// Sends a GraphQL request and reads the whole answer, which must be without errors. Returns
    /// the answer and how long it took.
    pub async fn ask(&self, body: &str) -> (String, Duration) {
        let start = Instant::now();
        let answer = self
            .client
            .post(format!("{}/graphql", self.address))
            .header(CONTENT_TYPE, "application/json")
            .body(body.to_owned())
            .send()
            .await
            .unwrap();
        let answer = answer.text().await.unwrap();
        let took = start.elapsed();
        assert!(!answer.contains("\"errors\""), "{body}\n{answer}");
        (answer, took)
    }

    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let (answer, _) = self.ask(&body.to_string()).await;
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        answer["data"].take()
    }

    pub fn cpu(&self) -> Duration {
        process::cpu(self.process.id())
    }

    /// In MiB.
    pub fn peak_memory(&self) -> u64 {
        process::peak_memory(self.process.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
