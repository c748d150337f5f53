//! How a task repeats.

/// How a task repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recurrence {
    /// The value of an RRULE (RFC 5545, section 3.3.10), such as `FREQ=WEEKLY;BYDAY=MO`. What it
    /// leaves open, such as the time of day, is that of the task's due date.
    rule: String,
    /// Whether the next date is counted from the day of completion (`every!`) instead of from the
    /// date before.
    from_completion: bool,
}

impl Recurrence {
    /// Takes a rule that was stored, and so was valid then.
    pub(crate) fn stored(rule: String, from_completion: bool) -> Self {
        Self {
            rule,
            from_completion,
        }
    }

    /// Returns the value of the RRULE.
    pub(crate) fn rule(&self) -> &str {
        &self.rule
    }

    /// Tells whether the next date is counted from the day of completion.
    pub(crate) fn is_from_completion(&self) -> bool {
        self.from_completion
    }
}

// TEMPORARY, until the branch `repeat` is merged, whose `next` has the same signature: only
// `FREQ=DAILY` and `FREQ=WEEKLY` with INTERVAL and COUNT.
impl Recurrence {
    /// Returns the next date, and the recurrence from there on; `None` when it has ended.
    pub(crate) fn next(
        &self,
        due: &super::Due,
        completed_at: chrono::DateTime<chrono::Utc>,
        zone: chrono_tz::Tz,
    ) -> Option<(super::Due, Self)> {
        let part = |name: &str| {
            let mut parts = self.rule.split(';');
            parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('='))
        };
        let interval: i64 = part("INTERVAL").and_then(|n| n.parse().ok()).unwrap_or(1);
        let days = chrono::TimeDelta::days(match part("FREQ") {
            Some("WEEKLY") => 7 * interval,
            _ => interval,
        });
        let left = match part("COUNT").map(|n| n.parse::<u32>().unwrap_or(1)) {
            Some(..2) => return None,
            count => count.map(|count| format!("FREQ=DAILY;COUNT={}", count - 1)),
        };
        let today = completed_at.with_timezone(&zone).date_naive();
        let mut wall = due.wall() + days;
        while wall.date() < today {
            wall += days;
        }
        let next = match due {
            super::Due::Date(_) => super::Due::date(wall.date()),
            super::Due::At { zone, .. } => super::Due::local(wall, *zone),
        };
        let rule = left.unwrap_or_else(|| self.rule.clone());
        Some((next.ok()?, Self::stored(rule, self.from_completion)))
    }
}
