//! One trace from the client through the run to the model and the task server.

use std::process::Command;

use opentelemetry_proto::tonic::trace::v1::{span::SpanKind, status::StatusCode};
use reqwest::StatusCode as HttpStatus;
use tokio::net::TcpListener;

use super::{
    ANSWER, CALLER, KEY, TITLE, TRACE, answer,
    collector::{Collector, Received},
    say,
};
use crate::support::{
    Reply, ScriptedModel,
    program::{start, taskflow},
};

const MCP_SECRET: &str = "a secret that gateway and task server share, of 32 bytes";

async fn model() -> ScriptedModel {
    ScriptedModel::start([
        Reply::call("add_task", r#"{"title":"Buy a ring for Zelda"}"#),
        Reply::text(ANSWER),
    ])
    .await
}

fn traced(command: &mut Command, collector: &Collector, service: &str) {
    command
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url)
        .env("OTEL_SERVICE_NAME", service);
}

fn with_model(mut command: Command, model: &ScriptedModel) -> Command {
    command
        .env("OPENAI_BASE_URL", model.url())
        .env("OPENAI_API_KEY", KEY)
        .env("TASKFLOW_MODEL", "scripted");
    command
}

/// Checks the spans of the turn in the gateway, and returns the tool call's.
fn check_turn(collector: &Collector, run_id: &str, conversation_id: &str) -> Received {
    let request = collector.one("chat", "POST /api/{user_id}/chat");
    assert_eq!(
        (request.trace(), request.parent()),
        (TRACE.to_owned(), CALLER.to_owned())
    );
    assert_eq!(request.span.kind(), SpanKind::Server);
    assert_eq!(request.attribute("http.request.method"), "POST");
    assert_eq!(request.attribute("http.route"), "/api/{user_id}/chat");
    assert_eq!(request.attribute("http.response.status_code"), "200");

    let run = collector.one("chat", "invoke_agent TaskFlow");
    assert_eq!((run.trace(), run.parent()), (request.trace(), request.id()));
    assert_eq!(run.attribute("gen_ai.operation.name"), "invoke_agent");
    assert_eq!(run.attribute("gen_ai.conversation.id"), conversation_id);
    assert_eq!(run.attribute("taskflow.run.id"), run_id);
    assert_ne!(run.attribute("gen_ai.usage.input_tokens"), "-");

    let received = collector.received();
    let calls = received
        .iter()
        .filter(|found| found.span.name == "chat scripted");
    let mut calls: Vec<&Received> = calls.collect();
    calls.sort_by_key(|call| call.span.start_time_unix_nano);
    for call in &calls {
        assert_eq!((call.trace(), call.parent()), (run.trace(), run.id()));
        assert_eq!(call.span.kind(), SpanKind::Client);
        assert_eq!(call.attribute("gen_ai.operation.name"), "chat");
        assert_eq!(call.attribute("gen_ai.provider.name"), "openai");
        assert_eq!(call.attribute("gen_ai.request.model"), "scripted");
        assert_eq!(call.attribute("gen_ai.response.model"), "scripted");
        assert_ne!(call.attribute("gen_ai.usage.output_tokens"), "-");
    }
    let reasons = calls
        .iter()
        .map(|call| call.attribute("gen_ai.response.finish_reasons"));
    assert_eq!(reasons.collect::<Vec<_>>(), ["tool_calls", "stop"]);

    let tool = collector.one("chat", "execute_tool add_task");
    assert_eq!((tool.trace(), tool.parent()), (run.trace(), run.id()));
    assert_eq!(tool.span.kind(), SpanKind::Client);
    assert_eq!(tool.attribute("gen_ai.tool.name"), "add_task");
    assert_eq!(tool.attribute("gen_ai.tool.call.id"), "call_0");
    assert_eq!(tool.attribute("mcp.method.name"), "tools/call");
    tool
}

/// Checks the task server's part of the tool call.
fn check_task_server(collector: &Collector, service: &str, tool: &Received) -> Received {
    let served = collector.one(service, "tools/call add_task");
    assert_eq!((served.trace(), served.parent()), (tool.trace(), tool.id()));
    assert_eq!(served.span.kind(), SpanKind::Server);
    assert_eq!(served.span.trace_state, "shop=42");
    assert_eq!(served.attribute("gen_ai.operation.name"), "execute_tool");
    assert_eq!(served.attribute("mcp.protocol.version"), "2026-07-28");
    assert_ne!(served.attribute("jsonrpc.request.id"), "-");
    served
}

