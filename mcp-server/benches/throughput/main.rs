//! What the server costs: calls a second of the real one, beside a bare axum handler that runs the
//! same SQL through rusqlite, in this process, over loopback.
//!
//! `cargo bench -p taskflow-mcp` takes about a minute. Rounds of both alternate, so that what else
//! the machine does falls on both; the ratios are what to compare between machines.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

mod bare;
mod load;
mod mcp;
mod memory;
mod seed;
mod startup;

use std::time::Duration;

use load::{Load, median};
use seed::{FEW, MANY, PAGE};

/// The program's allocator: without it, something else would be measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(900);

#[tokio::main]
async fn main() {
    let mcp = mcp::start().await;
    let bare = bare::start().await;
    for concurrency in [1, 16] {
        let loads = [mcp.list(PAGE), bare.list(PAGE)];
        compare("list_tasks, 25 tasks", concurrency, &loads).await;
        compare("add_task, durable", concurrency, &[mcp.add(), bare.add()]).await;
    }
    let [few, many] = measure(1, &[mcp.list(FEW), mcp.list(MANY)]).await;
    println!(
        "list_tasks of 20 tasks: {few:.0}/s; of 100,000: {many:.0}/s; {:.2} times the time",
        few / many
    );
    startup::measure();
}

async fn compare(what: &str, concurrency: usize, loads: &[Load; 2]) {
    let [mcp, bare] = measure(concurrency, loads).await;
    println!(
        "{what}, {concurrency} at once: {mcp:.0}/s; bare axum {bare:.0}/s; ratio {:.2}",
        mcp / bare
    );
}

/// Returns the median calls a second of each.
async fn measure(concurrency: usize, loads: &[Load; 2]) -> [f64; 2] {
    for load in loads {
        load.call().await;
    }
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for (load, rates) in loads.iter().zip(&mut rates) {
            rates.push(load.rate(concurrency, ROUND).await);
        }
    }
    rates.map(median)
}
