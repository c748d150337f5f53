//! The words of dates, as people write them: lower case, without accents and apostrophes.

use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};

/// Weekdays.
pub(super) const WEEKDAYS: &[(&str, Weekday)] = &[
    ("monday", Mon),
    ("mon", Mon),
    ("tuesday", Tue),
    ("tues", Tue),
    ("tue", Tue),
    ("wednesday", Wed),
    ("wednes", Wed),
    ("weds", Wed),
    ("wed", Wed),
    ("thursday", Thu),
    ("thurs", Thu),
    ("thur", Thu),
    ("thu", Thu),
    ("friday", Fri),
    ("fri", Fri),
    ("saturday", Sat),
    ("sat", Sat),
    ("sunday", Sun),
    ("sun", Sun),
    // As they are often mistyped.
    ("modnay", Mon),
    ("tuseday", Tue),
    ("teusday", Tue),
    ("tusday", Tue),
    ("tuesdy", Tue),
    ("wendesday", Wed),
    ("wednsday", Wed),
    ("wensday", Wed),
    ("wedensday", Wed),
    ("wednesdy", Wed),
    ("thrusday", Thu),
    ("thursdy", Thu),
    ("thurday", Thu),
    ("thusday", Thu),
    ("firday", Fri),
    ("frday", Fri),
    ("satuday", Sat),
    ("saterday", Sat),
    ("saturdy", Sat),
    ("sundy", Sun),
];

/// The day after today, as it is written and mistyped.
pub(super) const TOMORROW: &[&str] = &[
    "tomorrow",
    "tmr",
    "tmrw",
    "tmw",
    "tmrow",
    "tmmrw",
    "tommorow",
    "tommorrow",
    "tomorow",
    "tomorrw",
    "tomorro",
    "tommrow",
    "tomarrow",
    "tomrrow",
    "tomorroww",
    "2morrow",
    "2moro",
    "2mrw",
];

/// Months.
pub(super) const MONTHS: &[(&str, u32)] = &[
    ("january", 1),
    ("jan", 1),
    ("february", 2),
    ("febr", 2),
    ("feb", 2),
    ("march", 3),
    ("mar", 3),
    ("april", 4),
    ("apr", 4),
    ("may", 5),
    ("june", 6),
    ("jun", 6),
    ("july", 7),
    ("jul", 7),
    ("august", 8),
    ("aug", 8),
    ("september", 9),
    ("sept", 9),
    ("sep", 9),
    ("october", 10),
    ("oct", 10),
    ("november", 11),
    ("nov", 11),
    ("december", 12),
    ("dec", 12),
    // As they are often mistyped.
    ("janurary", 1),
    ("januray", 1),
    ("janaury", 1),
    ("febuary", 2),
    ("feburary", 2),
    ("februrary", 2),
    ("apirl", 4),
    ("agust", 8),
    ("augst", 8),
    ("septemer", 9),
    ("setpember", 9),
    ("septmber", 9),
    ("ocotber", 10),
    ("octber", 10),
    ("novemeber", 11),
    ("novmber", 11),
    ("decemeber", 12),
    ("decmber", 12),
    ("decemer", 12),
];

/// Weekdays and months that are other words too: alone they are no date in a title, nor are they
/// with a number before an ordinary word (`March 5 miles`).
pub(super) const AMBIGUOUS: &[&str] = &["sun", "sat", "wed", "may", "march", "mar"];

/// Those of them that in a title need a lead or a partner even at its end (`Buy sun screen, sun`).
pub(super) const ALONE: &[&str] = &["sun", "sat"];

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
}

