//! The GraphQL schema, and the one way to execute a request against it.

mod errors;
mod scan;
mod size;

use async_graphql::{
    EmptySubscription, MergedObject, Name, Request, Response, SDLExportOptions, Schema,
    ServerError,
    parser::{
        parse_query,
        types::{ExecutableDocument, OperationDefinition, OperationType},
    },
};

use crate::{
    App,
    classification::ClassificationMutation,
    context::Loaders,
    stats::StatsQuery,
    ticket::{TicketMutation, TicketQuery},
};

pub use errors::failed;

/// Fields within fields within fields. The introspection query of graphql-js 16 has 15.
const DEPTH: usize = 20;
/// Fields in all, those of fragments as often as they are spread, and a list counting once. The
/// introspection query of graphql-js 16 has 230.
const MOST_FIELDS: usize = 1000;

/// Questions. They change nothing.
#[derive(MergedObject, Default)]
pub struct Query(TicketQuery, StatsQuery);

/// Changes. Several in one request run one after the other.
#[derive(MergedObject, Default)]
pub struct Mutation(TicketMutation, ClassificationMutation);

pub type FrontdeskSchema = Schema<Query, Mutation, EmptySubscription>;

/// The schema, with or without the means to ask for it.
pub fn build(introspection: bool) -> FrontdeskSchema {
    let schema =
        Schema::build(Query::default(), Mutation::default(), EmptySubscription).limit_depth(DEPTH);
    if introspection {
        schema.finish()
    } else {
        schema
            .disable_introspection()
            .disable_suggestions()
            .finish()
    }
}

/// The schema in its own language, as `schema.graphql` holds it.
pub fn sdl() -> String {
    build(true).sdl_with_options(
        SDLExportOptions::new()
            .prefer_single_line_descriptions()
            .include_specified_by()
            .use_space_ident(),
    )
}

/// A request whose document is GraphQL, though it need not fit the schema.
pub struct Document(Request, ExecutableDocument);

impl Document {
    /// # Errors
    /// The response that says what is wrong with the document.
    pub fn parse(request: Request) -> Result<Self, Box<Response>> {
        match parse(&request.query) {
            Ok(document) => Ok(Self(request, document)),
            Err(error) => Err(Box::new(Response::from_errors(vec![error]))),
        }
    }

    /// The operation to execute, with its name; none when the request does not say which.
    fn operation(&self) -> Option<(Option<&Name>, &OperationDefinition)> {
        let mut operations = self.1.operations.iter();
        let chosen = match &self.0.operation_name {
            Some(wanted) => operations.find(|(name, _)| name.is_some_and(|name| name == wanted)),
            None => operations.next().filter(|_| operations.next().is_none()),
        };
        chosen.map(|(name, operation)| (name, &operation.node))
    }

    /// The name of the operation to execute, if it has one.
    pub fn operation_name(&self) -> Option<String> {
        self.operation()?.0.map(ToString::to_string)
    }

    /// Whether the operation to execute changes nothing.
    pub fn is_query(&self) -> bool {
        self.operation()
            .is_none_or(|(_, operation)| operation.ty == OperationType::Query)
    }

    /// Executes the request. `request_id` is what an internal error tells the client.
    pub async fn execute(self, schema: &FrontdeskSchema, app: &App, request_id: &str) -> Response {
        let Self(mut request, document) = self;
        request.set_parsed_query(document);
        let mut response = schema
            .execute(request.data(app.clone()).data(Loaders::new(app)))
            .await;
        for error in &mut response.errors {
            errors::complete(error, request_id);
        }
        response
    }
}

/// Parses a document, unless it is so nested or so large that it would be no good to look at it.
fn parse(document: &str) -> Result<ExecutableDocument, ServerError> {
    match scan::check(document) {
        Ok(()) => {}
        Err(scan::Refusal::TooDeep) => return Err(errors::too_complex()),
        Err(scan::Refusal::EscapedQuotes) => return Err(errors::escaped_quotes()),
        Err(scan::Refusal::GivenTwice(name)) => return Err(errors::given_twice(&name)),
    }
    let parsed = parse_query(document).map_err(|error| errors::parse_failed(&error, document))?;
    match size::check(&parsed, MOST_FIELDS) {
        Ok(()) => Ok(parsed),
        Err(size::Refusal::TooComplex) => Err(errors::too_complex()),
        Err(size::Refusal::Circular(fragment)) => Err(errors::circular(&fragment)),
    }
}
