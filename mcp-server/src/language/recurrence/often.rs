//! Words that say how often and cannot be a date.

/// Weekdays on which something is again and again.
pub(crate) const WEEKDAYS_OFTEN: [&str; 7] = [
    "mondays",
    "tuesdays",
    "wednesdays",
    "thursdays",
    "fridays",
    "saturdays",
    "sundays",
];

/// What begins a text that cannot be a date, beside these weekdays.
const OFTEN: &[&str] = &[
    "every",
    "each",
    "hourly",
    "daily",
    "weekly",
    "biweekly",
    "fortnightly",
    "monthly",
    "quarterly",
    "yearly",
    "annually",
    "weekdays",
    "weekends",
];

/// Tells whether a text is unmistakably a repetition. `3 days` or `may` can be a date that is not
/// said well: a task must not come to repeat by that.
pub(crate) fn is_repetition(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let mut words = text.split(|letter: char| letter.is_whitespace() || ",;.".contains(letter));
    let first = match words.next() {
        Some("on") => words.next(),
        first => first,
    };
    let first = first.unwrap_or_default();
    let word = first.trim_end_matches('!');
    let begins = |with: &str| first.starts_with(with);
    OFTEN.contains(&word)
        || WEEKDAYS_OFTEN.contains(&word)
        || ["every!", "freq=", "rrule:"]
            .iter()
            .any(|with| begins(with))
}
