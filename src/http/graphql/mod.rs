//! GraphQL over HTTP: from the bytes of a request to the bytes of its answer.

mod answer;
mod request;

use std::iter;

use async_graphql::{Request, Response as Executed, parser::types::OperationType};
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::Response,
};
use tokio::time::{Instant, timeout, timeout_at};

use self::request::{Requests, read};
pub use self::{
    answer::{Body as AnswerBody, MediaType, is_refused, outcome},
    request::{BODY_MAX, Parameters, Refusal},
};
use super::{Server, log, request_id::RequestId};
use crate::{
    error::Error,
    graphql::{self, Document, Execution},
};

pub async fn graphql(
    State(server): State<Server>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let line = log::Operation::begin(&request_id);
    let media_type = MediaType::accepted(&headers);
    let limit = server.app.config.http.request_timeout;
    let requests = timeout(limit, read(&method, &uri, &headers, body))
        .await
        .unwrap_or_else(|_| Err(Refusal::too_slow()));
    let execution = server.execution(&request_id);
    let deadline = Instant::now() + limit;
    match requests {
        Err(refusal) => {
            line.end(refusal.code);
            media_type.refuse(&refusal)
        }
        Ok(Requests::One(request)) => {
            match execute(&execution, &method, *request, deadline, line).await {
                Ok(executed) => media_type.answer(&executed),
                Err(refusal) => media_type.refuse(&refusal),
            }
        }
        Ok(Requests::Several(requests)) => {
            let mut outcomes = Vec::with_capacity(requests.len());
            // One after the other, so that one may build on what the one before has changed.
            let lines =
                iter::once(line).chain(iter::repeat_with(|| log::Operation::begin(&request_id)));
            for (request, line) in requests.into_iter().zip(lines) {
                outcomes.push(execute(&execution, &method, request, deadline, line).await);
            }
            media_type.answer_all(&outcomes)
        }
    }
}

async fn execute(
    execution: &Execution,
    method: &Method,
    request: Request,
    deadline: Instant,
    mut line: log::Operation,
) -> Result<Executed, Refusal> {
    let outcome = match Document::parse(request, &execution.documents) {
        Err(refused) => Ok(*refused),
        Ok(document) => {
            line.named(document.operation_name());
            match check_method(method, document.kind()) {
                Err(refusal) => Err(refusal),
                Ok(()) => Ok(timeout_at(deadline, document.execute(execution))
                    .await
                    .unwrap_or_else(|_| graphql::failed(&Error::Timeout, &execution.request_id))),
            }
        }
    };
    line.end(match &outcome {
        Ok(executed) => answer::outcome(executed),
        Err(refusal) => refusal.code,
    });
    outcome
}

fn check_method(method: &Method, kind: OperationType) -> Result<(), Refusal> {
    match kind {
        OperationType::Query => Ok(()),
        // A GET may come from a link, a picture or a cache: it must not change anything.
        _ if method == Method::GET => Err(Refusal::bad_request(
            StatusCode::METHOD_NOT_ALLOWED,
            "Only queries may be sent by GET.",
        )),
        OperationType::Mutation => Ok(()),
        OperationType::Subscription => Err(Refusal::bad_request(
            StatusCode::BAD_REQUEST,
            "Subscriptions are served over WebSocket (graphql-transport-ws) at this address.",
        )),
    }
}
