//! Putting a backup in the place of a SQLite database that nobody uses.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, Utc};
use sea_orm::DbErr;
use sqlx::sqlite::SqliteJournalMode;
use uuid::Uuid;

use super::{
    backup::{BackupError, check, settle},
    connect::{self, opening_lock},
    inspect::{Schema, changes_made, compare},
    presence::{beside, presence_lock},
};
use crate::private::{create_file, create_folder};

/// Why nothing was restored. The database is as it was.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// Somebody has the database open.
    #[error("a program uses the database: stop taskflow and every taskflow-mcp on it first")]
    InUse,
    /// The file cannot be read.
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    /// The file is something else.
    #[error("{0} is not a backup of TaskFlow")]
    NotABackup(PathBuf),
    /// A part of it lies in another file.
    #[error("{0} is a database in use or a copy of one, not a backup: a part of it is in {1}")]
    NotWhole(PathBuf, PathBuf),
    /// It has a change that this program does not know.
    #[error("the backup is of a newer version of TaskFlow (it has {0}): restore it with that one")]
    Newer(String),
    /// The backup is not whole.
    #[error(transparent)]
    Damaged(#[from] BackupError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbErr),
    /// A file cannot be read or written.
    #[error("the files cannot be put in place: {0}")]
    File(#[from] io::Error),
}

/// `database is locked`, `file is not a database`, `database disk image is malformed`.
const BUSY: &str = "code: 5)";
const BROKEN: [&str; 2] = ["code: 26)", "code: 11)"];

/// Puts a backup in the place of the database, and keeps what was there beside it; returns where.
/// At no moment is there no database, and one that was half written never gets its name.
///
/// # Errors
/// [`RestoreError`]: where a program uses the database, or the file is not a whole backup that
/// this version can read.
pub async fn restore(
    backup: &Path,
    database: &Path,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>, RestoreError> {
    let wal = beside(backup, "-wal");
    if fs::metadata(&wal).is_ok_and(|wal| wal.len() > 0) {
        return Err(RestoreError::NotWhole(backup.to_owned(), wal));
    }
    let folder = database
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    create_folder(folder.unwrap_or(Path::new(".")))?;
    // Held to the end: who wants to open the database waits, and finds the new one.
    let _opening = take(opening_lock(database)?)?;
    let _presence = take(presence_lock(database)?)?;
    let draft = Draft::copied(backup, database)?;
    draft.check(backup).await?;
    let kept = put_aside(database, now).await?;
    settle(&draft.0, database)?;
    Ok(kept)
}

fn take(lock: File) -> Result<File, RestoreError> {
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(RestoreError::InUse),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// The new database before it has its name; gone with this.
struct Draft(PathBuf);

impl Draft {
    fn copied(backup: &Path, database: &Path) -> Result<Self, RestoreError> {
        let unreadable = |error| RestoreError::Unreadable(backup.to_owned(), error);
        let mut source = File::open(backup).map_err(unreadable)?;
        let draft = Self(beside(database, &format!(".{}", Uuid::new_v4().simple())));
        io::copy(&mut source, &mut create_file(&draft.0)?)?;
        Ok(draft)
    }

    async fn check(&self, backup: &Path) -> Result<(), RestoreError> {
        let not_one = || RestoreError::NotABackup(backup.to_owned());
        let connection = alone(&self.0).await.map_err(|error| match error {
            error if is_broken(&error) => not_one(),
            error => error.into(),
        })?;
        let checked = async {
            check(&connection).await?;
            let made = changes_made(&connection).await?;
            match compare(&made) {
                _ if made.is_empty() => Err(not_one()),
                Schema::Newer(change) => Err(RestoreError::Newer(change)),
                Schema::Current | Schema::Older(_) => Ok(()),
            }
        };
        let checked = checked.await;
        connection.close().await?;
        checked
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After it has got its name it is not there any more.
        let _ = fs::remove_file(&self.0);
    }
}

/// Gives what is there a second name, by which it can be opened whole.
async fn put_aside(database: &Path, now: DateTime<Utc>) -> Result<Option<PathBuf>, RestoreError> {
    if !fs::metadata(database).is_ok_and(|file| file.len() > 0) {
        return Ok(None);
    }
    match alone(database).await {
        Ok(connection) => connection.close().await?,
        Err(error) if error.to_string().contains(BUSY) => return Err(RestoreError::InUse),
        // What it is restored from: nobody can have it open.
        Err(error) if is_broken(&error) => {}
        Err(error) => return Err(error.into()),
    }
    let kept = beside(database, &now.format(".before-%Y%m%dT%H%M%SZ").to_string());
    for ending in ["-wal", "-shm"] {
        let part = beside(database, ending);
        // Of a damaged one: a new database must not meet the changes of an old one.
        if part.exists() {
            fs::rename(part, beside(&kept, ending))?;
        }
    }
    if fs::hard_link(database, &kept).is_err() {
        io::copy(&mut File::open(database)?, &mut create_file(&kept)?)?;
    }
    Ok(Some(kept))
}

/// Opens a file that nobody else has open, and brings all of it into that one file: SQLite leaves
/// WAL mode only for a connection that is alone.
async fn alone(file: &Path) -> Result<sea_orm::DatabaseConnection, DbErr> {
    connect::file(file, |options| {
        options
            .journal_mode(SqliteJournalMode::Delete)
            .busy_timeout(Duration::ZERO)
    })
    .await
}

fn is_broken(error: &DbErr) -> bool {
    let words = error.to_string();
    BROKEN.iter().any(|code| words.contains(code))
}
