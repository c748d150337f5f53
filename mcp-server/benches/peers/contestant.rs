//! The servers, as processes.

use std::{
    env,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use taskflow_shared::testing::{SECRET, alice, token};
use tempfile::TempDir;

use crate::{figures::Targets, load::Load, memory::resident};

const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_micros(500);

/// A server that can be started.
#[derive(Debug)]
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) targets: Option<Targets>,
    /// Makes the command for a port and a folder of its own; `None` where it is not installed.
    command: fn(u16, &Path) -> Option<Command>,
}

/// Returns ours and then the peers.
pub(crate) fn all() -> [Contestant; 3] {
    let beside = |throughput| Targets {
        throughput,
        memory: 5.0,
        start: 20.0,
    };
    [
        Contestant {
            name: "taskflow-mcp",
            targets: None,
            command: ours,
        },
        Contestant {
            name: "fastmcp",
            targets: Some(beside(10.0)),
            command: fastmcp,
        },
        Contestant {
            name: "TypeScript SDK",
            targets: Some(beside(5.0)),
            command: typescript,
        },
    ]
}

fn ours(port: u16, folder: &Path) -> Option<Command> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"));
    command
        .env_clear()
        .env("TASKFLOW_JWT_SECRET", SECRET)
        .env("TASKFLOW_LOG", "off")
        .args([
            "http",
            "--listen",
            &format!("127.0.0.1:{port}"),
            "--data-dir",
        ])
        .arg(folder);
    Some(command)
}

fn fastmcp(port: u16, folder: &Path) -> Option<Command> {
    let python = installed("fastmcp/bin/python")?;
    let mut command = Command::new(python);
    command
        .arg(source("fastmcp/server.py"))
        .arg(port.to_string())
        .arg(folder.join("tasks.db"));
    Some(command)
}

fn typescript(port: u16, folder: &Path) -> Option<Command> {
    let server = installed("typescript/server.ts")?;
    let mut command = Command::new(node()?);
    command
        .arg(server)
        .arg(port.to_string())
        .arg(folder.join("tasks.db"))
        .arg(source("schema.sql"));
    Some(command)
}

/// The program itself: what is on the path may be a script that starts it.
fn node() -> Option<String> {
    let mut command = Command::new("node");
    let output = command.args(["-p", "process.execPath"]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    Some(path.trim().to_owned()).filter(|path| !path.is_empty())
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("benches/peers")
        .join(path)
}

fn installed(path: &str) -> Option<PathBuf> {
    let folder = env::var_os("TASKFLOW_PEERS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/peers"),
        PathBuf::from,
    );
    let path = folder.join(path);
    path.exists().then_some(path)
}

/// A server that answers.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    url: String,
    /// How many milliseconds passed from its start to its list of tools.
    pub(crate) started_in: f64,
    _folder: TempDir,
}

impl Contestant {
    /// Starts it on a new database, and waits until it lists its tools.
    pub(crate) async fn start(&self) -> Result<Running, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let port = free_port();
        let not_there = "it is not installed; `just bench-peers` does that";
        let mut command = (self.command)(port, folder.path()).ok_or(not_there)?;
        let begin = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("it does not start: {error}"))?;
        let mut running = Running {
            child,
            url: format!("http://127.0.0.1:{port}/mcp"),
            started_in: 0.0,
            _folder: folder,
        };
        running.wait_until_open(port, begin)?;
        running
            .request("tools/list", &json!({}), "list_tasks")
            .call()
            .await;
        running.started_in = begin.elapsed().as_secs_f64() * 1_000.0;
        Ok(running)
    }
}

impl Running {
    /// Calls `list_tasks`.
    pub(crate) fn list(&self) -> Load {
        self.tool("list_tasks", &json!({}), "Buy groceries")
    }

    /// Calls `add_task`.
    pub(crate) fn add(&self) -> Load {
        self.tool("add_task", &json!({"title": "Buy groceries"}), "created")
    }

    /// Returns how much memory is resident.
    pub(crate) fn megabytes(&self) -> f64 {
        resident(self.child.id()) as f64 / 1024.0
    }

    fn tool(&self, name: &str, arguments: &Value, expected: &'static str) -> Load {
        let params = json!({"name": name, "arguments": arguments});
        self.request("tools/call", &params, expected)
    }

    fn request(&self, method: &str, params: &Value, expected: &'static str) -> Load {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        Load {
            url: self.url.clone(),
            // Ours wants it; the peers have no authentication, which spares them the work.
            token: token(&alice(), &self.url),
            body: body.to_string(),
            expected,
        }
    }

    fn wait_until_open(&mut self, port: u16, begin: Instant) -> Result<(), String> {
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("it ended at its start: {status}"));
            }
            if begin.elapsed() > PATIENCE {
                return Err("it does not listen".to_owned());
            }
            std::thread::sleep(PAUSE);
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself, which the measurement has noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}
