//! A private PostgreSQL cluster for this test run, thrown away with it.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{
        fs::{MetadataExt, chown},
        process::CommandExt,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use frontdesk::{
    config::{DatabaseConfig, DatabaseUrl},
    database::Database,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::sync::OnceCell;

/// The cluster that all tests share.
static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
static TEMPLATE: OnceCell<()> = OnceCell::const_new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// What the machine loses in a crash, a test run may lose, too; but nothing less.
const FOR_TESTS: &str = "-c max_connections=500 -c fsync=off";

/// A running PostgreSQL.
pub struct Cluster {
    settings: &'static str,
    /// The words before the command that starts the server; it must not be root then.
    started_by: Vec<String>,
    port: u16,
    programs: PathBuf,
    folder: PathBuf,
    user: Option<u32>,
    /// Waits for the end of its input, which comes when this process ends in whatever way; then it
    /// stops the cluster and removes its folder.
    _keeper: Child,
}

/// The address of a new, migrated database.
pub async fn new_database() -> String {
    TEMPLATE
        .get_or_init(|| async {
            administer("CREATE DATABASE template_frontdesk").await;
            let database = Database::connect(&DatabaseConfig {
                url: DatabaseUrl::Postgres(url("template_frontdesk")),
                max_connections: 1,
                statement_timeout: Duration::from_secs(60),
            })
            .await
            .unwrap();
            database.migrate().await.unwrap();
            database.close().await.unwrap();
        })
        .await;
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    administer(&format!(
        "CREATE DATABASE {name} TEMPLATE template_frontdesk"
    ))
    .await;
    url(&name)
}

/// The address of a new database with nothing in it.
pub async fn empty_database() -> String {
    let name = format!("empty_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    administer(&format!("CREATE DATABASE {name}")).await;
    url(&name)
}

fn url(database: &str) -> String {
    // The first to ask starts the cluster, which takes a moment.
    tokio::task::block_in_place(|| CLUSTER.url(database))
}

async fn administer(statement: &str) {
    let connection: DatabaseConnection = sea_orm::Database::connect(url("postgres")).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

impl Cluster {
    pub fn start() -> Self {
        Self::start_with(FOR_TESTS, Vec::new())
    }

    /// A cluster whose server is started by a command that begins with these words.
    pub fn start_by(words: Vec<String>) -> Self {
        Self::start_with(FOR_TESTS, words)
    }

    /// A cluster with these settings, in the form of the server's command line.
    pub fn start_with(settings: &'static str, started_by: Vec<String>) -> Self {
        let programs = programs();
        let user = unprivileged_user();
        let folder = tempfile::Builder::new()
            .prefix("frontdesk-test-")
            .tempdir()
            .unwrap()
            .keep();
        if let Some(user) = user {
            chown(&folder, Some(user), None).unwrap();
        }
        let keeper = command(Path::new("/bin/sh"), &folder, user)
            .args(["-c", KEEPER, "keeper"])
            .arg(&programs)
            .arg(&folder)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let cluster = Self {
            settings,
            started_by,
            port: free_port(),
            programs,
            folder,
            user,
            _keeper: keeper,
        };
        let names = ["--pgdata=data", "--username=frontdesk", "--auth=trust"];
        let form = ["--no-sync", "--encoding=UTF8", "--locale=C"];
        cluster.run(cluster.command("initdb").args(names).args(form));
        cluster.go_on();
        cluster
    }

    /// Stops at once, as in a power cut.
    pub fn stop(&self) {
        let stop = ["stop", "--pgdata=data", "--mode=immediate"];
        self.run(self.command("pg_ctl").args(stop));
    }

    pub fn go_on(&self) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} {}",
            self.port,
            self.folder.display(),
            self.settings
        );
        let mut command = match self.started_by.split_first() {
            None => self.command("pg_ctl"),
            Some((first, words)) => {
                let mut command = command(Path::new(first), &self.folder, None);
                command.args(words).arg(self.programs.join("pg_ctl"));
                command
            }
        };
        let start = ["start", "--pgdata=data", "--log=log", "--wait"];
        self.run(command.args(start).args(["--options", &options]));
    }

    pub fn url(&self, database: &str) -> String {
        format!("postgres://frontdesk@127.0.0.1:{}/{database}", self.port)
    }

    /// Where the server keeps what it has.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn command(&self, program: &str) -> Command {
        command(&self.programs.join(program), &self.folder, self.user)
    }

    fn run(&self, command: &mut Command) {
        let status = command.status().unwrap();
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(status.success(), "{command:?} failed: {log}");
    }
}

/// A program that runs in the cluster's folder and as its user.
fn command(program: &Path, folder: &Path, user: Option<u32>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    if let Some(user) = user {
        command.uid(user);
    }
    command
}

const KEEPER: &str = r#"
trap '' INT HUP TERM
read -r _
"$1/pg_ctl" stop --pgdata=data --mode=immediate
rm -rf "$2"
"#;

/// The folder of the server's programs: the first in the PATH that has them, since that was chosen,
/// else the newest of Debian's, which are not in the PATH.
fn programs() -> PathBuf {
    let has_them = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|it| folder.join(it).exists())
    };
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .find(has_them)
        .or_else(|| {
            let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
            let folders = versions.flatten().map(|version| version.path().join("bin"));
            folders.filter(has_them).max()
        })
        .expect("PostgreSQL's server programs are missing: install the package postgresql")
}

/// PostgreSQL refuses to run as root, and root can write to what is read-only; this is whom to run as
/// instead, if this is root.
pub fn unprivileged_user() -> Option<u32> {
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let id = |name: &str| {
        users.lines().find_map(|line| {
            let mut fields = line.split(':');
            (fields.next()? == name).then(|| fields.nth(1)?.parse().ok())?
        })
    };
    Some(
        id("postgres")
            .or_else(|| id("nobody"))
            .expect("a user other than root"),
    )
}

pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
