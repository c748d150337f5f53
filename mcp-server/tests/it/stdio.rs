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
pub(crate) fn program(test: &TestDatabase, arguments: &[&str]) -> Command {
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
    command.env("TASKFLOW_LOG", "trace,rmcp=trace,sqlx=trace");
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
async fn a_request_that_is_too_long_is_answered_to_its_id() {
    let test = TestDatabase::sqlite().await;
    let title = "x".repeat(2 * 1024 * 1024);
    let last = format!(
        "{{\"method\": \"tools/call\", \"params\": {{\"id\": 5, \"name\": \"{title}\"}}, \
         \"jsonrpc\": \"2.0\", \"id\": \"last\"}}"
    );
    let input = [
        &hello(),
        &call(7, "add_task", &json!({"title": title})),
        &call(8, "list_tasks", &json!({})),
        &last,
    ];
    let output = run(program(&test, &[]), &input.map(String::as_str).concat());
    assert_eq!(output.status.code(), Some(0));
    let messages = messages(&output);
    for id in [json!(7), json!("last")] {
        let answer = messages.iter().find(|message| message["id"] == id);
        let error = &answer.unwrap()["error"];
        assert_eq!(error["code"], -32600);
        assert!(error["message"].as_str().unwrap().contains("longer than"));
    }
    Called::read(&answer(&messages, 8)["result"]).value();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_request_is_answered_even_one_whose_id_cannot_be_read() {
    let test = TestDatabase::sqlite().await;
    let ids = ["1.5", "null", "{}", "true", "99999999999999999999"];
    let unreadable =
        ids.map(|id| format!("{{\"jsonrpc\": \"2.0\", \"id\": {id}, \"method\": \"ping\"}}\n"));
    let output = run(
        program(&test, &[]),
        &[hello(), unreadable.concat()].concat(),
    );
    let messages = messages(&output);
    let codes = messages
        .iter()
        .filter(|message| message["id"].is_null())
        .map(|message| message["error"]["code"].as_i64().unwrap());
    assert_eq!(codes.collect::<Vec<i64>>(), [-32600; 5]);
    assert_eq!(messages.len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_say_its_version_is_no_request() {
    let test = TestDatabase::sqlite().await;
    let input = [
        &hello(),
        "{\"id\": 1, \"method\": \"ping\"}\n",
        "{\"jsonrpc\": \"1.0\", \"id\": \"a\", \"method\": \"ping\"}\n",
        "{\"jsonrpc\": 2.0, \"method\": \"notifications/initialized\"}\n",
    ];
    let output = run(program(&test, &[]), &input.concat());
    let messages = messages(&output);
    for id in [json!(1), json!("a"), Value::Null] {
        let answer = messages.iter().find(|message| message["id"] == id);
        assert_eq!(answer.expect("an answer")["error"]["code"], -32600, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_does_not_grow_with_what_was_asked() {
    let test = TestDatabase::sqlite().await;
    let long = "x".repeat(100_000);
    let names: serde_json::Map<String, Value> = (0..1_000)
        .map(|number| (format!("{number}{long}")[..500].to_owned(), Value::Null))
        .collect();
    let input = [
        hello(),
        call(1, &long, &json!({})),
        line(2, &long, &json!({})),
        call(3, "list_tasks", &names.into()),
    ];
    let output = run(program(&test, &[]), &input.concat());
    assert_eq!(messages(&output).len(), 4);
    for line in output.stdout.split(|byte| *byte == b'\n') {
        assert!(line.len() < 1_000, "{}", line.len());
    }
    assert!(output.stderr.len() < 4_000, "{}", output.stderr.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn arguments_within_a_string_are_taken_by_the_same_rules() {
    let test = TestDatabase::sqlite().await;
    let input = [
        hello(),
        call(1, "list_tasks", &json!("{\"limit\": 1}")),
        call(2, "list_tasks", &json!("")),
        call(3, "list_tasks", &json!("[1]")),
        call(4, "add_task", &json!("{\"title\": \"A\"}")),
        call(5, "list_tasks", &json!("{\"limit\": 0}")),
    ];
    let output = run(program(&test, &["--read-only"]), &input.concat());
    let messages = messages(&output);
    for id in [1, 2] {
        assert_eq!(
            Called::read(&answer(&messages, id)["result"]).value()["total"],
            0
        );
    }
    for id in [3, 4] {
        assert_eq!(answer(&messages, id)["error"]["code"], -32602, "{id}");
    }
    let refusal = Called::read(&answer(&messages, 5)["result"]).refusal();
    assert_eq!(refusal, "limit must be from 1 to 100");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_was_never_given_out_is_refused() {
    let test = TestDatabase::sqlite().await;
    let input = [
        hello(),
        line(1, "tools/list", &json!({"cursor": "made up"})),
    ];
    let output = run(program(&test, &[]), &input.concat());
    assert_eq!(answer(&messages(&output), 1)["error"]["code"], -32602);
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
    assert_eq!(tools.len(), 2);
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
