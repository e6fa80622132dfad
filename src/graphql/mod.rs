//! The GraphQL schema, and the one way to execute a request against it.

mod document;
mod errors;
mod scan;
mod size;

use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema};

use crate::{
    classification::{ClassificationMutation, ClassificationQuery},
    stats::StatsQuery,
    ticket::{TicketMutation, TicketQuery, TicketSubscription},
};

pub use document::{Document, Documents, Execution};
pub use errors::failed;

/// Fields within fields within fields. The introspection query of graphql-js 16 has 15.
const DEPTH: usize = 20;
/// Questions. They change nothing.
#[derive(MergedObject, Default)]
pub struct Query(TicketQuery, StatsQuery, ClassificationQuery);

/// Changes. Several in one request run one after the other.
#[derive(MergedObject, Default)]
pub struct Mutation(TicketMutation, ClassificationMutation);

/// Events, over WebSocket.
#[derive(MergedSubscription, Default)]
pub struct Subscription(TicketSubscription);

pub type FrontdeskSchema = Schema<Query, Mutation, Subscription>;

/// The schema, with or without the means to ask for it.
pub fn build(introspection: bool) -> FrontdeskSchema {
    let schema = Schema::build(
        Query::default(),
        Mutation::default(),
        Subscription::default(),
    )
    .limit_depth(DEPTH);
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
