//! The real program in a process of its own, which can be killed.

use std::{
    collections::HashMap,
    os::unix::process::ExitStatusExt,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use frontdesk::tls;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    time::{sleep, timeout},
};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Process {
    child: Child,
    pub address: String,
    output: Arc<Mutex<String>>,
    client: reqwest::Client,
}

impl Process {
    /// The command that serves with these settings and no others.
    pub fn command(settings: &HashMap<&str, String>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_frontdesk"));
        command
            .arg("serve")
            .env_clear()
            .env("PORT", "0")
            .env("LOG_FORMAT", "json")
            .envs(settings);
        command
    }

    /// A server that has begun to serve.
    pub async fn start(settings: &HashMap<&str, String>) -> Self {
        let mut process = Self::spawn(&mut Self::command(settings));
        process.serving().await;
        process
    }

    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let output = Arc::<Mutex<String>>::default();
        collect(child.stdout.take().unwrap(), &output);
        collect(child.stderr.take().unwrap(), &output);
        Self {
            child,
            address: String::new(),
            output,
            client: tls::client().build().unwrap(),
        }
    }

    /// Waits until it serves.
    pub async fn serving(&mut self) {
        let serving = self.says("\"message\":\"serving\"").await;
        let line: Value = serde_json::from_str(&serving).unwrap();
        self.address = line["address"].as_str().unwrap().to_owned();
    }

    /// Waits for a line with these words.
    pub async fn says(&self, words: &str) -> String {
        let waiting = async {
            loop {
                if let Some(line) = self.output().lines().find(|line| line.contains(words)) {
                    return line.to_owned();
                }
                sleep(Duration::from_millis(10)).await;
            }
        };
        match timeout(PATIENCE, waiting).await {
            Ok(line) => line,
            Err(_) => panic!("no {words:?} in {}", self.output()),
        }
    }

    /// All that it has written so far.
    pub fn output(&self) -> String {
        self.output.lock().unwrap().clone()
    }

    pub fn id(&self) -> u32 {
        self.child.id().unwrap()
    }

    /// Ends it at once, as a crash would.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Asks it to stop.
    pub async fn terminate(&self) {
        let asked = Command::new("kill").arg(self.id().to_string()).status();
        assert!(asked.await.unwrap().success());
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let status = timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        assert_eq!(status.signal(), None, "{}", self.output());
        status
    }

    /// The answer to an operation, unless the server is gone.
    pub async fn ask(&self, query: &str, variables: Value) -> reqwest::Result<Value> {
        let url = format!("{}/graphql", self.address);
        let body = json!({ "query": query, "variables": variables });
        self.client.post(url).json(&body).send().await?.json().await
    }

    /// The data of an operation that must succeed.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(query, variables).await.unwrap();
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }
}

fn collect(stream: impl AsyncRead + Unpin + Send + 'static, output: &Arc<Mutex<String>>) {
    let output = Arc::clone(output);
    tokio::spawn(async move {
        let mut lines = BufReader::new(stream).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            *output.lock().unwrap() += &format!("{line}\n");
        }
    });
}
