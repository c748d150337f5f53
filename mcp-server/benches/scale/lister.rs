//! Somebody who lists.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use taskflow_mcp::internals::list_plan;
use taskflow_shared::{clock::Clock, database::Database, ids::UserId, testing::token};

const CALLS: usize = 40;
/// What is slow shows after a few.
const ENOUGH: Duration = Duration::from_secs(2);

pub(crate) struct Lister<'d> {
    url: String,
    user: UserId,
    token: String,
    client: reqwest::Client,
    database: &'d Database,
}

impl<'d> Lister<'d> {
    pub(crate) fn new(url: &str, database: &'d Database, user: &str) -> Self {
        let user: UserId = user.parse().expect("a user id");
        Self {
            url: url.to_owned(),
            token: token(&user, url),
            user,
            client: reqwest::Client::new(),
            database,
        }
    }

    /// Measures a list by filter, status and sort.
    pub(crate) async fn measure(&self, list: [&str; 3]) {
        let [filter, status, sort] = list;
        let arguments = json!({"filter": filter, "status": status, "sort": sort});
        let (times, found) = self.times("list_tasks", &arguments).await;
        let total = found.get("total").cloned().unwrap_or_default();
        let plan = list_plan(self.database, &self.user, list, Clock::system().now()).await;
        let scans = plan
            .expect("a plan")
            .iter()
            .filter(|step| is_scan(step))
            .count();
        let name = format!("total {total:>7}  full scans {scans}  {filter:?} {status} by {sort}");
        println!("{times}  {name}");
    }

    pub(crate) async fn measure_tool(&self, tool: &str, arguments: &Value) {
        let (times, _) = self.times(tool, arguments).await;
        println!("{times}  {tool}");
    }

    async fn times(&self, tool: &str, arguments: &Value) -> (String, Value) {
        let mut times = Vec::with_capacity(CALLS);
        let mut found = Value::Null;
        while times.len() < CALLS && (times.len() < 5 || times.iter().sum::<Duration>() < ENOUGH) {
            let begun = Instant::now();
            found = self.call(tool, arguments).await;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let at = |part: usize| {
            let time = times.get(times.len() * part / 100).copied();
            time.unwrap_or_default().as_secs_f64() * 1_000.0
        };
        let mark = if at(50) > 10.0 { "!" } else { " " };
        let text = format!("{:8.2}{mark} ms p50 {:8.2} ms p99", at(50), at(99));
        (text, found)
    }

    pub(crate) async fn call(&self, tool: &str, arguments: &Value) -> Value {
        let params = json!({"name": tool, "arguments": arguments});
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        let request = self
            .client
            .post(&self.url)
            .header("accept", "application/json, text/event-stream")
            .header("content-type", "application/json")
            .header("mcp-protocol-version", "2025-06-18")
            .bearer_auth(&self.token)
            .body(message.to_string());
        let answer = request.send().await.expect("an answer");
        let text = answer.text().await.expect("a text");
        let answer: Value = serde_json::from_str(&text).expect("JSON");
        let found = answer.pointer("/result/structuredContent").cloned();
        found.unwrap_or_else(|| refused(&text))
    }
}

/// Tells whether a step of SQLite reads a whole table or index; what it put together for the
/// statement itself (a page, a half of a list) is not one.
fn is_scan(step: &str) -> bool {
    let tables = ["tasks", "t", "l", "labels", "o", "task_words", "task_lists"];
    let scanned = step
        .strip_prefix("SCAN ")
        .and_then(|rest| rest.split(' ').next());
    step.contains("AUTOMATIC") || scanned.is_some_and(|table| tables.contains(&table))
}

#[expect(clippy::panic, reason = "a call that is refused measures nothing")]
fn refused(answer: &str) -> Value {
    panic!("refused: {answer}")
}
