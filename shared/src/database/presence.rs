//! Files beside a SQLite file, by which programs know of each other.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use crate::private::open_file;

/// Opens the file beside a SQLite file that every gateway on it locks, shared, for as long as it
/// runs. Who gets the lock alone knows that no gateway runs.
///
/// # Errors
/// Where the system refuses.
pub fn presence_lock(database: &Path) -> io::Result<File> {
    open_file(&beside(database, ".gateway-lock"))
}

/// Returns the path of a file beside the database, which has its name and something more.
pub(super) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
