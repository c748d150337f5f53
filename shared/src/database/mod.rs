//! The database: SQLite or PostgreSQL behind one way to read and one way to write.
//!
//! Everything that is written goes through [`Database::write`], one logical transaction a call.

mod backup;
mod batch;
mod connect;
mod inspect;
mod migrate;
pub mod owned;
mod presence;
mod restore;
mod transaction;
mod writer;

use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, RuntimeErr, TransactionTrait as _};

pub use backup::{BackupError, backup};
pub use batch::Batch;
pub use connect::OpenError;
pub use inspect::{InspectError, Inspection, Schema, inspect};
pub use presence::presence_lock;
pub use restore::{RestoreError, restore};
pub use transaction::Transaction;
use writer::Writer;

/// A handle to the database; clones share its connections.
#[derive(Debug, Clone)]
pub struct Database {
    reads: DatabaseConnection,
    writes: Writes,
}

#[derive(Debug, Clone)]
enum Writes {
    /// PostgreSQL: each write is a transaction on a connection of the pool.
    Pool(DatabaseConnection),
    /// SQLite: one connection writes what waits, many writes to a commit.
    Queue(Writer),
}

/// How busy a database is.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Connections that somebody uses: on SQLite of those that read.
    pub used: u32,
    /// Connections that are open and free.
    pub idle: u32,
    /// Writes that wait for SQLite's writing connection; on PostgreSQL none ever do.
    pub waiting_writes: u32,
}

impl Database {
    /// Returns the connections to read through. On SQLite they refuse to write.
    pub fn reads(&self) -> &DatabaseConnection {
        &self.reads
    }

    /// Runs `operation` in a transaction: when this returns `Ok`, all it wrote is durable; when
    /// it returns `Err`, nothing is.
    ///
    /// If the caller stops waiting, all or nothing of it is written. It holds up other writers, so
    /// it must wait for nothing but its own statements.
    ///
    /// # Errors
    /// What `operation` returned, or the database's error in its own type.
    pub async fn write<T, E, F>(&self, operation: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
    {
        match &self.writes {
            Writes::Queue(writer) => writer.write(operation).await,
            Writes::Pool(pool) => in_transaction(pool, operation).await,
        }
    }

    /// Returns how busy it is.
    pub fn load(&self) -> Load {
        let (open, idle) = match &self.writes {
            Writes::Queue(_) => {
                let pool = self.reads.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
            Writes::Pool(pool) => {
                let pool = pool.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
        };
        let idle = u32::try_from(idle).unwrap_or(open);
        Load {
            used: open.saturating_sub(idle),
            idle,
            waiting_writes: match &self.writes {
                Writes::Queue(writer) => writer.waiting(),
                Writes::Pool(_) => 0,
            },
        }
    }

    /// Makes sure that the database answers.
    ///
    /// # Errors
    /// Where it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.reads.execute_unprepared("SELECT 1").await.map(drop)
    }

    /// Waits for the writes under way and closes the connections.
    ///
    /// # Errors
    /// Where a connection could not be closed properly; no acknowledged write is at risk.
    pub async fn close(self) -> Result<(), DbErr> {
        match self.writes {
            Writes::Queue(writer) => writer.close().await?,
            Writes::Pool(pool) => pool.close().await?,
        }
        self.reads.close().await
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that begins a PostgreSQL transaction"
)]
async fn in_transaction<T, E, F>(pool: &DatabaseConnection, operation: F) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t Transaction) -> BoxFuture<'t, Result<T, E>>,
    E: From<DbErr>,
{
    let transaction = Transaction::new(pool.begin().await?);
    // An error, or a caller that stops waiting, drops the transaction, which rolls it back.
    let value = operation(&transaction).await?;
    transaction.commit().await?;
    Ok(value)
}

fn failed(why: &str) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(why.to_owned()))
}
