//! What is kept, on both databases.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ConnectionTrait as _, DbErr, QueryResult, Statement};
use serde_json::{Value, json};
use taskflow_mcp::http::{HttpParts, router};
use taskflow_shared::{
    clock::Clock,
    database::Database,
    testing::{TestDatabase, alice, bob, on_each_database},
};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::harness::{Person, parts, server};

async fn rows(database: &Database, sql: &str) -> Vec<QueryResult> {
    let reads = database.reads();
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    reads.query_all_raw(statement).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_write_leaves_a_change_and_what_writes_nothing_leaves_none() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        for (tool, arguments) in [
            ("update_task", json!({"task_id": 1, "title": "B"})),
            ("update_task", json!({"task_id": 1, "title": "B"})),
            ("complete_task", json!({"task_id": 1})),
            ("complete_task", json!({"task_id": 1})),
            ("delete_task", json!({"task_id": 1})),
        ] {
            alice.call(tool, arguments).await.value();
        }
        alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .refusal();
        alice.call("add_task", json!({"title": ""})).await.refusal();

        let sql = "SELECT user_id, tool, before, after FROM changes ORDER BY id";
        let mut states: Vec<(Option<Value>, Value)> = Vec::new();
        let mut tools: Vec<String> = Vec::new();
        for row in rows(&test.database, sql).await {
            assert_eq!(row.try_get::<String>("", "user_id").unwrap(), "1");
            tools.push(row.try_get("", "tool").unwrap());
            states.push((
                row.try_get("", "before").unwrap(),
                row.try_get("", "after").unwrap(),
            ));
        }
        assert_eq!(
            tools,
            ["add_task", "update_task", "complete_task", "delete_task"]
        );
        assert_eq!(states[0].0, None);
        for pair in states.windows(2) {
            assert_eq!(
                pair[1].0.as_ref(),
                Some(&pair[0].1),
                "a change begins where the last ended"
            );
        }
        let versions: Vec<i64> = states
            .iter()
            .map(|(_, after)| after["version"].as_i64().unwrap())
            .collect();
        assert_eq!(versions, [1, 2, 3, 4]);
        assert_eq!(states[1].1["title"], "B");
        assert!(states[2].1["completed_at"].is_string());
        assert!(states[3].1["deleted_at"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_task_keeps_its_row_and_times_are_those_of_the_writes() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        alice
            .call("delete_task", json!({"task_id": 1}))
            .await
            .value();
        let row = rows(&test.database, "SELECT * FROM tasks").await.remove(0);
        let created: DateTime<Utc> = row.try_get("", "created_at").unwrap();
        let updated: DateTime<Utc> = row.try_get("", "updated_at").unwrap();
        let deleted: Option<DateTime<Utc>> = row.try_get("", "deleted_at").unwrap();
        assert_eq!(deleted, Some(updated));
        assert!(created <= updated && updated - created < TimeDelta::minutes(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_agree_with_the_rows_after_any_sequence() {
    on_each_database(async |test: &TestDatabase| {
        let server = server(&test.database);
        let people = [Person::new(&server, &alice()), Person::new(&server, &bob())];
        for step in 0..60_i64 {
            let person = &people[usize::try_from(step % 2).unwrap()];
            let id = json!({"task_id": step * 7 % 11});
            match step % 5 {
                0 | 1 => drop(person.add("A").await),
                2 => drop(person.call("complete_task", id).await),
                3 => drop(person.call("delete_task", id).await),
                _ => drop(
                    person
                        .call("complete_task", json!({"task_id": step % 4}))
                        .await,
                ),
            }
        }
        let sql = "SELECT user_id, last_number, pending, completed FROM task_lists l WHERE \
             last_number = (SELECT MAX(number) FROM tasks t WHERE t.user_id = l.user_id) \
             AND pending = (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NULL) \
             AND completed = (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NOT NULL) AND completed > 0";
        assert_eq!(rows(&test.database, sql).await.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_comes_back_as_it_was_written() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        let title = r#"'single' "double" \back\n {json: [null]} <b>&amp;</b> 日本 🎉 %_ $1 ?"#;
        let description = "line\n\ttab \"quoted\" \\ \u{2028} e\u{301} \u{200d}";
        let task = json!({"title": title, "description": description});
        alice.call("add_task", task).await.value();
        let list = alice.call("list_tasks", json!({"detail": true}));
        let list = list.await.value();
        assert_eq!(list["tasks"][0]["title"], title);
        assert_eq!(list["tasks"][0]["description"], description);
    })
    .await;
}

/// Holds what writers wait for until `release` is sent, as another process may.
fn hold(database: Database) -> (oneshot::Receiver<()>, oneshot::Sender<()>, JoinHandle<()>) {
    let (begun, has_begun) = oneshot::channel();
    let (release, released) = oneshot::channel();
    let holding = tokio::spawn(async move {
        let written = database.write(move |transaction| {
            Box::pin(async move {
                for sql in [
                    "UPDATE tasks SET version = version",
                    "UPDATE task_lists SET pending = pending",
                ] {
                    transaction.execute_unprepared(sql).await?;
                }
                begun.send(()).unwrap();
                released.await.unwrap();
                Ok::<_, DbErr>(())
            })
        });
        written.await.unwrap();
    });
    (has_begun, release, holding)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_waited_for_another_process_is_later_than_that_ones() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        for (tool, arguments) in [
            ("complete_task", json!({"task_id": 1})),
            ("add_task", json!({"title": "B"})),
            ("delete_task", json!({"task_id": 1})),
        ] {
            let (begun, release, holding) = hold(test.open_again().await);
            begun.await.unwrap();
            let person = alice.clone();
            let waiting = tokio::spawn(async move { person.call(tool, arguments).await.value() });
            tokio::time::sleep(Duration::from_millis(200)).await;
            let released = Clock::system().now();
            release.send(()).unwrap();
            holding.await.unwrap();
            waiting.await.unwrap();
            let sql = "SELECT MAX(t.updated_at) AS task, MAX(c.created_at) AS change \
                 FROM tasks t, changes c";
            let row = rows(&test.database, sql).await.remove(0);
            for column in ["task", "change"] {
                let written: DateTime<Utc> = row.try_get("", column).unwrap();
                assert!(written >= released, "{tool}: {column}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_not_before_the_last_one_where_the_clock_is_behind() {
    on_each_database(async |test: &TestDatabase| {
        Person::new(&server(&test.database), &alice())
            .add("A")
            .await;
        let behind = router(HttpParts {
            clock: Clock::from_fn(|| Clock::system().now() - TimeDelta::minutes(5)),
            ..parts(&test.database)
        });
        let alice = Person::new(&behind, &alice());
        let done = alice.call("complete_task", json!({"task_id": 1})).await;
        done.value();
        let row = rows(&test.database, "SELECT * FROM tasks").await.remove(0);
        let created: DateTime<Utc> = row.try_get("", "created_at").unwrap();
        for column in ["updated_at", "completed_at"] {
            assert_eq!(row.try_get::<DateTime<Utc>>("", column).unwrap(), created);
        }
    })
    .await;
}
