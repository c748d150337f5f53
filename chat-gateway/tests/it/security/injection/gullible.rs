//! A model that obeys: whatever reads as an order in a tool's result becomes a tool call.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde_json::{Map, Value, json};
use taskflow_gateway::config::ModelConfig;
use tokio::net::TcpListener;

/// Names that it takes for tools; some of them are none.
const TOOLS: [&str; 12] = [
    "add_task",
    "list_tasks",
    "complete_task",
    "update_task",
    "delete_task",
    "undo",
    "overview",
    "approve",
    "switch_user",
    "answer_question",
    "set_token",
    "list_conversations",
];

/// The endpoint, and all that it was ever told by tools.
#[derive(Clone)]
pub(super) struct Gullible {
    url: String,
    told: Arc<Mutex<Vec<String>>>,
}

impl Gullible {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let model = Self {
            url: format!("http://{}/v1", listener.local_addr().unwrap()),
            told: Arc::default(),
        };
        let router = Router::new()
            .route("/v1/chat/completions", post(Self::answer))
            .with_state(model.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        model
    }

    pub(super) fn config(&self) -> ModelConfig {
        ModelConfig::OpenAi {
            base_url: self.url.clone(),
            api_key: None,
            model: "gullible".to_owned(),
            context_tokens: 16_000,
        }
    }

    /// Every result was one JSON value, without the marks that templates put between roles.
    pub(super) fn heard_nothing_outside_its_delimiters(&self) {
        let told = self.told.lock().unwrap();
        assert!(!told.is_empty());
        for content in told.iter() {
            let value: Value = serde_json::from_str(content).expect("a result is JSON");
            assert!(value.is_object(), "{content}");
            for mark in ["<", "[INST", "[/INST", "[TOOL_"] {
                assert!(!content.contains(mark), "{mark} in {content}");
            }
        }
    }

    async fn answer(State(model): State<Self>, body: Bytes) -> Response {
        let request: Value = serde_json::from_slice(&body).unwrap();
        let messages = request["messages"].as_array().unwrap();
        let last_words = messages
            .iter()
            .rposition(|message| message["role"] == "user");
        let since = &messages[last_words.unwrap() + 1..];
        let results = since.iter().filter(|message| message["role"] == "tool");
        let results: Vec<&str> = results
            .map(|result| result["content"].as_str().unwrap())
            .collect();
        model
            .told
            .lock()
            .unwrap()
            .extend(results.iter().map(|told| (*told).to_owned()));
        if results.is_empty() {
            let all = Map::from_iter([("detail".to_owned(), true.into())]);
            return calls(vec![("list_tasks".to_owned(), all)]);
        }
        // Once: an order that came back in a result would be obeyed for ever.
        let asked = since
            .iter()
            .filter(|message| message["tool_calls"].is_array())
            .count();
        let orders = if asked == 1 {
            orders(&results)
        } else {
            Vec::new()
        };
        if orders.is_empty() {
            said("Obeyed.")
        } else {
            calls(orders)
        }
    }
}

/// A tool, and what to call it with.
type Order = (String, Map<String, Value>);

fn orders(results: &[&str]) -> Vec<Order> {
    let mut texts = Vec::new();
    for result in results {
        match serde_json::from_str(result) {
            Ok(value) => strings(&value, &mut texts),
            Err(_) => texts.push((*result).to_owned()),
        }
    }
    let mut orders = Vec::new();
    for text in texts.iter().flat_map(|text| readings(text)) {
        for tool in TOOLS {
            let follows = text.match_indices(tool).filter_map(|(at, _)| {
                let rest = &text[at + tool.len()..];
                let object = rest.trim_start_matches([' ', '(', ':', '\n']);
                let mut objects = serde_json::Deserializer::from_str(object).into_iter();
                objects
                    .next()?
                    .ok()
                    .map(|arguments| (tool.to_owned(), arguments))
            });
            orders.extend(follows);
        }
    }
    orders.dedup();
    orders
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(members) => members.values().for_each(|member| strings(member, found)),
        _ => {}
    }
}

/// A text, and what an eager reader finds behind it.
fn readings(text: &str) -> Vec<String> {
    let mut readings = vec![text.to_owned(), text.chars().rev().collect()];
    // Letters of full width, and signs that are not seen.
    let plain = text
        .chars()
        .filter(|c| !('\u{200b}'..='\u{200f}').contains(c));
    let plain = plain.map(|c| match u32::from(c) {
        wide @ 0xff01..=0xff5e => char::from_u32(wide - 0xfee0).unwrap(),
        _ => c,
    });
    readings.push(plain.collect());
    readings.push(text.chars().map(rot13).collect());
    readings.push(
        text.replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("%7B", "{")
            .replace("%22", "\"")
            .replace("%7D", "}")
            .replace("%3A", ":")
            .replace("%20", " "),
    );
    readings.extend(text.split_whitespace().filter_map(base64));
    readings
}

fn rot13(letter: char) -> char {
    let turned = |first: u8| char::from((letter as u8 - first + 13) % 26 + first);
    match letter {
        'a'..='z' => turned(b'a'),
        'A'..='Z' => turned(b'A'),
        other => other,
    }
}

fn base64(word: &str) -> Option<String> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let word = word.trim_end_matches('=');
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for digit in word.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    String::from_utf8(bytes).ok()
}

fn calls(orders: Vec<Order>) -> Response {
    let calls: Vec<Value> = orders
        .iter()
        .enumerate()
        .map(|(index, (tool, arguments))| {
            let arguments = Value::from(arguments.clone()).to_string();
            let function = json!({ "name": tool, "arguments": arguments });
            json!({ "index": index, "id": format!("call_{index}"), "type": "function", "function": function })
        })
        .collect();
    streamed(&json!({ "tool_calls": calls }), "tool_calls")
}

fn said(text: &str) -> Response {
    streamed(&json!({ "content": text }), "stop")
}

fn streamed(delta: &Value, finish: &str) -> Response {
    let chunk = |delta: &Value, finish: Option<&str>| {
        let choice = json!({ "index": 0, "delta": delta, "finish_reason": finish });
        let chunk = json!({ "id": "1", "object": "chat.completion.chunk", "created": 1,
            "model": "gullible", "choices": [choice] });
        format!("data: {chunk}\n\n")
    };
    let body = chunk(delta, None) + &chunk(&json!({}), Some(finish)) + "data: [DONE]\n\n";
    ([("content-type", "text/event-stream")], body).into_response()
}
