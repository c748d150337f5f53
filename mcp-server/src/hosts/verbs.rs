//! Installing and uninstalling.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use taskflow_shared::private;

use super::{
    edit::{self, Unfit},
    entry::{Entry, Server, Unsupported},
    environment::Environment,
    file::{self, FileError},
    table::Host,
};

/// What was done to a host's configuration.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was as it should be; nothing was written.
    Unchanged,
    /// It was written; the former text, if there was any, was copied to `backup`.
    Written {
        /// The copy.
        backup: Option<PathBuf>,
    },
}

/// A host's configuration was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// The host has no servers over HTTP in its file.
    #[error(
        "{0}'s file has no servers over HTTP. Leave out --url, so that it starts this program \
         itself, or add the URL under Settings, Connectors."
    )]
    NoHttp(&'static str),
    /// The host needs the token in its file.
    #[error(
        "{0} cannot take the token from its environment. Give it with --token, or in \
         TASKFLOW_TOKEN; it is written into the file. `taskflow token --user 1` prints one."
    )]
    NoToken(&'static str),
    /// The host seems not to be there.
    #[error(
        "{name} does not seem to be installed: there is no folder {folder}. Start {name} once, \
         or make the folder with --create."
    )]
    NotInstalled {
        /// The host.
        name: &'static str,
        /// The folder of its configuration.
        folder: String,
    },
    /// The file is not as expected.
    #[error("{path} is left as it is: {source}")]
    Unfit {
        /// The file.
        path: String,
        /// Why.
        source: Unfit,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Puts a server's entry of this name into a host's configuration. `create` makes the folder of
/// the configuration where there is none.
///
/// # Errors
/// [`HostError`]; the configuration is then as it was.
pub fn install(
    host: &'static Host,
    environment: &Environment,
    (name, server): (&str, &Server),
    create: bool,
    now: DateTime<Utc>,
) -> Result<Outcome, HostError> {
    let path = host.file(environment);
    let entry = entry(host, server)?;
    let before = file::read(&path)?;
    let text = before.as_deref().unwrap_or_default();
    let after = edit::put(host, text, name, &entry).map_err(|why| unfit(&path, why))?;
    if before.as_deref() == Some(after.as_str()) {
        return Ok(Outcome::Unchanged);
    }
    folder(host, &path, create)?;
    let backup = file::replace(&path, before.as_deref(), &after, now)?;
    Ok(Outcome::Written { backup })
}

/// Returns what [`install`] would put into an empty file.
///
/// # Errors
/// [`HostError`] where the host has no such entries.
pub fn preview(host: &'static Host, name: &str, server: &Server) -> Result<String, HostError> {
    let entry = entry(host, server)?;
    edit::put(host, "", name, &entry).map_err(|why| unfit(Path::new(host.name), why))
}

/// Takes the entry of this name out of a host's configuration, where it is one of this program:
/// one that calls a URL with a token in the file is known to be by its URL.
///
/// # Errors
/// [`HostError`]; the configuration is then as it was.
pub fn uninstall(
    host: &'static Host,
    environment: &Environment,
    (name, url): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Outcome, HostError> {
    let path = host.file(environment);
    let Some(before) = file::read(&path)? else {
        return Ok(Outcome::Unchanged);
    };
    let after = edit::take(host, &before, name, url).map_err(|why| unfit(&path, why))?;
    if after == before {
        return Ok(Outcome::Unchanged);
    }
    let backup = file::replace(&path, Some(&before), &after, now)?;
    Ok(Outcome::Written { backup })
}

fn entry(host: &'static Host, server: &Server) -> Result<Entry, HostError> {
    server.entry(host).map_err(|why| match why {
        Unsupported::Http => HostError::NoHttp(host.name),
        Unsupported::NoToken => HostError::NoToken(host.name),
    })
}

/// A folder that is not there tells of a host that is not either, or has never been started.
fn folder(host: &'static Host, path: &Path, create: bool) -> Result<(), HostError> {
    let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) else {
        return Ok(());
    };
    if !create {
        return Err(HostError::NotInstalled {
            name: host.name,
            folder: folder.display().to_string(),
        });
    }
    private::create_folder(folder).map_err(|source| file::failed_folder(folder, source).into())
}

fn unfit(path: &Path, source: Unfit) -> HostError {
    let path = path.display().to_string();
    HostError::Unfit { path, source }
}
