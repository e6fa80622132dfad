//! The messages of `graphql-transport-ws`.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::http::graphql::{AnswerBody, Parameters};

/// Bytes of an operation's id, which the client chooses and the server repeats.
const ID_MAX: usize = 256;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Heard {
    ConnectionInit {
        /// Nothing here uses it, but it must be a map if it is there.
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    Subscribe {
        id: String,
        payload: Parameters,
    },
    Complete {
        id: String,
    },
}

impl Heard {
    /// The message, unless it is none of the protocol.
    pub fn parse(text: &str) -> Option<Self> {
        let heard = serde_json::from_str(text).ok()?;
        match &heard {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > ID_MAX => None,
            _ => Some(heard),
        }
    }
}

/// What the server says.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    Next {
        id: &'a str,
        payload: AnswerBody<'a>,
    },
    Error {
        id: &'a str,
        payload: &'a [async_graphql::ServerError],
    },
    Complete {
        id: &'a str,
    },
}

impl Said<'_> {
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| {
            tracing::error!(%error, "a message has no JSON form");
            String::new()
        })
    }
}
