//! What a team's people have decided, as labelled tickets.

use sea_orm::DbErr;

use crate::{
    classifier::{Text, eval::Labelled, local::addresses_machine},
    database::Database,
    error::Faults,
    ticket::{self, Columns, Direction, OrderField, Position, Stretch, TicketFilter, Triage},
};

/// Decided tickets that are looked at, the newest: more would take long and teach little.
const MOST: u64 = 5_000;
/// One in so many, the newest, is kept for judging.
const FOR_JUDGING: usize = 5;

/// The team's decisions, without tickets that give orders to a machine.
#[derive(Default)]
pub struct Decided {
    /// The newest fifth, corrected or confirmed, to judge models by.
    pub newest: Vec<Labelled>,
    /// Of the others the corrected ones, to learn from.
    pub corrected: Vec<Labelled>,
}

impl Decided {
    pub async fn read(database: &Database) -> Result<Self, DbErr> {
        let filter = TicketFilter {
            triage: Some(vec![Triage::Confirmed, Triage::Overruled]),
            ..TicketFilter::default()
        };
        let matching = TicketFilter::parse(Some(filter), &mut Faults::default());
        let stretch = Stretch {
            columns: Columns::All,
            field: OrderField::CreatedAt,
            direction: Direction::Desc,
            above: Position::FIRST,
            below: Position::LAST,
            limit: MOST,
        };
        Ok(Self::of(ticket::list(database, &matching, stretch).await?))
    }

    /// Of tickets from the newest to the oldest.
    fn of(mut tickets: Vec<ticket::Model>) -> Self {
        tickets.retain(|ticket| {
            !addresses_machine(&Text {
                title: &ticket.title,
                description: &ticket.description,
            })
        });
        let older = tickets.split_off(tickets.len() / FOR_JUDGING);
        let corrected = older
            .into_iter()
            .filter(|ticket| ticket.triage == Triage::Overruled);
        Self {
            newest: tickets.into_iter().map(labelled).collect(),
            corrected: corrected.map(labelled).collect(),
        }
    }
}

fn labelled(ticket: ticket::Model) -> Labelled {
    Labelled {
        // Each a topic of its own: nothing else tells which are alike.
        scenario: format!("team{}", ticket.id.0),
        language: String::new(),
        category: ticket.category,
        priority: ticket.priority,
        title: ticket.title,
        description: ticket.description,
    }
}
