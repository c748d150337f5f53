//! Serving.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use taskflow_shared::{config::Sources, ids::UserId};

pub(super) const STDIO_EXAMPLE: &str = "\
A host starts it itself. `taskflow-mcp install <host>` writes that into its configuration, for
Claude Desktop, Claude Code, Cursor, VS Code, Zed, Codex and others; by hand it is:

  {
    \"mcpServers\": {
      \"taskflow\": { \"command\": \"taskflow-mcp\", \"args\": [\"--user\", \"1\"] }
    }
  }

Tasks are kept in the data folder and shared with every other TaskFlow program that uses it.
Settings also come from taskflow.toml in that folder and from TASKFLOW_… variables.";

pub(super) const HTTP_EXAMPLE: &str = "\
Example:

  taskflow-mcp http --listen 127.0.0.1:8090
  TASKFLOW_MCP_URL=http://127.0.0.1:8090/mcp taskflow token --user 1

and in a host's configuration:

  {
    \"mcpServers\": {
      \"taskflow\": {
        \"type\": \"http\",
        \"url\": \"http://127.0.0.1:8090/mcp\",
        \"headers\": { \"Authorization\": \"Bearer <the token>\" }
      }
    }
  }

Behind a proxy set TASKFLOW_PUBLIC_URL to the URL that clients use.";

#[derive(Debug, Args)]
pub(crate) struct Stdio {
    /// Whose tasks [default: 1] [env: TASKFLOW_USER]
    #[arg(long, value_name = "ID")]
    pub(super) user: Option<UserId>,
    /// Only list and call the tools that change nothing [env: TASKFLOW_READ_ONLY]
    #[arg(long)]
    pub(super) read_only: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Http {
    /// Where to listen; port 0 picks a free one [default: 127.0.0.1:8090] [env: TASKFLOW_LISTEN]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Only list and call the tools that change nothing, whatever a token allows
    /// [env: TASKFLOW_READ_ONLY]
    #[arg(long)]
    read_only: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Default, Args)]
pub(crate) struct Common {
    /// Folder of the database, the secret and taskflow.toml [env: TASKFLOW_DATA_DIR]
    #[arg(long, value_name = "FOLDER")]
    pub(super) data_dir: Option<PathBuf>,
    /// sqlite://<path> or postgres://… [env: TASKFLOW_DATABASE_URL]
    #[arg(long, value_name = "URL")]
    pub(super) database_url: Option<String>,
    /// Settings file to read instead of taskflow.toml in the data folder
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
}

impl Stdio {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn into_sources(self) -> Sources {
        let mut sources = self.common.into_sources();
        sources.flag("TASKFLOW_USER", self.user);
        sources.flag("TASKFLOW_READ_ONLY", self.read_only.then_some(true));
        sources
    }
}

impl Http {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn into_sources(self) -> Sources {
        let mut sources = self.common.into_sources();
        sources.flag("TASKFLOW_LISTEN", self.listen);
        sources.flag("TASKFLOW_READ_ONLY", self.read_only.then_some(true));
        sources
    }
}

impl Common {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn into_sources(self) -> Sources {
        let mut sources = Sources::from_environment();
        sources.config_file = self.config;
        sources.flag(
            "TASKFLOW_DATA_DIR",
            self.data_dir.map(|folder| folder.display().to_string()),
        );
        sources.flag("TASKFLOW_DATABASE_URL", self.database_url);
        sources
    }
}
