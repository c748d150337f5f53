//! The words in which repetition is said.

use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};

use crate::{
    domain::{
        Frequency::{self, Daily, Hourly, Monthly, Weekly, Yearly},
        Rule,
    },
    language::dates,
};

/// What a repetition may count from, after `after` or `from`.
pub(super) const COMPLETION: &[&str] = &[
    "completion",
    "completing",
    "completed",
    "complete",
    "finishing",
    "finished",
    "finish",
    "done",
    "doing",
];

/// Words that begin a repetition.
pub(super) const EVERY: &[&str] = &["every", "each", "ev", "evry", "evey", "evrey", "evory"];

/// Words that join the members of a list.
pub(super) const AND: &[&str] = &["and", "or", "n"];

const WEEKDAYS: [(&[&str], Weekday); 7] = [
    (&["monday", "mondays", "mon", "mons", "mo"], Mon),
    (&["tuesday", "tuesdays", "tue", "tues", "tu"], Tue),
    (
        &[
            "wednesday",
            "wednesdays",
            "wed",
            "weds",
            "we",
            "wendsday",
            "wensday",
        ],
        Wed,
    ),
    (
        &["thursday", "thursdays", "thu", "thur", "thurs", "th"],
        Thu,
    ),
    (&["friday", "fridays", "fri", "fris", "fr"], Fri),
    (&["saturday", "saturdays", "sat", "sats", "sa"], Sat),
    (&["sunday", "sundays", "sun", "suns", "su"], Sun),
];

/// Names for several days of the week.
const GROUPS: [(&[&str], &[Weekday]); 4] = [
    (&["mwf"], &[Mon, Wed, Fri]),
    (&["tth", "tuth"], &[Tue, Thu]),
    (
        &[
            "weekday", "weekdays", "workday", "workdays", "wkday", "wkdays",
        ],
        WORKDAYS,
    ),
    (
        &[
            "weekend",
            "weekends",
            "wkend",
            "wkends",
            "weekendday",
            "weekenddays",
        ],
        &[Sat, Sun],
    ),
];

/// Monday to Friday.
pub(super) const WORKDAYS: &[Weekday] = &[Mon, Tue, Wed, Thu, Fri];

/// What precedes `day` where it is Monday to Friday.
pub(super) const WORK: &[&str] = &["work", "working", "business", "week"];

/// Units that can be counted, with the rule of one of them.
const UNITS: [(&[&str], Frequency, u16); 9] = [
    (&["hour", "hours", "hr", "hrs", "h"], Hourly, 1),
    (&["day", "days", "d"], Daily, 1),
    (&["week", "weeks", "wk", "wks", "w"], Weekly, 1),
    (&["fortnight", "fortnights"], Weekly, 2),
    (&["month", "months", "mo", "mos", "mth", "mths"], Monthly, 1),
    (&["quarter", "quarters", "qtr"], Monthly, 3),
    (&["semester", "semesters"], Monthly, 6),
    (&["year", "years", "yr", "yrs", "y"], Yearly, 1),
    (&["decade", "decades"], Yearly, 10),
];

/// Single words that say it all.
const ADVERBS: [(&[&str], Frequency, u16); 11] = [
    (&["hourly"], Hourly, 1),
    (&["daily", "everyday", "dayly"], Daily, 1),
    (&["weekly", "everyweek"], Weekly, 1),
    (&["fortnightly", "biweekly"], Weekly, 2),
    (&["monthly", "everymonth"], Monthly, 1),
    (&["bimonthly"], Monthly, 2),
    (&["quarterly", "trimonthly"], Monthly, 3),
    (
        &["semiannually", "semiannual", "biannually", "halfyearly"],
        Monthly,
        6,
    ),
    (&["yearly", "annually", "anually", "everyyear"], Yearly, 1),
    (&["biennially", "biyearly"], Yearly, 2),
    (&["triennially"], Yearly, 3),
];

const NUMBERS: [(&[&str], u16); 22] = [
    (&["one", "a", "an"], 1),
    (&["two", "couple"], 2),
    (&["three"], 3),
    (&["four"], 4),
    (&["five"], 5),
    (&["six"], 6),
    (&["seven"], 7),
    (&["eight"], 8),
    (&["nine"], 9),
    (&["ten"], 10),
    (&["eleven"], 11),
    (&["twelve"], 12),
    (&["fourteen"], 14),
    (&["fifteen"], 15),
    (&["eighteen"], 18),
    (&["twenty"], 20),
    (&["thirty"], 30),
    (&["forty"], 40),
    (&["fifty"], 50),
    (&["sixty"], 60),
    (&["ninety"], 90),
    (&["hundred"], 100),
];

