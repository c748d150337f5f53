//! The forms of dates and repetitions.

/// Days.
pub(super) const DAYS: &[&str] = &[
    "today|tonight|tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow",
    "later today|tonight",
    "this morning|afternoon|evening",
    "the? day after tomorrow",
    "@weekday",
    "next|this|coming @weekday|@short_weekday",
    "@weekday next week",
    "next week @weekday|@short_weekday",
    "@weekday ,? @month @day_number @year?",
    "@weekday ,? @day_number @month @year?",
    "this|next week|weekend|month|quarter|year",
    "the? coming week|weekend",
    "in a|an|@number @unit",
    "in half an hour",
    "in a couple of @unit",
    "@number @unit from now|today",
    "a week|month from now|today|tomorrow|@weekday",
    "the? end of the|this|next? day|week|month|quarter|year",
    "at the end of the|this|next? day|week|month|quarter|year",
    "eod|eow|eom",
    "@month @day_number ,? @year?",
    "the? @day_number of? @month ,? @year?",
    "@day_of_calendar",
    "on the weekend",
];

/// Days that could be something else, were it not for the word before them.
pub(super) const LED_DAYS: &[&str] = &[
    "the? @ordinal",
    "the? @ordinal of the|this|next month",
    "@short_weekday",
    "@slashed_day",
    "the weekend",
    "christmas|easter|halloween|thanksgiving eve|day?",
    "new year's|years eve|day?",
];

/// Times that are one even without a day.
pub(super) const TIMES: &[&str] = &[
    "at? @half_day_clock",
    "at? @number am|pm|a.m|p.m|o'clock|oclock .?",
    "at @clock am|pm|a.m|p.m?",
    "at noon|midnight|lunchtime",
];

/// Times that are one after "by" or where nothing else is said.
pub(super) const LED_TIMES: &[&str] = &["noon|midnight|lunchtime", "@clock am|pm?"];

/// Times that are one beside a day.
pub(super) const TIMES_OF_A_DAY: &[&str] = &[
    "at|by|before|around @number am|pm|a.m|p.m?",
    "at|by|before|around @clock am|pm|a.m|p.m?",
    "by|before noon|midnight|lunchtime",
    "at @number|@clock in the morning|afternoon|evening",
];

/// Times that are one after a day.
pub(super) const TIMES_AFTER_A_DAY: &[&str] = &[
    "@clock am|pm?",
    "noon|midnight|lunchtime",
    "in the morning|afternoon|evening",
    "@daypart",
    "@daypart at @number|@clock am|pm?",
    "at night",
];

/// Beginnings of repetitions.
pub(super) const REPETITIONS: &[&str] = &[
    "every|each single? @unit|@weekday|@short_weekday|@daypart|@month|@ordinal|@weekdays",
    "every|each other|alternate|last|business|weekday|weekend|workday",
    "every|each @number @unit|@weekday",
    "every|each @number @ordinal",
    "every|each noon|midnight",
    "@daily at",
    "weekdays|weekends at",
    "on weekdays|weekends|@weekdays",
    "once|twice a|an|per|every day|week|month|year|quarter",
];

/// Whole repetitions.
pub(super) const PLAIN_REPETITIONS: &[&str] = &[
    "@daily",
    "weekdays|weekends",
    "once a|per day|week|month|year|quarter",
    "on weekdays|weekends|@weekdays",
];

/// Words after which a day is rather a part of the title.
pub(super) const BLOCKING: &[&str] = &[
    "about",
    "after",
    "all",
    "any",
    "are",
    "as",
    "between",
    "black",
    "both",
    "but",
    "celebrate",
    "concerning",
    "describe",
    "during",
    "each",
    "every",
    "for",
    "from",
    "good",
    "happy",
    "hate",
    "her",
    "his",
    "if",
    "into",
    "is",
    "its",
    "like",
    "love",
    "no",
    "our",
    "per",
    "plan",
    "planning",
    "read",
    "regarding",
    "see",
    "since",
    "some",
    "than",
    "their",
    "through",
    "till",
    "titled",
    "to",
    "until",
    "versus",
    "watch",
    "with",
    "write",
    "yours",
    "your",
];
