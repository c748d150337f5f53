//! What it costs to read what people write.
//!
//! `cargo bench -p taskflow-mcp --features internals --bench language` takes a few seconds.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and its results are printed"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use chrono_tz::{Europe::Zurich, Tz};
use taskflow_mcp::internals::{count_quick_add, find_dates, parse_due, parse_filter};

/// The program's allocator: without it, something else would be measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 2_000;
/// As many of the slowest texts are shown.
const WORST: usize = 5;

const EVERYDAY: &[&str] = &[
    "today",
    "tonight",
    "tomorrow",
    "tomorrow at 5pm",
    "tomorrow morning",
    "friday",
    "next friday",
    "friday at 9:30",
    "on monday morning at 8",
    "next week",
    "in 3 days",
    "in half an hour",
    "end of month",
    "a week from friday",
    "2 weeks ago",
    "5pm",
    "at 5",
    "half past six",
    "noon on friday",
    "5 March",
    "March 5th 2027",
    "the 5th",
    "27 Nov at 9",
    "12/1",
    "2026-12-01",
    "2026-12-01T17:00:00Z",
    "Friday, November 27, 2026 at 5:00 PM",
    "christmas",
    "last day of november",
    "3 days before christmas",
];

const FILTERS: &[&str] = &[
    "today",
    "overdue",
    "p1",
    "#Work",
    "!@waiting",
    "7 days",
    "no date",
    "due before friday",
    "created after 2026-11-01",
    "subtasks of:4",
    "search oat milk",
    "today | overdue & p1 & #Work & !@waiting",
    "(#Work | #\"Home office\") & !(p3 | p4) & due by next friday",
];

/// Pieces of texts that are long, or that begin many patterns and end none.
const HOSTILE: &[&str] = &[
    "the day after ",
    "3 days before 3 days after ",
    "a week from a week from ",
    "monday after monday after ",
    "1 hour and 1 minute and ",
    "every day every other week ",
    "every monday and tuesday and ",
    "half past quarter to ",
    "half past every ",
    "first monday of the ",
    "2026-12-01T17:00:00 ",
    "5:5:5:5:",
    "1/2/3/4/",
    "on at by due ",
    "at at at ",
    "the the the ",
    "a a a ",
    "99999999999999999999 ",
    "twenty-",
    ", , . - ",
    "é",
    "'",
];

fn main() {
    let now = "2026-11-22T14:00:00Z".parse().expect("a moment");
    let first = time(|| parse_due("tomorrow", now, Zurich));
    println!("first phrase: {first:.1?}");
    everyday("phrase", EVERYDAY, |text| {
        parse_due(text, now, Zurich).is_some()
    });
    everyday("filter", FILTERS, |text| {
        parse_filter(text, now, Zurich).is_some()
    });
    hostile(now, Zurich);
}

fn everyday(what: &str, texts: &[&'static str], read: impl Fn(&str) -> bool) {
    let mut all: Vec<_> = texts
        .iter()
        .map(|text| (median(text, &read), *text))
        .collect();
    all.sort_unstable();
    let (middle, _) = all.get(all.len() / 2).expect("phrases");
    let (slowest, text) = all.last().expect("phrases");
    println!("everyday {what}: p50 {middle:.1?}, slowest {slowest:.1?} ({text})");
}

fn median(text: &str, read: impl Fn(&str) -> bool) -> Duration {
    assert!(read(text), "{text}");
    let mut times: Vec<_> = (0..ROUNDS).map(|_| time(|| read(text))).collect();
    times.sort_unstable();
    *times.get(ROUNDS / 2).expect("rounds")
}

/// The worst over texts of one date's length, of the longest line in which dates are looked for, and
/// of a whole quick-add input in lines that are as long as titles may be.
fn hostile(now: DateTime<Utc>, zone: Tz) {
    worst("as a date, 200 characters", 200, |text| {
        parse_due(text, now, zone).map_or(0, |due| due.len())
    });
    worst("in a line, 600 characters", 600, |text| {
        find_dates(text, now, zone)
    });
    worst("in 50 quick-add lines, 10,000 characters", 199, |line| {
        count_quick_add(&[line; 50].join("\n"), now, zone)
    });
}

fn worst(what: &str, length: usize, read: impl Fn(&str) -> usize) {
    let mut all: Vec<_> = HOSTILE
        .iter()
        .map(|piece| {
            let text: String = piece.chars().cycle().take(length).collect();
            let read = || read(&text);
            (time(read).min(time(read)), *piece)
        })
        .collect();
    all.sort_unstable();
    println!("worst {what}:");
    for (time, piece) in all.iter().rev().take(WORST) {
        println!("  {time:.1?} ({piece:?})");
    }
}

fn time<T>(read: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    black_box(read());
    start.elapsed()
}
