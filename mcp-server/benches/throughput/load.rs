//! One request, made again and again.
//!
//! What asks must cost little, since it shares the machine with what is measured: each caller has
//! a connection of its own, and all of them one thread.

use std::{
    thread,
    time::{Duration, Instant},
};

use futures::future::join_all;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request, Uri, body::Bytes, client::conn::http1::SendRequest};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, runtime};

/// A request and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) body: String,
    /// What every answer must contain.
    pub(crate) expected: &'static str,
}

impl Load {
    /// Returns the calls a second of so many callers, each with one call at a time.
    pub(crate) async fn rate(&self, callers: usize, during: Duration) -> f64 {
        let load = self.clone();
        let (told, rate) = tokio::sync::oneshot::channel();
        let asking = thread::spawn(move || {
            let runtime = runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.expect("a runtime");
            let rate = runtime.block_on(load.run(callers, during));
            let _ = told.send(rate);
        });
        let rate = rate.await.expect("a rate");
        asking.join().expect("the callers end");
        rate
    }

    /// Makes it once.
    pub(crate) async fn call(&self) {
        let mut connection = self.connect().await;
        self.ask(&mut connection).await;
    }

    async fn run(self, callers: usize, during: Duration) -> f64 {
        let connections = join_all((0..callers).map(|_| self.connect())).await;
        let begin = Instant::now();
        let callers = connections.into_iter().map(|mut connection| {
            let load = self.clone();
            tokio::spawn(async move {
                let mut calls = 0_u32;
                while begin.elapsed() < during {
                    load.ask(&mut connection).await;
                    calls += 1;
                }
                calls
            })
        });
        let calls = join_all(callers).await.into_iter();
        let calls: u32 = calls.map(|calls| calls.expect("a caller")).sum();
        f64::from(calls) / begin.elapsed().as_secs_f64()
    }

    async fn connect(&self) -> SendRequest<Full<Bytes>> {
        let url: Uri = self.url.parse().expect("a URL");
        let address = url.authority().expect("an address").as_str();
        let stream = TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("a socket");
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream));
        let (sender, connection) = handshake.await.expect("HTTP/1.1");
        tokio::spawn(connection);
        sender
    }

    async fn ask(&self, connection: &mut SendRequest<Full<Bytes>>) {
        let url: Uri = self.url.parse().expect("a URL");
        let request = Request::builder()
            .method(Method::POST)
            .uri(url.path())
            .header("host", url.authority().expect("an address").as_str())
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-11-25")
            .header("authorization", format!("Bearer {}", self.token))
            .body(Full::from(self.body.clone()))
            .expect("a request");
        connection.ready().await.expect("an open connection");
        let answer = connection.send_request(request).await.expect("an answer");
        let body = answer.into_body().collect().await.expect("its body");
        let text = body.to_bytes();
        let text = std::str::from_utf8(&text).expect("text");
        assert!(text.contains(self.expected), "{text}");
    }
}

/// Returns the middle one.
pub(crate) fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates
        .get(rates.len() / 2)
        .copied()
        .expect("at least one round")
}
