//! Words that speak of a day or a time. The tools know no dates yet; these words let the model say
//! so instead of pretending.

/// Tells whether the folded word speaks of a day or a time.
pub(crate) fn is_date_word(norm: &str) -> bool {
    let norm = norm.strip_suffix("'s").unwrap_or(norm);
    DATE_WORDS.contains(&norm) || is_clock_time(norm)
}

fn is_clock_time(norm: &str) -> bool {
    let clock = norm.trim_end_matches("am").trim_end_matches("pm");
    let has_time_shape = clock.len() != norm.len() || clock.contains(':');
    has_time_shape
        && clock.contains(|c: char| c.is_ascii_digit())
        && clock.chars().all(|c| c.is_ascii_digit() || c == ':')
}

const DATE_WORDS: &[&str] = &[
    "today",
    "tonight",
    "tomorrow",
    "yesterday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "weekend",
    "week",
    "month",
    "year",
    "noon",
    "midnight",
    "morning",
    "afternoon",
    "evening",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "due",
    "overdue",
    "late",
    "urgent",
    "deadline",
    "deadlines",
    "weekly",
    "daily",
    "monthly",
    "hour",
    "hours",
    "minutes",
    "days",
    "weeks",
    "eod",
    "asap",
    "day",
];
