//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use taskflow_mcp::stdio::Access;
use taskflow_shared::{config::Sources, ids::UserId};

const STDIO_EXAMPLE: &str = "\
A host starts it itself. In its configuration (Claude Desktop, Cursor, VS Code and others):

  {
    \"mcpServers\": {
      \"taskflow\": { \"command\": \"taskflow-mcp\", \"args\": [\"--user\", \"1\"] }
    }
  }

Tasks are kept in the data folder and shared with every other TaskFlow program that uses it.
Settings also come from taskflow.toml in that folder and from TASKFLOW_… variables.";

const HTTP_EXAMPLE: &str = "\
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

/// Your tasks as a Model Context Protocol server
#[derive(Debug, Parser)]
#[command(name = "taskflow-mcp", version, after_help = STDIO_EXAMPLE, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    stdio: Stdio,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the host that started this, through stdin and stdout (the default)
    #[command(after_help = STDIO_EXAMPLE)]
    Stdio(Stdio),
    /// Serve over Streamable HTTP, to those who have a token
    #[command(after_help = HTTP_EXAMPLE)]
    Http(Http),
}

#[derive(Debug, Args)]
pub(crate) struct Stdio {
    /// Whose tasks [default: 1] [env: TASKFLOW_USER]
    #[arg(long, value_name = "ID")]
    user: Option<UserId>,
    /// Only list and call the tools that change nothing
    #[arg(long)]
    read_only: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
pub(crate) struct Http {
    /// Where to listen; port 0 picks a free one [default: 127.0.0.1:8090] [env: TASKFLOW_LISTEN]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Args)]
struct Common {
    /// Folder of the database, the secret and taskflow.toml [env: TASKFLOW_DATA_DIR]
    #[arg(long, value_name = "FOLDER")]
    data_dir: Option<PathBuf>,
    /// sqlite://<path> or postgres://… [env: TASKFLOW_DATABASE_URL]
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Settings file to read instead of taskflow.toml in the data folder
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Cli {
    /// Returns what to do.
    pub(crate) fn command(self) -> Command {
        self.command.unwrap_or(Command::Stdio(self.stdio))
    }
}

impl Stdio {
    /// Returns what the host may do.
    pub(crate) fn access(&self) -> Access {
        if self.read_only {
            Access::ReadOnly
        } else {
            Access::Full
        }
    }

    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn into_sources(self) -> Sources {
        let mut sources = self.common.into_sources();
        sources.flag("TASKFLOW_USER", self.user);
        sources
    }
}

impl Http {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn into_sources(self) -> Sources {
        let mut sources = self.common.into_sources();
        sources.flag("TASKFLOW_LISTEN", self.listen);
        sources
    }
}

impl Common {
    fn into_sources(self) -> Sources {
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
