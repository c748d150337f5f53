//! Reading a configuration, and replacing it whole or not at all.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use taskflow_shared::private;

/// Larger configurations are not ours to read into memory: Claude Code's has the history of
/// projects in it and comes to a few megabytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A configuration that cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be {what}: {source}")]
pub struct FileError {
    path: String,
    what: &'static str,
    source: io::Error,
}

impl FileError {
    fn new(path: &Path, what: &'static str, source: io::Error) -> Self {
        let path = path.display().to_string();
        Self { path, what, source }
    }
}

/// Returns the text of a file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, FileError> {
    let failed = |source| FileError::new(path, "read", source);
    match fs::metadata(path) {
        Ok(data) if data.len() > MAX_BYTES => {
            Err(failed(io::Error::other("it is larger than 64 MiB")))
        }
        Ok(_) => fs::read_to_string(path).map(Some).map_err(failed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            // A link that leads nowhere would be replaced by a file.
            match fs::symlink_metadata(path) {
                Ok(_) => Err(failed(error)),
                Err(_) => Ok(None),
            }
        }
        Err(error) => Err(failed(error)),
    }
}

/// Replaces what `before` was read from by `after`, in one step that cannot be seen half-done;
/// returns where the former text was copied to, if there was any.
///
/// A link stays a link, and permissions stay as they are. A new file is its owner's alone.
pub(super) fn replace(
    path: &Path,
    before: Option<&str>,
    after: &str,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>, FileError> {
    let failed = |source| FileError::new(path, "written", source);
    let target = match before {
        Some(_) => fs::canonicalize(path).map_err(failed)?,
        None => path.to_owned(),
    };
    let backup = before.map(|_| back_up(&target, now)).transpose();
    let backup = backup.map_err(|source| FileError::new(path, "backed up", source))?;
    if read(&target)?.as_deref() != before {
        let changed = io::Error::other("another program has just changed it; try again");
        return Err(failed(changed));
    }
    write(&target, after).map_err(failed)?;
    Ok(backup)
}

/// Copies a file, permissions too, to a name beside it that says when and by whom. An earlier copy
/// is never written over.
fn back_up(path: &Path, now: DateTime<Utc>) -> io::Result<PathBuf> {
    let stamp = now.format("%Y%m%dT%H%M%SZ");
    let named = |suffix: String| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".taskflow-{stamp}{suffix}.bak"));
        PathBuf::from(name)
    };
    let more = (2..).map(|number| format!("-{number}"));
    let mut names = std::iter::once(String::new()).chain(more).map(named);
    let backup = names.find(|name| !name.exists());
    let backup = backup.ok_or_else(|| io::Error::other("there are too many copies"))?;
    fs::copy(path, &backup)?;
    Ok(backup)
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".taskflow-{}.tmp", std::process::id()));
    let temporary = PathBuf::from(name);
    let written = fill(&temporary, path, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn fill(temporary: &Path, path: &Path, text: &str) -> io::Result<()> {
    let mut file: File = private::create_file(temporary)?;
    if let Ok(data) = fs::metadata(path) {
        file.set_permissions(data.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The folder of a configuration cannot be made.
pub(super) fn failed_folder(folder: &Path, source: io::Error) -> FileError {
    FileError::new(folder, "made", source)
}
