//! Opening a database.

use std::{fs::File, io, path::Path, time::Duration};

use sea_orm::{ConnectOptions, DatabaseConnection, DbErr};
use secrecy::{ExposeSecret, SecretString};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::{Database, Writes, migrate, presence::beside, writer::Writer};
use crate::{
    config::database::DatabaseConfig,
    private::{create_folder, open_file},
};

/// SQLite connections that read at once.
const SQLITE_READERS: u32 = 4;
/// What each may keep of the file, negative in KiB: taken as it is read, so that only large files
/// take it. The operating system keeps the rest, which costs a microsecond a page.
const READER_CACHE: &str = "-512";
/// As many prepared statements are kept of each reader: those of filtered lists take some 100 KB,
/// and seldom come again with the same text.
const READER_STATEMENTS: usize = 10;
/// The same for the connection that writes, whose statements are small and come again and again, some
/// of them with each beginning.
const WRITER_STATEMENTS: usize = 64;
/// The same for the connection that writes: each write touches a page of each index, and what does not
/// fit until the commit is written twice.
const WRITER_CACHE: &str = "-4096";
/// PostgreSQL connections, reading and writing.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a statement waits while another process writes the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// The database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its folder cannot be made or locked.
    #[error("the database file {path} cannot be used: {source}")]
    File {
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
    /// The database refused, or its schema could not be brought up to date.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] DbErr),
}

impl Database {
    /// Opens the database, creating a SQLite file where there is none, and brings its schema up
    /// to date. Several programs may do so at the same moment.
    ///
    /// # Errors
    /// [`OpenError`] where it cannot be reached, or was made by a newer version.
    pub async fn open(config: &DatabaseConfig) -> Result<Self, OpenError> {
        match config {
            DatabaseConfig::Sqlite(path) => open_sqlite(path).await,
            DatabaseConfig::Postgres(url) => open_postgres(url).await,
        }
    }
}

async fn open_sqlite(path: &Path) -> Result<Database, OpenError> {
    let turn = take_turn(path).await.map_err(|source| OpenError::File {
        path: path.display().to_string(),
        source,
    })?;
    let write_connection = sqlite(path, 1, false).await?;
    migrate::up(&write_connection).await?;
    let reads = sqlite(path, SQLITE_READERS, true).await?;
    drop(turn);
    Ok(Database {
        reads,
        writes: Writes::Queue(Writer::start(write_connection)),
    })
}

/// Lets one program at a time open the file: switching a new file to WAL and creating its tables
/// cannot wait for another program as ordinary statements do.
async fn take_turn(path: &Path) -> io::Result<File> {
    let path = path.to_owned();
    let opened = tokio::task::spawn_blocking(move || {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        create_folder(folder.unwrap_or(Path::new(".")))?;
        let lock = opening_lock(&path)?;
        lock.lock()?;
        // SQLite gives the files beside it the same permissions.
        open_file(&path)?;
        Ok(lock)
    });
    opened.await.map_err(io::Error::other)?
}

/// Opens the file whose lock is held by the one program that opens the database.
pub(super) fn opening_lock(database: &Path) -> io::Result<File> {
    open_file(&beside(database, ".lock"))
}

async fn sqlite(
    path: &Path,
    connections: u32,
    read_only: bool,
) -> Result<DatabaseConnection, DbErr> {
    // The URL only chooses the driver; a path in it would have to be escaped.
    let mut options = ConnectOptions::new("sqlite://");
    let path = path.to_owned();
    pool(&mut options, connections).map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .filename(&path)
            .create_if_missing(!read_only)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write survives loss of power, not only of the process.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(if read_only {
                READER_STATEMENTS
            } else {
                WRITER_STATEMENTS
            })
            .pragma("query_only", if read_only { "ON" } else { "OFF" })
            .pragma(
                "cache_size",
                if read_only {
                    READER_CACHE
                } else {
                    WRITER_CACHE
                },
            )
    });
    sea_orm::Database::connect(options).await
}

/// Opens a SQLite file that is there, with one connection, as it is and as `set` says.
pub(super) async fn file(
    path: &Path,
    set: impl Fn(SqliteConnectOptions) -> SqliteConnectOptions + Send + Sync + 'static,
) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new("sqlite://");
    let path = path.to_owned();
    pool(&mut options, 1)
        .map_sqlx_sqlite_opts(move |sqlite| set(sqlite.filename(&path).create_if_missing(false)));
    sea_orm::Database::connect(options).await
}

async fn open_postgres(url: &SecretString) -> Result<Database, OpenError> {
    let mut options = ConnectOptions::new(url.expose_secret());
    // A connection may have been lost since it was used last: the server was restarted.
    pool(&mut options, POSTGRES_CONNECTIONS).test_before_acquire(true);
    let connections = sea_orm::Database::connect(options).await?;
    migrate::up(&connections).await?;
    Ok(Database {
        reads: connections.clone(),
        writes: Writes::Pool(connections),
    })
}

pub(super) fn pool(options: &mut ConnectOptions, connections: u32) -> &mut ConnectOptions {
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        // Statements carry what people write.
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
}
