//! The services, as processes.

use std::{
    env,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use taskflow_shared::{
    ids::UserId,
    testing::{SECRET, token},
};
use tempfile::TempDir;

use crate::process;

const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(5);

/// A service that can be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contestant {
    Ours,
    Python,
    Relay,
}

impl Contestant {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "taskflow",
            Self::Python => "FastAPI, SQLModel, openai-python",
            Self::Relay => "bare axum relay",
        }
    }

    /// Starts it on a new database, and waits until it listens.
    pub(crate) fn start(self, model: &str) -> Result<Running, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let port = free_port();
        let not_there = "it is not installed; `just bench-peers` does that";
        let child = self
            .command(port, folder.path(), model)
            .ok_or(not_there)?
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("it does not start: {error}"))?;
        let mut running = Running {
            contestant: self,
            child,
            url: format!("http://127.0.0.1:{port}"),
            _folder: folder,
        };
        running.wait_until_open(port)?;
        Ok(running)
    }

    fn command(self, port: u16, folder: &Path, model: &str) -> Option<Command> {
        let mut command = match self {
            Self::Ours => ours(port, folder, model),
            Self::Python => python(port, folder, model)?,
            Self::Relay => Command::new(env::current_exe().ok()?),
        };
        if self == Self::Relay {
            command.args(["relay", &port.to_string(), model]);
        }
        Some(command)
    }
}

fn ours(port: u16, folder: &Path, model: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow"));
    command
        .env_clear()
        .env("TASKFLOW_DATA_DIR", folder)
        .env("TASKFLOW_LISTEN", format!("127.0.0.1:{port}"))
        .env("TASKFLOW_JWT_SECRET", SECRET)
        .env("TASKFLOW_RATE_LIMIT", "off")
        .env("TASKFLOW_TURN_TIMEOUT", "10min")
        .env("TASKFLOW_LOG", "off")
        .env("OPENAI_BASE_URL", model);
    command
}

fn python(port: u16, folder: &Path, model: &str) -> Option<Command> {
    let installed = env::var_os("TASKFLOW_PEERS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/peers"),
        PathBuf::from,
    );
    let python = installed.join("gateway/bin/python");
    if !python.exists() {
        return None;
    }
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers/python/server.py");
    let mut command = Command::new(python);
    command
        .arg(server)
        .arg(port.to_string())
        .arg(folder.join("chat.db"))
        .args([model, SECRET]);
    Some(command)
}

/// A service that answers.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) contestant: Contestant,
    child: Child,
    url: String,
    _folder: TempDir,
}

impl Running {
    /// Returns a request by which a person says something; the relay is asked as the model is.
    pub(crate) fn say(
        &self,
        client: &reqwest::Client,
        person: usize,
        path: &str,
        message: &str,
    ) -> reqwest::RequestBuilder {
        if self.contestant == Contestant::Relay {
            let messages = json!([{ "role": "user", "content": message }]);
            let body: Value = json!({ "model": "stub", "stream": true, "messages": messages });
            return client.post(&self.url).json(&body);
        }
        let user: UserId = format!("person-{person}").parse().expect("an id");
        client
            .post(format!("{}/api/{user}/{path}", self.url))
            .bearer_auth(token(&user, "anyone"))
            .json(&json!({ "message": message }))
    }

    /// Returns a request by which that person watches a run of theirs.
    pub(crate) fn watch(
        &self,
        client: &reqwest::Client,
        person: usize,
        run: &str,
    ) -> reqwest::RequestBuilder {
        let user: UserId = format!("person-{person}").parse().expect("an id");
        let url = format!("{}/api/{user}/runs/{run}/events", self.url);
        client.get(url).bearer_auth(token(&user, "anyone"))
    }

    /// Returns how many bytes of memory are resident.
    pub(crate) fn memory(&self) -> f64 {
        process::resident_bytes(self.child.id())
    }

    /// Returns how many seconds of processor time it has taken.
    pub(crate) fn processor_time(&self) -> f64 {
        process::processor_seconds(self.child.id())
    }

    fn wait_until_open(&mut self, port: u16) -> Result<(), String> {
        let begin = Instant::now();
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
