//! The least that a gateway can do: it passes a request on, and the bytes of the answer back.

use std::time::Duration;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    response::{IntoResponse as _, Response},
    routing::post,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Serves a relay to the endpoint at `model` on this port, until the process is killed.
pub(crate) async fn serve(port: &str, model: &str) {
    let address = format!("127.0.0.1:{port}");
    let listener = TcpListener::bind(address).await.expect("its port");
    let client = reqwest::Client::builder().tcp_nodelay(true).build();
    let state = (
        client.expect("an HTTP client"),
        format!("{model}/chat/completions"),
    );
    let router = Router::new().route("/", post(relay)).with_state(state);
    let stop = CancellationToken::new();
    taskflow_shared::serve::serve(listener, router, stop, Duration::ZERO).await;
}

async fn relay(State((client, url)): State<(reqwest::Client, String)>, body: Bytes) -> Response {
    let answer = client.post(url).body(body).send().await;
    let answer = answer.expect("the model's answer");
    let headers = [("content-type", "text/event-stream")];
    (headers, Body::from_stream(answer.bytes_stream())).into_response()
}
