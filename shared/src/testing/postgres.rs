//! A PostgreSQL server of the test program's own, from installed binaries.
//!
//! It listens on a free port of the loopback interface, keeps its data in a temporary folder, and
//! ends with the test program. Where no binaries are installed, each test that wants it says by
//! name that it was not run on it; with `TASKFLOW_TEST_REQUIRE_POSTGRES` set, as in CI, they fail.

use std::{
    io::Write as _,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    binaries: PathBuf,
    port: u16,
    created: AtomicU32,
    /// Holds the other end of the pipe whose closing stops the server.
    _server: Child,
}

impl Postgres {
    /// Returns the server of this test program, started when first asked for; `None` where
    /// PostgreSQL is not installed.
    ///
    /// # Panics
    /// Where it is required and not installed, or does not start.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: LazyLock<Option<Postgres>> = LazyLock::new(Postgres::start_if_installed);
        SHARED.as_ref()
    }

    /// Creates an empty database and returns its URL.
    ///
    /// # Panics
    /// Where the server refuses.
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.created.fetch_add(1, Ordering::Relaxed));
        let port = self.port.to_string();
        run(Command::new(self.binaries.join("createdb")).args([
            "--host=127.0.0.1",
            "--username=postgres",
            "--port",
            &port,
            &name,
        ]));
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    fn start_if_installed() -> Option<Self> {
        match find_binaries() {
            Some(binaries) => Some(Self::start(binaries)),
            None if std::env::var_os("TASKFLOW_TEST_REQUIRE_POSTGRES").is_some() => {
                panic!("PostgreSQL is required here and not installed: apt-get install postgresql")
            }
            None => None,
        }
    }

    fn start(binaries: PathBuf) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("taskflow-pg")
            .tempdir()
            .expect("a folder")
            .keep();
        let data = folder.join("data");
        let port = free_port();
        own(&folder);
        run(as_server_user(&binaries.join("initdb"))
            .args([
                "--username=postgres",
                "--auth=trust",
                "--no-sync",
                "--no-locale",
            ])
            .args(["--encoding=UTF8", "--pgdata"])
            .arg(&data));
        // Ends with this program and leaves nothing: the shell waits for the end of its input.
        let server = format!(
            "'{}' -D '{}' -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
             -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 \
             >'{}/log' 2>&1 & read _; kill -INT $!; wait; rm -rf '{}'",
            binaries.join("postgres").display(),
            data.display(),
            folder.display(),
            folder.display(),
        );
        let server = as_server_user(Path::new("/bin/sh"))
            .args(["-c", &server])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        let postgres = Self {
            binaries,
            port,
            created: AtomicU32::new(0),
            _server: server,
        };
        postgres.wait_until_ready();
        postgres
    }

    fn wait_until_ready(&self) {
        let port = self.port.to_string();
        for _ in 0..200 {
            let ready = Command::new(self.binaries.join("pg_isready"))
                .args(["--quiet", "--host=127.0.0.1", "--port", &port])
                .status()
                .is_ok_and(|status| status.success());
            if ready {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start within ten seconds");
    }
}

/// Says, past the test harness, that a test was left out on PostgreSQL.
pub(super) fn say_skipped() {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    let line = format!(
        "{test}: not run on PostgreSQL, which is not installed (apt-get install postgresql)\n"
    );
    // A failure to say so is no failure of the test.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Looks on the path first, then where Debian and Homebrew put what is not on it.
fn find_binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    for (root, bin) in [("/usr/lib/postgresql", "bin"), ("/opt/homebrew/opt", "bin")] {
        let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
        let mut found: Vec<PathBuf> = entries.map(|entry| entry.path().join(bin)).collect();
        found.sort();
        folders.extend(found.into_iter().rev());
    }
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "createdb", "pg_isready"]
            .iter()
            .all(|program| folder.join(program).exists())
    };
    folders.into_iter().find(complete)
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// PostgreSQL refuses to run as root; the tests of a container often are.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.starts_with(b"0\n"))
}

fn as_server_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"])
        .arg(program)
        .current_dir("/");
    command
}

fn own(folder: &Path) {
    if is_root() {
        run(Command::new("chown").arg("nobody:nogroup").arg(folder));
    }
}

fn run(command: &mut Command) {
    let output = command.output().expect("the program starts");
    assert!(
        output.status.success(),
        "{command:?} failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}
