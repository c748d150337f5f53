//! The program itself, as a process.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
};

/// The program with a data folder, and nothing else of this environment.
pub(crate) fn taskflow(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow"));
    command
        .env_clear()
        .env("TASKFLOW_DATA_DIR", data)
        .env("TASKFLOW_LISTEN", "127.0.0.1:0");
    command
}

/// The program, serving; killed when it goes out of scope.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// The one it prints, where it made its secret itself; otherwise empty.
    pub(crate) token: String,
    /// Everything it said at its start.
    pub(crate) said: String,
    /// Everything that it says after that.
    pub(crate) log: Arc<Mutex<String>>,
}

impl Running {
    /// Asks it to stop, as a supervisor would, and expects it to end well.
    #[cfg(unix)]
    pub(crate) fn stop(mut self) {
        let terminate = format!("kill -TERM {}", self.child.id());
        let asked = Command::new("sh").args(["-c", &terminate]).status();
        assert!(asked.unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it and waits until it serves.
pub(crate) fn start(mut command: Command) -> Running {
    let mut child = command
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut said = String::new();
    while !said.contains("Ctrl-C stops it") {
        said.push_str(&lines.next().expect("it says how to use it").unwrap());
        said.push('\n');
    }
    // The pipe is read to its end, so that a full one never stops the program.
    let log = Arc::new(Mutex::new(String::new()));
    let written = Arc::clone(&log);
    std::thread::spawn(move || {
        lines.map_while(Result::ok).for_each(|line| {
            let mut log = written.lock().unwrap();
            log.push_str(&line);
            log.push('\n');
        });
    });
    let after = |words: &str| {
        let rest = said.split_once(words)?.1;
        rest.split_whitespace().next().map(str::to_owned)
    };
    let Some(url) = after("TaskFlow listens on ") else {
        panic!("no address in {said}")
    };
    let token = after("good for 7 days:").unwrap_or_default();
    Running {
        child,
        url,
        token,
        said,
        log,
    }
}

/// Runs a command of it to its end.
pub(crate) fn run(data: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = taskflow(data);
    command
        .envs(environment.iter().copied())
        .args(arguments)
        .output()
        .unwrap()
}
