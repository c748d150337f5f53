//! When a request is sent again, and after how long.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use tokio::time::Instant;

const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// What must be left for the answer itself, or waiting for another attempt is pointless.
const TIME_TO_ANSWER: Duration = Duration::from_secs(1);

/// The attempts at one answer: those that came to nothing before it began and those that broke off
/// in the middle count together. So do clones.
#[derive(Debug, Clone)]
pub(super) struct Attempts {
    failed: Arc<AtomicU32>,
    max_retries: u32,
    deadline: Instant,
}

impl Attempts {
    /// At most `max_retries` more than one, and none that leaves no time before `deadline`.
    pub(super) fn new(max_retries: u32, deadline: Instant) -> Self {
        Self {
            failed: Arc::default(),
            max_retries,
            deadline,
        }
    }

    /// Counts one that failed. Returns how long to wait before the next; None where there is to be
    /// none.
    pub(super) fn wait_after_failure(&self, retry_after: Option<Duration>) -> Option<Duration> {
        let attempt = self.failed.fetch_add(1, Ordering::Relaxed);
        if attempt >= self.max_retries {
            return None;
        }
        wait(attempt, retry_after, Instant::now(), self.deadline)
    }
}

/// Returns how long to wait before attempt `attempt + 1`, the first attempt being 0; never less
/// than the endpoint asked for. None where the answer could not come before `deadline`.
fn wait(
    attempt: u32,
    retry_after: Option<Duration>,
    now: Instant,
    deadline: Instant,
) -> Option<Duration> {
    let left = deadline.saturating_duration_since(now);
    let wait = retry_after.unwrap_or_default().max(backoff(attempt, left));
    (wait.checked_add(TIME_TO_ANSWER)? < left).then_some(wait)
}

/// Doubles with every attempt, plus up to a quarter.
///
/// The quarter keeps requests that failed together from coming back together. It is taken from the
/// nanoseconds left before the deadline: they differ between any two requests and any two
/// processes, which is all that is asked of them, and in a test with paused time they stand still.
fn backoff(attempt: u32, left: Duration) -> Duration {
    let base = FIRST_BACKOFF
        .saturating_mul(2_u32.saturating_pow(attempt))
        .min(LONGEST_BACKOFF);
    let parts = left.subsec_nanos() % 1_000_000;
    base + base / 4 * parts / 1_000_000
}

/// Reads `Retry-After` (RFC 9110 section 10.2.3): seconds, or a date.
///
/// A date is taken relative to the response's own `Date`, so that neither clock has to be right.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    let sent = DateTime::parse_from_rfc2822(headers.get(DATE)?.to_str().ok()?).ok()?;
    Some((until - sent).to_std().unwrap_or_default())
}
