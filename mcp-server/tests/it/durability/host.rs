//! A process of the real program, called over its standard streams by many threads at once.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
};

use serde_json::{Value, json};

type Waiting = Arc<Mutex<Option<HashMap<u64, mpsc::Sender<Value>>>>>;

/// The process ended before it answered: nobody knows whether it wrote.
#[derive(Debug)]
pub(super) struct Lost;

/// A running process.
#[derive(Debug)]
pub(super) struct Host {
    child: Mutex<Child>,
    input: Mutex<ChildStdin>,
    /// Who waits for an answer; nothing when the process has ended.
    waiting: Waiting,
    last: AtomicU64,
}

impl Host {
    /// Starts the program on a database.
    pub(super) fn start(url: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"))
            .env_clear()
            .args(["stdio", "--user", "1", "--database-url", url])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let waiting = Waiting::new(Mutex::new(Some(HashMap::new())));
        let output = child.stdout.take().unwrap();
        thread::spawn({
            let waiting = Arc::clone(&waiting);
            move || hand_out(output, &waiting)
        });
        let host = Self {
            input: Mutex::new(child.stdin.take().unwrap()),
            child: Mutex::new(child),
            waiting,
            last: AtomicU64::new(0),
        };
        let hello = json!({
            "protocolVersion": "2025-11-25",
            "capabilities": {},
            "clientInfo": {"name": "durability", "version": "1"},
        });
        host.ask("initialize", &hello).expect("a handshake");
        host
    }

    /// Calls a tool that must work, and returns what it says.
    pub(super) fn call(&self, tool: &str, arguments: &Value) -> Result<Value, Lost> {
        let params = json!({"name": tool, "arguments": arguments});
        let answer = self.ask("tools/call", &params)?;
        let result = &answer["result"];
        assert_eq!(result["isError"], false, "{tool} {arguments}: {answer}");
        Ok(result["structuredContent"].clone())
    }

    /// Ends the process as a crash does: no handler runs, nothing is flushed.
    pub(super) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    fn ask(&self, method: &str, params: &Value) -> Result<Value, Lost> {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let (answer, answered) = mpsc::channel();
        let mut waiting = self.waiting.lock().unwrap();
        waiting.as_mut().ok_or(Lost)?.insert(id, answer);
        drop(waiting);
        let message = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        // Where the process has ended, so has the wait.
        let _ = writeln!(self.input.lock().unwrap(), "{message}");
        answered.recv().map_err(|_| Lost)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Hands every answer to who waits for it; when there are no more, all others have waited in vain.
fn hand_out(output: ChildStdout, waiting: &Waiting) {
    for line in BufReader::new(output).lines() {
        // The last line of a killed process may be cut.
        let Some(message) = line
            .ok()
            .and_then(|line| serde_json::from_str::<Value>(&line).ok())
        else {
            break;
        };
        let waiter = message["id"].as_u64().and_then(|id| {
            let mut waiting = waiting.lock().unwrap();
            waiting.as_mut().and_then(|waiting| waiting.remove(&id))
        });
        if let Some(waiter) = waiter {
            let _ = waiter.send(message);
        }
    }
    *waiting.lock().unwrap() = None;
}
