//! A process of the real program.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use taskflow_shared::testing::SECRET;
use tempfile::TempDir;

/// The program, serving; killed when it goes out of scope.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    pub(crate) url: String,
    _folder: TempDir,
}

impl Program {
    /// Starts it on a database and a model's endpoint, with as few open files as shells commonly
    /// allow a program without its asking for more.
    pub(crate) fn start(database_url: &str, model_url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args([
                "-c",
                "ulimit -S -n 1024; exec \"$0\"",
                env!("CARGO_BIN_EXE_taskflow"),
            ])
            .env_clear()
            .env("TASKFLOW_DATA_DIR", folder.path())
            .env("TASKFLOW_LISTEN", "127.0.0.1:0")
            .env("TASKFLOW_DATABASE_URL", database_url)
            .env("TASKFLOW_JWT_SECRET", SECRET)
            .env("TASKFLOW_RATE_LIMIT", "off")
            .env("TASKFLOW_TURN_TIMEOUT", "15min")
            .env("TASKFLOW_LOG", "off")
            .env("OPENAI_BASE_URL", model_url)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let url = loop {
            let line = lines.next().expect("it says where it listens").unwrap();
            if let Some(url) = line.strip_prefix("TaskFlow listens on ") {
                break url.to_owned();
            }
        };
        // The pipe is read to its end, so that a full one never stops the program.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            url,
            _folder: folder,
        }
    }

    /// Ends it as a crash does: no handler runs, nothing is flushed.
    pub(crate) fn kill(&mut self) {
        // It may have been killed before.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }

    /// Returns how many bytes of memory are resident.
    #[cfg(target_os = "linux")]
    pub(super) fn resident_bytes(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
        kilobytes.parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}
