//! Bringing the schema up to date.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::MigratorTrait as _;
use taskflow_migrations::{Migrator, SQLITE_SCHEMA};

/// Any number that nothing else in the same PostgreSQL database locks: `taskflow` in ASCII.
const ADVISORY_LOCK: i64 = 0x7461_736b_666c_6f77;

/// Applies what is missing, all of it or nothing. Of programs that do so at the same moment, one
/// does the work and the others wait for it.
pub(super) async fn up(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = begin_exclusively(connection).await?;
    if is_new_file(&transaction).await? {
        transaction.execute_unprepared(SQLITE_SCHEMA).await?;
    } else {
        Migrator::up(&transaction, None).await?;
    }
    transaction.commit().await
}

/// A program that starts for the first time is waited for: the changes one by one take 20 ms.
async fn is_new_file(transaction: &DatabaseTransaction) -> Result<bool, DbErr> {
    if transaction.get_database_backend() != DbBackend::Sqlite {
        return Ok(false);
    }
    let any = Statement::from_string(DbBackend::Sqlite, "SELECT 1 FROM sqlite_schema LIMIT 1");
    Ok(transaction.query_one_raw(any).await?.is_none())
}

async fn begin_exclusively(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let transaction = connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await?;
    if connection.get_database_backend() == DbBackend::Postgres {
        let lock = format!("SELECT pg_advisory_xact_lock({ADVISORY_LOCK})");
        transaction.execute_unprepared(&lock).await?;
    }
    Ok(transaction)
}
