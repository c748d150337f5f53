//! What lists cost somebody with a million tasks, beside 10,000 others with a few.
//!
//! `cargo bench -p taskflow-mcp --bench scale` fills a SQLite file first, which takes minutes, then
//! calls `list_tasks` through the served endpoint: each filter, and each order, some times. That
//! the statements behind go by index is tested in `store/list/tests/plans.rs`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait as _, DbErr};
use serde_json::{Value, json};
use taskflow_mcp::{config::HttpConfig, http::Server};
use taskflow_shared::{
    clock::Clock,
    config::{
        http::HttpConfig as Served,
        telemetry::{LogFormat, TelemetryConfig},
    },
    database::Database,
    ids::UserId,
    testing::{TestDatabase, auth_config, token},
};
use tokio_util::sync::CancellationToken;

/// The program's allocator: without it, something else would be measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const TASKS: u64 = 1_000_000;
const OTHERS: u64 = 10_000;
const CALLS: usize = 40;

/// What is common, what is rare, and what there is none of.
const FILTERS: &[&str] = &[
    "",
    "all",
    "today",
    "tomorrow",
    "overdue",
    "no date",
    "7 days",
    "due before 2026-12-31",
    "due after 2027-01-01",
    "created after 2026-11-01",
    "created before 2025-01-01",
    "completed after 2026-11-01",
    "completed before 2026-01-01",
    "p1",
    "p4",
    "#Work",
    "#Garden",
    "#Rare",
    "#Nothing",
    "no project",
    "@waiting",
    "@calls",
    "@nothing",
    "no labels",
    "recurring",
    "subtask",
    "no parent",
    "subtasks of:1",
    "search buy",
    "search milk",
    "search mil",
    "search buy milk 777",
    "search nothing",
    "!@waiting",
    "today | overdue & p1 & #Work & !@waiting",
    "(today | overdue) & #Garden",
    "p1 & #Work & no date",
    "#Work & search milk",
];

#[tokio::main]
async fn main() {
    let test = TestDatabase::sqlite().await;
    let begun = Instant::now();
    fill(&test.database).await;
    println!(
        "filled in {:.0} s, {} MB",
        begun.elapsed().as_secs_f64(),
        size(&test) / 1_000_000
    );
    let config = HttpConfig {
        database: test.config.clone(),
        auth: auth_config(),
        served: Served {
            listen: "127.0.0.1:0".parse().expect("an address"),
            public_url: None,
            allowed_origins: Vec::new(),
        },
        telemetry: TelemetryConfig {
            filter: "off".to_owned(),
            format: LogFormat::Text,
        },
    };
    let server = Server::open(config, Clock::system(), CancellationToken::new());
    let server = server.await.expect("the server opens");
    let many = Lister::new(server.mcp_url(), "1");
    let few = Lister::new(server.mcp_url(), "other-77");
    tokio::spawn(server.run());
    few.measure("somebody else", &json!({"filter": "search buy"}))
        .await;
    let before = resident();
    for filter in FILTERS {
        for status in ["pending", "all", "completed"] {
            let arguments = json!({"filter": filter, "status": status});
            many.measure(&format!("{filter:?} {status}"), &arguments)
                .await;
        }
    }
    for sort in ["smart", "due", "priority", "created", "title"] {
        for filter in [
            "",
            "#Work",
            "#Garden",
            "@waiting",
            "today",
            "search milk",
            "p1",
        ] {
            let arguments = json!({"filter": filter, "status": "pending", "sort": sort});
            many.measure(&format!("{filter:?} by {sort}"), &arguments)
                .await;
        }
    }
    println!("resident before {before} kB, after {} kB", resident());
}

/// Somebody who lists.
struct Lister {
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Lister {
    fn new(url: &str, user: &str) -> Self {
        let user: UserId = user.parse().expect("a user id");
        Self {
            url: url.to_owned(),
            token: token(&user, url),
            client: reqwest::Client::new(),
        }
    }

    async fn measure(&self, what: &str, arguments: &Value) {
        let mut times = Vec::with_capacity(CALLS);
        let mut found = Value::Null;
        for _ in 0..CALLS {
            let begun = Instant::now();
            found = self.list(arguments).await;
            times.push(begun.elapsed());
            // What is slow shows after a few.
            if times.len() >= 5 && times.iter().sum::<Duration>() > Duration::from_secs(3) {
                break;
            }
        }
        times.sort_unstable();
        let at = |part: usize| {
            let time = times.get(times.len() * part / 100).copied();
            time.unwrap_or_default().as_secs_f64() * 1_000.0
        };
        let mark = if at(50) > 10.0 { " <<<" } else { "" };
        let total = found.get("total").cloned().unwrap_or_default();
        println!(
            "{:8.2} ms p50 {:8.2} ms p99  total {total:>8}  {what}{mark}",
            at(50),
            at(99)
        );
    }

    async fn list(&self, arguments: &Value) -> Value {
        let params = json!({"name": "list_tasks", "arguments": arguments});
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
        found.unwrap_or_else(|| panic_with(&text))
    }
}

#[expect(clippy::panic, reason = "a list that is refused measures nothing")]
fn panic_with(answer: &str) -> Value {
    panic!("not a list: {answer}")
}

/// Kilobytes of this process, client and server together.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or(0)
}

