//! A private PostgreSQL cluster for this test run, thrown away with it.

use std::{
    env, fs,
    io::Write,
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
    time::{Duration, Instant},
};

use frontdesk::{
    config::{DatabaseConfig, DatabaseUrl},
    database::Database,
};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::sync::OnceCell;

static CLUSTER: LazyLock<Cluster> = LazyLock::new(Cluster::start);
static TEMPLATE: OnceCell<()> = OnceCell::const_new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

struct Cluster {
    port: u16,
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
    let port = tokio::task::block_in_place(|| CLUSTER.port);
    format!("postgres://frontdesk@127.0.0.1:{port}/{database}")
}

async fn administer(statement: &str) {
    let connection: DatabaseConnection = sea_orm::Database::connect(url("postgres")).await.unwrap();
    connection.execute_unprepared(statement).await.unwrap();
    connection.close().await.unwrap();
}

impl Cluster {
    fn start() -> Self {
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
        let run = |program: &Path| {
            let mut command = Command::new(program);
            command.current_dir(&folder).stdout(Stdio::null());
            if let Some(user) = user {
                command.uid(user);
            }
            command
        };
        let status = run(&programs.join("initdb"))
            .args(["--pgdata=data", "--username=frontdesk", "--auth=trust"])
            .args(["--no-sync", "--encoding=UTF8", "--locale=C"])
            .status()
            .unwrap();
        assert!(status.success(), "initdb failed");
        let port = free_port();
        let keeper = run(Path::new("/bin/sh"))
            .args(["-c", KEEPER, "keeper"])
            .arg(programs.join("postgres"))
            .arg(port.to_string())
            .arg(&folder)
            .stdin(Stdio::piped())
            .stderr(fs::File::create(folder.join("log")).unwrap())
            .spawn()
            .unwrap();
        wait_for(port, &folder);
        Self {
            port,
            _keeper: keeper,
        }
    }
}

/// No durability: a crash of the machine loses a test run anyway.
const KEEPER: &str = r#"
trap '' INT
"$1" -D data -p "$2" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$3" \
    -c max_connections=500 -c fsync=off -c synchronous_commit=off -c full_page_writes=off &
read -r _
kill -QUIT $!
wait $!
rm -rf "$3"
"#;

fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    versions
        .chain(env::split_paths(&path))
        .filter(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
        .max()
        .expect("PostgreSQL's server programs are missing: install the package postgresql")
}

/// PostgreSQL refuses to run as root; this is whom it runs as instead.
fn unprivileged_user() -> Option<u32> {
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

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn wait_for(port: u16, folder: &Path) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
            std::io::stderr().write_all(log.as_bytes()).unwrap();
            panic!("PostgreSQL did not start");
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}
