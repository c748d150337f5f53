//! The program itself: how it starts, what it says, and what is left when it is killed.

use std::{process::Command, time::Duration};

use reqwest::{Client, Method};
use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use taskflow_shared::{config::database::DatabaseConfig, database::Database};

use crate::support::{
    Reply, ScriptedModel,
    program::{Running, run, start, taskflow},
};

pub(crate) async fn say(running: &Running, message: &str, conversation: &Value) -> (u16, Value) {
    let body = json!({ "message": message, "conversation_id": conversation });
    let request = Client::new()
        .post(format!("{}/api/1/chat", running.url))
        .json(&body);
    let response = request.bearer_auth(&running.token).send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_says_where_it_is_and_gives_a_token_and_a_line_that_work() {
    let data = tempfile::tempdir().unwrap();
    let running = start(taskflow(data.path()));
    let curl = running
        .said
        .lines()
        .find(|line| line.starts_with("curl"))
        .unwrap();
    let output = Command::new("sh").args(["-c", curl]).output().unwrap();
    let answer: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    assert_eq!(answer["tool_calls"][0]["result"]["title"], "Buy groceries");
}

/// A request to the program, about a conversation.
async fn of_conversation(running: &Running, request: (Method, &str), id: &Value) -> Value {
    let (method, path) = request;
    let id = id.as_str().unwrap();
    let url = format!("{}/api/1/conversations/{id}/{path}", running.url);
    let request = Client::new().request(method, url);
    let response = request.bearer_auth(&running.token).send().await.unwrap();
    response.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_regeneration_that_is_killed_loses_no_answer_and_can_be_made_again() {
    let data = tempfile::tempdir().unwrap();
    let silence = Reply::Silence(Duration::from_secs(60));
    let model = ScriptedModel::start([Reply::text("First."), silence]).await;
    let with_model = || {
        let mut command = taskflow(data.path());
        command.env("OPENAI_BASE_URL", model.url());
        command
    };
    let mut running = start(with_model());
    let (_, first) = say(&running, "hello", &Value::Null).await;
    let id = first["conversation_id"].clone();
    let asking = {
        let (url, token) = (running.url.clone(), running.token.clone());
        let path = format!("api/1/conversations/{}/regenerate", id.as_str().unwrap());
        let request = Client::new().post(format!("{url}/{path}"));
        tokio::spawn(async move { request.bearer_auth(token).send().await })
    };
    while model.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    assert!(asking.await.unwrap().is_err(), "the connection broke");

    let again = start(with_model());
    let page = of_conversation(&again, (Method::GET, "messages"), &id).await;
    assert_eq!(page["total"], 1, "the question, unanswered: {page}");
    model.then(Reply::text("Second."));
    let answer = of_conversation(&again, (Method::POST, "regenerate"), &id).await;
    assert_eq!(answer["response"], "Second.", "{answer}");
    let old = format!("messages/{}/switch", first["message_id"].as_str().unwrap());
    let page = of_conversation(&again, (Method::POST, &old), &id).await;
    assert_eq!(page["messages"][1]["content"], "First.", "{page}");
    assert_eq!(page["messages"][1]["branches"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_outlives_the_program_that_was_killed() {
    let data = tempfile::tempdir().unwrap();
    let asking = || {
        let mut command = taskflow(data.path());
        command.env("TASKFLOW_TOOL_POLICY", "add_*=ask");
        start(command)
    };
    let mut running = asking();
    let (status, asked) = say(&running, "Add a task to buy milk", &Value::Null).await;
    assert_eq!(status, 200, "{asked}");
    assert_eq!(
        asked["response"],
        "Shall I call add_task with title: Buy milk? (yes or no)"
    );
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let running = asking();
    let conversation = &asked["conversation_id"];
    let (_, answered) = say(&running, "yes", conversation).await;
    assert_eq!(answered["run_id"], asked["run_id"], "{answered}");
    assert_eq!(answered["tool_calls"][0]["result"]["title"], "Buy milk");
    let (_, refused) = say(&running, "Add a task to buy bread", conversation).await;
    assert!(refused["question"].is_object(), "{refused}");
    let (_, refused) = say(&running, "no", conversation).await;
    assert_eq!(refused["response"], "Okay, I didn’t add “Buy bread”.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_is_killed_leaves_the_conversation_usable() {
    let data = tempfile::tempdir().unwrap();
    let model = ScriptedModel::start([
        Reply::text("Hello."),
        Reply::call("add_task", r#"{"title":"Milk"}"#),
        Reply::Silence(Duration::from_secs(60)),
    ])
    .await;
    let base_url = model.url().to_owned();
    let with_model = || {
        let mut command = taskflow(data.path());
        command.env("OPENAI_BASE_URL", &base_url);
        command
    };
    let mut running = start(with_model());
    let (_, first) = say(&running, "hello", &Value::Null).await;
    let conversation = first["conversation_id"].clone();
    let asking = {
        let (url, token) = (running.url.clone(), running.token.clone());
        let body = json!({ "message": "add milk", "conversation_id": conversation });
        tokio::spawn(async move {
            let request = Client::new()
                .post(format!("{url}/api/1/chat"))
                .bearer_auth(token);
            request.json(&body).send().await
        })
    };
    while model.requests().len() < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    assert!(asking.await.unwrap().is_err(), "the connection broke");

    model.then(Reply::text("I am back."));
    let again = start(with_model());
    let (status, answer) = say(&again, "are you there?", &conversation).await;
    assert_eq!(
        (status, &answer["assistant_message"]),
        (200, &json!("I am back.")),
        "{answer}"
    );
    let last = model.requests().last().unwrap()["messages"].clone();
    let calls = last
        .as_array()
        .unwrap()
        .iter()
        .filter(|message| !message["tool_calls"].is_null());
    assert_eq!(
        calls.count(),
        0,
        "the call whose result was lost is not sent: {last}"
    );
    assert!(
        last.to_string().contains("add milk"),
        "the message was not lost"
    );
    drop(again);

    let config = DatabaseConfig::Sqlite(data.path().join("taskflow.db"));
    let database = Database::open(&config).await.unwrap();
    let sql = "SELECT status FROM runs ORDER BY created_at, id";
    let statement = Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    let rows = database.reads().query_all_raw(statement).await.unwrap();
    let statuses: Vec<String> = rows
        .iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect();
    assert_eq!(statuses, ["completed", "interrupted", "completed"]);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn asked_to_stop_it_lets_a_running_turn_finish() {
    let data = tempfile::tempdir().unwrap();
    let words = vec!["slow ", "but ", "whole"];
    let model = ScriptedModel::start([Reply::Tokens(words, Duration::from_millis(300))]).await;
    let mut command = taskflow(data.path());
    command.env("OPENAI_BASE_URL", model.url());
    let mut running = start(command);
    let terminate = format!("kill -TERM {}", running.child.id());
    let stopping = async {
        while model.requests().is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(
            Command::new("sh")
                .args(["-c", &terminate])
                .status()
                .unwrap()
                .success()
        );
    };
    let ((status, answer), ()) = tokio::join!(say(&running, "go", &Value::Null), stopping);
    assert_eq!(
        (status, &answer["assistant_message"]),
        (200, &json!("slow but whole"))
    );
    assert!(running.child.wait().unwrap().success());
}

#[test]
fn a_token_is_all_that_is_printed() {
    let data = tempfile::tempdir().unwrap();
    let listen = [("TASKFLOW_LISTEN", "127.0.0.1:8080")];
    let output = run(
        data.path(),
        &["token", "--user", "7", "--ttl", "1h"],
        &listen,
    );
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    let token = String::from_utf8(output.stdout).unwrap();
    assert_eq!((token.matches('.').count(), token.lines().count()), (2, 1));
    let unknown = run(data.path(), &["token"], &[]);
    assert_eq!(unknown.status.code(), Some(2), "port 0 has no address yet");
}

#[test]
fn bad_settings_are_all_told_at_once_and_nothing_is_started() {
    let data = tempfile::tempdir().unwrap();
    let bad = [
        ("TASKFLOW_LISTEN", "nowhere"),
        ("TASKFLOW_RATE_LIMIT", "often"),
        ("TASKFLOW_JWT_SECRET", "short"),
        ("TASKFLOW_MODLE", "x"),
        ("TASKFLOW_TURN_TIMEOUT", "soon"),
    ];
    let output = run(data.path(), &[], &bad);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for (name, _) in bad {
        assert!(said.contains(name), "{name} in {said}");
    }
    assert!(said.contains("did you mean TASKFLOW_MODEL?"), "{said}");
    assert!(!data.path().join("taskflow.db").exists());
}

#[test]
fn the_settings_in_force_are_shown_without_secrets() {
    let data = tempfile::tempdir().unwrap();
    let secret = "a secret that is thirty-two bytes or more";
    let output = run(data.path(), &["config"], &[("TASKFLOW_JWT_SECRET", secret)]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && shown.contains("TASKFLOW_JWT_SECRET"),
        "{shown}"
    );
    assert!(
        shown.contains("[environment]") && !shown.contains(secret),
        "{shown}"
    );
}

#[test]
fn every_command_explains_itself() {
    let data = tempfile::tempdir().unwrap();
    for command in [
        &["--help"][..],
        &["serve", "--help"],
        &["token", "--help"],
        &["migrate", "--help"],
        &["config", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["health", "--help"],
    ] {
        let output = run(data.path(), command, &[]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && said.contains("Usage:"),
            "{command:?}: {said}"
        );
    }
    let output = run(data.path(), &["migrate"], &[]);
    assert!(
        output.status.success() && data.path().join("taskflow.db").exists(),
        "{output:?}"
    );
}