fn size(test: &TestDatabase) -> u64 {
    let folder = test.folder().expect("a folder");
    let files = std::fs::read_dir(folder).expect("its files");
    let sizes = files.filter_map(|file| Some(file.ok()?.metadata().ok()?.len()));
    sizes.sum()
}

async fn fill(database: &Database) {
    run(database, tasks_of("'1'", "0", 0, TASKS)).await;
    run(
        database,
        tasks_of("'other-' || (i / 5)", "i / 5", TASKS, OTHERS * 5),
    )
    .await;
    run(database, REST.to_owned()).await;
}

async fn run(database: &Database, sql: String) {
    let filled: Result<(), DbErr> = database
        .write(move |transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    filled.expect("an empty database takes tasks");
}

/// Two thirds are completed; of the rest half have a date, within a year from now or before.
/// `h` is something like chance.
fn tasks_of(user: &str, other: &str, first: u64, count: u64) -> String {
    format!(
        "WITH RECURSIVE
n (i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {first} + {count}),
made AS (SELECT i, (i * 2654435761) % 1000003 AS h, {user} AS user,
  CASE WHEN {first} = 0 THEN i + 1 ELSE i - ({other}) * 5 + 1 END AS number FROM n),
dated AS (SELECT *, h % 3 <> 0 AS done,
  CASE WHEN h % 4 < 2 THEN 20779 + (h / 7) % 730 - 365 END AS day,
  CASE WHEN h % 20 = 0 THEN 1 WHEN h % 20 < 3 THEN 2 WHEN h % 20 < 7 THEN 3 ELSE 4 END AS priority,
  CASE WHEN h % 50021 = 7 THEN 'Rare' WHEN h % 301 = 5 THEN 'Garden' WHEN h % 5 = 0 THEN NULL
    WHEN h % 2 = 0 THEN 'Work' ELSE 'Project ' || (h % 30) END AS project,
  CASE WHEN h % 10 = 1 THEN '[\"waiting\"]' WHEN h % 211 = 1 THEN '[\"calls\"]' ELSE '[]' END AS labels
  FROM made)
INSERT INTO tasks (id, user_id, number, title, title_folded, description, completed_at, due_date,
  due_key, smart_key, priority, project, project_folded, labels, recurrence, created_at, updated_at)
SELECT CAST(printf('%016d', i) AS BLOB), user, number,
  CASE h % 3 WHEN 0 THEN 'Buy milk ' WHEN 1 THEN 'Buy eggs ' ELSE 'Call mother ' END || h,
  CASE h % 3 WHEN 0 THEN 'buy milk ' WHEN 1 THEN 'buy eggs ' ELSE 'call mother ' END || h, '',
  CASE WHEN done THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + h * 90, 'unixepoch') END,
  date(day * 86400, 'unixepoch'),
  CASE WHEN day IS NULL THEN 864000000000 ELSE day * 86400 + 86399 END,
  (COALESCE(day, 10000000) * 8 + priority) * 131072 + 86400,
  priority, project, lower(project), labels, CASE WHEN h % 100 = 3 THEN 'FREQ=DAILY' END,
  strftime('%Y-%m-%dT%H:%M:%S+00:00', 1700000000 + i * 95, 'unixepoch'), '2026-01-01T00:00:00+00:00'
FROM dated"
    )
}

const REST: &str = "
INSERT INTO labels (task_id, user_id, name)
  SELECT id, user_id, json_extract(labels, '$[0]') FROM tasks WHERE labels <> '[]';
UPDATE tasks SET parent_id = (SELECT p.id FROM tasks AS p
    WHERE p.user_id = tasks.user_id AND p.number = tasks.number - tasks.number % 100 + 1)
  WHERE number % 10 = 7;
INSERT INTO task_lists (user_id, last_number, pending, completed)
  SELECT user_id, MAX(number), COUNT(*) - COUNT(completed_at), COUNT(completed_at)
  FROM tasks GROUP BY user_id;";
