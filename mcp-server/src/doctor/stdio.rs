//! Whether the program, started as a host starts it, answers and writes nothing but the protocol.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

use super::Finding;

const SUBJECT: &str = "stdio";
/// How long the server may take to answer in all; a host waits about as long.
const PATIENCE: Duration = Duration::from_secs(20);
/// As much of what the server complains of as is shown.
const MAX_COMPLAINT: u64 = 2 * 1024;
const ADVICE: &str = "Start it yourself to see what it says: taskflow-mcp stdio";

/// What the server's answers came to.
struct Session {
    tools: usize,
    took: Duration,
}

pub(super) async fn examine(program: &Path, arguments: &[String]) -> Finding {
    let mut command = Command::new(program);
    command
        .arg("stdio")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => {
            let words = format!("{} cannot be started: {error}", program.display());
            return Finding::wrong(SUBJECT, words, "Install it again.");
        }
    };
    let said = match timeout(PATIENCE, converse(&mut child)).await {
        Ok(said) => said,
        Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
    };
    match said {
        Ok(session) => {
            let (tools, took) = (session.tools, session.took.as_millis());
            let words =
                format!("starts, lists {tools} tools in {took} ms, and writes only the protocol");
            Finding::good(SUBJECT, words)
        }
        Err(words) => {
            let complaint = complaint(&mut child).await;
            Finding::wrong(SUBJECT, format!("{words}{complaint}"), ADVICE)
        }
    }
}

async fn converse(child: &mut Child) -> Result<Session, String> {
    let broken = |error: std::io::Error| format!("the program ended early: {error}");
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err("its streams cannot be had".to_owned());
    };
    let started = Instant::now();
    input
        .write_all(questions().as_bytes())
        .await
        .map_err(broken)?;
    drop(input);
    let mut lines = BufReader::new(output).lines();
    let mut answers = Vec::new();
    while let Some(line) = lines.next_line().await.map_err(broken)? {
        answers.push(message(&line)?);
    }
    answer(&answers, 1)?;
    let tools = answer(&answers, 2)?.get("tools").and_then(Value::as_array);
    let tools = tools.map_or(0, Vec::len);
    Ok(Session {
        tools,
        took: started.elapsed(),
    })
}

fn questions() -> String {
    let hello = json!({
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "taskflow-mcp doctor", "version": env!("CARGO_PKG_VERSION")},
    });
    let messages = [
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
    ];
    messages
        .iter()
        .map(|message| format!("{message}\n"))
        .collect()
}

fn message(line: &str) -> Result<Value, String> {
    let message: Option<Value> = serde_json::from_str(line).ok();
    message
        .filter(|message| {
            message
                .get("jsonrpc")
                .is_some_and(|version| version == "2.0")
        })
        .ok_or_else(|| {
            let shown: String = line.chars().take(80).collect();
            format!("something else than the protocol was written to stdout: {shown:?}")
        })
}

fn answer(answers: &[Value], id: i64) -> Result<&Value, String> {
    let answer = answers
        .iter()
        .find(|answer| answer.get("id").is_some_and(|found| *found == id));
    let answer = answer.ok_or("it ended without an answer")?;
    answer
        .get("result")
        .ok_or_else(|| format!("it answered with an error: {}", message_of(answer)))
}

fn message_of(answer: &Value) -> &str {
    let words = answer.pointer("/error/message").and_then(Value::as_str);
    words.unwrap_or("nothing is said")
}

/// What the program wrote to stderr, where it has ended.
async fn complaint(child: &mut Child) -> String {
    let _ = child.start_kill();
    let Some(stderr) = child.stderr.take() else {
        return String::new();
    };
    let mut text = String::new();
    let mut stderr = stderr.take(MAX_COMPLAINT);
    let read = stderr.read_to_string(&mut text);
    match timeout(Duration::from_secs(2), read).await {
        Ok(Ok(_)) if !text.trim().is_empty() => format!("; it says: {}", text.trim()),
        _ => String::new(),
    }
}
