//! `stats`.

use async_graphql::Object;

use super::object::TicketStats;
use crate::{error::Result, ticket::TicketFilter};

#[derive(Default)]
pub struct StatsQuery;

#[Object]
impl StatsQuery {
    /// Numbers about tickets. Every number equals what `tickets` would count with the same filter.
    async fn stats(
        &self,
        #[graphql(desc = "Which tickets; all when left out.")] filter: Option<TicketFilter>,
    ) -> Result<TicketStats> {
        Ok(TicketStats::new(TicketFilter::parse(filter)?))
    }
}
