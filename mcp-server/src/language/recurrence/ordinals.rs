//! Days by their number: `15th`, `third friday`, `last day of the month`.

use super::{cursor::Cursor, days, draft::Draft, months, words};
use crate::domain::{Day, Frequency, Rule};

/// `3rd friday`, `15th`, `last day of the month`, `third week`; what follows `every`.
pub(super) fn head(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    if let Some(rule) = cursor.attempt(nth_period) {
        return Some(Draft::new(rule));
    }
    let in_words = cursor.rest().first()?.word().is_some();
    let rule = chosen(cursor)?;
    // `every last day of february`
    let scope = cursor.attempt(scope);
    // `every second` alone is a unit of time.
    let is_day = !in_words || !rule.days.is_empty() || rule.month_days.first() < Some(&0);
    (is_day || scope.is_some()).then_some(())?;
    within(rule, scope.unwrap_or(Scope::Month(1))).map(Draft::new)
}

/// `15th of every month`, `last friday of each quarter`: what is said without `every` before it.
pub(super) fn of_every(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let rule = chosen(cursor)?;
    let scope = cursor.attempt(every_scope)?;
    within(rule, scope).map(Draft::new)
}

/// `third day` and `second week` are every 3 days and every 2 weeks.
fn nth_period(cursor: &mut Cursor<'_, '_>) -> Option<Rule> {
    let number = u16::try_from(ordinal(cursor)?)
        .ok()
        .filter(|number| *number > 1)?;
    let mut rule = cursor.word(words::unit)?;
    rule.interval = rule.interval.checked_mul(number)?;
    // `third day of the month` is another thing.
    let goes_on = cursor.clone().attempt(scope).is_some();
    (!goes_on).then_some(rule)
}

/// The days of a month that are meant.
pub(super) fn chosen(cursor: &mut Cursor<'_, '_>) -> Option<Rule> {
    let numbers = cursor.list(|cursor| {
        cursor.one_of(&["the"]);
        ordinal(cursor)
    })?;
    let mut rule = days_of(cursor, numbers)?;
    // `first workday and last workday`, `1st monday and 3rd friday`
    while let Some(more) = cursor.attempt(|cursor| {
        cursor.joint().then_some(())?;
        cursor.one_of(&["the"]);
        let number = ordinal(cursor)?;
        days_of(cursor, vec![number]).filter(|more| !more.days.is_empty())
    }) {
        let same = more.days == rule.days && !rule.positions.is_empty();
        let nth = rule.positions.is_empty() && more.positions.is_empty() && !rule.days.is_empty();
        match (same, nth) {
            (true, _) => rule.positions.extend(more.positions),
            (_, true) => rule.days.extend(more.days),
            _ => return None,
        }
    }
    Some(rule)
}

/// What the numbers count: workdays, days of the week, or days.
fn days_of(cursor: &mut Cursor<'_, '_>, numbers: Vec<i16>) -> Option<Rule> {
    let mut rule = Rule::every(Frequency::Monthly, 1);
    if let Some(workdays) = days::group(cursor) {
        rule.days = plain(workdays);
        rule.positions = numbers;
        if workdays.len() == 2 {
            rule.days = numbered(&rule.positions, &plain(&[chrono::Weekday::Sat]));
            rule.positions = Vec::new();
        }
    } else if let Some(days) = cursor.attempt(|cursor| cursor.list(weekday)) {
        rule.days = numbered(&numbers, &plain(&days));
    } else {
        let said = cursor.one_of(&["day", "days"]);
        let last = numbers.iter().any(|number| *number < 0);
        // `the 4th last`
        let last = last && numbers.iter().all(|number| *number >= -1);
        (said || !last).then_some(())?;
        on_month_days(&mut rule, &numbers)?;
    }
    Some(rule)
}

fn weekday(cursor: &mut Cursor<'_, '_>) -> Option<chrono::Weekday> {
    cursor.word(words::weekday)
}

fn plain(days: &[chrono::Weekday]) -> Vec<Day> {
    let every = |weekday: &chrono::Weekday| Day {
        nth: 0,
        weekday: *weekday,
    };
    days.iter().map(every).collect()
}

fn numbered(numbers: &[i16], days: &[Day]) -> Vec<Day> {
    let of = |day: &Day| {
        let weekday = day.weekday;
        numbers.iter().map(move |nth| Day { nth: *nth, weekday })
    };
    days.iter().flat_map(of).collect()
}

/// Puts days of the month into the rule. Of the 29th to 31st, months that are too short have
/// their last day: the rule chooses the last of the days from the 28th on that a month has.
pub(super) fn on_month_days(rule: &mut Rule, numbers: &[i16]) -> Option<()> {
    let (late, early): (Vec<i16>, Vec<i16>) = numbers.iter().partition(|day| **day > 28);
    let Some(last) = late.iter().max() else {
        rule.month_days = early;
        return Some(());
    };
    let at_once = late
        .iter()
        .all(|day| (last - day) < i16::try_from(late.len()).unwrap_or(0));
    let valid = *last <= 31 && at_once && early.iter().all(|day| *day > 0);
    valid.then_some(())?;
    rule.month_days = early.iter().copied().chain(28..=*last).collect();
    let firsts = 1..=i16::try_from(early.len()).ok()?;
    rule.positions = firsts
        .chain(late.iter().map(|day| day - last - 1))
        .collect();
    Some(())
}

