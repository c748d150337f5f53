//! What is there in truth.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, QueryResult, Statement};
use serde_json::{Value, json};
use taskflow_shared::{database::Database, testing::TestDatabase};
use tokio::runtime::Handle;

use super::{
    crew::Crew,
    model::{State, Told},
};

const TASKS: &str = "SELECT number, title, description, completed_at IS NOT NULL AS completed, \
     deleted_at IS NOT NULL AS deleted FROM tasks WHERE user_id = '1'";

/// Reads rows past the program.
#[derive(Debug, Clone)]
pub(super) struct Rows {
    database: Database,
    runtime: Handle,
}

impl Rows {
    pub(super) fn new(test: &TestDatabase) -> Self {
        Self {
            database: test.database.clone(),
            runtime: Handle::current(),
        }
    }

    /// Returns the task of this number, if it is not deleted.
    pub(super) fn numbered(&self, number: i64) -> Option<State> {
        let rows = self.tasks(&format!("AND number = {number}"));
        rows.into_iter().next().expect("its row").1
    }

    /// Returns the task of this title, which only one has.
    pub(super) fn titled(&self, title: &str) -> Option<(i64, Option<State>)> {
        let rows = self.tasks(&format!("AND title = '{title}'"));
        rows.into_iter().next()
    }

    fn tasks(&self, condition: &str) -> Vec<(i64, Option<State>)> {
        let rows = self.query(&format!("{TASKS} {condition} ORDER BY number"));
        rows.iter().map(task).collect()
    }

    fn query(&self, sql: &str) -> Vec<QueryResult> {
        let reads = self.database.reads();
        let statement = Statement::from_string(reads.get_database_backend(), sql);
        self.runtime
            .block_on(reads.query_all_raw(statement))
            .unwrap()
    }

    /// Returns the URL for a process, under a name of its own where the database is a server.
    pub(super) fn url_of(&self, url: &str, host: usize) -> String {
        if self.is_sqlite() {
            return url.to_owned();
        }
        format!("{url}?application_name=durability-{host}")
    }

    /// Waits until a server has noticed that a process is dead, and has finished its last statement
    /// or taken it back. A file has nobody who could still be writing it.
    pub(super) fn wait_until_gone(&self, host: usize) {
        if !self.is_sqlite() {
            self.query(&format!(
                "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity \
                 WHERE datname = current_database() AND application_name = 'durability-{host}'"
            ));
        }
    }

    fn is_sqlite(&self) -> bool {
        self.database.reads().get_database_backend() == sea_orm::DbBackend::Sqlite
    }
}

fn task(row: &QueryResult) -> (i64, Option<State>) {
    let is = |column: &str| row.try_get::<bool>("", column).unwrap();
    let state = State {
        title: row.try_get("", "title").unwrap(),
        description: row.try_get("", "description").unwrap(),
        completed: is("completed"),
    };
    let number = row.try_get("", "number").unwrap();
    (number, (!is("deleted")).then_some(state))
}

/// Compares what was said with what is there.
#[derive(Debug)]
pub(super) struct Judge {
    rows: Rows,
}

impl Judge {
    pub(super) fn new(test: &TestDatabase) -> Self {
        Self {
            rows: Rows::new(test),
        }
    }

    /// Adds so many tasks to begin with, and returns the list as hosts see it.
    pub(super) fn begin(&self, crew: &Crew, tasks: i64) -> Vec<Value> {
        for number in 1..=tasks {
            let title = json!({"title": format!("There from the start: {number}")});
            crew.host(0).call("add_task", &title).unwrap();
        }
        listed(crew)
    }

    /// Every acknowledged write is there, no other is, and the counts agree with the rows.
    pub(super) fn everything_is_there(&self, told: &Told) {
        let first = told.tasks.keys().next().expect("a task");
        let found = self.rows.tasks(&format!("AND number >= {first}"));
        let expected: Vec<_> = told.tasks.clone().into_iter().collect();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected);
        }
        self.counts_agree();
        self.database_is_intact();
    }

    /// Beside the first ones, the changes of the log are those that were acknowledged.
    pub(super) fn numbers_are_exactly(&self, told: &Told, first: i64) {
        let logged = self.numbers();
        let acknowledged: BTreeSet<i64> = told.changes.iter().copied().collect();
        assert_eq!(
            acknowledged.len(),
            told.changes.len(),
            "a change_id was given out twice"
        );
        let expected: BTreeSet<i64> = (1..=first).chain(acknowledged).collect();
        assert_eq!(logged, expected);
        assert_eq!(logged.last().copied(), i64::try_from(logged.len()).ok());
    }

    /// The log has every acknowledged change, and none is missing in between.
    pub(super) fn numbers_have_no_gap(&self, told: &Told) {
        let logged = self.numbers();
        assert!(told.changes.iter().all(|change| logged.contains(change)));
        assert_eq!(logged.last().copied(), i64::try_from(logged.len()).ok());
    }

    /// SQLite finds no fault in its file; PostgreSQL, which nobody killed, has its own word for it.
    pub(super) fn database_is_intact(&self) {
        if self.rows.is_sqlite() {
            let rows = self.rows.query("PRAGMA integrity_check");
            let words: String = rows[0].try_get_by_index(0).unwrap();
            assert_eq!(words, "ok");
            assert_eq!(self.rows.query("PRAGMA foreign_key_check").len(), 0);
        }
    }

    /// Takes back every change after the first ones, the latest first, and finds the list as it was.
    pub(super) fn undoing_everything_gives(&self, crew: &Crew, start: &[Value]) {
        let last = self.numbers().last().copied().unwrap();
        let first = i64::try_from(start.len()).unwrap();
        for change in (first + 1..=last).rev() {
            let host = crew.host(usize::try_from(change).unwrap());
            host.call("undo", &json!({"change_id": change})).unwrap();
        }
        assert_eq!(listed(crew), start);
        self.counts_agree();
    }

    fn numbers(&self) -> BTreeSet<i64> {
        let sql = "SELECT number FROM changes WHERE user_id = '1'";
        let rows = self.rows.query(sql);
        rows.iter()
            .map(|row| row.try_get("", "number").unwrap())
            .collect()
    }

    fn counts_agree(&self) {
        let sql = "SELECT user_id FROM task_lists l WHERE \
             pending = (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NULL) \
             AND completed = (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NOT NULL)";
        assert_eq!(self.rows.query(sql).len(), 1);
    }
}

/// Returns the whole list as hosts see it.
fn listed(crew: &Crew) -> Vec<Value> {
    let mut tasks = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let arguments = json!({"status": "all", "detail": true, "limit": 100, "cursor": cursor});
        let page = crew.host(0).call("list_tasks", &arguments).unwrap();
        tasks.extend(page["tasks"].as_array().unwrap().iter().cloned());
        cursor = page["next_cursor"].clone();
        if cursor.is_null() {
            return tasks;
        }
    }
}
