//! A host that starts the program and talks to it through its standard streams.

use std::{
    io::Write as _,
    process::{Command, Output, Stdio},
};

use rmcp::transport::TokioChildProcess;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice};

use crate::harness::{Called, Person, server};

/// The program on a test's database, in an environment without settings.
fn program(test: &TestDatabase, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"));
    command
        .env_clear()
        .args(arguments)
        .arg("--data-dir")
        .arg(test.folder().unwrap());
    command
}

/// The same, as a transport for a client.
pub(crate) fn child(test: &TestDatabase, arguments: &[&str]) -> TokioChildProcess {
    let command = tokio::process::Command::from(program(test, arguments));
    TokioChildProcess::builder(command)
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
        .0
}

/// Runs the program with this input to its end.
fn run(mut command: Command, input: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses to start reads nothing; what it says is judged, not that.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Every line of stdout must be a JSON-RPC message.
fn messages(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let messages = text
        .lines()
        .map(|line| serde_json::from_str(line).expect(line));
    messages
        .inspect(|message: &Value| assert_eq!(message["jsonrpc"], "2.0"))
        .collect()
}

fn answer(messages: &[Value], id: i64) -> &Value {
    messages
        .iter()
        .find(|message| message["id"] == id)
        .expect("an answer")
}

fn hello() -> String {
    let params = json!({
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    });
    line(0, "initialize", &params)
}

fn line(id: i64, method: &str, params: &Value) -> String {
    format!(
        "{}\n",
        json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})
    )
}

fn call(id: i64, tool: &str, arguments: &Value) -> String {
    line(
        id,
        "tools/call",
        &json!({"name": tool, "arguments": arguments}),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn stdout_is_the_protocols_alone_however_much_is_logged() {
    let test = TestDatabase::sqlite().await;
    let mut command = program(&test, &[]);
    command.env("TASKFLOW_LOG", "trace");
    let input = [
        hello(),
        call(1, "add_task", &json!({"title": "A"})),
        call(2, "add_task", &json!({"title": ""})),
        call(3, "nothing", &json!({})),
    ];
    let output = run(command, &input.concat());
    assert!(output.status.success());
    assert_eq!(messages(&output).len(), 4);
    assert!(!output.stderr.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_before_the_input_ended_is_answered() {
    let test = TestDatabase::sqlite().await;
    let mut input = hello();
    for id in 1..=50 {
        input += &call(id, "add_task", &json!({"title": format!("Task {id}")}));
    }
    let output = run(program(&test, &["stdio"]), input.trim_end());
    assert_eq!(output.status.code(), Some(0));
    let messages = messages(&output);
    for id in 1..=50 {
        let called = Called::read(&answer(&messages, id)["result"]);
        assert_eq!(called.value()["title"], format!("Task {id}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_that_ends_at_once_is_no_fault() {
    let test = TestDatabase::sqlite().await;
    for input in ["", "\n", &hello()] {
        let output = run(program(&test, &[]), input);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_answered_and_the_session_goes_on() {
    let test = TestDatabase::sqlite().await;
    let long = format!("{{\"padding\": \"{}\"}}\n", "x".repeat(2 * 1024 * 1024));
    let input = [
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}\n",
        "not json\n",
        &hello(),
        "\u{feff}[1, 2]\r\n",
        &long,
        "{\"jsonrpc\": \"2.0\", \"id\": 8, \"method\": \"tools/call\", \"params\": {\"name\": 1}}\n",
        "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/whatever\"}\n",
        &call(9, "list_tasks", &json!({})),
    ];
    let output = run(program(&test, &[]), &input.concat());
    assert_eq!(output.status.code(), Some(0));
    let messages = messages(&output);
    let faults = messages.iter().filter(|message| message["id"].is_null());
    let mut codes: Vec<i64> = faults
        .map(|fault| fault["error"]["code"].as_i64().unwrap())
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, [-32700, -32600, -32600]);
    assert!(
        messages.iter().all(|message| message.get("id").is_some()),
        "the id is null, not absent"
    );
    assert_eq!(answer(&messages, 8)["error"]["code"], -32602);
    Called::read(&answer(&messages, 9)["result"]).value();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_answered_even_if_nothing_follows_it() {
    let test = TestDatabase::sqlite().await;
    let output = run(program(&test, &[]), "not json");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(messages(&output)[0]["error"]["code"], -32700);
}

#[tokio::test(flavor = "multi_thread")]
async fn read_only_lists_and_calls_only_what_reads() {
    let test = TestDatabase::sqlite().await;
    let input = [
        hello(),
        line(1, "tools/list", &json!({})),
        call(2, "add_task", &json!({"title": "A"})),
        call(3, "list_tasks", &json!({})),
    ];
    let output = run(program(&test, &["--read-only"]), &input.concat());
    let messages = messages(&output);
    let tools = answer(&messages, 1)["result"]["tools"].as_array().unwrap();
    assert_eq!(tools.len(), 1);
    assert_eq!(answer(&messages, 2)["error"]["code"], -32602);
    let list = Called::read(&answer(&messages, 3)["result"]).value();
    assert_eq!(list["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_and_an_http_client_share_a_persons_list() {
    let test = TestDatabase::sqlite().await;
    let over_http = Person::new(&server(&test.database), &alice());
    over_http.add("From HTTP").await;
    let input = [
        hello(),
        call(1, "add_task", &json!({"title": "From the host"})),
    ];
    let output = run(program(&test, &["--user", "1"]), &input.concat());
    let added = Called::read(&answer(&messages(&output), 1)["result"]).value();
    assert_eq!(added["task_id"], 2);
    assert_eq!(over_http.list(json!({})).await, (vec![1, 2], 2));

    let input = [hello(), call(1, "list_tasks", &json!({}))];
    let output = run(
        program(&test, &["--user", "somebody else"]),
        &input.concat(),
    );
    let list = Called::read(&answer(&messages(&output), 1)["result"]).value();
    assert_eq!(list["total"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_bad_setting_is_told_at_once_with_exit_code_two() {
    let test = TestDatabase::sqlite().await;
    let mut command = program(&test, &["--database-url", "mysql://nowhere"]);
    command
        .env("TASKFLOW_LOG_FORMAT", "xml")
        .env("TASKFLOW_USR", "1");
    let output = run(command, "");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let words = String::from_utf8(output.stderr).unwrap();
    for name in [
        "TASKFLOW_DATABASE_URL",
        "TASKFLOW_LOG_FORMAT",
        "TASKFLOW_USR",
    ] {
        assert!(words.contains(name), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_not_a_user() {
    let test = TestDatabase::sqlite().await;
    let output = run(program(&test, &["--user", ""]), &hello());
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[test]
fn help_teaches_with_a_hosts_configuration() {
    for arguments in [&["--help"][..], &["stdio", "--help"], &["http", "--help"]] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"));
        let output = command.args(arguments).output().unwrap();
        assert!(output.status.success());
        assert!(
            String::from_utf8(output.stdout)
                .unwrap()
                .contains("mcpServers"),
            "{arguments:?}"
        );
    }
}
