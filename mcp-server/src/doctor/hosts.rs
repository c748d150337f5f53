//! Whether the hosts that name this server can start it.

use std::path::{Path, PathBuf};

use super::Finding;
use crate::hosts::{Configured, Environment, Found, find};

const SUBJECT: &str = "hosts";

pub(super) fn examine(environment: &Environment) -> Vec<Finding> {
    let configured = find(environment);
    if configured.is_empty() {
        let words = "none names this server; taskflow-mcp install <host> changes that";
        return vec![Finding::good(SUBJECT, words)];
    }
    configured
        .iter()
        .map(|configured| judge(configured, environment))
        .collect()
}

fn judge(configured: &Configured, environment: &Environment) -> Finding {
    let (host, file) = (configured.host.name, configured.file.display());
    let again = format!("taskflow-mcp install {}", configured.host.id);
    match &configured.found {
        Found::Unreadable(why) => Finding::wrong(
            SUBJECT,
            format!("{host} cannot read {file}: {why}"),
            "Correct the file by hand, or put back the copy beside it.",
        ),
        Found::Starts { name, command } => match program(command, environment) {
            Ok(path) => Finding::good(SUBJECT, format!("{host} starts {name}: {}", path.display())),
            Err(why) => {
                let words = format!("{host} starts {name} as {command} ({file}), {why}");
                Finding::wrong(SUBJECT, words, format!("Run: {again}"))
            }
        },
        Found::Calls { name, url } => {
            Finding::good(SUBJECT, format!("{host} calls {name} at {url}"))
        }
    }
}

/// Finds what a host would start.
fn program(command: &str, environment: &Environment) -> Result<PathBuf, &'static str> {
    let path = Path::new(command);
    if path.is_absolute() {
        return executable(path).ok_or("which is not a program that can be started");
    }
    if path.components().count() > 1 {
        return Err("which is a relative path: what it means depends on the host's folder");
    }
    let folders = environment.variable("PATH").unwrap_or_default();
    std::env::split_paths(folders)
        .find_map(|folder| executable(&folder.join(command)))
        .ok_or("which is not found in PATH")
}

fn executable(path: &Path) -> Option<PathBuf> {
    let data = std::fs::metadata(path)
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        (data.permissions().mode() & 0o111 != 0).then(|| path.to_owned())
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        Some(path.to_owned())
    }
}
