//! Many who watch a run in which nothing happens, and many runs that wait for their models.

use std::net::SocketAddr;

use futures::{StreamExt as _, stream};
use reqwest::Client;
use serde_json::json;
use taskflow_shared::{
    ids::UserId,
    testing::{TestDatabase, alice, size, token},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::{endpoint::Endpoint, program::Program};

/// Connections that are being opened at once.
const AT_ONCE: usize = 64;
/// The most memory that an open stream may take.
const STREAM_BYTES: u64 = 40_000;
/// The same with the run that it shows and its call of the model: a second connection, whose buffers
/// alone take 16 kB, and the queues of two libraries, some 13 kB. Unoptimised programs take more.
const RUN_BYTES: u64 = 90_000;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_watchers_of_a_silent_run_all_see_its_end() {
    let watchers = size("TASKFLOW_TORTURE_WATCHERS", 1_000);
    let (model, program, _database) = start().await;
    let first = chat(&program, &alice()).await;
    let run = header(&first, "x-run-id: ").to_owned();
    let before = memory(&program);
    let path = format!("/api/{}/runs/{run}/events", alice());
    let open = open_many(watchers, async |_| {
        Watcher::open(&program, &alice(), "GET", &path, "").await
    });
    let open = open.await;
    let each = (memory(&program) - before) / watchers as u64;
    println!("{watchers} watchers take {each} bytes each");
    assert!(each <= STREAM_BYTES, "{each} bytes");
    model.release();
    for mut watcher in open {
        watcher.read_until("\"done\":true").await;
        assert!(watcher.seen.contains("Holding ") && watcher.seen.contains("on."));
        assert!(!watcher.seen.contains("\"error\""), "{}", watcher.seen);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_whose_model_is_silent_takes_little_memory() {
    let streams = size("TASKFLOW_TORTURE_STREAMS", 200);
    let (model, program, _database) = start().await;
    let person = |number: usize| -> UserId { format!("person-{number}").parse().unwrap() };
    // What is made once is made, and what was set free is used again.
    let warm = open_many(20, async |number| chat(&program, &person(number)).await).await;
    let before = memory(&program);
    let open = open_many(streams, async |number| {
        chat(&program, &person(number + warm.len())).await
    });
    let open = open.await;
    let each = (memory(&program) - before) / streams as u64;
    println!("{streams} streams with their runs take {each} bytes each");
    assert!(each <= RUN_BYTES, "{each} bytes");
    model.release();
    for mut watcher in open.into_iter().chain(warm) {
        watcher.read_until("\"done\":true").await;
        assert!(!watcher.seen.contains("\"error\""), "{}", watcher.seen);
    }
}

async fn start() -> (Endpoint, Program, TestDatabase) {
    taskflow_shared::limits::raise_open_files();
    let database = TestDatabase::sqlite().await;
    let model = Endpoint::start().await;
    let program = Program::start(&database.url(), &model.url);
    let body = json!({ "message": "add milk" });
    let url = format!("{}/api/{}/chat", program.url, alice());
    let request = Client::new().post(url).json(&body);
    let request = request.bearer_auth(token(&alice(), "anyone"));
    assert_eq!(request.send().await.unwrap().status(), 200);
    (model, program, database)
}

async fn open_many(count: usize, open: impl AsyncFn(usize) -> Watcher) -> Vec<Watcher> {
    let opening = stream::iter(0..count).map(|number| open(number));
    opening.buffer_unordered(AT_ONCE).collect().await
}

/// Begins a run that says a word and waits.
async fn chat(program: &Program, user: &UserId) -> Watcher {
    let body = json!({ "message": "hold" }).to_string();
    let path = format!("/api/{user}/chat/stream");
    Watcher::open(program, user, "POST", &path, &body).await
}

fn header<'a>(watcher: &'a Watcher, name: &str) -> &'a str {
    let mut lines = watcher.seen.lines();
    lines.find_map(|line| line.strip_prefix(name)).unwrap()
}

#[cfg(target_os = "linux")]
fn memory(program: &Program) -> u64 {
    program.resident_bytes()
}

#[cfg(not(target_os = "linux"))]
fn memory(_: &Program) -> u64 {
    0
}

/// A client that takes hardly any memory itself: a socket, and what came out of it.
struct Watcher {
    socket: TcpStream,
    seen: String,
}

impl Watcher {
    /// Opens a stream, and waits for its first word.
    async fn open(program: &Program, user: &UserId, method: &str, path: &str, body: &str) -> Self {
        let address: SocketAddr = program
            .url
            .strip_prefix("http://")
            .unwrap()
            .parse()
            .unwrap();
        let mut socket = TcpStream::connect(address).await.unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            token(user, "anyone"),
            body.len()
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let seen = String::new();
        let mut watcher = Self { socket, seen };
        watcher.read_until("Holding ").await;
        watcher
    }

    async fn read_until(&mut self, words: &str) {
        let mut bytes = [0; 4096];
        while !self.seen.contains(words) {
            let length = self.socket.read(&mut bytes).await.unwrap();
            assert_ne!(length, 0, "the stream ended: {}", self.seen);
            self.seen
                .push_str(std::str::from_utf8(&bytes[..length]).unwrap());
        }
    }
}
