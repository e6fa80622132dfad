//! A provider of language models at a socket, which answers as the real ones do.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use frontdesk::config::{Config, Protocol, ProviderConfig};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::sleep,
};
use tokio_util::task::AbortOnDropHandle;

/// The key that the stand-in is asked with.
pub const KEY: &str = "sk-0123456789-hunter2";

pub struct FakeProvider {
    pub address: String,
    state: Arc<Mutex<State>>,
    _server: AbortOnDropHandle<()>,
}

struct State {
    received: Vec<Received>,
    /// What it does next; the last is done for ever.
    script: VecDeque<Act>,
    now: usize,
    most: usize,
}

/// A request that arrived.
#[derive(Clone)]
pub struct Received {
    pub at: Instant,
    pub head: String,
    pub body: String,
}

impl Received {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The ticket's message.
    pub fn message(&self) -> String {
        let body = self.json();
        let messages = body["messages"].as_array().unwrap();
        messages.last().unwrap()["content"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

/// What it does with a request.
#[derive(Clone)]
pub struct Act {
    status: u16,
    headers: String,
    body: String,
    before_head: Duration,
    before_body: Duration,
    hangs_up: bool,
}

impl Act {
    pub fn new(status: u16, body: impl ToString) -> Self {
        Self {
            status,
            headers: String::new(),
            body: body.to_string(),
            before_head: Duration::ZERO,
            before_body: Duration::ZERO,
            hangs_up: false,
        }
    }

    /// Reads the request and closes the connection.
    pub fn hang_up() -> Self {
        Self {
            hangs_up: true,
            ..Self::new(200, "")
        }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers += &format!("{name}: {value}\r\n");
        self
    }

    pub fn slow_head(self, before_head: Duration) -> Self {
        Self {
            before_head,
            ..self
        }
    }

    pub fn slow_body(self, before_body: Duration) -> Self {
        Self {
            before_body,
            ..self
        }
    }

    /// An answer with these words, for 2,000 tokens of input, 1,500 of them from the cache, and 60 of
    /// output.
    pub fn says(protocol: Protocol, text: &str) -> Self {
        Self::completion(protocol, json!(text), "stop", "end_turn")
    }

    /// The answer that [`labels`] has.
    pub fn sorts(protocol: Protocol) -> Self {
        Self::says(protocol, &labels().to_string())
    }

    /// The model declines, which is billed.
    pub fn refuses(protocol: Protocol) -> Self {
        match protocol {
            Protocol::OpenAi => Self::new(
                200,
                json!({
                    "choices": [{
                        "index": 0,
                        "message": { "role": "assistant", "content": null, "refusal": "No." },
                        "finish_reason": "stop",
                    }],
                    "usage": usage(protocol),
                }),
            ),
            Protocol::Anthropic => Self::completion(protocol, json!("No."), "", "refusal"),
        }
    }

    /// The answer is longer than allowed.
    pub fn cuts_off(protocol: Protocol) -> Self {
        Self::completion(
            protocol,
            json!("{\"reason\": \"It is"),
            "length",
            "max_tokens",
        )
    }

    pub fn completion(
        protocol: Protocol,
        content: Value,
        finish_reason: &str,
        stop_reason: &str,
    ) -> Self {
        Self::new(
            200,
            match protocol {
                Protocol::OpenAi => json!({
                    "id": "chatcmpl-1",
                    "object": "chat.completion",
                    "model": "gpt-6-luna-2026-10-07",
                    "choices": [{
                        "index": 0,
                        "message": { "role": "assistant", "content": content, "refusal": null },
                        "finish_reason": finish_reason,
                    }],
                    "usage": usage(protocol),
                }),
                Protocol::Anthropic => json!({
                    "id": "msg_1",
                    "type": "message",
                    "role": "assistant",
                    "model": "claude-haiku-5-5",
                    "content": [{ "type": "text", "text": content }],
                    "stop_reason": stop_reason,
                    "usage": usage(protocol),
                }),
            },
        )
    }

    /// An error in the protocol's form.
    pub fn fails(protocol: Protocol, status: u16, kind: &str, code: &str) -> Self {
        let body = match protocol {
            Protocol::OpenAi => json!({
                "error": { "message": "Something about KEY", "type": kind, "param": null, "code": code },
            }),
            Protocol::Anthropic => json!({
                "type": "error",
                "error": {
                    "type": kind,
                    "message": "Something about KEY",
                    "details": { "error_code": (!code.is_empty()).then_some(code) },
                },
                "request_id": "req_1",
            }),
        };
        Self::new(status, body.to_string().replace("KEY", KEY))
    }

    /// A refusal of one part of the request.
    pub fn does_not_know(part: &str) -> Self {
        let message = format!("Unsupported parameter: '{part}' is not supported with this model.");
        Self::new(
            400,
            json!({
                "error": {
                    "message": message,
                    "type": "invalid_request_error",
                    "param": part,
                    "code": "unsupported_parameter",
                },
            }),
        )
    }
}

/// A valid answer of a model.
pub fn labels() -> Value {
    json!({
        "reason": "None of the branches can sell.",
        "category": "technical",
        "priority": "critical",
        "scope": "many",
        "workaround": "no",
        "injection_attempt": false,
        "confidence": "high",
    })
}

fn usage(protocol: Protocol) -> Value {
    match protocol {
        Protocol::OpenAi => json!({
            "prompt_tokens": 2_000,
            "completion_tokens": 60,
            "prompt_tokens_details": { "cached_tokens": 1_500 },
            "completion_tokens_details": { "reasoning_tokens": 0 },
        }),
        Protocol::Anthropic => json!({
            "input_tokens": 500,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 1_500,
            "output_tokens": 60,
        }),
    }
}

impl FakeProvider {
    pub async fn start(script: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            received: Vec::new(),
            script: script.into_iter().collect(),
            now: 0,
            most: 0,
        }));
        let server = tokio::spawn(serve(listener, Arc::clone(&state)));
        Self {
            address,
            state,
            _server: AbortOnDropHandle::new(server),
        }
    }

