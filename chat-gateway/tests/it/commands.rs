//! The program's commands beside serving, on a database that is in use.

use std::{fs, path::Path, process::Output};

use serde_json::Value;

use crate::{
    process::say,
    support::program::{Running, run, start, taskflow},
};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

async fn add(running: &Running, title: &str) {
    let (status, answer) = say(running, &format!("Add a task to {title}"), &Value::Null).await;
    assert_eq!(status, 200, "{answer}");
}

async fn tasks(running: &Running) -> Value {
    let (_, answer) = say(running, "Show me all my tasks", &Value::Null).await;
    answer["tool_calls"][0]["result"]["total"].clone()
}

fn backup(data: &Path, file: &Path) -> Output {
    run(data, &["backup", file.to_str().unwrap()], &[])
}

fn restore(data: &Path, file: &Path) -> Output {
    run(data, &["restore", file.to_str().unwrap()], &[])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_while_the_service_runs_and_restored_when_it_does_not() {
    let data = tempfile::tempdir().unwrap();
    let file = data.path().join("tasks.backup");
    let running = start(taskflow(data.path()));
    add(&running, "buy milk").await;
    let output = backup(data.path(), &file);
    assert!(
        output.status.success() && said(&output).contains("checked"),
        "{output:?}"
    );
    assert!(
        backup(data.path(), &file).status.code() == Some(2),
        "nothing is overwritten"
    );
    add(&running, "buy bread").await;
    let output = restore(data.path(), &file);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("stop taskflow"), "{output:?}");
    assert_eq!(tasks(&running).await, 2);
    drop(running);

    let output = restore(data.path(), &file);
    assert!(output.status.success(), "{output:?}");
    let names = fs::read_dir(data.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: Vec<String> = names.filter(|name| name.contains(".before-")).collect();
    assert_eq!(kept.len(), 1);
    assert!(said(&output).contains(&kept[0]), "{output:?}");
    let running = start(taskflow(data.path()));
    assert_eq!(tasks(&running).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_whether_the_service_can_work() {
    let data = tempfile::tempdir().unwrap();
    let mut running = start(taskflow(data.path()));
    let address = running.url.strip_prefix("http://").unwrap().to_owned();
    let health = || run(data.path(), &["health"], &[("TASKFLOW_LISTEN", &address)]);
    let output = health();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let output = health();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("does not answer"), "{output:?}");
    assert_eq!(
        run(data.path(), &["health"], &[]).status.code(),
        Some(2),
        "port 0"
    );
}

#[test]
fn on_postgres_backup_and_restore_say_what_to_use() {
    let data = tempfile::tempdir().unwrap();
    let url = [(
        "TASKFLOW_DATABASE_URL",
        "postgres://me:hidden@localhost/tasks",
    )];
    for (command, program) in [("backup", "pg_dump"), ("restore", "pg_restore")] {
        let output = run(data.path(), &[command, "tasks.dump"], &url);
        assert_eq!(output.status.code(), Some(2));
        let said = said(&output);
        assert!(
            said.contains(program) && said.contains("tasks.dump"),
            "{said}"
        );
        assert!(!said.contains("hidden"), "{said}");
    }
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);
}
