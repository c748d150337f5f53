//! How the server compares with small servers that do the same with other libraries: fastmcp
//! (Python) and the official TypeScript SDK. README.md beside this file says how they are set up.
//!
//! All are processes of their own, asked over HTTP with the same bytes. Rounds alternate, so that
//! what else the machine does falls on all; the ratios are what to compare between machines.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

mod contestant;
mod figures;
#[path = "../throughput/load.rs"]
mod load;
#[path = "../throughput/memory.rs"]
mod memory;

use std::time::Duration;

use contestant::{Contestant, Running};
use figures::Figures;
use load::median;

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(900);
const STARTS: usize = 5;
const CALLERS: usize = 16;
const PAGE: usize = 25;

#[tokio::main]
async fn main() {
    let (mut running, mut figures) = (Vec::new(), Vec::new());
    for contestant in contestant::all() {
        match start(&contestant).await {
            Ok((process, measured)) => {
                running.push(process);
                figures.push(measured);
            }
            Err(why) => println!("{} is not measured: {why}", contestant.name),
        }
    }
    race(&running, &mut figures).await;
    figures::compare(&figures);
}

/// Starts a contestant several times; the last one stays, with a page of tasks.
async fn start(contestant: &Contestant) -> Result<(Running, Figures), String> {
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(contestant.start().await?.started_in);
    }
    let process = contestant.start().await?;
    starts.push(process.started_in);
    let figures = Figures {
        name: contestant.name,
        targets: contestant.targets,
        start_ms: median(starts),
        idle_mb: process.megabytes(),
        ..Figures::default()
    };
    for _ in 0..PAGE {
        process.add().call().await;
    }
    Ok((process, figures))
}

async fn race(running: &[Running], figures: &mut [Figures]) {
    let mut rates = vec![(Vec::new(), Vec::new()); running.len()];
    for _ in 0..ROUNDS {
        for (process, (lists, adds)) in running.iter().zip(&mut rates) {
            lists.push(process.list().rate(CALLERS, ROUND).await);
            adds.push(process.add().rate(CALLERS, ROUND).await);
        }
    }
    for ((process, figures), (lists, adds)) in running.iter().zip(figures).zip(rates) {
        figures.lists = median(lists);
        figures.adds = median(adds);
        figures.loaded_mb = process.megabytes();
    }
}