    /// What has arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().received.clone()
    }

    /// How many requests have arrived so far.
    pub fn count(&self) -> usize {
        self.state.lock().unwrap().received.len()
    }

    /// How many were open at once at most.
    pub fn most_at_once(&self) -> usize {
        self.state.lock().unwrap().most
    }

    /// What it does from now on.
    pub fn then(&self, script: impl IntoIterator<Item = Act>) {
        self.state.lock().unwrap().script = script.into_iter().collect();
    }

    /// Settings by which this is asked, at the prices of the small hosted models.
    pub fn settings(&self, protocol: Protocol) -> Vec<(&'static str, String)> {
        [
            ("LLM_PROVIDER", protocol.name()),
            ("LLM_BASE_URL", &self.address),
            ("LLM_API_KEY", KEY),
            ("LLM_PRICE_INPUT_USD", "0.10"),
            ("LLM_PRICE_CACHED_USD", "0.01"),
            ("LLM_PRICE_OUTPUT_USD", "0.50"),
        ]
        .map(|(name, value)| (name, value.to_owned()))
        .to_vec()
    }

    pub fn config(&self, protocol: Protocol) -> ProviderConfig {
        let settings = self.settings(protocol);
        let value = |name: &str| {
            let found = settings.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| value.into())
        };
        Config::read(value).unwrap().llm.unwrap().provider
    }
}

async fn serve(listener: TcpListener, state: Arc<Mutex<State>>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            // A client that goes away is what some tests are about.
            let _ = answer(stream, &state).await;
            state.lock().unwrap().now -= 1;
        });
    }
}

async fn answer(mut stream: TcpStream, state: &Mutex<State>) -> std::io::Result<()> {
    state.lock().unwrap().now += 1;
    let Some((head, body)) = request(&mut stream).await? else {
        return Ok(());
    };
    let act = {
        let mut state = state.lock().unwrap();
        state.most = state.most.max(state.now);
        state.received.push(Received {
            at: Instant::now(),
            head,
            body,
        });
        match state.script.len() {
            1 => state.script[0].clone(),
            _ => state.script.pop_front().unwrap(),
        }
    };
    if act.hangs_up {
        return Ok(());
    }
    sleep(act.before_head).await;
    let head = format!(
        "HTTP/1.1 {} Status\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{}connection: close\r\n\r\n",
        act.status,
        act.body.len(),
        act.headers
    );
    stream.write_all(head.as_bytes()).await?;
    sleep(act.before_body).await;
    stream.write_all(act.body.as_bytes()).await?;
    stream.shutdown().await
}

/// Head and body; none if the connection is closed before.
async fn request(stream: &mut TcpStream) -> std::io::Result<Option<(String, String)>> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let head = head.to_ascii_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return Ok(Some((head, body.to_owned())));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(None);
        }
    }
}
