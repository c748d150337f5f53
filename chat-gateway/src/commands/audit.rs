//! `taskflow audit`

use std::num::NonZeroU32;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::Args;
use taskflow_gateway::{
    audit::{self, Query},
    config::Config,
};
use taskflow_shared::{clock::Clock, config::Settings, database::Database, ids::UserId, telemetry};
use uuid::Uuid;

use crate::{Error, print, say};

pub(crate) const EXAMPLES: &str = "\
Examples:
  taskflow audit --user 1                         the first 100 calls on record
  taskflow audit --user 1 --since 24h             those of the last day
  taskflow audit --user 1 --run <run id> --json   those of one answer, for a program

Each line is a call: which run made it, with which arguments (a SHA-256 of them), what was decided,
and what came of it. \"unknown\" means that the program was killed before that was known.";

/// Which calls to print, and how.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Whose calls
    #[arg(long, value_name = "ID")]
    user: UserId,
    /// Since when: 24h, 2026-11-22, or 2026-11-22T18:00:00Z
    #[arg(long, value_name = "WHEN", value_parser = since)]
    since: Option<Since>,
    /// Only those of this run
    #[arg(long, value_name = "ID")]
    run: Option<Uuid>,
    /// How many at the most
    #[arg(long, value_name = "NUMBER", default_value = "100")]
    limit: NonZeroU32,
    /// Go on where the page before ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// As JSON: {"calls": […], "next_cursor": …}
    #[arg(long)]
    json: bool,
}

/// A moment, or how long ago it was.
#[derive(Debug, Clone, Copy)]
enum Since {
    At(DateTime<Utc>),
    Ago(TimeDelta),
}

/// Prints a page of the record.
#[tokio::main(flavor = "current_thread")]
pub(crate) async fn run(settings: Settings, arguments: Arguments) -> Result<(), Error> {
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    let (database, clock) = (Database::open(&config.database).await?, Clock::system());
    let since = arguments.since.map(|since| match since {
        Since::At(at) => at,
        Since::Ago(time) => clock.now() - time,
    });
    let query = Query {
        since,
        run_id: arguments.run,
        cursor: arguments.cursor,
        limit: arguments.limit.get(),
    };
    let page = audit::read(database.clone(), clock, &arguments.user, query).await?;
    if arguments.json {
        print(&page.json());
    } else {
        print(&page.to_string());
        if let Some(cursor) = page.next_cursor() {
            say(&format!("There are more: --cursor {cursor}"));
        }
    }
    Ok(database.close().await?)
}

fn since(text: &str) -> Result<Since, &'static str> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(Since::At(at.to_utc()));
    }
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Since::At(day.and_time(NaiveTime::MIN).and_utc()));
    }
    let ago = humantime::parse_duration(text).ok();
    ago.and_then(|ago| TimeDelta::from_std(ago).ok())
        .filter(|ago| *ago <= TimeDelta::days(36_500))
        .map(Since::Ago)
        .ok_or("write 24h, 2026-11-22, or 2026-11-22T18:00:00Z")
}
