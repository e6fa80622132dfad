//! The environment, read once and turned into typed settings. All mistakes are told at once.

mod llm;
mod price;
mod secret;

pub use llm::{BaseUrl, LlmConfig, Mode, Protocol, ProviderConfig, is_private_address};
pub use price::{NanoUsd, Prices};
pub use secret::Secret;

use std::{ffi::OsString, fmt, net::IpAddr, path::PathBuf, str::FromStr, time::Duration};

use sea_orm::sqlx::postgres::PgConnectOptions;
use tracing_subscriber::EnvFilter;

/// Everything that can be set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    pub database: DatabaseConfig,
    pub http: HttpConfig,
    pub log: LogConfig,
    /// A language model to ask; without one the embedded model is alone.
    pub llm: Option<LlmConfig>,
}

#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    pub url: DatabaseUrl,
    /// Connections in the pool; for SQLite the readers, beside the one writer.
    pub max_connections: u32,
    /// The longest that the database may work on one statement.
    pub statement_timeout: Duration,
}

#[derive(Clone, Debug)]
pub struct HttpConfig {
    pub host: IpAddr,
    pub port: u16,
    /// Origins whose pages may call the API, besides the server's own.
    pub allowed_origins: Vec<String>,
    /// Names by which the server may be called, besides `localhost` and IP addresses.
    pub allowed_hosts: Vec<String>,
    /// The longest that a request may take.
    pub request_timeout: Duration,
    /// Whether the schema may be asked for by a query.
    pub introspection: bool,
}

#[derive(Clone, Debug)]
pub struct LogConfig {
    pub format: LogFormat,
    /// What is logged, in the syntax of [`EnvFilter`].
    filter: String,
}

impl LogConfig {
    pub fn filter(&self) -> EnvFilter {
        EnvFilter::new(&self.filter)
    }
}

/// A database's address. It may hold a password, so only its kind is ever printed.
#[derive(Clone)]
pub enum DatabaseUrl {
    Sqlite(PathBuf),
    Postgres(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    Text,
    Json,
}

/// A variable that cannot be used as it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    pub variable: &'static str,
    pub message: String,
}

impl Config {
    /// Reads the settings from `variable`, a look-up by name.
    ///
    /// # Errors
    /// Every variable whose value cannot be used.
    pub fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self, Vec<Mistake>> {
        let mut reader = Reader {
            variable,
            mistakes: Vec::new(),
        };
        let request_timeout = Duration::from_secs(reader.parsed(
            "REQUEST_TIMEOUT_SECONDS",
            "a whole number of seconds from 1 to 3600",
            30,
            |seconds| (1..=3600).contains(seconds),
        ));
        let config = Self {
            database: DatabaseConfig {
                url: reader.parsed(
                    "DATABASE_URL",
                    "sqlite:// and a path, or a postgres:// address",
                    DatabaseUrl::Sqlite("data/frontdesk.db".into()),
                    |_| true,
                ),
                max_connections: reader.parsed(
                    "DATABASE_MAX_CONNECTIONS",
                    "a whole number from 1 to 1000",
                    16,
                    |connections| (1..=1000).contains(connections),
                ),
                statement_timeout: request_timeout,
            },
            http: HttpConfig {
                host: reader.parsed("HOST", "an IP address", [127, 0, 0, 1].into(), |_| true),
                port: reader.parsed("PORT", "a port from 0 to 65535", 8000, |_| true),
                allowed_origins: reader.list(
                    "ALLOWED_ORIGINS",
                    "an origin such as https://desk.example.com",
                    is_origin,
                ),
                allowed_hosts: reader.list(
                    "ALLOWED_HOSTS",
                    "a host name without a port",
                    is_host_name,
                ),
                request_timeout,
                introspection: reader.one_of("INTROSPECTION", &[("on", true), ("off", false)]),
            },
            log: LogConfig {
                format: reader.one_of(
                    "LOG_FORMAT",
                    &[("text", LogFormat::Text), ("json", LogFormat::Json)],
                ),
                filter: reader.parsed(
                    "RUST_LOG",
                    "what tracing's EnvFilter understands, such as info",
                    "info,sqlx=warn,sea_orm_migration=warn".to_owned(),
                    |filter| EnvFilter::try_new(filter).is_ok(),
                ),
            },
            llm: llm::read(&mut reader),
        };
        if reader.mistakes.is_empty() {
            Ok(config)
        } else {
            Err(reader.mistakes)
        }
    }
}

struct Reader<V> {
    variable: V,
    mistakes: Vec<Mistake>,
}

