//! The dates of a rule, by the `rrule` crate.

use chrono::{Month, NaiveDateTime};
use rrule::{NWeekday, RRule, RRuleSet, Tz, Unvalidated};

use super::{
    phase,
    rule::{Day, Frequency, Rule},
};

/// Walks the dates of the series that begins at `start`, from `floor` on. COUNT and UNTIL are
/// left to the caller. A series without a date for a century has ended.
pub(crate) fn occurrences(
    rule: &Rule,
    start: NaiveDateTime,
    floor: NaiveDateTime,
) -> impl Iterator<Item = NaiveDateTime> + use<> {
    let from = start.max(floor);
    walk(rule, start, floor)
        .into_iter()
        .flatten()
        .skip_while(move |time| *time < from)
}

fn walk(
    rule: &Rule,
    start: NaiveDateTime,
    floor: NaiveDateTime,
) -> Option<impl Iterator<Item = NaiveDateTime> + use<>> {
    let rule = phase::explicit(rule, start);
    let begin = phase::begin(&rule, start, floor)?;
    let years = phase::shift(begin);
    let begin = phase::shifted(begin, years)?
        .and_local_timezone(Tz::UTC)
        .single()?;
    let set = RRuleSet::new(begin).rrule(of_crate(&rule).validate(begin).ok()?);
    let dates = set.limit().into_iter();
    Some(dates.map_while(move |date| phase::shifted(date.naive_utc(), -years)))
}

/// The rule as the crate has it. It is not read by the crate: that would take `XMO` for `MO`.
fn of_crate(rule: &Rule) -> RRule<Unvalidated> {
    RRule::new(frequency(rule.frequency))
        .interval(rule.interval)
        .by_month(&months(&rule.months))
        .by_week_no(narrow(&rule.weeks))
        .by_year_day(rule.year_days.clone())
        .by_month_day(narrow(&rule.month_days))
        .by_weekday(rule.days.iter().map(day).collect())
        .by_hour(narrow(&rule.hours))
        .by_minute(narrow(&rule.minutes))
        .by_second(vec![0])
        .by_set_pos(rule.positions.iter().copied().map(i32::from).collect())
        .week_start(rule.week_start)
}

/// The numbers in the type that the crate has for them. All are within its range.
fn narrow<T: TryFrom<i8>>(numbers: &[i16]) -> Vec<T> {
    let narrow = |number: &i16| T::try_from(i8::try_from(*number).ok()?).ok();
    numbers.iter().filter_map(narrow).collect()
}

fn months(numbers: &[i16]) -> Vec<Month> {
    narrow::<u8>(numbers)
        .into_iter()
        .filter_map(|number| Month::try_from(number).ok())
        .collect()
}

fn frequency(frequency: Frequency) -> rrule::Frequency {
    match frequency {
        Frequency::Yearly => rrule::Frequency::Yearly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Daily => rrule::Frequency::Daily,
        Frequency::Hourly => rrule::Frequency::Hourly,
    }
}

fn day(day: &Day) -> NWeekday {
    NWeekday::new((day.nth != 0).then_some(day.nth), day.weekday)
}
