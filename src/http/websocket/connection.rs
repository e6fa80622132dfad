//! One socket: its handshake, its operations, its end.

use std::{collections::HashMap, future::pending, sync::Arc, time::Duration};

use async_graphql::Request;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval, sleep_until, timeout},
};
use tokio_util::task::AbortOnDropHandle;

use super::{
    close,
    message::{Heard, Said},
    operation::{self, Outbox, Sent},
};
use crate::{
    error::Error,
    graphql::{self, Execution},
    http::{Server, log},
};

/// How long a client may take to introduce itself.
const INTRODUCTION: Duration = Duration::from_secs(10);
/// How often the client is pinged. One that is silent for two pings is gone.
const PING: Duration = Duration::from_secs(20);
/// How long a client may take to take note that it is closed.
const FAREWELL: Duration = Duration::from_secs(2);
/// Operations that may go on at once.
const MOST_AT_ONCE: usize = 100;
/// Messages that wait for the client; then the operations wait.
const WAITING: usize = 16;

/// An open socket.
pub struct Connection {
    socket: WebSocket,
    server: Server,
    request_id: Arc<str>,
    is_introduced: bool,
    /// Whether the server stops, so that nothing new is begun.
    is_stopping: bool,
    operations: HashMap<String, Running>,
    /// How many operations there have been.
    count: u64,
    sender: mpsc::Sender<Sent>,
    sent: mpsc::Receiver<Sent>,
}

struct Running {
    number: u64,
    _task: AbortOnDropHandle<()>,
}

/// Why a socket ends.
enum End {
    /// The client has closed it, or is gone.
    Gone,
    /// The server closes it, with this code and reason.
    Close(u16, &'static str),
}

impl From<axum::Error> for End {
    fn from(_: axum::Error) -> Self {
        Self::Gone
    }
}

impl Connection {
    pub fn new(socket: WebSocket, server: Server, request_id: Arc<str>) -> Self {
        let (sender, sent) = mpsc::channel(WAITING);
        Self {
            socket,
            server,
            request_id,
            is_introduced: false,
            is_stopping: false,
            operations: HashMap::new(),
            count: 0,
            sender,
            sent,
        }
    }

    pub async fn run(mut self) {
        let Err(End::Close(code, reason)) = self.converse().await else {
            return;
        };
        self.operations.clear();
        farewell(&mut self.socket, code, reason).await;
    }

    async fn converse(&mut self) -> Result<(), End> {
        let opened = Instant::now();
        let mut last_heard = opened;
        let mut pings = interval(PING);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let stopping = self.server.stopping.clone();
        loop {
            if self.is_stopping && self.operations.is_empty() {
                return Err(End::Close(1001, "The server is stopping"));
            }
            tokio::select! {
                message = self.socket.recv() => {
                    last_heard = Instant::now();
                    match message.ok_or(End::Gone)? {
                        Ok(message) => self.hear(message).await?,
                        Err(error) => return Err(broken(&error)),
                    }
                }
                Some(sent) = self.sent.recv() => self.pass_on(sent).await?,
                () = sleep_until(opened + INTRODUCTION), if !self.is_introduced => {
                    return Err(End::Close(4408, "Connection initialisation timeout"));
                }
                () = stopping.cancelled(), if !self.is_stopping => self.is_stopping = true,
                _ = pings.tick() => {
                    if last_heard.elapsed() > PING * 2 {
                        return Err(End::Gone);
                    }
                    self.socket.send(Message::Ping(Vec::new().into())).await?;
                }
            }
        }
    }

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => return Err(End::Close(4400, "Messages must be text")),
            // To a close frame the next reading answers, and then ends.
            Message::Close(_) | Message::Ping(_) | Message::Pong(_) => return Ok(()),
        };
        match Heard::parse(&text).ok_or(End::Close(4400, "Invalid message"))? {
            Heard::ConnectionInit { .. } if self.is_introduced => {
                Err(End::Close(4429, "Too many initialisation requests"))
            }
            Heard::ConnectionInit { .. } => {
                self.is_introduced = true;
                self.say(&Said::ConnectionAck).await
            }
            Heard::Ping { payload } => self.say(&Said::Pong { payload }).await,
            Heard::Pong { .. } => Ok(()),
            Heard::Subscribe { .. } if !self.is_introduced => Err(End::Close(4401, "Unauthorized")),
            Heard::Subscribe { .. } if self.is_stopping => Ok(()),
            Heard::Subscribe { id, .. } if self.operations.contains_key(&id) => {
                Err(End::Close(4409, "Subscriber for this id already exists"))
            }
            Heard::Subscribe { id, payload } => self.begin(id, payload.into()).await,
            Heard::Complete { id } => {
                self.operations.remove(&id);
                Ok(())
            }
        }
    }

    async fn begin(&mut self, id: String, request: Request) -> Result<(), End> {
        if self.operations.len() == MOST_AT_ONCE {
            let refused = graphql::failed(&Error::RateLimited, &self.request_id);
            let payload = &refused.errors;
            log::Operation::begin(&self.request_id).end("RATE_LIMITED");
            return self.say(&Said::Error { id: &id, payload }).await;
        }
        self.count += 1;
        let outbox = Outbox {
            id: id.clone(),
            number: self.count,
            sender: self.sender.clone(),
        };
        let execution: Execution = self.server.execution(&self.request_id);
        let stopping = self.server.stopping.clone();
        let task = tokio::spawn(operation::run(request, execution, outbox, stopping));
        let running = Running {
            number: self.count,
            _task: AbortOnDropHandle::new(task),
        };
        self.operations.insert(id, running);
        Ok(())
    }

    /// Passes on what an operation has to say, unless it was ended in the meantime.
    async fn pass_on(&mut self, sent: Sent) -> Result<(), End> {
        let running = self.operations.get(&sent.id);
        if running.is_none_or(|running| running.number != sent.number) {
            return Ok(());
        }
        if sent.is_last {
            self.operations.remove(&sent.id);
        }
        self.send(sent.text).await
    }

    async fn say(&mut self, said: &Said<'_>) -> Result<(), End> {
        self.send(said.to_text()).await
    }

    async fn send(&mut self, text: String) -> Result<(), End> {
        Ok(self
            .socket
            .send(Message::Text(Utf8Bytes::from(text)))
            .await?)
    }
}

/// Closes a socket, and waits a moment for the client to take note: dropping the socket with something
/// unread in it would take the close frame back.
pub async fn farewell(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let farewell = async {
        if socket.send(close(code, reason)).await.is_ok() {
            loop {
                match socket.recv().await {
                    Some(Ok(Message::Close(_))) => return,
                    Some(Ok(_)) => {}
                    // What came was no message, and nothing more can be read.
                    Some(Err(_)) | None => return pending().await,
                }
            }
        }
    };
    // Nobody waits for it if it takes longer.
    let _ = timeout(FAREWELL, farewell).await;
}

/// How to end a socket on which something came that is no message.
fn broken(error: &axum::Error) -> End {
    use std::error::Error as _;
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    if cause.contains("too long") || cause.contains("too big") || cause.contains("Space limit") {
        End::Close(1009, "Messages must have at most 1 MiB")
    } else if cause.contains("UTF-8") {
        End::Close(1007, "Messages must be UTF-8")
    } else {
        End::Gone
    }
}
