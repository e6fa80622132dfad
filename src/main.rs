//! The command line: every command in a few lines, calling into the library.

use std::{
    env,
    fmt::Display,
    fs, io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};

use clap::{Parser, Subcommand};
use frontdesk::{
    App,
    classifier::{
        Text,
        eval::{evaluate, evaluate_provider, read, with_endings},
        local::{
            Model,
            train::{cross_validate, train},
        },
        provider::{Pace, Provider},
    },
    config::Config,
    database::Database,
    graphql, http,
    learning::{self, Shipped, stored},
    telemetry,
    ticket::{self, Progress},
    tls,
};
use futures_util::FutureExt;
use mimalloc::MiMalloc;
use tokio::{
    signal::unix::{SignalKind, signal},
    time::timeout,
};

/// How long the database may take to end what it is doing when the server stops.
const CLOSING: Duration = Duration::from_secs(1);
/// How often a command that takes long says how far it is.
const SAYING: Duration = Duration::from_secs(1);

/// A fifth fewer instructions for a request than with the system's.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Support tickets that sort themselves. Settings come from the environment; see the README.
#[derive(Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Migrate the database and serve the API
    Serve,
    /// Bring the database's schema up to date
    Migrate,
    /// Print the GraphQL schema
    Schema,
    /// Suggest a category and a priority for a text
    Classify { text: String },
    /// Say how good the configured classifier is on labelled tickets, one JSON object a line
    Eval {
        file: PathBuf,
        /// Judge every ticket once with each line of this file at its end
        #[arg(long)]
        append: Option<PathBuf>,
    },
    /// Fit the embedded model to labelled tickets; the same tickets give the same bytes
    Train {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Where to write the weights
        #[arg(long)]
        out: PathBuf,
    },
    /// Fit the embedded model to the corpus and the team's corrections; use it if it is better
    Retrain {
        /// Take the model in use away and go back to the one before it
        #[arg(long, conflicts_with = "list")]
        rollback: bool,
        /// Print the models that are kept, the one in use first
        #[arg(long)]
        list: bool,
    },
    /// Classify the tickets that nobody has decided about and that another classifier than the configured
    /// one has sorted, the newest first; may be stopped and started again at any time
    Backfill {
        /// At most so many tickets; with 0 it only says how many there are
        #[arg(long)]
        limit: Option<usize>,
    },
    /// Ask the server on this machine whether it is ready
    Healthcheck,
}

/// Exit codes: 1 when something failed, 2 when the command or a setting was wrong.
#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure { message, code }) => {
            eprintln!("frontdesk: {message}");
            ExitCode::from(code)
        }
    }
}

struct Failure {
    message: String,
    code: u8,
}

impl<E: Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            message: error.to_string(),
            code: 1,
        }
    }
}

async fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve => serve(config()?).await,
        Command::Migrate => migrated(&config()?).await.map(|_| ()),
        Command::Schema => {
            print!("{}", graphql::sdl());
            Ok(())
        }
        Command::Classify { text } => {
            let verdict = Model::embedded().classify(&Text {
                title: "",
                description: &text,
            });
            println!("{verdict}");
            Ok(())
        }
        Command::Eval { file, append } => {
            let model = Model::embedded();
            let mut labelled = read(file)?;
            if let Some(endings) = append {
                let endings = fs::read_to_string(endings)?;
                labelled = with_endings(&labelled, &endings.lines().collect::<Vec<_>>());
            }
            match config()?.llm {
                None => println!("{}", evaluate(&labelled, |text| model.classify(text))),
                Some(llm) => {
                    let provider = Provider::new(llm.provider, Pace::default())?;
                    let (mode, budget) = (llm.mode, llm.daily_budget);
                    let asked =
                        evaluate_provider(&labelled, &model, &provider, mode, budget).await?;
                    println!("{asked}");
                }
            }
            Ok(())
        }
        Command::Train { files, out } => {
            let mut labelled = Vec::new();
            for file in files {
                labelled.extend(read(file)?);
            }
            if labelled.iter().any(|ticket| ticket.scenario.is_empty()) {
                return Err("every ticket to train with needs its scenario".into());
            }
            fs::write(out, train(&labelled).encode())?;
            println!("Cross-validation:\n\n{}", cross_validate(&labelled));
            Ok(())
        }
        Command::Retrain { rollback, list } => {
            let database = migrated(&config()?).await?;
            if list {
                print_models(&database).await
            } else if rollback {
                roll_back(&database).await
            } else {
                let shipped = Arc::new(Shipped::load()?);
                println!("{}", learning::retrain(&database, shipped).await?);
                Ok(())
            }
        }
        Command::Backfill { limit } => backfill(config()?, limit).await,
        Command::Healthcheck => healthcheck(&config()?).await,
    }
}

