//! Bringing the schema up to date.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait as _,
};
use sea_orm_migration::MigratorTrait as _;
use taskflow_migrations::Migrator;

/// Any number that nothing else in the same PostgreSQL database locks: `taskflow` in ASCII.
const ADVISORY_LOCK: i64 = 0x7461_736b_666c_6f77;

/// Applies what is missing, all of it or nothing. Of programs that do so at the same moment, one
/// does the work and the others wait for it.
pub(super) async fn up(connection: &DatabaseConnection) -> Result<(), DbErr> {
    let transaction = begin_exclusively(connection).await?;
    Migrator::up(&transaction, None).await?;
    transaction.commit().await
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