/// `1st`, `first`, `last`, `second to last`, `2nd last`.
pub(super) fn ordinal(cursor: &mut Cursor<'_, '_>) -> Option<i16> {
    if cursor.one_of(&["last", "final"]) {
        return Some(-1);
    }
    if cursor.one_of(&["penultimate"]) {
        return Some(-2);
    }
    let number = match cursor.suffixed(numeral) {
        Some(number) => number,
        None => cursor.word(words::ordinal)?,
    };
    let from_end = cursor.attempt(|cursor| {
        let joined = cursor.sign('-') && cursor.one_of(&["to"]) && cursor.sign('-');
        let _ = joined || cursor.one_of(&["to"]);
        cursor.one_of(&["last"]).then_some(())
    });
    Some(if from_end.is_some() { -number } else { number })
}

fn numeral(number: u32, suffix: &str) -> Option<i16> {
    let is_ordinal = matches!(suffix, "st" | "nd" | "rd" | "th");
    let number = i16::try_from(number).ok()?;
    (is_ordinal && (1..=31).contains(&number)).then_some(number)
}

/// In what the days are counted.
pub(super) enum Scope {
    /// Every so many months.
    Month(u16),
    /// These months of every year.
    Months(Vec<i16>),
    /// Every so many years.
    Year(u16),
}

/// `of the month`, `of march`, `of every 2 months`, `of the year`, `a month`.
fn scope(cursor: &mut Cursor<'_, '_>) -> Option<Scope> {
    if let Some(scope) = cursor.attempt(every_scope) {
        return Some(scope);
    }
    let lead = cursor.one_of(&["of", "in"]);
    if let Some(months) = cursor.attempt(months::list) {
        return Some(Scope::Months(months));
    }
    lead.then_some(())?;
    cursor.one_of(&["the", "a"]);
    period(cursor.word(words::unit)?)
}

/// `of every month`, `in each quarter`, `every month`, `of every march`.
fn every_scope(cursor: &mut Cursor<'_, '_>) -> Option<Scope> {
    cursor.one_of(&["of", "in"]);
    if cursor.one_of(&["monthly"]) {
        return Some(Scope::Month(1));
    }
    cursor.one_of(words::EVERY).then_some(())?;
    if let Some(months) = cursor.attempt(months::list) {
        return Some(Scope::Months(months));
    }
    let number = match cursor.one_of(&["other", "second"]) {
        true => 2,
        false => cursor.number().unwrap_or(1),
    };
    let unit = cursor.word(words::unit)?;
    let interval = unit
        .interval
        .checked_mul(number)
        .filter(|number| *number > 0)?;
    period(Rule { interval, ..unit })
}

fn period(unit: Rule) -> Option<Scope> {
    match unit.frequency {
        Frequency::Monthly => Some(Scope::Month(unit.interval)),
        Frequency::Yearly => Some(Scope::Year(unit.interval)),
        _ => None,
    }
}

/// The rule for days that are counted in this.
fn within(mut rule: Rule, scope: Scope) -> Option<Rule> {
    match scope {
        // The first day of a quarter is that of its first month.
        Scope::Month(3) => {
            rule.frequency = Frequency::Yearly;
            rule.months = quarters(&rule)?;
            rule.positions.is_empty().then_some(rule)
        }
        Scope::Month(interval) => Some(Rule { interval, ..rule }),
        Scope::Months(months) => {
            // Of workdays the first of each month is chosen, not of the year.
            let per_month = !rule.positions.is_empty() && months.len() > 1;
            if !per_month {
                rule.frequency = Frequency::Yearly;
            }
            rule.months = months;
            Some(rule)
        }
        Scope::Year(interval) => {
            let first = rule.month_days.as_slice() == [1];
            let last = rule.month_days.as_slice() == [-1];
            rule.frequency = Frequency::Yearly;
            rule.interval = interval;
            if first || last {
                rule.months = vec![if first { 1 } else { 12 }];
            }
            (first || last || rule.month_days.is_empty()).then_some(rule)
        }
    }
}

/// The first months of the quarters, or the last ones for what is counted from the end.
fn quarters(rule: &Rule) -> Option<Vec<i16>> {
    let numbers = rule
        .days
        .iter()
        .map(|day| day.nth)
        .chain(rule.month_days.iter().copied());
    let (from_end, from_start): (Vec<i16>, Vec<i16>) = numbers.partition(|number| *number < 0);
    match (from_end.is_empty(), from_start.is_empty()) {
        (true, false) => Some(vec![1, 4, 7, 10]),
        (false, true) => Some(vec![3, 6, 9, 12]),
        _ => None,
    }
}
