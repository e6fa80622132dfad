//! A GraphQL request from its text to its answer: parsed, measured, executed.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{
    Name, Request, Response, ServerError, Variables,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationType, Selection},
    },
};
use futures_util::{Stream, StreamExt};
use quick_cache::{Weighter, sync::Cache};

use super::{FrontdeskSchema, errors, scan, size};
use crate::{
    App,
    context::{Allowance, Loaders},
};

/// Fields of an operation that write a record each and keep the classifier busy.
const CREATIONS: [&str; 2] = ["createTicket", "classifyTicket"];
const INTROSPECTION: [&str; 2] = ["__schema", "__type"];

/// Documents that were parsed before: programs send the same few again and again.
pub struct Documents(Cache<String, Arc<ExecutableDocument>, Weight>);

/// A document's length in bytes. Parsed it may take a hundred times as much.
#[derive(Clone)]
struct Weight;

impl Weighter<String, Arc<ExecutableDocument>> for Weight {
    fn weight(&self, text: &String, _: &Arc<ExecutableDocument>) -> u64 {
        text.len() as u64
    }
}

impl Default for Documents {
    fn default() -> Self {
        /// Bytes of all documents together.
        const CAPACITY: u64 = 256 * 1024;
        Self(Cache::with_weighter(1000, CAPACITY, Weight))
    }
}

/// A request whose document is GraphQL, though it need not fit the schema.
pub struct Document {
    request: Request,
    parsed: Arc<ExecutableDocument>,
    /// The name and the kind of the operation to execute; `None` when the request does not say
    /// which.
    operation: Option<(Option<String>, OperationType)>,
    /// The operation's own fields.
    fields: size::Fields,
    /// Whether the operation is one field, and no fragment.
    is_one_field: bool,
}

/// What an execution needs besides its document.
#[derive(Clone)]
pub struct Execution {
    pub schema: Arc<FrontdeskSchema>,
    pub documents: Arc<Documents>,
    pub app: App,
    /// What an internal error tells the client.
    pub request_id: Arc<str>,
    /// Shared by all the operations of a request.
    pub allowance: Arc<Allowance>,
}

impl Document {
    /// # Errors
    /// The response that says what is wrong with the document.
    pub fn parse(request: Request, documents: &Documents) -> Result<Self, Box<Response>> {
        let refused = |error| Box::new(Response::from_errors(vec![error]));
        let known = documents.0.get(&request.query);
        let is_new = known.is_none();
        let parsed = match known {
            Some(parsed) => parsed,
            None => Arc::new(parse(&request.query).map_err(refused)?),
        };
        let mut roots = measure(&parsed, &request.variables).map_err(refused)?;
        if is_new {
            let text = request.query.clone();
            documents.0.insert(text, Arc::clone(&parsed));
        }
        let chosen = {
            let mut operations = parsed.operations.iter();
            match &request.operation_name {
                Some(wanted) => {
                    operations.find(|(name, _)| name.is_some_and(|name| name == wanted))
                }
                None => operations.next().filter(|_| operations.next().is_none()),
            }
        };
        let is_one_field = chosen.is_some_and(|(_, operation)| {
            let selections = &operation.node.selection_set.node.items;
            matches!(selections.as_slice(), [selection] if matches!(selection.node, Selection::Field(_)))
        });
        let chosen = chosen.map(|(name, operation)| (name.cloned(), operation.node.ty));
        let fields = chosen
            .as_ref()
            .and_then(|(name, _)| roots.remove(name))
            .unwrap_or_default();
        Ok(Self {
            operation: chosen.map(|(name, kind)| (name.map(|name| name.to_string()), kind)),
            request,
            parsed,
            fields,
            is_one_field,
        })
    }

    /// The name of the operation to execute, if it has one.
    pub fn operation_name(&self) -> Option<&str> {
        self.operation.as_ref()?.0.as_deref()
    }

    /// The kind of the operation to execute; what names none is refused as a query would be.
    pub fn kind(&self) -> OperationType {
        self.operation
            .as_ref()
            .map_or(OperationType::Query, |(_, kind)| *kind)
    }

    /// Executes a query or a mutation.
    pub async fn execute(self, execution: &Execution) -> Response {
        let request = match self.admit(execution) {
            Ok(request) => request,
            Err(refused) => return *refused,
        };
        complete(
            execution.schema.execute(request).await,
            &execution.request_id,
        )
    }

    /// Executes a subscription: a response for each of its events.
    pub fn subscribe(self, execution: &Execution) -> impl Stream<Item = Response> + use<> {
        let admitted = if self.is_one_field {
            self.admit(execution)
        } else {
            let error = errors::not_one_field();
            Err(Box::new(Response::from_errors(vec![error])))
        };
        let (refused, events) = match admitted {
            Ok(request) => (None, Some(execution.schema.execute_stream(request))),
            Err(refused) => (Some(*refused), None),
        };
        let request_id = Arc::clone(&execution.request_id);
        let allowance = Arc::clone(&execution.allowance);
        let events = futures_util::stream::iter(events).flatten();
        futures_util::stream::iter(refused).chain(events.map(move |response| {
            allowance.refill();
            complete(response, &request_id)
        }))
    }

    /// The request with all that its resolvers reach for, if it may be executed.
    fn admit(self, execution: &Execution) -> Result<Request, Box<Response>> {
        let refused = |error| Err(Box::new(Response::from_errors(vec![error])));
        let has = |name: &&str| self.fields.contains_key(*name);
        if !execution.app.config.http.introspection && INTROSPECTION.iter().any(has) {
            return refused(errors::introspection_is_off());
        }
        let times = |name: &&str| self.fields.get(*name).copied().unwrap_or(0);
        let creations = CREATIONS.iter().map(times).sum();
        if !execution.allowance.take_creations(creations) {
            return refused(errors::too_many_creations());
        }
        let mut request = self.request;
        request.set_parsed_query(Arc::unwrap_or_clone(self.parsed));
        Ok(request
            .data(execution.app.clone())
            .data(Loaders::new(&execution.app, &execution.allowance))
            .data(Arc::clone(&execution.allowance)))
    }
}

/// Parses a document, unless it is so nested or so large that it would be no good to look at it.
fn parse(document: &str) -> Result<ExecutableDocument, ServerError> {
    let document = match scan::check(document) {
        Ok(document) => document,
        Err(scan::Refusal::TooComplex) => return Err(errors::too_complex()),
        Err(scan::Refusal::EscapedQuotes) => return Err(errors::escaped_quotes()),
        Err(scan::Refusal::GivenTwice(name)) => return Err(errors::given_twice(&name)),
    };
    parse_query(document.as_ref()).map_err(|error| errors::parse_failed(&error, &document))
}

/// The fields of each of a document's operations, unless they are too many.
fn measure(
    document: &ExecutableDocument,
    variables: &Variables,
) -> Result<HashMap<Option<Name>, size::Fields>, ServerError> {
    size::check(document, variables).map_err(|refusal| match refusal {
        size::Refusal::TooComplex => errors::too_complex(),
        size::Refusal::Circular(fragment) => errors::circular(&fragment),
    })
}

fn complete(mut response: Response, request_id: &str) -> Response {
    for error in &mut response.errors {
        errors::complete(error, request_id);
    }
    response
}
