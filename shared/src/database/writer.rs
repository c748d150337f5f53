//! One connection that writes to SQLite, many writes to a commit.
//!
//! A durable commit costs a wait for the disk. Writes that arrive while one is under way are run
//! together in the next transaction, each in a savepoint of its own, and acknowledged when that
//! transaction is durable: many writes wait once.

use std::{mem, panic::AssertUnwindSafe, thread};

use futures::{FutureExt as _, future::BoxFuture};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DbErr, TransactionOptions, TransactionTrait as _,
};
use tokio::{
    runtime::Handle,
    sync::{mpsc, oneshot},
};

use super::{failed, transaction::Transaction};

/// Writes that share one commit at the most; more would only make the first ones wait.
const MAX_BATCH: usize = 128;
/// Writes that wait at the most; further callers wait to get in line.
const MAX_WAITING: usize = 1_024;

/// Begins a transaction that may write.
const BEGIN: &str = "BEGIN IMMEDIATE";
/// Begins the first of the writes that share a commit.
const FIRST: &str = "SAVEPOINT one";
/// The savepoints of such writes, in turns: what takes a write back must not reach into the one before,
/// should its own savepoint never have been made.
const ONE: Savepoint = Savepoint {
    back: "ROLLBACK TO one",
    next: "RELEASE one; SAVEPOINT other",
};
const OTHER: Savepoint = Savepoint {
    back: "ROLLBACK TO other",
    next: "RELEASE other; SAVEPOINT one",
};

#[derive(Debug)]
struct Savepoint {
    /// Takes back what its write has done so far.
    back: &'static str,
    /// Keeps it, and begins the next.
    next: &'static str,
}

/// The queue in front of the writing connection.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Job),
    Close(oneshot::Sender<Result<(), DbErr>>),
}

/// A queued write.
type Job = Box<dyn for<'t> FnOnce(&'t Transaction) -> BoxFuture<'t, Done> + Send>;

/// A write that has run, and is not yet durable.
struct Done {
    /// Whether what it wrote is to stay.
    keep: bool,
    /// Answers the caller, once it is known how the commit went.
    answer: Box<dyn FnOnce(Result<(), DbErr>) + Send>,
}

impl Writer {
    /// Starts writing through the connection of `pool`, which must hold exactly one.
    pub(super) fn start(pool: DatabaseConnection) -> Self {
        let (queue, waiting) = mpsc::channel(MAX_WAITING);
        // A thread of its own is woken at once when a statement has run; a task would wait until the
        // runtime, which is busy with those who wait for this one, comes round to it.
        let runtime = Handle::current();
        thread::spawn(move || runtime.block_on(run(pool, waiting)));
        Self { queue }
    }

    /// Queues a write and waits until it is durable.
    pub(super) async fn write<T, E, F>(&self, operation: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<DbErr> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Message::Write(job(operation, reply));
        self.queue
            .send(job)
            .await
            .map_err(|_| failed("the database is closed"))?;
        answer
            .await
            .map_err(|_| failed("the write was not carried out"))?
    }

    /// Returns how many writes wait.
    pub(super) fn waiting(&self) -> u32 {
        let waiting = self.queue.max_capacity() - self.queue.capacity();
        u32::try_from(waiting).unwrap_or(u32::MAX)
    }

    /// Closes the connection when the writes queued so far are durable.
    pub(super) async fn close(&self) -> Result<(), DbErr> {
        let (reply, answer) = oneshot::channel();
        if self.queue.send(Message::Close(reply)).await.is_err() {
            return Ok(());
        }
        answer.await.unwrap_or(Ok(()))
    }
}

fn job<T, E, F>(operation: F, reply: oneshot::Sender<Result<T, E>>) -> Job
where
    F: for<'t> FnOnce(&'t Transaction) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<DbErr> + Send + 'static,
{
    Box::new(move |transaction| {
        Box::pin(async move {
            if reply.is_closed() {
                // The caller gave up while it waited in line: nothing has been promised.
                return Done {
                    keep: false,
                    answer: Box::new(|_| ()),
                };
            }
            let running = AssertUnwindSafe(async { operation(transaction).await });
            let result = running
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(failed("the write panicked").into()));
            Done {
                keep: result.is_ok(),
                answer: Box::new(move |committed| {
                    let result =
                        result.and_then(|value| committed.map(|()| value).map_err(E::from));
                    let _ = reply.send(result);
                }),
            }
        })
    })
}

