//! The transaction that a write gets.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use super::failed;

/// The transaction that a write gets from [`Database::write`](super::Database::write).
///
/// On SQLite what begins it goes to the thread of the connection with its first statement: the way
/// there and back takes longer than either.
#[derive(Debug)]
pub struct Transaction {
    inner: DatabaseTransaction,
    ahead: Mutex<Ahead>,
}

/// What goes ahead of the next statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ahead {
    Nothing,
    /// What begins the transaction, or takes a savepoint.
    Beginning(&'static str),
    /// A beginning is under way, or may have failed: nothing may follow it.
    Unsure,
}

impl Transaction {
    /// Takes one that has begun.
    pub(super) fn new(inner: DatabaseTransaction) -> Self {
        Self {
            inner,
            ahead: Mutex::new(Ahead::Nothing),
        }
    }

    /// Commits what the driver takes for the transaction.
    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    /// Has this go ahead of the next statement, in place of what has not gone yet.
    pub(super) fn begin_with(&self, beginning: &'static str) {
        *self.ahead() = Ahead::Beginning(beginning);
    }

    /// Tells whether no statement came that the beginning could go with, and forgets it then.
    pub(super) fn is_untouched(&self) -> bool {
        let mut ahead = self.ahead();
        let untouched = matches!(*ahead, Ahead::Beginning(_));
        *ahead = Ahead::Nothing;
        untouched
    }

    /// Carries out a statement for its effects alone: how many rows it touched is not known where a
    /// beginning goes with it.
    pub(super) async fn carry_out(&self, statement: Statement) -> Result<(), DbErr> {
        let done = self.inner.execute_raw(self.led(statement)?).await;
        self.begun_if_done(done).map(drop)
    }

    /// Returns the driver's transaction, for migrations, which take no other.
    ///
    /// # Errors
    /// Where it cannot begin.
    #[cfg(feature = "testing")]
    pub async fn of_driver(&self) -> Result<&DatabaseTransaction, DbErr> {
        self.begin().await?;
        Ok(&self.inner)
    }

    fn ahead(&self) -> MutexGuard<'_, Ahead> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_ahead(&self) -> Result<Option<&'static str>, DbErr> {
        let mut ahead = self.ahead();
        match *ahead {
            Ahead::Nothing => Ok(None),
            Ahead::Unsure => Err(failed("the transaction may not have begun")),
            Ahead::Beginning(beginning) => {
                *ahead = Ahead::Unsure;
                Ok(Some(beginning))
            }
        }
    }

    /// Puts the beginning before a statement.
    fn led(&self, mut statement: Statement) -> Result<Statement, DbErr> {
        if let Some(beginning) = self.take_ahead()? {
            statement.sql = format!("{beginning}; {}", statement.sql);
        }
        Ok(statement)
    }

    /// Sends the beginning alone, for a statement of which must be known how many rows it touches.
    async fn begin(&self) -> Result<(), DbErr> {
        match self.take_ahead()? {
            None => Ok(()),
            Some(beginning) => {
                let begun = self.inner.execute_unprepared(beginning).await;
                self.begun_if_done(begun).map(drop)
            }
        }
    }

    /// A beginning that is under way is that of the one statement under way: no other is let through.
    fn begun_if_done<T>(&self, done: Result<T, DbErr>) -> Result<T, DbErr> {
        if done.is_ok() {
            *self.ahead() = Ahead::Nothing;
        }
        done
    }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.begin().await?;
        self.inner.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.begin().await?;
        self.inner.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let row = self.inner.query_one_raw(self.led(statement)?).await;
        self.begun_if_done(row)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let rows = self.inner.query_all_raw(self.led(statement)?).await;
        self.begun_if_done(rows)
    }
}
