//! What lists cost somebody with a million tasks, beside 10,000 others with a few.
//!
//! `cargo bench -p taskflow-mcp --features internals --bench scale -- --database target/scale.db`
//! fills a SQLite file unless it is filled (without a path, a new one each time), then calls
//! `list_tasks` of a server in another process: each filter and each order, some times, and at last
//! 10,000 times. That no step of a statement reads a whole table or index is printed beside, and
//! tested in `store/list/tests/plans.rs`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

mod lister;
mod seed;
mod server;

use std::path::PathBuf;

use serde_json::json;
use taskflow_shared::{config::database::DatabaseConfig, database::Database};

use crate::{lister::Lister, server::Server};

/// The program's allocator: without it, something else would be measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const STATUSES: [&str; 3] = ["pending", "all", "completed"];
const SORTS: [&str; 5] = ["smart", "due", "priority", "created", "title"];

/// Each kind of filter that there is, of what is common, rare, and not there at all.
const FILTERS: &[&str] = &[
    "",
    "today",
    "tomorrow",
    "overdue",
    "no date",
    "7 days",
    "due before 2026-12-31",
    "due after 2027-01-01",
    "due after 2026-12-01 & due before 2026-12-05",
    "created after 2026-11-01",
    "created before 2025-01-01",
    "completed after 2026-09-01",
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
    "!@waiting",
    "no labels",
    "recurring",
    "subtask",
    "no parent",
    "subtasks of:1",
    "search buy",
    "search milk",
    "search buy milk 777",
    "search nothing",
    "today | overdue & p1 & #Work & !@waiting",
    "(today | overdue) & #Garden",
    "p1 & #Work & no date",
    "#Work & search milk",
    "@waiting & #Work",
    "@waiting & @later",
];
const SORTED: &[&str] = &[
    "",
    "#Work",
    "#Garden",
    "@waiting",
    "today",
    "search milk",
    "p1",
    "no date",
];
/// Of conditions that are each common and hold together for no task, or for hardly any.
const ADVERSE: &[&str] = &[
    "p2 & #Never",
    "@later & #Never",
    "#Never & @later & !p1",
    "(p2 | p3) & #Never & @later",
    "@later & @nothing | #Never & p2",
];

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).map(PathBuf::from)
    };
    if let Some(database) = after(server::SERVE) {
        return server::serve(database).await;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = after("--database").unwrap_or_else(|| folder.path().join("scale.db"));
    let config = DatabaseConfig::Sqlite(path.clone());
    let database = Database::open(&config).await.expect("the database opens");
    seed::fill(&database).await;
    let size = std::fs::metadata(&path).map_or(0, |file| file.len());
    println!("{} MB of SQLite", size / 1_000_000);
    let server = Server::start(&path);
    measure(&server, &database).await;
}

async fn measure(server: &Server, database: &Database) {
    let few = Lister::new(&server.url, database, "other-77");
    let many = Lister::new(&server.url, database, "1");
    let idle = server.resident();
    few.measure(["search buy", "pending", "smart"]).await;
    for filter in FILTERS {
        for status in STATUSES {
            many.measure([filter, status, "smart"]).await;
        }
    }
    for filter in SORTED {
        for sort in SORTS {
            many.measure([filter, "pending", sort]).await;
        }
    }
    println!("-- conditions that never meet");
    for filter in ADVERSE {
        for sort in SORTS {
            many.measure([filter, "all", sort]).await;
        }
    }
    many.measure_tool("overview", &json!({})).await;
    let warm = server.resident();
    for call in 0..10_000 {
        let filter = FILTERS.get(call % FILTERS.len()).expect("a filter");
        let arguments = json!({"filter": filter, "status": "pending"});
        many.call("list_tasks", &arguments).await;
    }
    let end = server.resident();
    println!("the server's memory: idle {idle} kB, warm {warm} kB, after 10,000 lists {end} kB");
}
