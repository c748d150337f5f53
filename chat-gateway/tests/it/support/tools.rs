//! A task server of the revision 2026-07-28 that follows a script, and notes how it is called.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{Json, Router, extract::State, routing::post};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Tools `act` and `look`, of which the second only reads.
#[derive(Clone)]
pub(crate) struct ScriptedTools {
    pub(crate) url: String,
    script: Arc<Script>,
}

#[derive(Default)]
struct Script {
    results: Mutex<VecDeque<Value>>,
    calls: Mutex<Vec<Value>>,
    capabilities: Mutex<Value>,
}

impl ScriptedTools {
    /// Answers calls with these results, in order.
    pub(crate) async fn start(results: impl IntoIterator<Item = Value>) -> Self {
        let script = Arc::new(Script::default());
        script.results.lock().unwrap().extend(results);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/mcp", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/mcp", post(answer))
            .with_state(Arc::clone(&script));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, script }
    }

    /// What it was called with, without what is the same in every call.
    pub(crate) fn calls(&self) -> Vec<Value> {
        self.script.calls.lock().unwrap().clone()
    }

    /// What the client says that it can do.
    pub(crate) fn client_capabilities(&self) -> Value {
        self.script.capabilities.lock().unwrap().clone()
    }
}

/// A question as the result of a call: its name, its words and the schema of its only field.
pub(crate) fn asking(questions: &[(&str, &str, Value)]) -> Value {
    let request = |(name, message, field): &(&str, &str, Value)| {
        let schema = json!({
            "type": "object",
            "properties": { *name: field },
            "required": [name],
        });
        let params = json!({"mode": "form", "message": message, "requestedSchema": schema});
        let request = json!({"method": "elicitation/create", "params": params});
        ((*name).to_owned(), request)
    };
    let requests: serde_json::Map<_, _> = questions.iter().map(request).collect();
    json!({
        "resultType": "input_required",
        "inputRequests": requests,
        "requestState": "sealed",
    })
}

/// The result of a call that was carried out.
pub(crate) fn done(result: Value) -> Value {
    json!({
        "resultType": "complete",
        "content": [{"type": "text", "text": result.to_string()}],
        "structuredContent": result,
    })
}

async fn answer(State(script): State<Arc<Script>>, Json(request): Json<Value>) -> Json<Value> {
    let params = &request["params"];
    let tool = |name: &str, reads: bool| {
        json!({
            "name": name,
            "inputSchema": {"type": "object"},
            "annotations": {"readOnlyHint": reads},
        })
    };
    let result = match request["method"].as_str() {
        Some("server/discover") => json!({
            "resultType": "complete",
            "supportedVersions": ["2026-07-28"],
            "capabilities": {"tools": {}},
            "ttlMs": 0,
            "cacheScope": "private",
        }),
        Some("tools/list") => json!({
            "resultType": "complete",
            "tools": [tool("act", false), tool("look", true)],
            "ttlMs": 0,
            "cacheScope": "private",
        }),
        Some("tools/call") => {
            let mut noted = params.clone();
            let meta = noted.as_object_mut().unwrap().remove("_meta").unwrap();
            *script.capabilities.lock().unwrap() =
                meta["io.modelcontextprotocol/clientCapabilities"].clone();
            script.calls.lock().unwrap().push(noted);
            let next = script.results.lock().unwrap().pop_front();
            next.unwrap_or_else(|| done(json!({"status": "done"})))
        }
        other => panic!("{other:?}"),
    };
    Json(json!({"jsonrpc": "2.0", "id": request["id"], "result": result}))
}
