//! One operation on a socket, from its subscription to its end.

use async_graphql::{Request, Response as Executed, parser::types::OperationType};
use futures_util::{StreamExt, pin_mut};
use tokio::{sync::mpsc, time::timeout};
use tokio_util::sync::CancellationToken;

use super::message::Said;
use crate::{
    error::Error,
    graphql::{self, Document, Execution},
    http::{
        graphql::{AnswerBody, is_refused, outcome},
        log,
    },
};

/// A message of an operation on its way to the client.
pub struct Sent {
    pub id: String,
    /// Tells the operation from others that had the same id before it.
    pub number: u64,
    pub text: String,
    /// Whether the operation ends with it.
    pub is_last: bool,
}

/// Where an operation's messages go.
pub struct Outbox {
    pub id: String,
    pub number: u64,
    pub sender: mpsc::Sender<Sent>,
}

impl Outbox {
    async fn send(&self, said: Said<'_>) {
        let is_last = !matches!(said, Said::Next { .. });
        let sent = Sent {
            id: self.id.clone(),
            number: self.number,
            text: said.to_text(),
            is_last,
        };
        // When the socket is gone, so is this task, soon.
        let _ = self.sender.send(sent).await;
    }

    async fn next(&self, executed: &Executed) {
        let (id, payload) = (&self.id, AnswerBody::of(executed));
        self.send(Said::Next { id, payload }).await;
    }

    /// Ends the operation: the protocol's `error` is the last that is said of it.
    pub async fn fail(&self, executed: &Executed) {
        let (id, payload) = (&self.id, &executed.errors);
        self.send(Said::Error { id, payload }).await;
    }

    async fn complete(&self) {
        self.send(Said::Complete { id: &self.id }).await;
    }
}

pub async fn run(
    request: Request,
    execution: Execution,
    outbox: Outbox,
    stopping: CancellationToken,
) {
    let mut line = log::Operation::begin(&execution.request_id);
    let code = match Document::parse(request, &execution.documents) {
        Err(refused) => {
            outbox.fail(&refused).await;
            outcome(&refused).to_owned()
        }
        Ok(document) => {
            line.named(document.operation_name());
            if document.kind() == OperationType::Subscription {
                follow(document, &execution, &outbox, stopping).await
            } else {
                answer(document, &execution, &outbox).await
            }
        }
    };
    line.end(&code);
}

/// Answers a query or a mutation, and returns the code of how it went.
async fn answer(document: Document, execution: &Execution, outbox: &Outbox) -> String {
    let limit = execution.app.config.http.request_timeout;
    let executed = timeout(limit, document.execute(execution))
        .await
        .unwrap_or_else(|_| graphql::failed(&Error::Timeout, &execution.request_id));
    if is_refused(&executed) {
        outbox.fail(&executed).await;
    } else {
        outbox.next(&executed).await;
        outbox.complete().await;
    }
    outcome(&executed).to_owned()
}

/// Sends the events of a subscription until it or the server ends, and returns the code of how it
/// ended.
async fn follow(
    document: Document,
    execution: &Execution,
    outbox: &Outbox,
    stopping: CancellationToken,
) -> String {
    let events = document
        .subscribe(execution)
        .take_until(stopping.cancelled());
    pin_mut!(events);
    while let Some(executed) = events.next().await {
        // An event with nothing in it is no event, but the failure of the subscription.
        if executed.data == async_graphql::Value::Null && !executed.errors.is_empty() {
            outbox.fail(&executed).await;
            return outcome(&executed).to_owned();
        }
        outbox.next(&executed).await;
    }
    outbox.complete().await;
    "OK".to_owned()
}