const ORDINALS: [(&[&str], i16); 16] = [
    (&["first"], 1),
    (&["second"], 2),
    (&["third"], 3),
    (&["fourth", "forth"], 4),
    (&["fifth"], 5),
    (&["sixth"], 6),
    (&["seventh"], 7),
    (&["eighth"], 8),
    (&["ninth"], 9),
    (&["tenth"], 10),
    (&["eleventh"], 11),
    (&["twelfth"], 12),
    (&["fourteenth"], 14),
    (&["fifteenth"], 15),
    (&["twentieth"], 20),
    (&["thirtieth"], 30),
];

/// Parts of a day and how the date grammar is asked for their time.
const PARTS_OF_DAY: [(&[&str], &str); 7] = [
    (&["morning", "mornings"], "in the morning"),
    (&["afternoon", "afternoons"], "in the afternoon"),
    (&["evening", "evenings"], "in the evening"),
    (&["night", "nights", "nightly", "nite"], "at night"),
    (&["lunchtime"], "at lunchtime"),
    (&["noon"], "at noon"),
    (&["midnight"], "at midnight"),
];

fn lookup<T: Copy>(table: &[(&[&str], T)], word: &str) -> Option<T> {
    let found = table.iter().find(|(words, _)| words.contains(&word));
    found.map(|(_, value)| *value)
}

/// Returns the day of the week, also of a long name with one slip of the pen.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    let known = lookup(&WEEKDAYS, word);
    known.or_else(|| {
        (word.len() > 5 && word.is_ascii()).then_some(())?;
        let near = |name: &str| {
            name.len() > 5 && may_be_a_slip(name, word) && strsim::osa_distance(name, word) == 1
        };
        let found = WEEKDAYS
            .iter()
            .find(|(names, _)| names.iter().any(|name| near(name)));
        found.map(|(_, day)| *day)
    })
}

/// Tells whether all but at most two letters are the same at both ends, which is so of every word
/// with one slip of the pen, and is quicker to see than how many slips there are.
fn may_be_a_slip(name: &str, word: &str) -> bool {
    let starts = name.bytes().zip(word.bytes());
    let ends = name.bytes().rev().zip(word.bytes().rev());
    let head = starts.take_while(|(one, other)| one == other).count();
    let tail = ends.take_while(|(one, other)| one == other).count();
    head + tail + 2 >= name.len().max(word.len())
}

/// Returns the days that `weekday` or `weekend` stands for.
pub(super) fn group(word: &str) -> Option<&'static [Weekday]> {
    lookup(&GROUPS, word)
}

/// Returns the number of the month.
pub(super) fn month(word: &str) -> Option<i16> {
    i16::try_from(dates::month(word)?).ok()
}

/// Returns the rule of one unit.
pub(super) fn unit(word: &str) -> Option<Rule> {
    rule_of(&UNITS, word)
}

/// Returns the rule of a word such as `weekly`.
pub(super) fn adverb(word: &str) -> Option<Rule> {
    rule_of(&ADVERBS, word)
}

fn rule_of(table: &[(&[&str], Frequency, u16)], word: &str) -> Option<Rule> {
    let found = table.iter().find(|(words, ..)| words.contains(&word));
    found.map(|(_, frequency, interval)| Rule::every(*frequency, *interval))
}

/// Returns the number that a word stands for.
pub(super) fn number(word: &str) -> Option<u16> {
    lookup(&NUMBERS, word)
}

/// Returns the number of `first`, `second`, …
pub(super) fn ordinal(word: &str) -> Option<i16> {
    lookup(&ORDINALS, word)
}

/// Returns the day of the month that `beginning of` or `end of` one is.
pub(super) fn edge(word: &str) -> Option<i16> {
    match word {
        "beginning" | "start" => Some(1),
        "end" => Some(-1),
        _ => None,
    }
}

/// Returns how the time of a part of the day is said to the date grammar.
pub(super) fn part_of_day(word: &str) -> Option<&'static str> {
    lookup(&PARTS_OF_DAY, word)
}

/// The names that are shown.
pub(super) const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the name that is shown.
pub(super) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Mon => "Monday",
        Tue => "Tuesday",
        Wed => "Wednesday",
        Thu => "Thursday",
        Fri => "Friday",
        Sat => "Saturday",
        Sun => "Sunday",
    }
}