/// The database with its schema up to date.
async fn migrated(config: &Config) -> Result<Database, Failure> {
    let database = Database::connect(&config.database).await?;
    database.migrate().await?;
    Ok(database)
}

async fn print_models(database: &Database) -> Result<(), Failure> {
    let own = Model::embedded();
    for stored in stored::list(&database.read, own.name()).await? {
        println!("{stored}");
    }
    println!("{}: the program's own", own.name());
    Ok(())
}

async fn roll_back(database: &Database) -> Result<(), Failure> {
    let own = Model::embedded();
    match stored::take_away(database, own.name()).await? {
        Some(taken) => println!("{taken} was taken away. In use from now on, the first of these:"),
        None => println!("The program's own model is in use; there is none to go back to:"),
    }
    print_models(database).await
}

/// Says every second on standard error how far it is, and at the end on standard output how it ended.
async fn backfill(config: Config, limit: Option<usize>) -> Result<(), Failure> {
    telemetry::start(config.log.format, config.log.filter());
    let app = App::start(config).await?;
    let mut said: Option<Instant> = None;
    let say = |progress: &Progress| {
        if said.is_none_or(|said| said.elapsed() >= SAYING) {
            eprintln!("{progress}");
            said = Some(Instant::now());
        }
    };
    let (progress, end) = ticket::backfill(&app, limit.unwrap_or(usize::MAX), say).await?;
    println!("{progress}.\n{end} {} remain.", progress.left());
    Ok(app.database.close().await?)
}

/// The settings from `.env` and the environment, which wins.
fn config() -> Result<Config, Failure> {
    if let Err(error) = dotenvy::dotenv()
        && !error.not_found()
    {
        return Err(Failure {
            message: format!(".env cannot be read: {}", safe_to_print(&error)),
            code: 2,
        });
    }
    Config::read(|name| env::var_os(name)).map_err(|mistakes| {
        let lines: Vec<_> = mistakes
            .iter()
            .map(|mistake| format!("\n  {mistake}"))
            .collect();
        Failure {
            message: format!("these settings cannot be used:{}", lines.concat()),
            code: 2,
        }
    })
}

/// The library repeats the line that it cannot parse, which may hold a password.
fn safe_to_print(error: &dotenvy::Error) -> String {
    match error {
        dotenvy::Error::LineParse(..) => "a line is not of the form NAME=value".to_owned(),
        error => error.to_string(),
    }
}

async fn serve(config: Config) -> Result<(), Failure> {
    telemetry::start(config.log.format, config.log.filter());
    // Every connection takes a descriptor, and many systems allow a process a thousand at first.
    if let Err(error) = rlimit::increase_nofile_limit(u64::MAX) {
        tracing::debug!(%error, "the limit on open files cannot be raised");
    }
    let stop = stop()?.shared();
    let app = tokio::select! {
        app = App::start(config) => app?,
        () = stop.clone() => return Ok(()),
    };
    let listener = http::bind(&app).await?;
    tracing::info!(
        address = %format_args!("http://{}", listener.local_addr()?),
        database = ?app.config.database.url,
        "serving"
    );
    let database = app.database.clone();
    http::serve(listener, app, stop).await;
    // A statement that goes on regardless must not keep the process alive.
    match timeout(CLOSING, database.close()).await {
        Ok(closed) => Ok(closed?),
        Err(_) => Ok(()),
    }
}

/// Completes when the process is asked to stop.
fn stop() -> io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

async fn healthcheck(config: &Config) -> Result<(), Failure> {
    let host = match config.http.host {
        host if host.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        host => host,
    };
    let url = format!(
        "http://{}/readyz",
        SocketAddr::from((host, config.http.port))
    );
    let client = tls::client()
        .no_proxy()
        .timeout(Duration::from_secs(5))
        .build()?;
    let answer = client.get(url).send().await?;
    if answer.status().is_success() {
        Ok(())
    } else {
        Err(format!("not ready: {}", answer.text().await?.trim()).into())
    }
}