async fn run(pool: DatabaseConnection, mut waiting: mpsc::Receiver<Message>) {
    let mut messages = Vec::with_capacity(MAX_BATCH);
    let mut connection = None;
    while waiting.recv_many(&mut messages, MAX_BATCH).await > 0 {
        let mut jobs = Vec::with_capacity(messages.len());
        let mut closing = None;
        for message in messages.drain(..) {
            match message {
                Message::Write(job) => jobs.push(job),
                Message::Close(reply) => closing = Some(reply),
            }
        }
        run_batch(&pool, &mut connection, jobs).await;
        if let Some(reply) = closing {
            drop(connection);
            let _ = reply.send(pool.close().await);
            return;
        }
    }
}

async fn run_batch(pool: &DatabaseConnection, connection: &mut Option<Connection>, jobs: Vec<Job>) {
    if jobs.is_empty() {
        return;
    }
    let mut done = Vec::with_capacity(jobs.len());
    let committed = in_one_transaction(pool, connection, jobs, &mut done).await;
    if let Err(error) = &committed {
        tracing::error!(%error, "writes could not be committed");
        discard(pool, connection.take()).await;
    }
    for write in done {
        (write.answer)(committed.clone());
    }
}

async fn in_one_transaction(
    pool: &DatabaseConnection,
    connection: &mut Option<Connection>,
    jobs: Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<(), DbErr> {
    let connection = match connection {
        Some(connection) => connection,
        None => connection.insert(Connection::open(pool).await?),
    };
    match <[Job; 1]>::try_from(jobs) {
        Ok([job]) => alone(connection, job, done).await,
        Err(jobs) => together(connection, jobs, done).await,
    }
}

/// A write that is alone needs no savepoint.
async fn alone(connection: &Connection, job: Job, done: &mut Vec<Done>) -> Result<(), DbErr> {
    connection.0.begin_with(BEGIN);
    let write = job(&connection.0).await;
    let end = if write.keep { "COMMIT" } else { "ROLLBACK" };
    done.push(write);
    if connection.0.is_untouched() {
        return Ok(());
    }
    connection.run(end).await
}

async fn together(
    connection: &Connection,
    jobs: Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<(), DbErr> {
    connection.run(BEGIN).await?;
    let mut beginning = FIRST;
    let (mut savepoint, mut following) = (&ONE, &OTHER);
    for job in jobs {
        connection.0.begin_with(beginning);
        let write = job(&connection.0).await;
        let keep = write.keep;
        done.push(write);
        if connection.0.is_untouched() {
            continue;
        }
        if !keep {
            connection.run(savepoint.back).await?;
        }
        beginning = savepoint.next;
        mem::swap(&mut savepoint, &mut following);
    }
    connection.run("COMMIT").await
}

/// The connection, in what the driver takes for one transaction that never ends. The real ones are
/// begun and ended by statements: for its own the driver goes to SQLite's thread several times each,
/// and through the pool.
struct Connection(Transaction);

impl Connection {
    async fn open(pool: &DatabaseConnection) -> Result<Self, DbErr> {
        let options = TransactionOptions::default();
        let connection = Self(Transaction::new(pool.begin_with_options(options).await?));
        connection.run("COMMIT").await?;
        Ok(connection)
    }

    async fn run(&self, statement: &'static str) -> Result<(), DbErr> {
        self.0.execute_unprepared(statement).await.map(drop)
    }
}

/// Has the next writes begin on a new connection. Where the disk is full or fails, SQLite ends a
/// transaction by itself; what then follows in it must not be taken for a part of another one.
async fn discard(pool: &DatabaseConnection, connection: Option<Connection>) {
    drop(connection);
    let discarded = match pool.get_sqlite_connection_pool().acquire().await {
        Ok(connection) => connection.close().await,
        Err(error) => Err(error),
    };
    if let Err(error) = discarded {
        tracing::error!(%error, "the connection that writes could not be closed");
    }
}
