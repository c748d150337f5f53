//! A handler that does nothing but the same statements.

use axum::{Json, Router, extract::State, routing::post};
use sea_orm::{ConnectionTrait as _, DbErr, Statement, Value as Bound};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use taskflow_shared::{
    clock::Clock, database::Database, ids::new_id, serve::serve, testing::TestDatabase,
};
use tokio::net::TcpListener;
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

/// Starts the handlers on a new database with the known lists.
pub(crate) async fn start() -> Bare {
    let database = TestDatabase::sqlite().await;
    seed::fill(&database.database).await;
    let router = Router::new()
        .route("/list", post(list))
        .route("/add", post(add))
        .with_state(database.database.clone());
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

const LIST: &str = r#"SELECT "task_lists"."pending" + "task_lists"."completed" AS "total", (SELECT json_group_array(json_array("number", "title", "description", "completed_at" IS NOT NULL) ORDER BY "number") FROM (SELECT "tasks"."number", "tasks"."title", "tasks"."description", "tasks"."completed_at" FROM "tasks" WHERE "tasks"."user_id" = ? AND "tasks"."deleted_at" IS NULL ORDER BY "tasks"."number" ASC LIMIT ?) AS "page") AS "tasks" FROM "task_lists" WHERE "task_lists"."user_id" = ?"#;

async fn list(State(database): State<Database>, Json(input): Json<Input>) -> Json<Value> {
    let reads = database.reads();
    let values: [Bound; 3] = [input.user.clone().into(), 26_u64.into(), input.user.into()];
    let statement = Statement::from_sql_and_values(reads.get_database_backend(), LIST, values);
    let row = reads
        .query_one_raw(statement)
        .await
        .expect("an answer")
        .expect("a list");
    let total: i64 = row.try_get("", "total").expect("a total");
    let tasks: String = row.try_get("", "tasks").expect("tasks");
    let tasks: Vec<(i64, String, String, u8)> = serde_json::from_str(&tasks).expect("rows");
    let tasks: Vec<Value> = tasks
        .into_iter()
        .map(|(id, title, description, completed)| {
            json!({"id": id, "title": title, "description": description, "completed": completed == 1})
        })
        .collect();
    Json(json!({"tasks": tasks, "total": total}))
}

const NUMBER: &str = r#"INSERT INTO "task_lists" ("user_id", "last_number", "pending", "completed") VALUES (?, 1, 1, 0) ON CONFLICT ("user_id") DO UPDATE SET "last_number" = "task_lists"."last_number" + 1, "pending" = "task_lists"."pending" + 1 RETURNING "user_id", "last_number", "pending", "completed""#;
const TASK: &str = r#"INSERT INTO "tasks" ("id", "user_id", "number", "title", "title_folded", "description", "priority", "created_at", "updated_at", "version") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"#;
const CHANGE: &str = r#"INSERT INTO "changes" ("id", "user_id", "task_id", "tool", "before", "after", "created_at", "undone_at") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"#;

async fn add(State(database): State<Database>, Json(input): Json<Input>) -> Json<Value> {
    let number = database.write(move |transaction| Box::pin(add_one(transaction, input.user)));
    let number: Result<i64, DbErr> = number.await;
    Json(json!({"task_id": number.expect("a number"), "status": "created"}))
}

async fn add_one(transaction: &sea_orm::DatabaseTransaction, user: String) -> Result<i64, DbErr> {
    let statement = |sql: &str, values: Vec<Bound>| {
        Statement::from_sql_and_values(transaction.get_database_backend(), sql, values)
    };
    let (now, title) = (Clock::system().now(), "Buy groceries");
    let list = transaction
        .query_one_raw(statement(NUMBER, vec![user.clone().into()]))
        .await?;
    let number: i64 = list.expect("a row").try_get("", "last_number")?;
    let id = new_id(now);
    let task = vec![
        id.into(),
        user.clone().into(),
        number.into(),
        title.into(),
        title.into(),
        "".into(),
        4_i16.into(),
        now.into(),
        now.into(),
        1_i64.into(),
    ];
    transaction.execute_raw(statement(TASK, task)).await?;
    let after = json!({
        "id": id, "user_id": user, "number": number, "title": title, "title_folded": title,
        "description": "", "completed_at": null, "due_date": null, "due_at": null,
        "due_zone": null, "recurrence": null, "priority": 4, "project": null, "parent_id": null,
        "created_at": now, "updated_at": now, "deleted_at": null, "version": 1,
    });
    let change = vec![
        new_id(now).into(),
        user.into(),
        id.into(),
        "add_task".into(),
        Bound::Json(None),
        after.into(),
        now.into(),
        Bound::ChronoDateTimeUtc(None),
    ];
    transaction.execute_raw(statement(CHANGE, change)).await?;
    Ok(number)
}
