//! The numbers by which lists are ordered: `due_key`, and `list_key`, which the database makes of
//! `smart_key` and `completed_at`.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::{Condition, Due, Span, Time, due_key};

/// Half of the list, each with an order of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Pending,
    Completed,
}

impl Status {
    /// The stretch of `list_key` it takes.
    pub(super) fn list_keys(self) -> Range<i64> {
        match self {
            Self::Pending => 0..PENDING_END,
            Self::Completed => PENDING_END..i64::MAX,
        }
    }
}

/// More than any `smart_key`, less than the `list_key` of any completed task.
const PENDING_END: i64 = 100_000_000_000_000;
/// The `list_key` of a task completed in the first second of 1970.
const FIRST_COMPLETED: i64 = 1_000_000_000_000_000;
/// What `due_key` takes for a day.
const DAY: i64 = 86_400;
/// What `smart_key` takes for a day.
const SMART_DAY: i64 = 1 << 20;
/// By how many days the date on which a moment falls can differ between two people's clocks, and
/// one more.
const SLACK: i64 = 2;

/// Returns the first `due_key` of a day.
pub(super) fn day(day: NaiveDate) -> i64 {
    due_key(Some(&Due::Date(day))) - (DAY - 1)
}

/// Returns the `due_key` of what has no date.
pub(super) fn undated() -> i64 {
    due_key(None)
}

/// Returns the stretch of `due_key` in which everything lies that meets the condition, and maybe
/// more; `None` where it says nothing of it.
pub(super) fn due_keys(condition: &Condition) -> Option<Range<i64>> {
    match condition {
        Condition::During(Time::Due, span) => Some(around(span)),
        Condition::Overdue(until) => Some(0..(day(until.day) + SLACK * DAY)),
        Condition::Undated => Some(undated()..i64::MAX),
        _ => None,
    }
}

fn around(span: &Span) -> Range<i64> {
    let from = span.from.map_or(0, |from| day(from.day) - SLACK * DAY);
    let until = span.until.map(|until| day(until.day) + SLACK * DAY);
    from.max(0)..until.map_or(undated(), |until| until.min(undated()))
}

/// Returns the stretch of `list_key` in which everything of this status lies that meets the
/// condition, and maybe more; `None` where it says nothing of it.
pub(super) fn list_keys(condition: &Condition, status: Status) -> Option<Range<i64>> {
    match (condition, status) {
        (Condition::During(Time::Completed, span), Status::Completed) => Some(completed(span)),
        (_, Status::Completed) => None,
        (condition, Status::Pending) => due_keys(condition).map(|keys| {
            let smart = |key: i64| (key / DAY).saturating_mul(SMART_DAY);
            smart(keys.start)..smart(keys.end).min(PENDING_END)
        }),
    }
}

/// The later a task was completed, the lower its key.
fn completed(span: &Span) -> Range<i64> {
    let key = |at: DateTime<Utc>| FIRST_COMPLETED - at.timestamp();
    let first = span.until.map_or(PENDING_END, |until| key(until.at));
    let last = span.from.map_or(i64::MAX, |from| key(from.at) + 1);
    first.max(PENDING_END)..last
}

/// Returns what lies in both.
pub(super) fn within(one: &Range<i64>, other: &Range<i64>) -> Range<i64> {
    one.start.max(other.start)..one.end.min(other.end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Priority, smart_key};

    #[test]
    fn the_keys_are_those_of_the_domain() {
        let date: NaiveDate = "2026-11-22".parse().unwrap();
        let due = Due::Date(date);
        assert_eq!(day(date) % DAY, 0);
        let urgent = smart_key(Some(&due), Priority::new(1).unwrap());
        assert_eq!(urgent / SMART_DAY, day(date) / DAY);
        assert_eq!(
            smart_key(None, Priority::ORDINARY) / SMART_DAY,
            undated() / DAY
        );
        assert!(smart_key(None, Priority::ORDINARY) < PENDING_END);
    }
}
