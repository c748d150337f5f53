//! Copying a SQLite database while programs use it.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr, Statement};
use uuid::Uuid;

use super::{connect, inspect::damage, presence::beside};
use crate::private::create_file;

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// There is nothing to copy.
    #[error("there is no database at {0}")]
    NoDatabase(PathBuf),
    /// Nothing is overwritten.
    #[error("{0} is there already, and is not overwritten")]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{path} cannot be written: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// What was copied is not whole.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The database failed.
    #[error("the database cannot be read: {0}")]
    Database(#[from] DbErr),
}

/// Copies a SQLite database as it is at one moment into a new file for its owner alone, while
/// other programs go on writing, and returns how many bytes that takes. The copy is checked, and
/// on the disk, before it has its name.
///
/// # Errors
/// [`BackupError`]; then nothing is left behind.
pub async fn backup(database: &Path, target: &Path) -> Result<u64, BackupError> {
    if !database.exists() {
        return Err(BackupError::NoDatabase(database.to_owned()));
    }
    let place = Place::reserve(target)?;
    copy(database, &place.draft).await?;
    let copied = connect::file(&place.draft, |options| options.read_only(true)).await?;
    let checked = check(&copied).await;
    copied.close().await?;
    checked?;
    place.keep()
}

/// `VACUUM INTO` reads in one transaction, which in WAL mode holds up nobody, and keeps the numbers
/// of rows, by which full-text indexes refer to them.
async fn copy(database: &Path, draft: &Path) -> Result<(), BackupError> {
    let name = draft.to_str().ok_or_else(|| BackupError::File {
        path: draft.to_owned(),
        source: io::Error::new(io::ErrorKind::InvalidInput, "the path is not UTF-8"),
    })?;
    let connection = connect::file(database, |options| options.read_only(true)).await?;
    let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [name.into()]);
    let copied = connection.execute_raw(copy).await;
    connection.close().await?;
    copied?;
    Ok(())
}

/// Reads all of a database, and makes sure that its parts fit together.
pub(super) async fn check(connection: &DatabaseConnection) -> Result<(), BackupError> {
    if let Some(words) = damage(connection, "PRAGMA integrity_check(1)").await? {
        return Err(BackupError::Damaged(words));
    }
    let dangling = Statement::from_string(DbBackend::Sqlite, "PRAGMA foreign_key_check");
    match connection.query_one_raw(dangling).await? {
        None => Ok(()),
        Some(row) => {
            let table: String = row.try_get_by_index(0)?;
            Err(BackupError::Damaged(format!(
                "a row of {table} refers to one that is not there"
            )))
        }
    }
}

/// Where a backup is being made: its name, taken at once so that nobody else's file is ever
/// overwritten, and a draft beside it.
struct Place<'a> {
    target: &'a Path,
    draft: PathBuf,
    is_kept: bool,
}

impl<'a> Place<'a> {
    fn reserve(target: &'a Path) -> Result<Self, BackupError> {
        create_file(target).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Exists(target.to_owned()),
            _ => failed(target, source),
        })?;
        let place = Self {
            target,
            draft: beside(target, &format!(".{}", Uuid::new_v4().simple())),
            is_kept: false,
        };
        // SQLite takes an empty file as it is, with its permissions.
        create_file(&place.draft).map_err(|source| failed(&place.draft, source))?;
        Ok(place)
    }

    fn keep(mut self) -> Result<u64, BackupError> {
        let bytes =
            settle(&self.draft, self.target).map_err(|source| failed(self.target, source))?;
        self.is_kept = true;
        Ok(bytes)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed now could not be written either.
            let _ = fs::remove_file(&self.draft);
            let _ = fs::remove_file(self.target);
        }
    }
}

/// Gives a finished file its name, in place of whatever has it, so that it survives loss of power;
/// returns its size.
pub(super) fn settle(draft: &Path, target: &Path) -> io::Result<u64> {
    let file = File::options().read(true).write(true).open(draft)?;
    file.sync_all()?;
    fs::rename(draft, target)?;
    sync_folder(target)?;
    Ok(file.metadata()?.len())
}

/// A name is durable when its folder is.
#[cfg(unix)]
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Elsewhere folders cannot be opened as files, and names are written as they are given.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn failed(path: &Path, source: io::Error) -> BackupError {
    BackupError::File {
        path: path.to_owned(),
        source,
    }
}
