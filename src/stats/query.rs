//! `stats`.

use async_graphql::Object;

use super::object::TicketStats;
use crate::{
    error::{Faults, Result},
    ticket::TicketFilter,
};

#[derive(Default)]
pub struct StatsQuery;

#[Object]
impl StatsQuery {
    /// Numbers about tickets. Every number equals what `tickets` would count with the same filter.
    async fn stats(
        &self,
        #[graphql(desc = "Which tickets; all when left out.")] filter: Option<TicketFilter>,
    ) -> Result<TicketStats> {
        let mut faults = Faults::default();
        let matching = TicketFilter::parse(filter, &mut faults);
        faults.none()?;
        Ok(TicketStats::new(matching))
    }
}
