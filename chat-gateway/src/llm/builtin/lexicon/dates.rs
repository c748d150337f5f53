//! Words that speak of a day or a time. What day they mean is read by the task server; here they
//! only tell a date from the words of a title.

/// Tells whether the folded word speaks of a day or a time.
pub(crate) fn is_date_word(norm: &str) -> bool {
    let norm = norm.strip_suffix("'s").unwrap_or(norm);
    DATE_WORDS.contains(&norm) || is_clock_time(norm)
}

/// Tells whether the folded word belongs to a class of words that dates are made of.
pub(crate) fn is_in_date_class(class: &str, norm: &str) -> Option<bool> {
    Some(match class {
        "weekday" => WEEKDAYS.contains(&norm),
        "weekdays" => norm
            .strip_suffix('s')
            .is_some_and(|day| WEEKDAYS.contains(&day) && !WEEKDAYS.contains(&norm)),
        "short_weekday" => matches!(norm, "sun" | "sat" | "wed"),
        "month" => MONTHS.contains(&norm),
        "unit" => UNITS.contains(&norm),
        "daypart" => matches!(norm, "morning" | "afternoon" | "evening" | "night"),
        "day_number" => is_day_number(norm),
        "half_day_clock" => is_half_day_clock(norm),
        "clock" => is_clock_time(norm),
        "day_of_calendar" => is_day_of_calendar(norm),
        "slashed_day" => is_slashed_day(norm),
        "year" => norm.len() == 4 && norm.starts_with("20") && is_digits(norm),
        "daily" => DAILY.contains(&norm),
        _ => return None,
    })
}

/// Tells whether the folded word can stand in a repetition after `every`.
pub(crate) fn is_repeat_word(norm: &str) -> bool {
    const SMALL: &[&str] = &[
        "on",
        "the",
        "at",
        "and",
        "of",
        "other",
        "last",
        "from",
        "until",
        "till",
        "starting",
        "in",
        ",",
        "am",
        "pm",
        "a.m",
        "p.m",
        "noon",
        "midnight",
        "through",
        "-",
        "first",
        "to",
        "next",
        "weekday",
        "weekend",
        "workday",
        "weekdays",
        "weekends",
        "workdays",
        "business",
        "day",
        "alternate",
        "single",
        "after",
        "beginning",
        "ending",
        "today",
        "tomorrow",
        "end",
    ];
    const CLASSES: &[&str] = &[
        "weekday",
        "weekdays",
        "short_weekday",
        "month",
        "unit",
        "daypart",
        "day_number",
        "clock",
        "day_of_calendar",
        "year",
    ];
    SMALL.contains(&norm)
        || is_digits(norm)
        || super::ordinal(norm).is_some()
        || super::number_word(norm).is_some()
        || CLASSES
            .iter()
            .any(|class| is_in_date_class(class, norm) == Some(true))
}

/// `5th`, `21st` or `5`.
fn is_day_number(norm: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| norm.strip_suffix(ending))
        .unwrap_or(norm);
    digits.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
}

fn is_digits(norm: &str) -> bool {
    !norm.is_empty() && norm.bytes().all(|byte| byte.is_ascii_digit())
}

/// `5pm`, `5:30pm`; not `17:30`, which may be a verse.
fn is_half_day_clock(norm: &str) -> bool {
    (norm.ends_with("am") || norm.ends_with("pm")) && is_clock_time(norm)
}

/// `2026-12-01`.
fn is_day_of_calendar(norm: &str) -> bool {
    let parts: Vec<_> = norm.split('-').collect();
    matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && [year, month, day].iter().all(|part| is_digits(part)))
}

/// `12/24`, `24.12.`: a date only where it is said to be one.
fn is_slashed_day(norm: &str) -> bool {
    let parts: Vec<_> = norm.trim_end_matches('.').split(['/', '.']).collect();
    matches!(parts.len(), 2 | 3) && parts.iter().all(|part| is_digits(part) && part.len() <= 4)
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

const WEEKDAYS: &[&str] = &[
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
    "weds",
    "thu",
    "thur",
    "thurs",
    "fri",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

const UNITS: &[&str] = &[
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "hr",
    "hrs",
    "day",
    "days",
    "week",
    "weeks",
    "fortnight",
    "month",
    "months",
    "quarter",
    "quarters",
    "year",
    "years",
];

const DAILY: &[&str] = &[
    "daily",
    "weekly",
    "monthly",
    "yearly",
    "annually",
    "quarterly",
    "fortnightly",
    "biweekly",
];
