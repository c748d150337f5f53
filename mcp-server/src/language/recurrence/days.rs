//! Days of the week.

use chrono::Weekday;

use super::{cursor::Cursor, draft::Draft, words};
use crate::domain::{Day, Frequency, Rule};

/// `monday`, `mon, wed and fri`, `mon-fri`, `weekday`, `monday morning`, `day except sunday`.
pub(super) fn head(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let days = cursor.attempt(all_but).or_else(|| list(cursor))?;
    Some(on(cursor, days))
}

/// `mondays`, `mondays and thursdays`, `weekdays`: at least the first is in the plural.
pub(super) fn plural(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let first = cursor.rest().first()?.word()?;
    let is_plural = first.ends_with("days") || first.ends_with("ends");
    let range = cursor.rest().get(1).is_some_and(|next| next.is_sign('-'));
    (is_plural || range).then_some(())?;
    let days = list(cursor).filter(|days| is_plural || days.len() > 2)?;
    Some(on(cursor, days))
}

fn on(cursor: &mut Cursor<'_, '_>, days: Vec<Day>) -> Draft {
    let mut draft = Draft::new(Rule::every(Frequency::Weekly, 1));
    draft.rule.days = days;
    // `every monday morning`
    let part = cursor.attempt(|cursor| {
        let said = cursor.rest().first()?.word()?;
        words::part_of_day(said)?;
        cursor.time()
    });
    draft.times.extend(part);
    draft
}

/// Reads one or more days and ranges of days.
pub(super) fn list(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Day>> {
    let mut lists = cursor.list(some)?;
    // `mo we fr` without anything between.
    while let Some(more) = some(cursor) {
        lists.push(more);
    }
    Some(every(lists.concat()))
}

fn every(days: Vec<Weekday>) -> Vec<Day> {
    let every = |weekday| Day { nth: 0, weekday };
    days.into_iter().map(every).collect()
}

/// `weekday`, `business day`, `monday`, `mon-fri`.
fn some(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Weekday>> {
    if let Some(days) = group(cursor) {
        return Some(days.to_vec());
    }
    let first = cursor.word(words::weekday)?;
    let last = cursor.attempt(|cursor| {
        let joined = cursor.sign('-') || cursor.sign('–') || cursor.sign('—');
        (joined || cursor.one_of(&["to", "through", "thru", "till", "until"])).then_some(())?;
        cursor.word(words::weekday)
    });
    Some(last.map_or_else(|| vec![first], |last| range(first, last)))
}

/// `weekday`, `working day`, `week-end`.
pub(super) fn group(cursor: &mut Cursor<'_, '_>) -> Option<&'static [Weekday]> {
    cursor.attempt(|cursor| {
        if let Some(days) = cursor.word(words::group) {
            return Some(days);
        }
        let work = cursor.one_of(words::WORK);
        cursor.sign('-');
        (work && cursor.one_of(&["day", "days"])).then_some(words::WORKDAYS)
    })
}

fn range(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let mut days = vec![first];
    let mut day = first;
    while day != last {
        day = day.succ();
        days.push(day);
    }
    days
}

/// `day except weekends`, `day but sunday`, `weekday except friday`.
fn all_but(cursor: &mut Cursor<'_, '_>) -> Option<Vec<Day>> {
    let all: Vec<Weekday> = match group(cursor) {
        Some(days) => days.to_vec(),
        None => {
            cursor.one_of(&["day", "days"]).then_some(())?;
            range(Weekday::Mon, Weekday::Sun)
        }
    };
    cursor
        .one_of(&["except", "but", "excluding", "besides"])
        .then_some(())?;
    cursor.one_of(&["for", "not"]);
    cursor.one_of(&["on"]);
    let without = list(cursor)?;
    let left = |day: &Weekday| without.iter().all(|without| without.weekday != *day);
    let days: Vec<Weekday> = all.into_iter().filter(left).collect();
    (!days.is_empty()).then(|| every(days))
}
