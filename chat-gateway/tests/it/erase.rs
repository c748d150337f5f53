//! Erasing a person: nothing of theirs stays, in whatever table, and nothing of others goes.

use std::{collections::BTreeMap, path::Path, process::Command};

use sea_orm::{ConnectionTrait as _, DbBackend, DbErr, Statement};
use serde_json::{Value, json};
use taskflow_gateway::erase::{erase, kept};
use taskflow_shared::{
    database::{Database, owned::Kept},
    ids::UserId,
    testing::{TestDatabase, alice, bob, on_each_database},
};

use crate::support::{Gateway, Options};

/// Tables that are nobody's. All others must be filled by [`live`] and emptied by the command.
const NOBODYS: &[&str] = &[
    // Which changes of the schema were made.
    "seaql_migrations",
    // Keys of the service.
    "secrets",
    // How far what was said before there was a search has become findable.
    "search_backlog",
    // Empty but within a transaction that erases.
    "audit_erasures",
];

/// Every row of every table, as text.
type Rows = BTreeMap<String, Vec<String>>;

async fn texts(database: &Database, sql: &str) -> Vec<String> {
    let reads = database.reads();
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    let rows = reads.query_all_raw(statement).await.unwrap();
    let texts = rows.iter().map(|row| row.try_get_by_index(0).unwrap());
    texts.collect()
}

