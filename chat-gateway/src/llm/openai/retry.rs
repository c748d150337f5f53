//! When a request is sent again, and after how long.

use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use tokio::time::Instant;

const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);

/// What must be left for the answer itself, or waiting for another attempt is pointless.
const TIME_TO_ANSWER: Duration = Duration::from_secs(1);

/// Returns how long to wait before attempt `attempt + 1`, the first attempt being 0; never less
/// than the endpoint asked for. None where the answer could not come before `deadline`.
pub(super) fn wait(
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
