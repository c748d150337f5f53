//! A handler that does nothing but the same statements, with the thinnest driver there is: what an
//! axum service with SQLite could do at the most.
//!
//! It reads in the thread that answers, and has one thread that writes, which commits together what
//! waits, as the server does; both are durable (`synchronous = FULL`).

use std::{path::Path, sync::mpsc, thread, time::Duration};

use axum::{Json, Router, extract::State, routing::post};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde_json::{Value, json};
use taskflow_shared::{
    clock::Clock, config::database::DatabaseConfig, ids::new_id, serve::serve,
    testing::TestDatabase,
};
use tokio::{net::TcpListener, sync::oneshot};
use tokio_util::sync::CancellationToken;

use crate::{load::Load, seed};

/// The handlers, running.
pub(crate) struct Bare {
    url: String,
    _database: TestDatabase,
}

#[derive(Debug, Deserialize)]
struct Input {
    user: String,
}

#[derive(Clone)]
struct Files {
    readers: std::sync::Arc<std::sync::Mutex<Vec<Connection>>>,
    writer: mpsc::Sender<Write>,
}

/// Whose task is to be added, and who waits for its number.
type Write = (String, oneshot::Sender<i64>);

/// Writes that share a commit at the most.
const MAX_BATCH: usize = 128;
const READERS: usize = 4;

/// Starts the handlers on a new database with the known lists.
pub(crate) async fn start() -> Bare {
    let database = TestDatabase::sqlite().await;
    seed::fill(&database.database).await;
    let DatabaseConfig::Sqlite(path) = &database.config else {
        unreachable!("a file was made")
    };
    let router = Router::new()
        .route("/list", post(list))
        .route("/add", post(add))
        .with_state(Files::open(path));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(serve(
        listener,
        router,
        CancellationToken::new(),
        Duration::ZERO,
    ));
    Bare {
        url,
        _database: database,
    }
}

impl Bare {
    pub(crate) fn list(&self, user: &str) -> Load {
        self.load("list", user, "Buy groceries 20")
    }

    pub(crate) fn add(&self) -> Load {
        self.load("add", "adds", "created")
    }

    fn load(&self, path: &str, user: &str, expected: &'static str) -> Load {
        Load {
            url: format!("{}/{path}", self.url),
            token: String::new(),
            body: json!({"user": user}).to_string(),
            expected,
        }
    }
}

impl Files {
    fn open(path: &Path) -> Self {
        let (writer, waiting) = mpsc::channel();
        let writing = connection(path);
        thread::spawn(move || write_all(&writing, &waiting));
        let readers = (0..READERS).map(|_| connection(path)).collect();
        Self {
            readers: std::sync::Arc::new(std::sync::Mutex::new(readers)),
            writer,
        }
    }
}

fn connection(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("a connection");
    for (name, value) in [("synchronous", "FULL"), ("foreign_keys", "ON")] {
        connection
            .pragma_update(None, name, value)
            .expect("a setting");
    }
    connection
        .busy_timeout(Duration::from_secs(5))
        .expect("a setting");
    connection
}

const LIST: &str = r#"SELECT "task_lists"."pending" + "task_lists"."completed" AS "total", (SELECT json_group_array(json_array("number", "title", "description", "completed_at" IS NOT NULL) ORDER BY "number") FROM (SELECT "tasks"."number", "tasks"."title", "tasks"."description", "tasks"."completed_at" FROM "tasks" WHERE "tasks"."user_id" = ? AND "tasks"."deleted_at" IS NULL ORDER BY "tasks"."number" ASC LIMIT ?) AS "page") AS "tasks" FROM "task_lists" WHERE "task_lists"."user_id" = ?"#;

async fn list(State(files): State<Files>, Json(input): Json<Input>) -> Json<Value> {
    let reader = files.readers.lock().expect("readers").pop();
    let reader = reader.expect("as many as there are threads that answer");
    let (total, tasks) = read(&reader, &input.user);
    files.readers.lock().expect("readers").push(reader);
    let tasks: Vec<(i64, String, String, u8)> = serde_json::from_str(&tasks).expect("rows");
    let tasks: Vec<Value> = tasks
        .into_iter()
        .map(|(id, title, description, completed)| {
            json!({"id": id, "title": title, "description": description, "completed": completed == 1})
        })
        .collect();
    Json(json!({"tasks": tasks, "total": total}))
}

fn read(reader: &Connection, user: &str) -> (i64, String) {
    let mut statement = reader.prepare_cached(LIST).expect("a statement");
    let row = statement.query_row(params![user, 26, user], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    row.expect("a list")
}

const NUMBER: &str = r#"INSERT INTO "task_lists" ("user_id", "last_number", "pending", "completed", "last_change") VALUES (?, 1, 1, 0, 1) ON CONFLICT ("user_id") DO UPDATE SET "last_number" = "task_lists"."last_number" + 1, "pending" = "task_lists"."pending" + 1, "last_change" = "task_lists"."last_change" + 1 RETURNING "last_number", "last_change""#;
const TASK: &str = r#"INSERT INTO "tasks" ("id", "user_id", "number", "title", "title_folded", "description", "priority", "created_at", "updated_at", "version") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#;
const CHANGE: &str = r#"INSERT INTO "changes" ("id", "user_id", "task_id", "tool", "after", "created_at", "number") VALUES (?, ?, ?, ?, ?, ?, ?)"#;

async fn add(State(files): State<Files>, Json(input): Json<Input>) -> Json<Value> {
    let (told, number) = oneshot::channel();
    files.writer.send((input.user, told)).expect("the writer");
    Json(json!({"task_id": number.await.expect("a number"), "status": "created"}))
}

fn write_all(connection: &Connection, waiting: &mpsc::Receiver<Write>) {
    while let Ok(first) = waiting.recv() {
        let others = waiting.try_iter().take(MAX_BATCH - 1);
        let batch: Vec<Write> = std::iter::once(first).chain(others).collect();
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .expect("to begin");
        let now = Clock::system().now();
        let numbers: Vec<i64> = batch
            .iter()
            .map(|(user, _)| add_one(connection, user, now))
            .collect();
        connection.execute_batch("COMMIT").expect("to commit");
        for ((_, told), number) in batch.into_iter().zip(numbers) {
            let _ = told.send(number);
        }
    }
}

fn add_one(connection: &Connection, user: &str, now: DateTime<Utc>) -> i64 {
    let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        let mut statement = connection.prepare_cached(sql).expect("a statement");
        statement.execute(values).expect("to write");
    };
    let mut counters = connection.prepare_cached(NUMBER).expect("a statement");
    let (number, change): (i64, i64) = counters
        .query_row([user], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("numbers");
    let (id, title, time) = (new_id(now), "Buy groceries", now.to_rfc3339());
    let key: &[u8] = id.as_bytes();
    run(
        TASK,
        params![
            key,
            user,
            number,
            title,
            "buy groceries",
            "",
            4,
            time,
            time,
            1
        ],
    );
    let after = json!({
        "id": id, "user_id": user, "number": number, "title": title, "title_folded": "buy groceries",
        "description": "", "completed_at": null, "due_date": null, "due_at": null,
        "due_zone": null, "recurrence": null, "priority": 4, "project": null, "parent_id": null,
        "created_at": time, "updated_at": time, "deleted_at": null, "version": 1,
    });
    let change_id = new_id(now);
    run(
        CHANGE,
        params![
            change_id.as_bytes().as_slice(),
            user,
            key,
            "add_task",
            after.to_string(),
            time,
            change
        ],
    );
    number
}