/// Units of time, and the letters for them that follow a number at once (`90m`, `3d`).
pub(super) const UNITS: &[(&str, Unit)] = &[
    ("second", Unit::Second),
    ("seconds", Unit::Second),
    ("sec", Unit::Second),
    ("secs", Unit::Second),
    ("minute", Unit::Minute),
    ("minutes", Unit::Minute),
    ("min", Unit::Minute),
    ("mins", Unit::Minute),
    ("hour", Unit::Hour),
    ("hours", Unit::Hour),
    ("hr", Unit::Hour),
    ("hrs", Unit::Hour),
    ("day", Unit::Day),
    ("days", Unit::Day),
    ("week", Unit::Week),
    ("weeks", Unit::Week),
    ("wk", Unit::Week),
    ("wks", Unit::Week),
    ("fortnight", Unit::Fortnight),
    ("fortnights", Unit::Fortnight),
    ("month", Unit::Month),
    ("months", Unit::Month),
    ("mo", Unit::Month),
    ("mos", Unit::Month),
    ("mth", Unit::Month),
    ("mths", Unit::Month),
    ("quarter", Unit::Quarter),
    ("quarters", Unit::Quarter),
    ("qtr", Unit::Quarter),
    ("qtrs", Unit::Quarter),
    ("year", Unit::Year),
    ("years", Unit::Year),
    ("yr", Unit::Year),
    ("yrs", Unit::Year),
];

/// Letters that are units only after a number.
pub(super) const UNIT_LETTERS: &[(&str, Unit)] = &[
    ("s", Unit::Second),
    ("m", Unit::Minute),
    ("h", Unit::Hour),
    ("d", Unit::Day),
    ("w", Unit::Week),
    ("y", Unit::Year),
];

/// Number words: how many, and as which of several.
pub(super) const NUMBERS: &[(&str, &str, u32)] = &[
    ("one", "first", 1),
    ("two", "second", 2),
    ("three", "third", 3),
    ("four", "fourth", 4),
    ("five", "fifth", 5),
    ("six", "sixth", 6),
    ("seven", "seventh", 7),
    ("eight", "eighth", 8),
    ("nine", "ninth", 9),
    ("ten", "tenth", 10),
    ("eleven", "eleventh", 11),
    ("twelve", "twelfth", 12),
    ("thirteen", "thirteenth", 13),
    ("fourteen", "fourteenth", 14),
    ("fifteen", "fifteenth", 15),
    ("sixteen", "sixteenth", 16),
    ("seventeen", "seventeenth", 17),
    ("eighteen", "eighteenth", 18),
    ("nineteen", "nineteenth", 19),
    ("twenty", "twentieth", 20),
    ("thirty", "thirtieth", 30),
    ("forty", "fortieth", 40),
    ("fifty", "fiftieth", 50),
    ("sixty", "sixtieth", 60),
    ("seventy", "seventieth", 70),
    ("eighty", "eightieth", 80),
    ("ninety", "ninetieth", 90),
];

/// What follows a number to make it the one of several.
pub(super) const ORDINAL_ENDINGS: &[&str] = &["st", "nd", "rd", "th"];

/// What may stand before a date and adds nothing to it.
///
/// `before friday` is not friday, and nobody knows which day it is.
pub(super) const LEADS: &[&str] = &["on", "at", "by", "due"];

/// The same, where the whole text is a date.
pub(super) const WHOLE_LEADS: &[&str] = &[
    "on",
    "at",
    "by",
    "due",
    "for",
    "until",
    "till",
    "til",
    "around",
    "about",
    "approximately",
    "deadline",
];

/// What may follow a text that is a date, and adds nothing to it.
pub(super) const TRAILS: &[&[&str]] = &[
    &["at", "the", "latest"],
    &["at", "latest"],
    &["the", "latest"],
    &["latest"],
    &["or", "earlier"],
    &["or", "sooner"],
    &["or", "before"],
    &["please"],
];

/// What may stand between the parts of a date and adds nothing to it.
pub(super) const JOINTS: &[&str] = &["on", "at", "by", "in", "the", "of", "around", "about"];

/// Words after which a number is still a date or a time in a title: `at 5 for dinner`, unlike
/// `at 5 Main Street`.
pub(super) const AFTERWARDS: &[&str] = &[
    "and", "at", "because", "before", "but", "by", "for", "from", "if", "in", "on", "or", "so",
    "to", "unless", "via", "with", "without",
];

/// Returns what a table says of a word.
pub(super) fn look_up<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, meaning)| *meaning)
}

/// Returns the number of the month of this name, from 1, however it is abbreviated or mistyped.
pub(crate) fn month(word: &str) -> Option<u32> {
    look_up(MONTHS, word)
}
