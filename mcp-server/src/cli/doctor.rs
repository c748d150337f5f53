//! Looking for what is wrong.

use clap::Args;

use super::{Common, serve::Stdio};

pub(super) const EXAMPLE: &str = "\
Examples:

  taskflow-mcp doctor
  taskflow-mcp doctor --url http://127.0.0.1:8080/mcp --token \"$TASKFLOW_TOKEN\"

It looks at the settings, the data folder, the database, a server that it starts on stdio as a host
would, the hosts that name this server, and, with --url, a running server and the token for it. The
exit code is 1 if something is wrong.";

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// A running server to look at as well [env: TASKFLOW_MCP_URL]
    #[arg(long, value_name = "URL", env = "TASKFLOW_MCP_URL", hide_env = true)]
    pub(crate) url: Option<String>,
    /// The token to look at [env: TASKFLOW_TOKEN]
    #[arg(
        long,
        value_name = "TOKEN",
        env = "TASKFLOW_TOKEN",
        hide_env_values = true,
        hide_env = true
    )]
    pub(crate) token: Option<String>,
    /// Write JSON, for programs
    #[arg(long)]
    pub(crate) json: bool,
    #[command(flatten)]
    pub(crate) stdio: Stdio,
}

impl Doctor {
    /// Returns the flags that the server is to be started with, as they were given.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let Common {
            data_dir,
            database_url,
            config,
        } = &self.stdio.common;
        let path = |path: &std::path::PathBuf| path.display().to_string();
        let given = [
            ("--data-dir", data_dir.as_ref().map(path)),
            ("--database-url", database_url.clone()),
            ("--config", config.as_ref().map(path)),
            ("--user", self.stdio.user.as_ref().map(ToString::to_string)),
        ];
        let given = given
            .into_iter()
            .filter_map(|(flag, value)| Some((flag, value?)));
        let mut arguments: Vec<String> = given
            .flat_map(|(flag, value)| [flag.to_owned(), value])
            .collect();
        arguments.extend(self.stdio.read_only.then(|| "--read-only".to_owned()));
        arguments
    }
}
