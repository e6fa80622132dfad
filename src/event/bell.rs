//! Ringing when there are new events: within the process, and on PostgreSQL for the other servers.

use std::{sync::Arc, time::Duration};

use sea_orm::{ConnectionTrait, DbErr, Statement, sqlx, sqlx::postgres::PgListener};
use tokio::{sync::Notify, time::sleep};
use tokio_util::task::AbortOnDropHandle;
use uuid::Uuid;

use crate::{config::DatabaseUrl, database::Database};

const CHANNEL: &str = "frontdesk_ticket_event";
/// The least time between two rings for the other servers, which then read all there is. A
/// notification within the write's own transaction would make all writers queue at its commit.
const PAUSE: Duration = Duration::from_millis(50);
/// How long to wait before trying again to listen.
const RETRY: Duration = Duration::from_secs(1);

/// Rung after every commit of an event.
#[derive(Clone)]
pub struct Bell {
    here: Arc<Notify>,
    /// Rings at the other servers.
    elsewhere: Option<Elsewhere>,
    _notifier: Option<Arc<AbortOnDropHandle<()>>>,
}

#[derive(Clone)]
struct Elsewhere {
    ring: Arc<Notify>,
    /// Tells this server's own notifications from the others'.
    server: Arc<str>,
    url: Arc<str>,
}

impl Bell {
    /// A bell for this server and, on PostgreSQL, for the others on the same database.
    pub fn new(url: &DatabaseUrl, database: &Database) -> Self {
        let elsewhere = match url {
            DatabaseUrl::Sqlite(_) => None,
            DatabaseUrl::Postgres(url) => Some(Elsewhere {
                ring: Arc::default(),
                server: Uuid::now_v7().to_string().into(),
                url: url.as_str().into(),
            }),
        };
        let notifier = elsewhere.clone().map(|elsewhere| {
            let task = tokio::spawn(elsewhere.notify(database.clone()));
            Arc::new(AbortOnDropHandle::new(task))
        });
        Self {
            here: Arc::default(),
            elsewhere,
            _notifier: notifier,
        }
    }

    /// Says that an event was committed here.
    pub fn ring(&self) {
        self.here.notify_one();
        if let Some(elsewhere) = &self.elsewhere {
            elsewhere.ring.notify_one();
        }
    }

    /// Returns when there may be new events.
    pub async fn rung(&self) {
        self.here.notified().await;
    }

    /// Lets the other servers ring here, too, until what is returned is dropped.
    ///
    /// # Errors
    /// The database cannot be reached.
    pub async fn listen(&self) -> Result<Option<AbortOnDropHandle<()>>, DbErr> {
        let Some(elsewhere) = &self.elsewhere else {
            return Ok(None);
        };
        let listener = elsewhere
            .listener()
            .await
            .map_err(|error| DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error))))?;
        let hearing = elsewhere.clone().hear(listener, Arc::clone(&self.here));
        Ok(Some(AbortOnDropHandle::new(tokio::spawn(hearing))))
    }
}

impl Elsewhere {
    async fn listener(&self) -> Result<PgListener, sqlx::Error> {
        let mut listener = PgListener::connect(&self.url).await?;
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }

    async fn notify(self, database: Database) {
        loop {
            self.ring.notified().await;
            let notification = Statement::from_sql_and_values(
                database.backend(),
                "SELECT pg_notify($1, $2)",
                [CHANNEL.into(), self.server.as_ref().into()],
            );
            if let Err(error) = database.write.execute_raw(notification).await {
                // The others look for themselves now and then, and when they connect again.
                tracing::warn!(%error, "notifying the other servers failed");
            }
            sleep(PAUSE).await;
        }
    }

    async fn hear(self, mut listener: PgListener, here: Arc<Notify>) {
        loop {
            match listener.try_recv().await {
                Ok(Some(notification)) if notification.payload() == self.server.as_ref() => {}
                // Nothing stands for a connection that was lost, and with it notifications.
                Ok(_) => here.notify_one(),
                Err(error) => {
                    tracing::warn!(%error, "listening for other servers' changes failed");
                    sleep(RETRY).await;
                    here.notify_one();
                }
            }
        }
    }
}
