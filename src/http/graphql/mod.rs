//! GraphQL over HTTP: from the bytes of a request to the bytes of its answer.

mod answer;
mod request;

use std::time::Instant;

use async_graphql::Response as Executed;
use axum::{
    Extension,
    body::Body,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::Response,
};
use tokio::time::timeout;

use self::{
    answer::{MediaType, outcome},
    request::{Refusal, read},
};
use super::{Server, request_id::RequestId};
use crate::{
    error::Error,
    graphql::{self, Document},
};

pub async fn graphql(
    State(server): State<Server>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let start = Instant::now();
    let mut operation = None;
    let limit = server.app.config.http.request_timeout;
    let execution = async {
        let request = read(&method, &uri, &headers, body).await?;
        match Document::parse(request) {
            Err(refused) => Ok(*refused),
            Ok(document) => {
                // Kept outside, so that the log has it also when the rest takes too long.
                operation = document.operation_name();
                execute(&server, &request_id, &method, document).await
            }
        }
    };
    let executed = timeout(limit, execution)
        .await
        .unwrap_or_else(|_| Ok(graphql::failed(&Error::Timeout, &request_id)));
    let media_type = MediaType::accepted(&headers);
    match executed {
        Ok(executed) => {
            log(&request_id, operation.as_deref(), outcome(&executed), start);
            media_type.answer(&executed)
        }
        Err(refusal) => {
            log(&request_id, operation.as_deref(), refusal.code, start);
            media_type.refuse(&refusal)
        }
    }
}

async fn execute(
    server: &Server,
    request_id: &str,
    method: &Method,
    document: Document,
) -> Result<Executed, Refusal> {
    // A GET may come from a link, a picture or a cache: it must not change anything.
    if method == Method::GET && !document.is_query() {
        return Err(Refusal::bad_request(
            StatusCode::METHOD_NOT_ALLOWED,
            "Only queries may be sent by GET.",
        ));
    }
    Ok(document
        .execute(&server.schema, &server.app, request_id)
        .await)
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
