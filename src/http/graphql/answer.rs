//! How a response of GraphQL becomes one of HTTP: its media type, its status, its form.

use async_graphql::{Response as Executed, ServerError, Value};
use axum::{
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

use super::request::Refusal;

/// The two media types of GraphQL over HTTP. They differ in what status a failure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaType {
    /// `application/json`: 200 for everything that was GraphQL, since others answer in JSON, too.
    Json,
    /// `application/graphql-response+json`: the status tells whether there is data.
    GraphQlResponse,
}

impl MediaType {
    /// What the client would rather have; JSON when it does not say.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let accepted = headers.get_all(header::ACCEPT).iter();
        let ranges = accepted
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        let mut best = (0.0, Self::Json);
        for range in ranges {
            let mut parts = range.split(';').map(str::trim);
            let media_type = match parts.next().map(str::to_ascii_lowercase).as_deref() {
                Some("application/graphql-response+json") => Self::GraphQlResponse,
                Some("application/json" | "application/*" | "*/*") => Self::Json,
                _ => continue,
            };
            let quality = parts
                .find_map(|parameter| parameter.strip_prefix("q="))
                .map_or(1.0, |quality| quality.parse::<f32>().unwrap_or(0.0));
            if quality > best.0 {
                best = (quality, media_type);
            }
        }
        best.1
    }

    fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphQlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    fn status(self, executed: &Executed) -> StatusCode {
        if self == Self::Json || !is_refused(executed) {
            return StatusCode::OK;
        }
        match outcome(executed) {
            "TIMEOUT" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// The answer to an operation.
    pub fn answer(self, executed: &Executed) -> Response {
        self.respond(self.status(executed), &Body::of(executed))
    }

    /// The answers to several operations, each of which may have failed on its own.
    pub fn answer_all(self, outcomes: &[Result<Executed, Refusal>]) -> Response {
        let bodies: Vec<_> = outcomes
            .iter()
            .map(|outcome| match outcome {
                Ok(executed) => Body::of(executed),
                Err(refusal) => Body::refusing(refusal),
            })
            .collect();
        self.respond(StatusCode::OK, &bodies)
    }

    /// The answer to a request that was none.
    pub fn refuse(self, refusal: &Refusal) -> Response {
        let mut response = self.respond(refusal.status, &Body::refusing(refusal));
        if refusal.status == StatusCode::METHOD_NOT_ALLOWED {
            let allowed = header::HeaderValue::from_static("GET, POST");
            response.headers_mut().insert(header::ALLOW, allowed);
        }
        response
    }

    fn respond(self, status: StatusCode, body: &impl Serialize) -> Response {
        match serde_json::to_vec(body) {
            Ok(body) => (status, [(header::CONTENT_TYPE, self.name())], body).into_response(),
            Err(error) => {
                tracing::error!(%error, "a response has no JSON form");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// A response as the specification wants it: without `data` when nothing was executed.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Body<'a> {
    Executed {
        #[serde(skip_serializing_if = "<[_]>::is_empty")]
        errors: &'a [ServerError],
        #[serde(skip_serializing_if = "Option::is_none")]
        data: Option<&'a Value>,
    },
    Refused {
        errors: [serde_json::Value; 1],
    },
}

impl<'a> Body<'a> {
    pub fn of(executed: &'a Executed) -> Self {
        Self::Executed {
            errors: &executed.errors,
            data: (!is_refused(executed)).then_some(&executed.data),
        }
    }

    fn refusing(refusal: &Refusal) -> Self {
        let extensions = json!({ "code": refusal.code });
        Self::Refused {
            errors: [json!({ "message": refusal.message, "extensions": extensions })],
        }
    }
}

/// Whether the request failed before any field was looked at.
pub fn is_refused(executed: &Executed) -> bool {
    executed.data == Value::Null && executed.errors.iter().all(|error| error.path.is_empty())
}

/// The code of the first error, or OK.
pub fn outcome(executed: &Executed) -> &str {
    let code = executed
        .errors
        .first()
        .and_then(|error| error.extensions.as_ref()?.get("code"));
    match code {
        Some(Value::String(code)) => code,
        _ => "OK",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(header: &str) -> MediaType {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, header.parse().unwrap());
        MediaType::accepted(&headers)
    }

    #[test]
    fn the_client_chooses_the_media_type() {
        assert_eq!(MediaType::accepted(&HeaderMap::new()), MediaType::Json);
        assert_eq!(accepted("*/*"), MediaType::Json);
        assert_eq!(accepted("text/html"), MediaType::Json);
        assert_eq!(
            accepted("application/graphql-response+json; charset=utf-8, application/json;q=0.9"),
            MediaType::GraphQlResponse
        );
        assert_eq!(
            accepted("application/graphql-response+json;q=0.5, application/json"),
            MediaType::Json
        );
    }
}
