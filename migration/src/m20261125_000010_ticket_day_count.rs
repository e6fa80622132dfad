//! `ticket_day_count`: how many tickets were created on each day, whatever cell they are in. A day has
//! up to 256 cells, so a sum over a month's days would read thousands of the rows of `ticket_count`.
//!
//! It follows `ticket_count` by triggers there. On PostgreSQL these run when the counters are folded,
//! so a writer has nothing to do with them, and the view adds what is not folded yet.

use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

use crate::run;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The events on `ticket_count`, and what each adds to its day.
const EVENTS: [(&str, &str, &str); 2] = [
    ("insert", "INSERT", "NEW.tickets"),
    ("update", "UPDATE OF tickets", "NEW.tickets - OLD.tickets"),
];

fn add(tickets: &str) -> String {
    format!(
        "INSERT INTO ticket_day_count (day, tickets) VALUES (NEW.day, {tickets})
         ON CONFLICT (day) DO UPDATE SET tickets = ticket_day_count.tickets + excluded.tickets"
    )
}

fn sqlite() -> Vec<String> {
    let triggers = EVENTS.map(|(name, event, tickets)| {
        format!(
            "CREATE TRIGGER ticket_day_count_{name} AFTER {event} ON ticket_count
             WHEN NEW.day >= 0 BEGIN {}; END",
            add(tickets)
        )
    });
    triggers.into()
}

fn postgres() -> Vec<String> {
    let triggers = EVENTS.map(|(name, event, tickets)| {
        [
            format!(
                "CREATE FUNCTION ticket_day_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN {}; RETURN NULL; END $$",
                add(tickets)
            ),
            format!(
                "CREATE TRIGGER ticket_day_count_{name} AFTER {event} ON ticket_count
                 FOR EACH ROW WHEN (NEW.day >= 0) EXECUTE FUNCTION ticket_day_count_{name}()"
            ),
        ]
    });
    triggers.into_iter().flatten().collect()
}

/// After the triggers: on PostgreSQL making them has locked `ticket_count`.
const COUNT: &str = "INSERT INTO ticket_day_count (day, tickets)
    SELECT day, sum(tickets) FROM ticket_count WHERE day >= 0 GROUP BY day";

fn view(backend: DbBackend) -> String {
    let not_folded = match backend {
        DbBackend::Postgres => " UNION ALL SELECT day, tickets FROM ticket_count_delta",
        _ => "",
    };
    format!("CREATE VIEW ticket_day_tally AS SELECT day, tickets FROM ticket_day_count{not_folded}")
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("ticket_day_count")
                    .col(integer("day").primary_key())
                    .col(big_integer("tickets"))
                    .to_owned(),
            )
            .await?;
        let backend = manager.get_database_backend();
        let mut statements = match backend {
            DbBackend::Postgres => postgres(),
            _ => sqlite(),
        };
        statements.extend([COUNT.to_owned(), view(backend)]);
        let statements: Vec<_> = statements.iter().map(String::as_str).collect();
        run(manager, &statements).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP VIEW ticket_day_tally"]).await?;
        for (name, _, _) in EVENTS {
            let statement = match manager.get_database_backend() {
                DbBackend::Postgres => format!("DROP FUNCTION ticket_day_count_{name} CASCADE"),
                _ => format!("DROP TRIGGER ticket_day_count_{name}"),
            };
            run(manager, &[&statement]).await?;
        }
        manager
            .drop_table(Table::drop().table("ticket_day_count").to_owned())
            .await
    }
}
