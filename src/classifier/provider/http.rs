//! One request to a provider, and what came back.

use std::time::Duration;

use chrono::Utc;
use reqwest::{
    Client,
    header::{HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue, RETRY_AFTER},
    redirect, retry as resend,
};
use serde::Serialize;

use super::{failure::Failure, resolve::InTheHouse, retry};
use crate::{
    config::{Protocol, ProviderConfig, Secret},
    tls,
};

/// The longest for a connection to be made.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

/// The longest answer that is read. A real one has a few thousand bytes.
const BODY_MAX: usize = 1 << 20;

/// A provider's settings cannot be used after all.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    #[error("LLM_API_KEY cannot be sent in a header")]
    Key(#[from] InvalidHeaderValue),
    #[error("an HTTP client cannot be set up")]
    Client(#[from] reqwest::Error),
}

/// What a provider answered, whatever its status.
pub struct Response {
    pub status: u16,
    pub retry_after: Option<Duration>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A client for this provider alone: its headers hold the key. Redirects are not followed, since the key
/// would go along; sending again is for the caller to decide. What is in the house is not asked by way of
/// a proxy, which may be outside, and not at an address that is outside.
pub fn client(config: &ProviderConfig) -> Result<Client, SetUpError> {
    let mut headers = HeaderMap::new();
    if config.protocol == Protocol::Anthropic {
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
    }
    if let Some(key) = &config.key {
        let (name, value) = authorization(config.protocol, key)?;
        headers.insert(name, value);
    }
    let builder = tls::client()
        .user_agent(concat!("frontdesk/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        .redirect(redirect::Policy::none())
        .retry(resend::never())
        .connect_timeout(CONNECT_TIMEOUT);
    let builder = if config.base_url.is_hosted() {
        builder
    } else {
        builder.no_proxy().dns_resolver(InTheHouse)
    };
    Ok(builder.build()?)
}

fn authorization(
    protocol: Protocol,
    key: &Secret,
) -> Result<(HeaderName, HeaderValue), InvalidHeaderValue> {
    let (name, value) = match protocol {
        Protocol::OpenAi => ("authorization", format!("Bearer {}", key.expose())),
        Protocol::Anthropic => ("x-api-key", key.expose().to_owned()),
    };
    let mut value = HeaderValue::from_str(&value)?;
    value.set_sensitive(true);
    Ok((HeaderName::from_static(name), value))
}

/// No response came, or not all of it.
pub struct Broken {
    pub failure: Failure,
    /// Whether the request may have reached the provider.
    pub sent: bool,
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        Self {
            failure: Failure::Connection,
            sent: !error.is_connect(),
        }
    }
}

/// Sends one request and reads what comes back, whatever its status.
pub async fn post(client: &Client, url: &str, body: &impl Serialize) -> Result<Response, Broken> {
    let mut response = client.post(url).json(body).send().await?;
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| retry::retry_after(value.to_str().ok()?, Utc::now()));
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > BODY_MAX {
            return Err(Broken {
                failure: Failure::NotUnderstood,
                sent: true,
            });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Response {
        status: response.status().as_u16(),
        retry_after,
        body,
    })
}
