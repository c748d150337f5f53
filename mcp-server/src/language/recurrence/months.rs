//! Months, and days of the year: `march 5`, `5th of march`, `january`, `christmas`.

use super::{
    cursor::Cursor,
    draft::Draft,
    ordinals,
    words::{self, Holiday},
};
use crate::domain::{Day, Frequency, Rule};

/// `march 5`, `5 march`, `5th of march`, `jan 1 and jul 1`, `january`, `jan and jul`.
pub(super) fn head(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let mut rule = Rule::every(Frequency::Yearly, 1);
    if let Some((month, days)) = cursor.attempt(days_of_month) {
        on_dates(&mut rule, &[month], &days)?;
    } else if let Some(dates) = cursor.attempt(|cursor| cursor.list(date)) {
        let (months, days): (Vec<i16>, Vec<i16>) = dates.into_iter().unzip();
        on_dates(&mut rule, &months, &days)?;
    } else {
        // `every january` is that of its first day.
        rule.months = list(cursor)?;
        rule.month_days = vec![1];
    }
    Some(Draft::new(rule))
}

/// `january 1st and 15th`.
fn days_of_month(cursor: &mut Cursor<'_, '_>) -> Option<(i16, Vec<i16>)> {
    let month = cursor.word(words::month)?;
    let days = cursor.list(day)?;
    (days.len() > 1).then_some((month, days))
}

fn sorted(numbers: &[i16]) -> Vec<i16> {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

/// Puts dates into the rule, which has months and days apart.
fn on_dates(rule: &mut Rule, months: &[i16], days: &[i16]) -> Option<()> {
    rule.months = sorted(months);
    rule.month_days = sorted(days);
    let wanted: Vec<(i16, i16)> = months.iter().copied().zip(days.iter().copied()).collect();
    let all = || {
        rule.months
            .iter()
            .flat_map(|month| rule.month_days.iter().map(|day| (*month, *day)))
    };
    if all().any(|date| !wanted.contains(&date)) && months.len() == days.len() {
        // Of all days in all months those are chosen that were said, by their places in the year.
        all().all(|(_, day)| day <= 28).then_some(())?;
        let places = (1..).zip(all()).filter(|(_, date)| wanted.contains(date));
        rule.positions = places.map(|(place, _)| place).collect();
    }
    if rule.months == [2] && rule.month_days == [29] {
        rule.on_last_days_up_to(29);
    }
    Some(())
}

/// `january`, `jan and jul`.
pub(super) fn list(cursor: &mut Cursor<'_, '_>) -> Option<Vec<i16>> {
    cursor.list(|cursor| cursor.word(words::month))
}

/// `march 5`, `march 5th`, `5 march`, `the 5th of march`, `3/5` is not one.
fn date(cursor: &mut Cursor<'_, '_>) -> Option<(i16, i16)> {
    cursor.one_of(&["the"]);
    if let Some(month) = cursor.word(words::month) {
        cursor.one_of(&["the"]);
        return Some((month, day(cursor)?));
    }
    let day = day(cursor)?;
    cursor.one_of(&["of"]);
    Some((cursor.word(words::month)?, day))
}

fn day(cursor: &mut Cursor<'_, '_>) -> Option<i16> {
    let plain = |number, suffix: &str| {
        let day = i16::try_from(number)
            .ok()
            .filter(|day| (1..=31).contains(day));
        day.filter(|_| suffix.is_empty())
    };
    let day = cursor
        .suffixed(plain)
        .or_else(|| ordinals::ordinal(cursor))?;
    (day > 0).then_some(day)
}

/// Reads the name of a holiday that has a rule.
pub(super) fn holiday(cursor: &mut Cursor<'_, '_>) -> Option<Rule> {
    let mut found: Vec<_> = words::holidays().collect();
    // The longest name counts.
    found.sort_by_key(|(names, ..)| std::cmp::Reverse(names.len()));
    let read = |(names, month, when): (&[&str], i16, Holiday)| {
        cursor.all_of(names).then_some((month, when))
    };
    let (month, when) = found.into_iter().find_map(read)?;
    let mut rule = Rule::every(Frequency::Yearly, 1);
    rule.months = vec![month];
    match when {
        Holiday::On(day) => rule.month_days = vec![day],
        Holiday::Nth(nth, weekday) => rule.days = vec![Day { nth, weekday }],
    }
    Some(rule)
}
