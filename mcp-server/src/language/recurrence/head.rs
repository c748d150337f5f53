//! What repeats: `every 2 weeks`, `monthly`, `the last friday of every month`.

use super::{cursor::Cursor, days, draft::Draft, months, ordinals, words};
use crate::{
    domain::{Frequency, Rule},
    language::DateOrder,
};

/// Reads the head of a repetition that says that it is one.
pub(super) fn head(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let readers: [fn(&mut Cursor<'_, '_>) -> Option<Draft>; 7] =
        [every, adverb, once, after, of_every, plural, dated_every];
    readers.into_iter().find_map(|read| cursor.attempt(read))
}

/// `every …`, `each …`, `every! …`.
fn every(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.one_of(words::EVERY).then_some(())?;
    let from_completion = cursor.attached('!');
    cursor.one_of(&["single"]);
    let mut draft = what(cursor)?;
    draft.from_completion |= from_completion;
    Some(draft)
}

/// What can follow `every`.
pub(super) fn what(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let readers: [fn(&mut Cursor<'_, '_>) -> Option<Draft>; 10] = [
        weeknight,
        counted,
        numbers,
        other,
        months::head,
        ordinals::head,
        holiday,
        days::head,
        one,
        time_of_day,
    ];
    readers.into_iter().find_map(|read| cursor.attempt(read))
}

/// `3 days`, `two weeks`, `2w`, `half year`, `2 mondays`.
fn counted(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    if cursor.all_of(&["half", "year"]) || cursor.all_of(&["half", "a", "year"]) {
        return Some(Draft::new(Rule::every(Frequency::Monthly, 6)));
    }
    if let Some(rule) = cursor.suffixed(abbreviated) {
        return Some(Draft::new(rule));
    }
    let number = cursor.number().filter(|number| *number > 0)?;
    if let Some(rule) = cursor.word(words::unit) {
        return Some(Draft::new(times(rule, number)?));
    }
    weekly(cursor, number)
}

/// `monday`, `fridays and saturdays`, `weekend`, each of so many weeks. Every other workday is
/// another thing, for which there is no rule.
fn weekly(cursor: &mut Cursor<'_, '_>, weeks: u16) -> Option<Draft> {
    let of_work = cursor.clone().attempt(days::group);
    if of_work.is_some_and(|days| days.len() > 2) {
        return None;
    }
    let mut rule = Rule::every(Frequency::Weekly, weeks);
    rule.days = days::list(cursor)?;
    Some(Draft::new(rule))
}

/// `12/25`: a date in figures.
fn in_figures(cursor: &mut Cursor<'_, '_>) -> Option<(i16, i16)> {
    let first = i16::try_from(cursor.number()?).ok()?;
    cursor.sign('/').then_some(())?;
    let second = i16::try_from(cursor.number()?).ok()?;
    Some(match cursor.here.order {
        DateOrder::MonthFirst => (first, second),
        DateOrder::DayFirst => (second, first),
    })
}

fn dated(cursor: &mut Cursor<'_, '_>, month: i16, day: i16) -> Option<Draft> {
    in_figures(cursor)?;
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    let mut rule = Rule::every(Frequency::Yearly, 1);
    months::on_dates(&mut rule, &[month], &[day])?;
    (valid && !cursor.sign('/')).then(|| Draft::new(rule))
}

/// `weeknight`, `week nights`.
fn weeknight(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let one = cursor.one_of(&["weeknight", "weeknights"]);
    let mut two = || cursor.one_of(&["week"]) && cursor.one_of(&["night", "nights"]);
    (one || two()).then_some(())?;
    let mut rule = Rule::every(Frequency::Weekly, 1);
    rule.days = days::every(words::WORKDAYS.to_vec());
    let mut draft = Draft::new(rule);
    draft.times = vec![cursor.part_of_day("night")?];
    Some(draft)
}

/// `2, 15, 27`: days of the month.
fn numbers(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let day = |cursor: &mut Cursor<'_, '_>| {
        let day = i16::try_from(cursor.number()?).ok()?;
        (1..=31).contains(&day).then_some(day)
    };
    let figures = cursor.clone().attempt(in_figures);
    if let Some((month, day)) = figures {
        return dated(cursor, month, day);
    }
    let days = cursor.list(day).filter(|days| days.len() > 1)?;
    let mut rule = Rule::every(Frequency::Monthly, 1);
    ordinals::on_month_days(&mut rule, &days)?;
    Some(Draft::new(rule))
}