/// Nothing that was said, and no secret, is in anything that was sent.
fn check_discretion(collector: &Collector, secrets: &[&str]) {
    let all = collector.raw();
    let discreet = [TITLE, ANSWER, "Zelda", KEY, MCP_SECRET, "Bearer"];
    assert!(all.contains("invoke_agent"));
    for words in discreet.iter().chain(secrets) {
        assert!(!all.contains(words), "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_is_one_trace_from_the_client_into_the_task_server() {
    let (data, collector, model) = (
        tempfile::tempdir().unwrap(),
        Collector::start().await,
        model().await,
    );
    let mut command = with_model(taskflow(data.path()), &model);
    traced(&mut command, &collector, "chat");
    let gateway = start(command);
    let answer = answer(&gateway, &format!("please: {TITLE}")).await;
    let token = gateway.token.clone();
    // What was not sent yet is sent at the end.
    tokio::task::spawn_blocking(|| gateway.stop())
        .await
        .unwrap();
    let run_id = answer["run_id"].as_str().unwrap();
    let tool = check_turn(
        &collector,
        run_id,
        answer["conversation_id"].as_str().unwrap(),
    );
    check_task_server(&collector, "chat", &tool);
    check_discretion(&collector, &[&token]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trace_goes_on_in_a_remote_task_server() {
    let (collector, model) = (Collector::start().await, model().await);
    let (tasks_data, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut command = taskflow(tasks_data.path());
    command.env("TASKFLOW_MCP_SECRET", MCP_SECRET);
    traced(&mut command, &collector, "tasks");
    let tasks = start(command);
    let mut command = with_model(taskflow(data.path()), &model);
    command
        .env("TASKFLOW_MCP_SECRET", MCP_SECRET)
        .env("TASKFLOW_MCP_URL", format!("{}/mcp", tasks.url));
    traced(&mut command, &collector, "chat");
    let gateway = start(command);
    let answer = answer(&gateway, &format!("please: {TITLE}")).await;
    let tokens = [gateway.token.clone(), tasks.token.clone()];
    let stop = move || {
        gateway.stop();
        tasks.stop();
    };
    tokio::task::spawn_blocking(stop).await.unwrap();
    let run_id = answer["run_id"].as_str().unwrap();
    let tool = check_turn(
        &collector,
        run_id,
        answer["conversation_id"].as_str().unwrap(),
    );
    let served = check_task_server(&collector, "tasks", &tool);
    // The request that carried the call is a span beside it, and linked to it.
    let link = &served.span.links[0].span_id;
    let received = collector.received();
    let carried = received
        .iter()
        .find(|found| found.span.span_id == *link)
        .unwrap();
    assert_eq!(
        (carried.span.name.as_str(), carried.parent()),
        ("POST /mcp", tool.id())
    );
    check_discretion(&collector, &[&tokens[0], &tokens[1]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_wrong_is_marked_without_its_words() {
    let collector = Collector::start().await;
    let model = ScriptedModel::start([
        Reply::call("complete_task", r#"{"task_id":4711}"#),
        Reply::Status(400, None, "Zelda is refused"),
    ])
    .await;
    let data = tempfile::tempdir().unwrap();
    let mut command = with_model(taskflow(data.path()), &model);
    traced(&mut command, &collector, "chat");
    let gateway = start(command);
    let failed = say(&gateway, "chat", "Zelda?").await;
    assert_eq!(failed.status(), HttpStatus::BAD_GATEWAY);
    tokio::task::spawn_blocking(|| gateway.stop())
        .await
        .unwrap();
    for (name, error) in [
        ("POST /api/{user_id}/chat", "502"),
        ("invoke_agent TaskFlow", "model_rejected"),
        ("execute_tool complete_task", "tool_error"),
        ("tools/call complete_task", "tool_error"),
    ] {
        let found = collector.one("chat", name);
        assert_eq!(found.attribute("error.type"), error, "{name}");
        let status = found.span.status.unwrap();
        assert_eq!(
            (status.code(), status.message),
            (StatusCode::Error, String::new())
        );
    }
    check_discretion(&collector, &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_is_away_silent_or_nonsense_hurts_nobody() {
    let closed = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let away = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    // It accepts, and never answers.
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mute = format!("http://{}", silent.local_addr().unwrap());
    for endpoint in [away.as_str(), &mute, "not a URL", "collector:4317"] {
        let data = tempfile::tempdir().unwrap();
        let mut command = taskflow(data.path());
        command
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
            .env("OTEL_BSP_SCHEDULE_DELAY", "10");
        let gateway = start(command);
        for _ in 0..2 {
            let added = answer(&gateway, "add a task to buy milk").await;
            assert_eq!(added["tool_calls"][0]["result"]["title"], "Buy milk");
        }
        tokio::task::spawn_blocking(|| gateway.stop())
            .await
            .unwrap();
    }
}
