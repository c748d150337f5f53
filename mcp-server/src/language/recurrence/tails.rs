//! What follows the head: `on monday`, `at 9am`, `until june`, `for 3 weeks`, `starting tomorrow`.

use super::{cursor::Cursor, days, draft::Draft, head, months, ordinals, words};
use crate::{
    domain::{End, Frequency, Rule},
    language::Here,
};

/// Reads all tails into the draft.
pub(super) fn tails(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) {
    let readers: [fn(&mut Cursor<'_, '_>, &mut Draft) -> Option<()>; 8] = [
        completion,
        on,
        time,
        until,
        repetitions,
        starting,
        within_months,
        without_months,
    ];
    loop {
        let before = draft.clone();
        let read = readers.iter().any(|read| {
            let read = cursor.attempt(|cursor| {
                cursor.sign(',');
                read(cursor, draft)
            });
            if read.is_none() {
                draft.clone_from(&before);
            }
            read.is_some()
        });
        if !read {
            return;
        }
    }
}

/// `every 3 days after completion`.
fn completion(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    (!draft.from_completion && head::completion(cursor)).then_some(())?;
    draft.from_completion = true;
    Some(())
}

/// `every week on monday and thursday`, `monthly on the 15th`, `every year on march 5`.
fn on(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    let lead = cursor.one_of(&["on", "every", "each"]);
    let the = cursor.one_of(&["the"]);
    if !lead && !the && draft.rule.interval < 2 {
        return None;
    }
    let readers: [fn(&mut Cursor<'_, '_>) -> Option<Draft>; 4] =
        [months::head, ordinals::head, dated_holiday, days::head];
    let day = readers.into_iter().find_map(|read| cursor.attempt(read))?;
    narrow(&mut draft.rule, &day.rule)?;
    draft.times.extend(day.times);
    Some(())
}

fn dated_holiday(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    months::holiday(cursor).map(Draft::new)
}

/// Makes the rule mean these days of its weeks, months or years; nothing if it has days already
/// or the days are those of something else.
pub(super) fn narrow(rule: &mut Rule, day: &Rule) -> Option<()> {
    let open = rule.leaves_day_open() && rule.months.is_empty();
    let goes = match (rule.frequency, day.frequency) {
        (Frequency::Hourly | Frequency::Daily, Frequency::Weekly) => {
            rule.interval == 1 || rule.frequency == Frequency::Hourly
        }
        (of, to) => {
            of == to
                || (of, to) == (Frequency::Yearly, Frequency::Monthly) && day.month_days.is_empty()
        }
    };
    (open && goes && day.interval == 1).then_some(())?;
    if rule.frequency == Frequency::Daily {
        rule.frequency = Frequency::Weekly;
    }
    rule.months.clone_from(&day.months);
    rule.month_days.clone_from(&day.month_days);
    rule.days.clone_from(&day.days);
    rule.positions.clone_from(&day.positions);
    Some(())
}

/// `at 9am`, `at 9am and 5pm`, `in the morning`.
fn time(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    let times = cursor.times()?;
    if draft.rule.frequency == Frequency::Hourly {
        return None;
    }
    // `every morning at 8`: the time is more exact than the part of the day.
    (draft.times.len() < 2).then_some(())?;
    draft.times = times;
    Some(())
}

/// Reads beginnings and ends that are said first: `starting monday, every day`.
pub(super) fn ahead(cursor: &mut Cursor<'_, '_>) -> Option<Draft> {
    let mut draft = Draft::new(Rule::every(Frequency::Daily, 1));
    let readers = [starting, until];
    let mut read_any = false;
    while readers
        .iter()
        .any(|read| cursor.attempt(|cursor| read(cursor, &mut draft)).is_some())
    {
        cursor.sign(',');
        read_any = true;
    }
    read_any.then_some(draft)
}

/// `until june`, `ending on friday`, `till 2027-01-31`.
fn until(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    let words = [
        "until", "till", "til", "ending", "ends", "end", "through", "thru", "untill",
    ];
    let ranges = draft.start.is_some() && cursor.one_of(&["to"]);
    (ranges || cursor.one_of(&words)).then_some(())?;
    cursor.one_of(&["on", "at", "by"]);
    (draft.rule.end == End::Never && draft.length.is_none()).then_some(())?;
    let mut again = cursor.clone();
    let mut when = cursor.date()?;
    // `from jan 1 until dec 25`: the december after it.
    let begins = draft.start.and_then(|start| start.date(cursor.here));
    if let Some(begins) = begins.filter(|begins| when.date(cursor.here) < Some(*begins)) {
        let now = begins.and_hms_opt(12, 0, 0)?.and_utc();
        when = again.date_as_of(&Here {
            now,
            ..*cursor.here
        })?;
    }
    draft.rule.end = End::Day(when.date(cursor.here)?);
    // `until friday at 9am`: a series ends with a day, so the time is that of each.
    if draft.times.is_empty() {
        draft.times.extend(when.time(cursor.here));
    }
    Some(())
}

/// `for 10 times`, `5 occurrences`, `for 3 weeks`, `for a month`.
fn repetitions(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    let lead = cursor.one_of(&["for"]);
    let next = cursor.all_of(&["the", "next"]);
    let number = cursor.number().or(next.then_some(1));
    let number = number.filter(|number| *number > 0)?;
    cursor.one_of(&["more"]);
    (draft.rule.end == End::Never && draft.length.is_none()).then_some(())?;
    if cursor.one_of(&[
        "times",
        "time",
        "occurrences",
        "occurrence",
        "occurences",
        "repetitions",
        "repeats",
        "x",
    ]) {
        draft.rule.end = End::Count(number.into());
        return Some(());
    }
    lead.then_some(())?;
    let unit = cursor.word(words::unit)?;
    (unit.frequency != Frequency::Hourly).then_some(())?;
    draft.length = Some((number, unit));
    Some(())
}

/// `starting tomorrow`, `from 1 june`, `beginning on monday`, `starting at 9am`.
fn starting(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    let words = [
        "starting",
        "starts",
        "start",
        "beginning",
        "begins",
        "from",
        "effective",
        "commencing",
    ];
    (cursor.one_of(&words) || cursor.all_of(&["as", "of"])).then_some(())?;
    cursor.one_of(&["on"]);
    draft.start.is_none().then_some(())?;
    draft.start = Some(cursor.date()?);
    Some(())
}

/// `except in june`: in all other months.
fn without_months(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    cursor
        .one_of(&["except", "but", "excluding"])
        .then_some(())?;
    cursor.one_of(&["not", "for"]);
    cursor.one_of(&["in", "during"]);
    let without = months::list(cursor)?;
    let counts = !matches!(draft.rule.frequency, Frequency::Hourly | Frequency::Yearly);
    (counts && draft.rule.months.is_empty()).then_some(())?;
    draft.rule.months = (1..=12).filter(|month| !without.contains(month)).collect();
    Some(())
}

/// `in january`, `during june and july`: only then.
fn within_months(cursor: &mut Cursor<'_, '_>, draft: &mut Draft) -> Option<()> {
    cursor.one_of(&["in", "during", "of"]).then_some(())?;
    cursor.one_of(&["every", "each"]);
    let open = draft.rule.months.is_empty() && draft.rule.frequency != Frequency::Hourly;
    let months = months::list(cursor).filter(|_| open)?;
    if draft.rule.frequency == Frequency::Yearly && draft.rule.leaves_day_open() {
        draft.rule.month_days = vec![1];
    }
    draft.rule.months = months;
    Some(())
}
