//! What can go wrong, and what of it is safe to say.

use std::{fmt::Display, sync::Arc};

use sea_orm::{DbErr, RuntimeErr, sqlx};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every failure that a caller can meet. `Display` is what the caller reads; sources are for the
/// log alone.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    #[error("{}", summary(.0))]
    BadUserInput(Vec<Fault>),
    #[error("There is no {what} with the id {id}.")]
    NotFound { what: &'static str, id: String },
    #[error("The ticket has changed in the meantime and is at version {current_version} now.")]
    Conflict { current_version: i32 },
    #[error("This idempotencyKey was used with another input before.")]
    IdempotencyKeyReused,
    #[error("The answer would be too large. Ask for fewer tickets, or without their descriptions.")]
    TooLarge,
    #[error(
        "You fell too far behind the changes. Ask anew for what you need, and subscribe again."
    )]
    FellBehind,
    #[error("Too many operations at once. End one before you begin another.")]
    RateLimited,
    #[error("The request took too long and was given up.")]
    Timeout,
    #[error("The database cannot be reached. Try again in a moment.")]
    Unavailable(#[source] Arc<dyn std::error::Error + Send + Sync>),
    #[error("Something went wrong on the server.")]
    Internal(#[source] Arc<dyn std::error::Error + Send + Sync>),
}

/// What is wrong with one argument or input field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands in the call, such as `input.title`.
    pub path: &'static str,
    /// What would be right, in a sentence.
    pub message: String,
}

impl Error {
    /// One argument is wrong.
    pub fn bad_user_input(path: &'static str, message: impl Display) -> Self {
        Self::BadUserInput(vec![Fault {
            path,
            message: message.to_string(),
        }])
    }

    /// Something is not as it must be.
    pub fn internal(what: &'static str) -> Self {
        Self::Internal(Arc::from(Box::<dyn std::error::Error + Send + Sync>::from(
            what,
        )))
    }

    /// There is no `what` with this id. Of an id that cannot be one, the beginning is repeated.
    pub fn not_found(what: &'static str, id: impl Display) -> Self {
        Self::NotFound {
            what,
            id: id.to_string().chars().take(40).collect(),
        }
    }

    /// The stable word for this failure, `extensions.code` on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadUserInput(_) => "BAD_USER_INPUT",
            Self::NotFound { .. } => "NOT_FOUND",
            Self::Conflict { .. } => "CONFLICT",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::TooLarge => "QUERY_TOO_COMPLEX",
            Self::FellBehind => "FELL_BEHIND",
            Self::RateLimited => "RATE_LIMITED",
            Self::Timeout => "TIMEOUT",
            Self::Unavailable(_) => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }
}

fn summary(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| format!("{}: {}", fault.path, fault.message))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Collects the faults of an input, so that all are told at once.
#[derive(Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// The value; or a placeholder, which [`Faults::none`] keeps from being used, and a fault noted
    /// for `path`.
    pub fn take<T: Default, E: Display>(&mut self, path: &'static str, value: Result<T, E>) -> T {
        value.unwrap_or_else(|message| {
            self.0.push(Fault {
                path,
                message: message.to_string(),
            });
            T::default()
        })
    }

    /// `Ok` when nothing was wrong.
    pub fn none(self) -> Result<()> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Error::BadUserInput(self.0))
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let kind = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Unavailable,
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => match failure(cause) {
                Failure::TimedOut => return Self::Timeout,
                Failure::Away => Self::Unavailable,
                Failure::Ours => Self::Internal,
            },
            _ => Self::Internal,
        };
        kind(Arc::new(error))
    }
}

/// Whether the database cannot be reached for now, so that trying again makes sense.
pub fn is_away(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) => true,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => matches!(failure(cause), Failure::Away),
        _ => false,
    }
}

enum Failure {
    TimedOut,
    Away,
    Ours,
}

fn failure(error: &sqlx::Error) -> Failure {
    use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, Protocol, Tls, WorkerCrashed};
    match error {
        Io(_) | Tls(_) | Protocol(_) | PoolTimedOut | PoolClosed | WorkerCrashed => Failure::Away,
        Database(error) => match error.code().as_deref() {
            // PostgreSQL: query_canceled, by statement_timeout.
            Some("57014") => Failure::TimedOut,
            // PostgreSQL: connection lost, no connections left, shutting down, read-only, disk full.
            Some(code)
                if code.len() == 5
                    && (["08", "53", "57", "58"].contains(&&code[..2]) || code == "25006") =>
            {
                Failure::Away
            }
            // SQLite, the primary code being the lowest byte: BUSY, READONLY, IOERR, FULL, CANTOPEN.
            Some(code) if code.len() < 5 => match code.parse::<i32>().map(|code| code & 0xff) {
                // INTERRUPT, by the limit on statements.
                Ok(9) => Failure::TimedOut,
                Ok(5 | 8 | 10 | 13 | 14) => Failure::Away,
                _ => Failure::Ours,
            },
            _ => Failure::Ours,
        },
        _ => Failure::Ours,
    }
}
