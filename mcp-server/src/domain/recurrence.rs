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
