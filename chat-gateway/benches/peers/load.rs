//! What is asked of a service.

use std::time::{Duration, Instant};

use futures::{StreamExt as _, future::join_all, stream};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::Value;

use crate::contestant::{Contestant, Running};

/// A stream that is silent for so long is lost.
const PATIENCE: Duration = Duration::from_secs(60);
/// Streams that are being opened at once.
const OPENING: usize = 64;

/// Returns the turns a second of so many callers, each with one turn at a time.
pub(crate) async fn turns(
    service: &Running,
    client: &Client,
    callers: usize,
    time: Duration,
) -> f64 {
    let begin = Instant::now();
    let callers = (0..callers).map(async |person| {
        let mut turns = 0_u32;
        while begin.elapsed() < time {
            let request = service.say(client, person, "chat", "add Buy groceries");
            let answer = request.send().await.expect("an answer");
            let answer: Value = answer.json().await.expect("an answer in JSON");
            assert_eq!(answer["assistant_message"], "Done.", "{answer}");
            turns += 1;
        }
        turns
    });
    let turns: u32 = join_all(callers).await.into_iter().sum();
    f64::from(turns) / begin.elapsed().as_secs_f64()
}

/// Has the model count for so many people at once; returns how many saw all of it.
pub(crate) async fn streams(
    service: &Running,
    client: &Client,
    people: usize,
    numbers: usize,
) -> usize {
    let whole: String = (0..numbers).map(|number| format!("{number} ")).collect();
    let streams = (0..people).map(async |person| {
        let message = format!("count {numbers}");
        let request = service.say(client, person, "chat/stream", &message);
        let response = tokio::time::timeout(PATIENCE, request.send()).await.ok()?;
        read_to_end(response.ok()?).await
    });
    let texts = join_all(streams).await.into_iter().flatten();
    let contents = texts.map(|text| content(service.contestant, &text));
    contents.filter(|content| *content == whole).count()
}

async fn read_to_end(mut response: Response) -> Option<String> {
    let mut body = Vec::new();
    loop {
        let chunk = tokio::time::timeout(PATIENCE, response.chunk())
            .await
            .ok()?;
        match chunk.ok()? {
            Some(bytes) => body.extend_from_slice(&bytes),
            None => return String::from_utf8(body).ok(),
        }
    }
}

/// The words of a stream, each from where that service has them.
fn content(contestant: Contestant, text: &str) -> String {
    let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
    let events = data.filter_map(|data| serde_json::from_str::<Value>(data).ok());
    let words = events.map(|event| {
        let content = match contestant {
            Contestant::Relay => event.pointer("/choices/0/delta/content"),
            Contestant::Ours | Contestant::Python => event.get("content"),
        };
        let content = content.and_then(Value::as_str);
        content.unwrap_or_default().to_owned()
    });
    words.collect()
}

/// Opens the streams that these requests ask for, and waits for the first word of each; their model
/// then waits.
pub(crate) async fn open(requests: impl Iterator<Item = RequestBuilder>) -> Vec<Response> {
    let opening = stream::iter(requests).map(async |request| {
        let mut response = request.send().await.expect("a stream");
        let mut seen = String::new();
        while !seen.contains("Holding ") {
            let bytes = response.chunk().await.expect("a word").expect("a word");
            seen.push_str(&String::from_utf8_lossy(&bytes));
        }
        response
    });
    opening.buffer_unordered(OPENING).collect().await
}

/// Returns how long the first word of an answer takes.
pub(crate) async fn first_word(service: &Running, client: &Client) -> Duration {
    let begin = Instant::now();
    let request = service.say(client, 0, "chat/stream", "hello");
    let mut response = request.send().await.expect("a stream");
    let mut seen = String::new();
    let mut time = None;
    while let Some(bytes) = response.chunk().await.expect("its bytes") {
        seen.push_str(&String::from_utf8_lossy(&bytes));
        if time.is_none() && seen.contains("Done.") {
            time = Some(begin.elapsed());
        }
    }
    time.expect("a word")
}
