//! One request, made again and again.

use std::time::{Duration, Instant};

use futures::future::join_all;

/// A request and where it goes.
#[derive(Debug, Clone)]
pub(crate) struct Load {
    pub(crate) client: reqwest::Client,
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) body: String,
    /// What every answer must contain.
    pub(crate) expected: &'static str,
}

impl Load {
    /// Returns the calls a second of so many callers, each with one call at a time.
    pub(crate) async fn rate(&self, callers: usize, during: Duration) -> f64 {
        let begin = Instant::now();
        let callers = (0..callers).map(|_| {
            let load = self.clone();
            tokio::spawn(async move {
                let mut calls = 0_u32;
                while begin.elapsed() < during {
                    load.call().await;
                    calls += 1;
                }
                calls
            })
        });
        let calls: u32 = join_all(callers)
            .await
            .into_iter()
            .map(|calls| calls.expect("a caller"))
            .sum();
        f64::from(calls) / begin.elapsed().as_secs_f64()
    }

    /// Makes it once.
    pub(crate) async fn call(&self) {
        let request = self
            .client
            .post(&self.url)
            .header("content-type", "application/json")
            .header("accept", "application/json, text/event-stream")
            .header("mcp-protocol-version", "2025-11-25")
            .bearer_auth(&self.token)
            .body(self.body.clone());
        let answer = request.send().await.expect("an answer");
        let text = answer.text().await.expect("its text");
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
