//! GraphQL over WebSocket, by the protocol `graphql-transport-ws`.

mod connection;
mod message;
mod operation;

use axum::{
    Extension,
    extract::{
        State, WebSocketUpgrade,
        ws::{CloseFrame, Message, rejection::WebSocketUpgradeRejection},
    },
    http::{HeaderMap, StatusCode},
    response::Response,
};

use self::connection::{Connection, farewell};
use super::{
    Server,
    graphql::{BODY_MAX, MediaType, Refusal},
    guard, log,
    request_id::RequestId,
};

/// Its specification is in the repository enisdenjo/graphql-ws, PROTOCOL.md.
const PROTOCOL: &str = "graphql-transport-ws";
/// What a socket holds ready for reading and writing. The default is 128 KiB each, which a thousand
/// idle sockets would keep.
const BUFFER: usize = 4096;

pub async fn websocket(
    State(server): State<Server>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let refuse = |status, code, message: &str| {
        log::Operation::begin(&request_id).end(code);
        MediaType::Json.refuse(&Refusal {
            status,
            code,
            message: message.to_owned(),
        })
    };
    if !guard::is_allowed_origin(&headers, &server.app.config.http.allowed_origins) {
        let help = "Pages of this origin may not open a WebSocket here; see ALLOWED_ORIGINS.";
        return refuse(StatusCode::FORBIDDEN, "FORBIDDEN", help);
    }
    if server.stopping.is_cancelled() {
        let help = "The server is stopping.";
        return refuse(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", help);
    }
    let Ok(upgrade) = upgrade else {
        let help = "This is no WebSocket handshake of version 13.";
        return refuse(StatusCode::BAD_REQUEST, "BAD_REQUEST", help);
    };
    let sockets = server.sockets.clone();
    upgrade
        .protocols([PROTOCOL])
        .max_message_size(BODY_MAX)
        .max_frame_size(BODY_MAX)
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .on_upgrade(move |mut socket| {
            sockets.track_future(async move {
                if socket.protocol().is_none() {
                    farewell(&mut socket, 4406, "Subprotocol not acceptable").await;
                    return;
                }
                Connection::new(socket, server, request_id).run().await;
            })
        })
}

/// A close frame. `reason` has at most 123 bytes, as a frame holds no more.
fn close(code: u16, reason: &'static str) -> Message {
    Message::Close(Some(CloseFrame {
        code,
        reason: reason.into(),
    }))
}
