//! Installing into hosts, and uninstalling.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::{
    Args,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser, ValueParser},
};
use taskflow_mcp::hosts::{HOSTS, Host, InvalidUrl, Server};
use taskflow_shared::ids::UserId;

pub(super) const INSTALL_EXAMPLE: &str = "\
Examples:

  taskflow-mcp install claude-code
      Claude Code starts this program itself, for the tasks of --user 1.

  taskflow-mcp install cursor --read-only --data-dir ~/work/tasks
      Cursor sees the tasks in that folder and can change nothing.

  taskflow-mcp install codex --url http://127.0.0.1:8080/mcp
      Codex calls a running `taskflow`, with the token that is in TASKFLOW_TOKEN when Codex is
      started: export TASKFLOW_TOKEN=$(taskflow token --user 1 --ttl 30d)

The rest of the file stays as it is, to the byte, comments too; what is replaced is copied to a file
beside it first. A second time changes nothing. --print only shows what would be written.";

pub(super) const UNINSTALL_EXAMPLE: &str = "\
Example:

  taskflow-mcp uninstall claude-code

Only an entry that starts taskflow-mcp, has the token from TASKFLOW_TOKEN or from the host's own
question, or calls the --url given is taken out; the rest of the file stays as it is, and is copied
to a file beside it first. Your tasks are not touched.";

#[derive(Debug, Args)]
pub(crate) struct Install {
    /// The program to install into
    #[arg(value_parser = host())]
    pub(crate) host: &'static Host,
    /// Let the host call a running server at this URL instead of starting one
    #[arg(long, value_name = "URL", conflicts_with_all = ["user", "read_only", "data_dir", "config"])]
    url: Option<String>,
    /// Write this token into the file [default: the host takes it from TASKFLOW_TOKEN or asks,
    /// where it can]
    #[arg(long, value_name = "TOKEN", requires = "url")]
    token: Option<String>,
    /// Whose tasks [default: 1]
    #[arg(long, value_name = "ID")]
    user: Option<UserId>,
    /// Let the host only see tasks, not change them
    #[arg(long)]
    read_only: bool,
    /// Folder of the database, where it is not the usual one [env: TASKFLOW_DATA_DIR]
    #[arg(
        long,
        value_name = "FOLDER",
        env = "TASKFLOW_DATA_DIR",
        hide_env = true
    )]
    data_dir: Option<PathBuf>,
    /// Settings file for the server to read
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Make the folder of the host's configuration where there is none
    #[arg(long)]
    pub(crate) create: bool,
    /// Only print what would be written
    #[arg(long)]
    pub(crate) print: bool,
    #[command(flatten)]
    pub(crate) name: Name,
}

#[derive(Debug, Args)]
pub(crate) struct Uninstall {
    /// The program to uninstall from
    #[arg(value_parser = host())]
    pub(crate) host: &'static Host,
    /// The URL that the entry calls, where the token is written in the file
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) name: Name,
}

#[derive(Debug, Args)]
pub(crate) struct Name {
    /// The server's name in the host
    #[arg(long, default_value = "taskflow", value_parser = server_name)]
    pub(crate) name: String,
}

/// What was asked to be installed is not possible.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InstallError {
    #[error(transparent)]
    Url(#[from] InvalidUrl),
    #[error("the path of this program is not known: {0}")]
    Path(#[from] io::Error),
}

impl Install {
    /// Returns how the host is to reach the server.
    pub(crate) fn server(&self) -> Result<Server, InstallError> {
        if let Some(url) = &self.url {
            return Ok(Server::http(url, self.token())?);
        }
        let mut arguments = Vec::new();
        let mut add = |flag: &str, value: String| arguments.extend([flag.to_owned(), value]);
        if let Some(user) = &self.user {
            add("--user", user.to_string());
        }
        for (flag, path) in [("--data-dir", &self.data_dir), ("--config", &self.config)] {
            if let Some(path) = path {
                // A host starts it in a folder of its own.
                add(flag, std::path::absolute(path)?.display().to_string());
            }
        }
        if self.read_only {
            arguments.push("--read-only".to_owned());
        }
        let command = std::env::current_exe()?;
        Ok(Server::Stdio { command, arguments })
    }

    /// A host that takes the token from nowhere else gets the one that is in our environment.
    fn token(&self) -> Option<String> {
        let given = self.token.clone();
        given.or_else(|| {
            let needs = self
                .host
                .needs_token()
                .then(|| std::env::var("TASKFLOW_TOKEN"));
            needs?.ok().filter(|token| !token.is_empty())
        })
    }
}

fn host() -> ValueParser {
    let names = HOSTS
        .iter()
        .map(|host| PossibleValue::new(host.id).help(host.name));
    let parser = PossibleValuesParser::new(names);
    parser
        .try_map(|id| Host::named(&id).ok_or("there is no such host"))
        .into()
}

/// Hosts make parts of tools' names of it.
fn server_name(name: &str) -> Result<String, &'static str> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    if name.is_empty() || name.len() > 32 || !name.chars().all(fits) {
        return Err("1 to 32 of the letters a-z, A-Z, 0-9, - and _");
    }
    Ok(name.to_owned())
}

/// Returns the file's path with the home folder as `~`, as people write it.
pub(crate) fn shown(path: &Path, home: &Path) -> String {
    match path.strip_prefix(home) {
        Ok(rest) => format!("~/{}", rest.display()),
        Err(_) => path.display().to_string(),
    }
}
