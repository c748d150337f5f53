//! Looking at a database without changing it.

use sea_orm::{
    ConnectOptions, ConnectionTrait as _, DatabaseConnection, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::MigratorTrait as _;
use secrecy::ExposeSecret as _;
use taskflow_migrations::Migrator;

use super::connect;
use crate::config::database::DatabaseConfig;

/// What a database is like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// How its schema compares with this program's.
    pub schema: Schema,
    /// What its integrity check complains of first.
    pub damage: Option<String>,
    /// Whether a write can begin.
    pub is_writable: bool,
}

/// How a schema compares with the one of this program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schema {
    /// It is the same.
    Current,
    /// So many changes are still to be made to it.
    Older(usize),
    /// It has a change of this name that is not known here.
    Newer(String),
}

/// The database cannot be looked at.
#[derive(Debug, thiserror::Error)]
pub enum InspectError {
    /// The file is something else.
    #[error("the file is not a SQLite database")]
    NotADatabase,
    /// It does not open, or does not answer.
    #[error("it cannot be opened: {0}")]
    Unreachable(DbErr),
}

/// `file is not a database`.
const NOT_A_DATABASE: &str = "code: 26";

/// Looks at a database; `None` where its file is not there yet.
///
/// # Errors
/// [`InspectError`] where it cannot be opened.
pub async fn inspect(config: &DatabaseConfig) -> Result<Option<Inspection>, InspectError> {
    let connection = match config {
        DatabaseConfig::Sqlite(path) if !path.exists() => return Ok(None),
        DatabaseConfig::Sqlite(path) => connect::file(path, |options| options).await,
        DatabaseConfig::Postgres(url) => {
            let mut options = ConnectOptions::new(url.expose_secret());
            connect::pool(&mut options, 1);
            sea_orm::Database::connect(options).await
        }
    };
    let connection = connection.map_err(reason)?;
    let inspected = look(&connection).await.map_err(reason);
    let _ = connection.close().await;
    inspected.map(Some)
}

async fn look(connection: &DatabaseConnection) -> Result<Inspection, DbErr> {
    Ok(Inspection {
        damage: damage(connection, "PRAGMA quick_check(1)").await?,
        schema: schema(connection).await?,
        is_writable: is_writable(connection).await,
    })
}

/// Returns what a check of SQLite complains of first. PostgreSQL has no such check of a whole
/// database.
pub(super) async fn damage(
    connection: &DatabaseConnection,
    check: &'static str,
) -> Result<Option<String>, DbErr> {
    if connection.get_database_backend() != DbBackend::Sqlite {
        return Ok(None);
    }
    let check = Statement::from_string(DbBackend::Sqlite, check);
    let row = connection.query_one_raw(check).await?;
    let words: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?;
    Ok(words.filter(|words| words != "ok"))
}

async fn schema(connection: &DatabaseConnection) -> Result<Schema, DbErr> {
    Ok(compare(&changes_made(connection).await?))
}

/// Returns the names of the changes that were made to a schema; none where nobody has used it.
pub(super) async fn changes_made(connection: &DatabaseConnection) -> Result<Vec<String>, DbErr> {
    let backend = connection.get_database_backend();
    let query = Statement::from_string(backend, "SELECT version FROM seaql_migrations");
    // A database without that table is one that nobody has used.
    let rows = connection.query_all_raw(query).await.unwrap_or_default();
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Compares the changes that were made to a schema with those that are known here.
pub(super) fn compare(made: &[String]) -> Schema {
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|change| change.name().to_owned())
        .collect();
    let newer = made.iter().find(|change| !known.contains(change));
    let missing = known.iter().filter(|change| !made.contains(change));
    match (newer, missing.count()) {
        (Some(change), _) => Schema::Newer(change.clone()),
        (None, 0) => Schema::Current,
        (None, missing) => Schema::Older(missing),
    }
}

/// Begins a write and takes it back.
async fn is_writable(connection: &DatabaseConnection) -> bool {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let Ok(transaction) = connection.begin_with_options(options).await else {
        return false;
    };
    let written = match connection.get_database_backend() {
        // What is not there is deleted: that needs no more than the right to write.
        DbBackend::Sqlite => {
            transaction
                .execute_unprepared("PRAGMA user_version = 0")
                .await
        }
        _ => {
            transaction
                .execute_unprepared("DELETE FROM seaql_migrations WHERE 1 = 0")
                .await
        }
    };
    let _ = transaction.rollback().await;
    written.is_ok()
}

fn reason(error: DbErr) -> InspectError {
    if error.to_string().contains(NOT_A_DATABASE) {
        return InspectError::NotADatabase;
    }
    InspectError::Unreachable(error)
}
