//! GraphQL over HTTP: from the bytes of a request to the bytes of its answer.

use std::time::Instant;

use async_graphql::{Request, Response as Executed, ServerError, Value};
use axum::{
    Extension, Json,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;
use tokio::time::timeout;

use super::{Server, request_id::RequestId};
use crate::{
    error::Error,
    graphql::{self, Document},
};

/// A description of 20,000 emoji, each written as two `\u` escapes, takes a quarter of it.
const BODY_MAX: usize = 1024 * 1024;

pub async fn graphql(
    State(server): State<Server>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    method: Method,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let start = Instant::now();
    let mut operation = None;
    let limit = server.app.config.http.request_timeout;
    let answer = answer(
        &server,
        &request_id,
        &method,
        &headers,
        body,
        &mut operation,
    );
    let answer = timeout(limit, answer)
        .await
        .unwrap_or_else(|_| Ok(graphql::failed(&Error::Timeout, &request_id)));
    match answer {
        Ok(executed) => {
            log(&request_id, operation.as_deref(), outcome(&executed), start);
            Json(Answer::from(&executed)).into_response()
        }
        Err(refusal) => {
            log(&request_id, None, refusal.code, start);
            refusal.into_response()
        }
    }
}

/// Reads and executes a request. `operation` gets its name as soon as that is known, so that the
/// log has it also when the rest takes too long.
async fn answer(
    server: &Server,
    request_id: &str,
    method: &Method,
    headers: &HeaderMap,
    body: Body,
    operation: &mut Option<String>,
) -> Result<Executed, Refusal> {
    let request = read(method, headers, body).await?;
    match Document::parse(request) {
        Err(refused) => Ok(*refused),
        Ok(document) => {
            *operation = document.operation_name();
            Ok(document
                .execute(&server.schema, &server.app, request_id)
                .await)
        }
    }
}

/// A request that is not one of GraphQL.
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn bad_request(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            code: "BAD_REQUEST",
            message: message.into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let error = json!({ "message": self.message, "extensions": { "code": self.code } });
        let answer = (self.status, Json(json!({ "errors": [error] })));
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            ([(header::ALLOW, "POST")], answer).into_response()
        } else {
            answer.into_response()
        }
    }
}

async fn read(method: &Method, headers: &HeaderMap, body: Body) -> Result<Request, Refusal> {
    if method != Method::POST {
        return Err(Refusal::bad_request(
            StatusCode::METHOD_NOT_ALLOWED,
            "Send GraphQL by POST.",
        ));
    }
    if !is_json(headers) {
        return Err(Refusal::bad_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "The Content-Type must be application/json.",
        ));
    }
    // A body that breaks off has nobody waiting for an answer, so the other cause is what counts.
    let bytes = to_bytes(body, BODY_MAX).await.map_err(|_| Refusal {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        code: "PAYLOAD_TOO_LARGE",
        message: format!("The body must have at most {BODY_MAX} bytes."),
    })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason = match error.classify() {
            serde_json::error::Category::Data => {
                "The body must be an object with query, and optionally variables and operationName"
            }
            _ if ["surrogate", "hex escape"]
                .iter()
                .any(|cause| error.to_string().contains(cause)) =>
            {
                "The body has a \\u escape that is no character, such as half of a surrogate pair"
            }
            _ => "The body is not JSON",
        };
        Refusal::bad_request(
            StatusCode::BAD_REQUEST,
            format!(
                "{reason} (line {}, column {}).",
                error.line(),
                error.column()
            ),
        )
    })
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"))
}

/// A response as the specification wants it: without `data` when nothing was executed.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [ServerError],
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a Value>,
}

impl<'a> From<&'a Executed> for Answer<'a> {
    fn from(executed: &'a Executed) -> Self {
        let is_refused = executed.data == Value::Null
            && executed.errors.iter().all(|error| error.path.is_empty());
        Self {
            errors: &executed.errors,
            data: (!is_refused).then_some(&executed.data),
        }
    }
}

/// The code of the first error, or OK.
fn outcome(executed: &Executed) -> &str {
    let code = executed
        .errors
        .first()
        .and_then(|error| error.extensions.as_ref()?.get("code"));
    match code {
        Some(Value::String(code)) => code,
        _ => "OK",
    }
}

/// The one line that every request leaves. Never what it said.
fn log(request_id: &str, operation: Option<&str>, code: &str, start: Instant) {
    let duration_ms = start.elapsed().as_secs_f64() * 1000.0;
    let operation = operation.unwrap_or("anonymous");
    tracing::info!(
        request_id,
        // Names are ASCII, but of any length.
        operation = operation.get(..64).unwrap_or(operation),
        code,
        duration_ms = format_args!("{duration_ms:.1}"),
        "graphql"
    );
}
