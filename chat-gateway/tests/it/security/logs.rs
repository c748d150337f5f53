//! What the log says of a conversation: that there is one.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::json;

use crate::support::{
    Gateway, Reply, ScriptedModel,
    program::{Running, run, start, taskflow},
};

const SECRET: &str = "the secret of this very test, thirty-two bytes";
const MCP_SECRET: &str = "the other secret of this test, thirty-two bytes";
const API_KEY: &str = "sk-the-key-of-this-test";

/// In messages, answers, titles, descriptions, arguments, results, errors and bodies of all kinds.
const WORD: &str = "marigold";

fn post(running: &Running, token: &str, path: &str) -> RequestBuilder {
    let url = format!("{}/api/1/{path}", running.url);
    reqwest::Client::new().post(url).bearer_auth(token)
}

async fn turns(running: &Running, token: &str) {
    let body = |message: &str| json!({ "message": format!("{message} {WORD}s") });
    for message in ["plant", "find", "break", "refuse", "garble"] {
        let chat = post(running, token, "chat").json(&body(message));
        Gateway::answer(chat.header("idempotency-key", message)).await;
    }
    let stream = post(running, token, "chat/stream").json(&body("stream"));
    Gateway::answer(stream).await;
    // Last: an endpoint that says when to come again is left alone until then.
    Gateway::answer(post(running, token, "chat").json(&body("limit"))).await;
    // Of what never becomes a turn, too.
    for (path, text) in [
        ("chat", format!("{{\"message\": {WORD}")),
        ("chat", json!({ "message": WORD.repeat(500) }).to_string()),
        (
            "chat",
            json!({ "message": "x", "conversation_id": WORD }).to_string(),
        ),
        ("conversations/x/restore", format!("\"{WORD}\"")),
    ] {
        let request = post(running, token, path).header("content-type", "application/json");
        Gateway::answer(request.body(text)).await;
    }
    let list = reqwest::Client::new().get(format!("{}/api/1/conversations", running.url));
    Gateway::answer(list.query(&[("cursor", WORD)]).bearer_auth(token)).await;
    Gateway::answer(list_with(running, &format!("{token}{WORD}"))).await;
}

fn list_with(running: &Running, token: &str) -> RequestBuilder {
    let list = reqwest::Client::new().get(format!("{}/api/1/conversations", running.url));
    list.bearer_auth(token)
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_words_nor_tokens_nor_keys_are_logged_even_at_debug() {
    let model = ScriptedModel::start([
        Reply::call(
            "add_task",
            r#"{"title":"Marigold marigold","description":"marigolds"}"#,
        ),
        Reply::text("The marigold is planted."),
        Reply::call("complete_task", r#"{"find":"marigold marigold marigold"}"#),
        Reply::call("marigold", "marigold"),
        Reply::text("No such marigold."),
        Reply::CutAfter(vec!["Half a marig", "old"]),
        Reply::text(" marigold"),
        Reply::Status(400, None, r#"{"error":{"message":"marigold"}}"#),
        Reply::text("{\"marigold\": <|marigold|>"),
        Reply::Tokens(vec!["mari", "gold"], Duration::from_millis(1)),
        Reply::Status(429, Some(("retry-after", "100")), "marigold"),
    ])
    .await;
    let data = tempfile::tempdir().unwrap();
    let settings = [
        ("OPENAI_BASE_URL", model.url()),
        ("OPENAI_API_KEY", API_KEY),
        ("TASKFLOW_JWT_SECRET", SECRET),
        ("TASKFLOW_MCP_SECRET", MCP_SECRET),
    ];
    let mut command = taskflow(data.path());
    command.envs(settings).env("TASKFLOW_LOG", "debug");
    let mut running = start(command);
    let public_url = [("TASKFLOW_PUBLIC_URL", running.url.as_str())];
    let settings: Vec<_> = settings.iter().chain(&public_url).copied().collect();
    let token = run(data.path(), &["token", "--user", "1"], &settings).stdout;
    let token = String::from_utf8(token).unwrap().trim().to_owned();
    turns(&running, &token).await;
    assert!(model.requests().len() >= 11, "{}", model.requests().len());
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    let log = format!("{}{}", running.said, running.log.lock().unwrap()).to_lowercase();
    for part in ["run ended", "the model failed", "tool called", "DEBUG"] {
        assert!(log.contains(&part.to_lowercase()), "{part} is in {log}");
    }
    let signature = token.rsplit('.').next().unwrap().to_lowercase();
    for hidden in [WORD, &signature, SECRET, MCP_SECRET, API_KEY] {
        let line = log.lines().find(|line| line.contains(hidden));
        assert_eq!(line, None, "{hidden}");
    }
}
