//! What reaches the model's endpoint and the task server: never who the person is to us.

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, http::HeaderMap};
use reqwest::StatusCode;
use taskflow_gateway::config::ModelConfig;
use taskflow_shared::testing::{SECRET, alice};
use tokio::net::TcpListener;

use crate::support::{Gateway, Options};

/// Everything that a server was sent, head and body.
type Heard = Arc<Mutex<Vec<String>>>;

/// A server that notes what it is sent, and fails.
async fn eavesdropper() -> (String, Heard) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = Heard::default();
    let notes = Arc::clone(&heard);
    let router = Router::new().fallback(move |headers: HeaderMap, body: Bytes| async move {
        let body = String::from_utf8_lossy(&body);
        notes.lock().unwrap().push(format!("{headers:?}\n{body}"));
        StatusCode::BAD_REQUEST
    });
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (url, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_persons_token_nor_our_secret_leaves_the_gateway() {
    let (model_url, to_model) = eavesdropper().await;
    let (tasks_url, to_tasks) = eavesdropper().await;
    for (mcp_url, heard) in [
        (None, &to_model),
        (Some(format!("{tasks_url}/mcp")), &to_tasks),
    ] {
        let model = ModelConfig::OpenAi {
            base_url: format!("{model_url}/v1"),
            api_key: Some("the operator's key".into()),
            model: "any".to_owned(),
            context_tokens: 16_000,
        };
        let options = Options {
            model,
            mcp_url,
            ..Options::default()
        };
        let gateway = Gateway::start_with(options).await;
        let own = gateway.token(&alice());
        let signature = own.rsplit('.').next().unwrap().to_owned();
        gateway.say(&alice(), "show my tasks", None).await;
        let heard = heard.lock().unwrap().clone();
        assert!(!heard.is_empty());
        for part in [own.as_str(), &signature, SECRET] {
            assert!(!heard.concat().contains(part), "{part} in {heard:?}");
        }
    }
    let to_tasks = to_tasks.lock().unwrap().concat();
    assert!(
        !to_tasks.contains("operator's key"),
        "the model's key is the model's"
    );
}
