//! The server in a process of its own, so that its memory is its own too.

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use taskflow_mcp::{config::HttpConfig, http};
use taskflow_shared::{
    clock::Clock,
    config::{database::DatabaseConfig, http::HttpConfig as Served, telemetry::TelemetryConfig},
    testing::auth_config,
};
use tokio_util::sync::CancellationToken;

/// The argument by which this program becomes the server.
pub(crate) const SERVE: &str = "--serve";

/// A running server, ended when dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(database: &Path) -> Self {
        let mut process = Command::new(std::env::current_exe().expect("this program"))
            .arg(SERVE)
            .arg(database)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut url = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("its output"));
        output.read_line(&mut url).expect("its URL");
        let url = url.trim().to_owned();
        Self { process, url }
    }

    /// Returns how many kilobytes it has in memory.
    pub(crate) fn resident(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        number.unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves the database until it is killed.
pub(crate) async fn serve(database: PathBuf) {
    let config = HttpConfig {
        access: taskflow_mcp::Access::Full,
        database: DatabaseConfig::Sqlite(database),
        auth: auth_config(),
        served: Served {
            listen: "127.0.0.1:0".parse().expect("an address"),
            public_url: None,
            allowed_origins: Vec::new(),
        },
        locale: Default::default(),
        telemetry: TelemetryConfig::off(),
        warnings: Vec::new(),
    };
    let server = http::Server::open(config, Clock::system(), CancellationToken::new());
    let server = server.await.expect("the server opens");
    println!("{}", server.mcp_url());
    server.run().await;
}