/// `2w`, `12h`.
fn abbreviated(number: u32, unit: &str) -> Option<Rule> {
    let number = u16::try_from(number).ok().filter(|number| *number > 0)?;
    times(words::unit(unit)?, number)
}

fn times(rule: Rule, number: u16) -> Option<Rule> {
    let interval = rule.interval.checked_mul(number)?;
    Some(Rule { interval, ..rule })
}

/// `other week`, `alternate days`, `other tuesday`.
fn other(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor
        .one_of(&["other", "alternate", "alternating", "othr"])
        .then_some(())?;
    if let Some(rule) = cursor.word(words::unit) {
        return Some(Draft::new(times(rule, 2)?));
    }
    weekly(cursor, 2)
}

/// `day`, `week`, … alone.
fn one(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.word(words::unit).map(Draft::new)
}

fn holiday(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    months::holiday(cursor).map(Draft::new)
}

/// `morning`, `evening at 8`, `9am`.
fn time_of_day(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let mut draft = Draft::new(Rule::every(Frequency::Daily, 1));
    draft.times = cursor.times()?;
    Some(draft)
}

/// `daily`, `bi-weekly`, `nightly`.
fn adverb(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    for (prefix, root, frequency, interval) in [
        ("bi", "weekly", Frequency::Weekly, 2),
        ("bi", "monthly", Frequency::Monthly, 2),
        ("semi", "annually", Frequency::Monthly, 6),
        ("half", "yearly", Frequency::Monthly, 6),
    ] {
        let hyphened = cursor.attempt(|cursor| {
            cursor.one_of(&[prefix]).then_some(())?;
            cursor.sign('-');
            cursor
                .one_of(&[root])
                .then(|| Rule::every(frequency, interval))
        });
        if let Some(rule) = hyphened {
            return Some(Draft::new(rule));
        }
    }
    if cursor
        .rest()
        .first()
        .is_some_and(|token| token.is("nightly"))
    {
        return time_of_day(cursor);
    }
    let rule = cursor.word(words::adverb)?;
    let from_completion = cursor.attached('!');
    let mut draft = Draft::new(rule);
    draft.from_completion = from_completion;
    Some(draft)
}

/// `once a week`, `once every 3 days`, `once per month`.
fn once(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.one_of(&["once"]).then_some(())?;
    if cursor.one_of(&["a", "an", "per"]) {
        return one(cursor);
    }
    every(cursor)
}

/// `after 3 days`, `3 days after completion`, `2 weeks after I finish`.
fn after(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let leads = cursor.one_of(&["after"]);
    let mut draft = counted(cursor).or_else(|| one(cursor))?;
    draft.from_completion = true;
    (leads || completion(cursor)).then_some(draft)
}

/// `after completion`, `after it is done`, `from completion`.
pub(super) fn completion(cursor: &mut Cursor<'_, '_>) -> bool {
    let read = cursor.attempt(|cursor| {
        cursor
            .one_of(&["after", "from", "since", "upon", "on"])
            .then_some(())?;
        cursor.one_of(&[
            "the", "its", "my", "i", "last", "each", "every", "it", "being",
        ]);
        cursor.one_of(&["is", "was", "last"]);
        cursor.one_of(words::COMPLETION).then_some(())?;
        cursor.one_of(&["it"]);
        Some(())
    });
    read.is_some()
}

/// `the last day of every month`, `15th of each month`, `first monday of every quarter`.
fn of_every(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.one_of(&["on"]);
    cursor.one_of(&["the"]);
    ordinals::of_every(cursor)
}

/// `mondays`, `on weekdays`, `weekends`.
fn plural(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    cursor.one_of(&["on"]);
    cursor.one_of(&["all"]);
    days::plural(cursor)
}

/// `march 5 every year`, `monday every 2 weeks`, `at 9am every day`.
fn dated_every(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let time = cursor.time();
    if let Some(time) = time {
        let mut draft = [every, adverb, plural, of_every]
            .into_iter()
            .find_map(|read| cursor.attempt(read))?;
        draft.times.insert(0, time);
        return Some(draft);
    }
    cursor.one_of(&["on"]);
    let day = [months::head, days::head]
        .into_iter()
        .find_map(|read| cursor.attempt(read))?;
    let mut period = every(cursor).or_else(|| adverb(cursor))?;
    super::tails::narrow(&mut period.rule, &day.rule)?;
    period.times.splice(0..0, day.times);
    Some(period)
}
