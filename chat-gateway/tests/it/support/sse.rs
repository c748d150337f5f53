//! Reading a stream: as the standard says, and as the oldest clients do.

use std::time::Instant;

use reqwest::Response;
use serde_json::Value;

/// One server-sent event.
#[derive(Debug)]
pub(crate) struct SseEvent {
    pub(crate) name: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) data: Value,
    pub(crate) at: Instant,
}

/// Reads a stream to its end.
pub(crate) async fn read_events(mut response: Response) -> Vec<SseEvent> {
    let mut events = Vec::new();
    let mut rest = String::new();
    while let Some(bytes) = response.chunk().await.unwrap() {
        rest.push_str(std::str::from_utf8(&bytes).unwrap());
        while let Some((block, after)) = rest.split_once("\n\n") {
            let field = |name: &str| {
                let mut lines = block.lines();
                lines
                    .find_map(|line| line.strip_prefix(name))
                    .map(|value| value.trim().to_owned())
            };
            if let Some(data) = field("data:") {
                let data = serde_json::from_str(&data).unwrap();
                let (name, id) = (field("event:"), field("id:"));
                events.push(SseEvent {
                    name,
                    id,
                    data,
                    at: Instant::now(),
                });
            }
            rest = after.to_owned();
        }
    }
    assert!(rest.trim().is_empty(), "half an event: {rest}");
    events
}

/// Reads a stream as a client does that knows nothing but lines that start with `data: `.
pub(crate) async fn naive_events(response: Response) -> Vec<Value> {
    let text = response.text().await.unwrap();
    let lines = text.lines().filter_map(|line| line.strip_prefix("data: "));
    lines
        .map(|data| serde_json::from_str(data).unwrap())
        .collect()
}