impl<V: Fn(&str) -> Option<OsString>> Reader<V> {
    /// An empty variable counts as one that is not set: so shells and compose files unset them.
    fn get(&mut self, name: &'static str) -> Option<String> {
        let Ok(value) = (self.variable)(name)?.into_string() else {
            self.expected(name, "Unicode text");
            return None;
        };
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn expected(&mut self, variable: &'static str, what: &str) {
        self.mistakes.push(Mistake {
            variable,
            message: format!("expected {what}"),
        });
    }

    fn parsed<T: FromStr>(
        &mut self,
        name: &'static str,
        what: &str,
        default: T,
        holds: impl Fn(&T) -> bool,
    ) -> T {
        match self.get(name).map(|value| value.parse()) {
            None => default,
            Some(Ok(value)) if holds(&value) => value,
            Some(_) => {
                self.expected(name, what);
                default
            }
        }
    }

    /// One of a few words; the first is the default.
    fn one_of<T: Copy>(&mut self, name: &'static str, choices: &[(&str, T)]) -> T {
        let given = self.get(name);
        match choices
            .iter()
            .find(|(word, _)| given.as_deref() == Some(word))
        {
            Some((_, choice)) => *choice,
            None => {
                if given.is_some() {
                    let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
                    self.expected(name, &words.join(" or "));
                }
                choices[0].1
            }
        }
    }

    /// Values parted by commas.
    fn list(&mut self, name: &'static str, what: &str, holds: fn(&str) -> bool) -> Vec<String> {
        let given = self.get(name).unwrap_or_default();
        let values: Vec<_> = given
            .split(',')
            .map(|value| value.trim().to_ascii_lowercase())
            .filter(|value| !value.is_empty())
            .collect();
        if !values.iter().all(|value| holds(value)) {
            self.expected(name, &format!("a list, parted by commas, of {what}"));
        }
        values
    }
}

fn is_origin(value: &str) -> bool {
    value
        .strip_prefix("https://")
        .or_else(|| value.strip_prefix("http://"))
        .is_some_and(|host| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
            !host.is_empty() && host.bytes().all(plain)
        })
}

fn is_host_name(value: &str) -> bool {
    value
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '.'))
}

impl FromStr for DatabaseUrl {
    type Err = ();

    fn from_str(url: &str) -> Result<Self, ()> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The driver would repeat an address that it cannot parse, password and all.
            return match url.parse::<PgConnectOptions>() {
                Ok(_) => Ok(Self::Postgres(url.to_owned())),
                Err(_) => Err(()),
            };
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .and_then(|path| path.split('?').next())
            .filter(|path| !path.is_empty() && *path != ":memory:")
            .ok_or(())?;
        Ok(Self::Sqlite(path.into()))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(formatter, "sqlite://{}", path.display()),
            Self::Postgres(_) => formatter.write_str("postgres://…"),
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.variable, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, Vec<Mistake>> {
        Config::read(|name| {
            variables
                .iter()
                .find(|(variable, _)| *variable == name)
                .map(|(_, value)| value.into())
        })
    }

    #[test]
    fn nothing_need_be_set() {
        let config = read(&[("PORT", "")]).unwrap();
        assert_eq!(config.http.port, 8000);
        assert!(config.http.host.is_loopback());
        assert!(config.http.introspection);
        assert_eq!(
            format!("{:?}", config.database.url),
            "sqlite://data/frontdesk.db"
        );
    }

    #[test]
    fn all_mistakes_are_told_at_once_and_never_with_the_value() {
        let mistakes = read(&[
            ("DATABASE_URL", "mysql://root:hunter2@db"),
            ("PORT", "http"),
            ("REQUEST_TIMEOUT_SECONDS", "0"),
            ("ALLOWED_ORIGINS", "https://a.example, b.example"),
            ("INTROSPECTION", "maybe"),
            ("LLM_PROVIDER", "oracle"),
        ])
        .unwrap_err();
        let variables: Vec<_> = mistakes.iter().map(|mistake| mistake.variable).collect();
        assert_eq!(
            variables,
            [
                "REQUEST_TIMEOUT_SECONDS",
                "DATABASE_URL",
                "PORT",
                "ALLOWED_ORIGINS",
                "INTROSPECTION",
                "LLM_PROVIDER"
            ]
        );
        assert!(!format!("{mistakes:?}").contains("hunter2"));
    }

    #[test]
    fn an_address_that_is_none_is_refused_without_repeating_it() {
        let mistakes =
            read(&[("DATABASE_URL", "postgres://desk:hunter2@db:port/desk")]).unwrap_err();
        assert_eq!(mistakes.len(), 1);
        assert!(!mistakes[0].to_string().contains("hunter2"));
    }

    #[test]
    fn a_password_is_not_printed() {
        let config = read(&[("DATABASE_URL", "postgres://desk:hunter2@db/desk")]).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }

    #[test]
    fn a_sqlite_address_is_a_path_with_or_without_options() {
        for url in [
            "sqlite://data/a.db",
            "sqlite:data/a.db",
            "sqlite://data/a.db?mode=rwc",
        ] {
            let config = read(&[("DATABASE_URL", url)]).unwrap();
            assert_eq!(format!("{:?}", config.database.url), "sqlite://data/a.db");
        }
    }
}
