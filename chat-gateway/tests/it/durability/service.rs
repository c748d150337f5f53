//! The program as its clients know it: sometimes it is away for a moment.

use std::time::Duration;

use reqwest::Client;
use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use taskflow_shared::testing::TestDatabase;
use tokio::{sync::RwLock, task::JoinSet, time::timeout};

use super::{endpoint::Endpoint, program::Program};

/// The lease of a run, and what a slow machine may take to notice that it ran out.
const LEASE_TIME: Duration = Duration::from_secs(15 + 10);

/// A program, or whatever runs in its place.
pub(super) struct Service<'a> {
    pub(super) client: Client,
    pub(super) model: Endpoint,
    test: &'a TestDatabase,
    program: RwLock<Program>,
}

impl<'a> Service<'a> {
    pub(super) async fn start(test: &'a TestDatabase) -> Self {
        let model = Endpoint::start().await;
        Self {
            client: Client::new(),
            program: RwLock::new(Program::start(&test.url(), &model.url)),
            model,
            test,
        }
    }

    /// Returns where it is served; while it is away, waits until it is back.
    pub(super) async fn url(&self) -> String {
        self.program.read().await.url.clone()
    }

    /// Kills the program and starts another in its place. Every run that was under way is over
    /// within the time of a lease; the returned tasks find out.
    pub(super) async fn kill(&self, checks: &mut JoinSet<()>) {
        // Held meanwhile, so that clients wait for the new one.
        let mut program = self.program.write().await;
        program.kill();
        let under_way = under_way(self.test).await;
        *program = Program::start(&self.test.url(), &self.model.url);
        let test = self.test.second().await;
        checks.spawn(async move {
            timeout(LEASE_TIME, until_over(&test, &under_way))
                .await
                .expect("every run is over within the time of a lease");
        });
    }
}

/// Waits until none of these runs is under way.
async fn until_over(test: &TestDatabase, runs: &[String]) {
    loop {
        let still = under_way(test).await;
        if !runs.iter().any(|run| still.contains(run)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Returns the runs under way, by their messages.
pub(super) async fn under_way(test: &TestDatabase) -> Vec<String> {
    let sql = "SELECT m.content FROM runs r JOIN messages m ON m.id = r.user_message_id \
         WHERE r.status NOT IN ('completed', 'failed', 'cancelled', 'interrupted')";
    let rows = rows(test, sql).await;
    let content = |row: &QueryResult| row.try_get_by_index(0).unwrap();
    rows.iter().map(content).collect()
}

/// Reads rows past the program.
pub(super) async fn rows(test: &TestDatabase, sql: &str) -> Vec<QueryResult> {
    let reads = test.database.reads();
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    reads.query_all_raw(statement).await.unwrap()
}
