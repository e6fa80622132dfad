//! A client of `graphql-transport-ws`.

use std::{collections::HashSet, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::Response},
};

use super::{TestApp, create};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// Tickets that were made to find out whether a subscription has begun.
    probes: HashSet<String>,
}

impl Socket {
    /// A socket that has been introduced.
    pub async fn open(app: &TestApp) -> Self {
        let mut socket = Self::connect(app, &[]).await.unwrap();
        socket.send(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
        socket
    }

    /// A socket on which nothing has been said, or the answer to the handshake.
    pub async fn connect(
        app: &TestApp,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, Response<Option<Vec<u8>>>> {
        let address = app.address.replace("http://", "ws://") + "/graphql";
        let mut request = address.into_client_request().unwrap();
        let protocol = [("sec-websocket-protocol", "graphql-transport-ws")];
        for (name, value) in protocol.iter().chain(headers) {
            match *value {
                "" => request.headers_mut().remove(*name),
                value => request.headers_mut().insert(*name, value.parse().unwrap()),
            };
        }
        match connect_async(request).await {
            Ok((stream, _)) => Ok(Self {
                stream,
                probes: HashSet::new(),
            }),
            Err(Error::Http(response)) => Err(*response),
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn send(&mut self, message: Value) {
        self.send_raw(Message::text(message.to_string())).await;
    }

    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.unwrap();
    }

    /// The next message; pings are none.
    pub async fn next(&mut self) -> Value {
        match self.frame().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("expected a message, got {other:?}"),
        }
    }

    /// The code and the reason with which the server closes.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match self.frame().await {
                Message::Close(Some(frame)) => {
                    return (frame.code.into(), frame.reason.to_string());
                }
                Message::Text(_) => {}
                other => panic!("expected a close frame, got {other:?}"),
            }
        }
    }

    /// Whether nothing comes within a moment, but for the probes of `follow`.
    pub async fn is_silent(&mut self) -> bool {
        let heard = async { while self.next().await["id"] == "probe" {} };
        timeout(Duration::from_millis(300), heard).await.is_err()
    }

    async fn frame(&mut self) -> Message {
        loop {
            let frame = timeout(PATIENCE, self.stream.next())
                .await
                .expect("a frame in time")
                .expect("a frame before the end")
                .unwrap();
            if !matches!(frame, Message::Ping(_)) {
                return frame;
            }
        }
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    /// Follows the tickets that match, and returns when every later change will be told.
    pub async fn follow(&mut self, app: &TestApp, id: &str, filter: Value) {
        let changes = "subscription($filter: TicketFilter) {
            ticketChanged(filter: $filter) {
                kind ticketId ticket { id title status priority version }
            }
        }";
        self.subscribe(id, changes, json!({ "filter": filter }))
            .await;
        let all = "subscription { ticketChanged { ticketId } }";
        self.subscribe("probe", all, json!({})).await;
        loop {
            let probe = create(app, json!({ "title": "probe" })).await;
            self.probes.insert(probe["id"].as_str().unwrap().to_owned());
            let heard = timeout(Duration::from_millis(300), async {
                while self.next().await["id"] != "probe" {}
            });
            if heard.await.is_ok() {
                break;
            }
        }
        self.send(json!({ "type": "complete", "id": "probe" }))
            .await;
    }

    /// The next change that is told to this subscription.
    pub async fn change(&mut self, id: &str) -> Value {
        loop {
            let message = self.next().await;
            if message["id"] == "probe" {
                continue;
            }
            assert_eq!(
                (&message["type"], &message["id"]),
                (&json!("next"), &json!(id)),
                "{message}"
            );
            assert_eq!(message["payload"].get("errors"), None, "{message}");
            let change = &message["payload"]["data"]["ticketChanged"];
            if !self.probes.contains(change["ticketId"].as_str().unwrap()) {
                return change.clone();
            }
        }
    }
}
