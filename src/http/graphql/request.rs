//! What counts as a GraphQL request over HTTP.

use async_graphql::{Request, Variables};
use axum::{
    body::Body,
    http::{HeaderMap, Method, StatusCode, Uri, header},
};
use futures_util::StreamExt;
use serde::Deserialize;
use serde_json::{Map, Value};

/// A description of 20,000 emoji, each written as two `\u` escapes, takes a quarter of it.
pub const BODY_MAX: usize = 1024 * 1024;
/// How much more is read and thrown away: whoever is still sending does not listen to the refusal.
const DISCARDED_MAX: usize = 64 * 1024 * 1024;
/// Operations in one body.
const MOST_IN_A_LIST: usize = 10;

/// Why something is no GraphQL request.
pub struct Refusal {
    pub status: StatusCode,
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    pub fn bad_request(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            code: "BAD_REQUEST",
            message: message.into(),
        }
    }

    /// The method is neither of GraphQL's.
    pub fn other_method() -> Self {
        Self::bad_request(
            StatusCode::METHOD_NOT_ALLOWED,
            "Send GraphQL by POST, or a query by GET.",
        )
    }

    /// The client took too long to send its request.
    pub fn too_slow() -> Self {
        Self {
            status: StatusCode::REQUEST_TIMEOUT,
            code: "TIMEOUT",
            message: "The request took too long to arrive.".to_owned(),
        }
    }
}

/// What a client sends at once.
pub enum Requests {
    One(Box<Request>),
    /// Answered by as many answers in the same order.
    Several(Vec<Request>),
}

/// The parameters of an operation, as the specification of GraphQL over HTTP names them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
    query: String,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    /// Nothing here uses them, but they must be a map if they are there.
    #[serde(rename = "extensions")]
    _extensions: Option<Map<String, Value>>,
}

impl From<Parameters> for Request {
    fn from(parameters: Parameters) -> Self {
        let variables = Value::Object(parameters.variables.unwrap_or_default());
        let request = Request::new(parameters.query).variables(Variables::from_json(variables));
        match parameters.operation_name {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }
}

pub async fn read(
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: Body,
) -> Result<Requests, Refusal> {
    match *method {
        Method::GET => from_address(uri).map(|request| Requests::One(Box::new(request))),
        Method::POST => from_body(headers, body).await,
        _ => Err(Refusal::other_method()),
    }
}

fn from_address(uri: &Uri) -> Result<Request, Refusal> {
    let mut parameters = Map::new();
    for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
        let value = match name.as_ref() {
            "variables" | "extensions" => {
                serde_json::from_str(&value).map_err(|error| not_json(&error))?
            }
            _ => Value::String(value.into_owned()),
        };
        parameters.insert(name.into_owned(), value);
    }
    serde_json::from_value::<Parameters>(Value::Object(parameters))
        .map(Into::into)
        .map_err(|_| Refusal::bad_request(StatusCode::BAD_REQUEST, EXPECTED))
}

async fn from_body(headers: &HeaderMap, body: Body) -> Result<Requests, Refusal> {
    if !is_json(headers) {
        return Err(Refusal::bad_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The Content-Type must be application/json.",
        ));
    }
    // A few kilobytes can be packed so that they unpack to gigabytes.
    if is_encoded(headers) {
        return Err(Refusal::bad_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The body must not be compressed: send it without a Content-Encoding.",
        ));
    }
    let body = bytes(body).await?;
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'[') {
        return serde_json::from_slice::<Parameters>(&body)
            .map(|parameters| Requests::One(Box::new(parameters.into())))
            .map_err(|error| not_json(&error));
    }
    let several: Vec<Parameters> =
        serde_json::from_slice(&body).map_err(|error| not_json(&error))?;
    if (1..=MOST_IN_A_LIST).contains(&several.len()) {
        Ok(Requests::Several(
            several.into_iter().map(Into::into).collect(),
        ))
    } else {
        Err(Refusal::bad_request(
            StatusCode::BAD_REQUEST,
            format!("A list must have 1 to {MOST_IN_A_LIST} operations."),
        ))
    }
}

/// The whole body, unless it is too large.
async fn bytes(body: Body) -> Result<Vec<u8>, Refusal> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut discarded) = (Vec::new(), 0);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|_| Refusal::bad_request(StatusCode::BAD_REQUEST, "The body broke off."))?;
        if discarded == 0 && bytes.len() + chunk.len() <= BODY_MAX {
            bytes.extend_from_slice(&chunk);
            continue;
        }
        bytes = Vec::new();
        discarded += chunk.len();
        if discarded > DISCARDED_MAX {
            break;
        }
    }
    if discarded == 0 {
        return Ok(bytes);
    }
    Err(Refusal {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        code: "PAYLOAD_TOO_LARGE",
        message: format!("The body must have at most {BODY_MAX} bytes."),
    })
}

const EXPECTED: &str = "Expected query, a text, and optionally operationName, a text, variables, an \
    object, and extensions, an object";

fn not_json(error: &serde_json::Error) -> Refusal {
    let text = error.to_string();
    let reason = match error.classify() {
        serde_json::error::Category::Data => EXPECTED,
        _ if text.contains("recursion limit") => "The JSON is nested too deep",
        _ if text.contains("surrogate") || text.contains("hex escape") => {
            "A \\u escape is no character, such as half of a surrogate pair"
        }
        _ => "This is not JSON",
    };
    let (line, column) = (error.line(), error.column());
    Refusal::bad_request(
        StatusCode::BAD_REQUEST,
        format!("{reason} (line {line}, column {column})."),
    )
}

fn is_encoded(headers: &HeaderMap) -> bool {
    let encodings = headers.get_all(header::CONTENT_ENCODING);
    encodings.iter().any(|encoding| encoding != "identity")
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}