/// The tables, but for those in which SQLite keeps the index of `search_entries`.
async fn all_rows(database: &Database) -> Rows {
    let is_postgres = database.reads().get_database_backend() == DbBackend::Postgres;
    let tables = match is_postgres {
        true => {
            "SELECT table_name::text FROM information_schema.tables \
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        }
        false => {
            "SELECT name FROM sqlite_master WHERE type = 'table' \
             AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%'"
        }
    };
    let mut all = Rows::new();
    for table in texts(database, tables).await {
        let row = match is_postgres {
            true => format!("to_jsonb({table})::text"),
            false => {
                let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                let columns = texts(database, &columns).await;
                let columns = columns.iter().map(|name| format!("quote(\"{name}\")"));
                columns.collect::<Vec<_>>().join(" || ' ' || ")
            }
        };
        let rows = format!("SELECT {row} AS row FROM {table} ORDER BY 1");
        all.insert(table, texts(database, &rows).await);
    }
    all
}

/// Does everything that leaves something behind.
async fn live(gateway: &Gateway, user: &UserId) {
    let mut ids = Vec::new();
    for message in ["Add a task to buy milk", "What's pending?"] {
        let body = json!({ "message": message });
        let request = gateway
            .post(user, "chat")
            .header("idempotency-key", message);
        let answer = Gateway::answer(request.json(&body)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        ids.push(answer.body["conversation_id"].as_str().unwrap().to_owned());
    }
    let again = format!("conversations/{}/regenerate", ids[0]);
    assert_eq!(
        Gateway::answer(gateway.post(user, &again)).await.status,
        200
    );
    let url = format!("{}/api/{user}/conversations/{}", gateway.url, ids[1]);
    let delete = gateway.client.delete(url).bearer_auth(gateway.token(user));
    assert_eq!(Gateway::answer(delete).await.status, 204);
    let task = json!({
        "title": "Paint the fence", "labels": ["garden"], "due": "tomorrow", "project": "Home",
        "parent_id": 1, "request_id": "one",
    });
    let task = gateway.call_tool(user, "add_task", task).await;
    assert_eq!(task["status"], "created", "{task}");
    let conversation = json!(ids[0]);
    sum_up(gateway, user, &conversation).await;
    let delete = gateway.say(user, "Delete task 1", Some(&conversation));
    let asked = delete.await.body;
    assert!(asked["question"].is_object(), "{asked}");
    let task = json!({ "task_id": task["task_id"] });
    gateway.call_tool(user, "delete_task", task).await;
}

/// Goes on until what was said is summed up, which is done while nobody waits.
async fn sum_up(gateway: &Gateway, user: &UserId, conversation: &Value) {
    let of_user = format!(
        "SELECT summaries.model FROM summaries JOIN conversations ON conversations.id = \
         summaries.conversation_id WHERE user_id = '{user}'"
    );
    for _ in 0..200 {
        let database = &gateway.test_database.database;
        if !texts(database, &of_user).await.is_empty() {
            return;
        }
        let answer = gateway.say(user, "What's pending?", Some(conversation));
        assert_eq!(answer.await.status, 200);
    }
    panic!("nothing was summed up");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_row_of_the_person_stays_in_any_table_and_every_row_of_others_does() {
    on_each_database(async |test: &TestDatabase| {
        let gateway = Gateway::start_on(test.second().await, Options::default()).await;
        live(&gateway, &bob()).await;
        let of_others = all_rows(&test.database).await;
        live(&gateway, &alice()).await;
        gateway.stop().await;
        let with_hers = all_rows(&test.database).await;
        for (table, rows) in &with_hers {
            let is_nobodys = NOBODYS.contains(&table.as_str());
            assert!(
                is_nobodys || rows.len() > of_others[table].len(),
                "Alice left nothing in {table}: let `live` fill it and the command empty it, or \
                 say in NOBODYS why it has nothing of anybody"
            );
        }
        if test.database.reads().get_database_backend() == DbBackend::Sqlite {
            assert_ne!(texts(&test.database, HERS).await, ["0"]);
        }
        let before = kept(&test.database, &alice()).await.unwrap();
        assert!(before.iter().all(|kept| kept.rows > 0), "{before:?}");
        let erased = erase(&test.database, &alice()).await.unwrap();
        assert_eq!(erased, before);
        let left = all_rows(&test.database).await;
        for (table, rows) in &left {
            if !NOBODYS.contains(&table.as_str()) {
                assert_eq!(rows, &of_others[table], "{table}");
            }
        }
        index_is_whole(&test.database).await;
        let again = erase(&test.database, &alice()).await.unwrap();
        assert!(
            again.iter().all(|Kept { rows, .. }| *rows == 0),
            "{again:?}"
        );
    })
    .await;
}

/// Where words of Alice stand in the index of SQLite: they begin with eight letters of hers.
const HERS: &str = "SELECT CAST(COUNT(*) AS TEXT) FROM search_index_data \
     WHERE instr(block, CAST('6b86b273' AS BLOB)) > 0";

/// Nothing is in the index of SQLite that is not in the table, and the other way round.
async fn index_is_whole(database: &Database) {
    if database.reads().get_database_backend() == DbBackend::Postgres {
        return;
    }
    let check = "INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)";
    let checked: Result<(), DbErr> = database
        .write(move |transaction| {
            Box::pin(async move { transaction.execute_unprepared(check).await.map(drop) })
        })
        .await;
    checked.unwrap();
    assert_eq!(texts(database, HERS).await, ["0"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_erased_can_begin_anew() {
    on_each_database(async |test: &TestDatabase| {
        let gateway = Gateway::start_on(test.second().await, Options::default()).await;
        live(&gateway, &alice()).await;
        erase(&test.database, &alice()).await.unwrap();
        let list = gateway.get(&alice(), "conversations").await.body;
        assert_eq!(list, json!({ "conversations": [], "total": 0 }));
        let usage = gateway.get(&alice(), "usage").await.body;
        assert_eq!(usage["total"]["runs"], 0);
        let answer = gateway.ask("Add a task to begin anew").await;
        assert_eq!(answer["tool_calls"][0]["result"]["task_id"], 1);
        gateway.stop().await;
    })
    .await;
}

fn run(database: &TestDatabase, data: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_taskflow"))
        .env_clear()
        .env("TASKFLOW_DATA_DIR", data)
        .env("TASKFLOW_DATABASE_URL", database.url())
        .env("TASKFLOW_MCP_URL", "http://tasks.example/mcp")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_says_what_there_is_and_erases_only_when_told_to() {
    let database = TestDatabase::sqlite().await;
    let data = tempfile::tempdir().unwrap();
    let gateway = Gateway::start_on(database.second().await, Options::default()).await;
    live(&gateway, &alice()).await;
    gateway.stop().await;
    let person = alice().to_string();
    let (code, said, complaint) = run(&database, data.path(), &["erase", "--user", &person]);
    assert_eq!(code, Some(2), "{complaint}");
    assert!(complaint.contains("add --yes"), "{complaint}");
    for words in [
        "2 conversations",
        "3 tasks",
        "1 labels",
        "taskflow-mcp erase --user 1 --yes",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let still: Value = json!(kept(&database.database, &alice()).await.unwrap()[0].rows);
    assert_ne!(still, json!(0));
    let yes = ["erase", "--user", &person, "--yes"];
    let (code, said, complaint) = run(&database, data.path(), &yes);
    assert_eq!(code, Some(0), "{complaint}");
    assert!(said.contains("Person 1 no longer has:"), "{said}");
    let (code, said, _) = run(&database, data.path(), &yes);
    assert_eq!(code, Some(0));
    assert!(said.contains("Nothing is kept of person 1."), "{said}");
    let (code, _, complaint) = run(&database, data.path(), &["erase", "--yes"]);
    assert_eq!(code, Some(2), "{complaint}");
}
