//! The server under test, and calls to it over HTTP.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use frontdesk::{App, config::Config, database::Database, http, tls};
use sea_orm::Statement;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::postgres;

/// The databases on which every test runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

pub struct TestApp {
    pub app: App,
    pub address: String,
    client: reqwest::Client,
    statements: Arc<Mutex<Vec<Statement>>>,
    server: JoinHandle<()>,
    settings: HashMap<&'static str, String>,
    _folder: TempDir,
}

impl TestApp {
    /// A server on a migrated database with nothing in it.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, &[]).await
    }

    /// A server with settings of its own.
    pub async fn start_with(backend: Backend, settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = new_database(backend, &folder).await;
        Self::serve(with_database(settings, url), folder).await
    }

    /// A server on the database at this address.
    pub async fn start_at(url: String) -> Self {
        Self::start_at_with(url, &[]).await
    }

    /// A server with settings of its own on the database at this address.
    pub async fn start_at_with(url: String, settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::serve(with_database(settings, url), folder).await
    }

    async fn serve(settings: HashMap<&'static str, String>, folder: TempDir) -> Self {
        let config = Config::read(|name| settings.get(name).map(Into::into)).unwrap();
        let mut database = Database::connect(&config.database).await.unwrap();
        let statements = Arc::<Mutex<Vec<_>>>::default();
        for connection in [&mut database.read, &mut database.write] {
            let statements = Arc::clone(&statements);
            connection.set_metric_callback(move |sent| {
                statements.lock().unwrap().push(sent.statement.clone());
            });
        }
        database.migrate().await.unwrap();
        let app = App::new(config, database).await.unwrap();
        let listener = http::bind(&app).await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let serving = http::serve(listener, app.clone(), std::future::pending());
        Self {
            app,
            address,
            client: tls::client().build().unwrap(),
            statements,
            server: tokio::spawn(serving),
            settings,
            _folder: folder,
        }
    }

    /// The same database under a new server.
    pub async fn restart(self) -> Self {
        self.server.abort();
        self.app.database.clone().close().await.unwrap();
        Self::serve(self.settings, self._folder).await
    }

    /// The whole answer to a query.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        self.post(json!({ "query": query, "variables": variables }).to_string())
            .await
            .json()
            .await
            .unwrap()
    }

    /// The data of a query that must succeed.
    pub async fn data(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }

    /// The one error of a query that must fail.
    pub async fn error(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.ask(query, variables).await;
        let errors = answer["errors"].as_array().map_or(0, Vec::len);
        assert_eq!(errors, 1, "{query}: {answer}");
        answer["errors"][0].take()
    }

    /// The code of the one error of a query that must fail.
    pub async fn code(&self, query: &str, variables: Value) -> String {
        let error = self.error(query, variables).await;
        error["extensions"]["code"].as_str().unwrap().to_owned()
    }

    pub async fn post(&self, body: String) -> reqwest::Response {
        self.client
            .post(format!("{}/graphql", self.address))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    pub fn database_url(&self) -> &str {
        &self.settings["DATABASE_URL"]
    }

    pub fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// The statements that the server sends to its database while `work` goes on.
    pub async fn statements_of<T>(&self, work: impl Future<Output = T>) -> Vec<Statement> {
        self.statements.lock().unwrap().clear();
        work.await;
        let mut statements = std::mem::take(&mut *self.statements.lock().unwrap());
        // What an earlier write left to be done in the background belongs to no request.
        let background = ["pg_notify", "fold_ticket_count"];
        statements.retain(|sent| !background.iter().any(|task| sent.sql.contains(task)));
        statements
    }
}

/// The address of a new database; one of SQLite is in the folder.
pub async fn new_database(backend: Backend, folder: &TempDir) -> String {
    match backend {
        Backend::Sqlite => format!("sqlite://{}/frontdesk.db", folder.path().display()),
        Backend::Postgres => postgres::new_database().await,
    }
}

fn with_database(settings: &[(&'static str, &str)], url: String) -> HashMap<&'static str, String> {
    let mut settings: HashMap<_, _> = settings
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    settings.insert("DATABASE_URL", url);
    settings.insert("PORT", "0".to_owned());
    settings
}
