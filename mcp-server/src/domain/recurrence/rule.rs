//! A recurrence rule, part by part.

use std::fmt;

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, Timelike as _, Weekday};

use crate::domain::Due;

/// A recurrence rule (RFC 5545, section 3.3.10). Lists are sorted and without doubles, and are
/// empty where the rule leaves them open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// FREQ: what is counted.
    pub(crate) frequency: Frequency,
    /// INTERVAL: which of them, so 2 is every other.
    pub(crate) interval: u16,
    /// COUNT and UNTIL, of which there is one at the most.
    pub(crate) end: End,
    /// BYMONTH: 1 to 12.
    pub(crate) months: Vec<i16>,
    /// BYWEEKNO: 1 to 53, and from the end of the year -1 to -53.
    pub(crate) weeks: Vec<i16>,
    /// BYYEARDAY: 1 to 366, and -1 to -366.
    pub(crate) year_days: Vec<i16>,
    /// BYMONTHDAY: 1 to 31, and -1 to -31.
    pub(crate) month_days: Vec<i16>,
    /// BYDAY.
    pub(crate) days: Vec<Day>,
    /// BYHOUR: 0 to 23.
    pub(crate) hours: Vec<i16>,
    /// BYMINUTE: 0 to 59.
    pub(crate) minutes: Vec<i16>,
    /// BYSETPOS: which of the dates of a period, from its beginning or, below 0, from its end.
    pub(crate) positions: Vec<i16>,
    /// WKST: the first day of a week.
    pub(crate) week_start: Weekday,
}

/// What a rule counts. Tasks do not repeat by the minute or the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Frequency {
    /// Years.
    Yearly,
    /// Months.
    Monthly,
    /// Weeks.
    Weekly,
    /// Days.
    Daily,
    /// Hours.
    Hourly,
}

/// A day of the week, or the nth such day of the month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day {
    /// 0 for each of them; below 0 it counts from the end.
    pub(crate) nth: i16,
    /// The day.
    pub(crate) weekday: Weekday,
}

/// When a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Never.
    Never,
    /// After so many dates, the current one included.
    Count(u32),
    /// With this day, on the clock of the task.
    Day(NaiveDate),
    /// At this time, on the clock of the task.
    Local(NaiveDateTime),
    /// At this moment, in UTC.
    Utc(NaiveDateTime),
}

/// The values of FREQ.
pub(super) const FREQUENCIES: [(&str, Frequency); 5] = [
    ("YEARLY", Frequency::Yearly),
    ("MONTHLY", Frequency::Monthly),
    ("WEEKLY", Frequency::Weekly),
    ("DAILY", Frequency::Daily),
    ("HOURLY", Frequency::Hourly),
];

/// The days as RFC 5545 writes them.
pub(super) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

impl Rule {
    /// Returns the rule that repeats with each day, week, … and leaves all else open.
    pub(crate) fn every(frequency: Frequency, interval: u16) -> Self {
        Self {
            frequency,
            interval,
            end: End::Never,
            months: Vec::new(),
            weeks: Vec::new(),
            year_days: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
            hours: Vec::new(),
            minutes: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        }
    }

    /// Tells whether the rule leaves the day to the date that it begins with.
    pub(crate) fn leaves_day_open(&self) -> bool {
        self.weeks.is_empty()
            && self.year_days.is_empty()
            && self.month_days.is_empty()
            && self.days.is_empty()
    }

    /// Makes the rule mean the 29th, 30th or 31st, or in shorter months the last day.
    pub(crate) fn on_last_days_up_to(&mut self, day: i16) {
        self.month_days = (28..=day).collect();
        self.positions = vec![-1];
    }

    /// Returns the rule for a series that begins on this day: one by the month or the year that
    /// leaves the day open is given the last days, if not all months have the day.
    pub(crate) fn keeping_to(mut self, day: NaiveDate) -> Self {
        let open = self.leaves_day_open() && self.positions.is_empty();
        let number = i16::try_from(day.day()).unwrap_or_default();
        match self.frequency {
            Frequency::Monthly if open && number > 28 => self.on_last_days_up_to(number),
            Frequency::Yearly if open && (day.month(), number) == (2, 29) => {
                if self.months.is_empty() {
                    self.months = vec![2];
                }
                self.on_last_days_up_to(number);
            }
            _ => {}
        }
        self
    }

    /// Returns the rule for a series of which a date at `time` was moved to another time, because
    /// the clocks left it out: what the rule leaves to the time of the date before is written into
    /// it, so that the series comes back to it.
    pub(super) fn keeping_time(mut self, time: NaiveDateTime, moved_to: NaiveDateTime) -> Self {
        if time == moved_to || self.frequency == Frequency::Hourly {
            return self;
        }
        let small = |number: u32| vec![i16::try_from(number).unwrap_or_default()];
        if self.hours.is_empty() {
            self.hours = small(time.hour());
        }
        if self.minutes.is_empty() {
            self.minutes = small(time.minute());
        }
        self
    }

    /// Tells whether the rule has a time of its own, so that dates that were without get one.
    pub(crate) fn gives_times(&self) -> bool {
        self.frequency == Frequency::Hourly || !self.hours.is_empty() || !self.minutes.is_empty()
    }

    /// Tells whether the first day of the week makes a difference.
    fn depends_on_week_start(&self) -> bool {
        let by_weeks = self.frequency == Frequency::Weekly
            && !self.days.is_empty()
            && (self.interval > 1 || !self.positions.is_empty());
        by_weeks || !self.weeks.is_empty()
    }

    /// Returns the same rule as it is stored.
    pub(super) fn normal(mut self) -> Self {
        for numbers in [
            &mut self.months,
            &mut self.weeks,
            &mut self.year_days,
            &mut self.month_days,
            &mut self.hours,
            &mut self.minutes,
            &mut self.positions,
        ] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        let order = |day: &Day| (day.nth, day.weekday.num_days_from_monday());
        self.days.sort_unstable_by_key(order);
        self.days.dedup();
        if !self.depends_on_week_start() {
            self.week_start = Weekday::Mon;
        }
        self
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "FREQ={}", name(&FREQUENCIES, self.frequency))?;
        if self.interval != 1 {
            write!(to, ";INTERVAL={}", self.interval)?;
        }
        self.end.fmt(to)?;
        list(to, "BYMONTH", &self.months)?;
        list(to, "BYWEEKNO", &self.weeks)?;
        list(to, "BYYEARDAY", &self.year_days)?;
        list(to, "BYMONTHDAY", &self.month_days)?;
        list(to, "BYDAY", &self.days)?;
        list(to, "BYHOUR", &self.hours)?;
        list(to, "BYMINUTE", &self.minutes)?;
        list(to, "BYSETPOS", &self.positions)?;
        if self.week_start != Weekday::Mon {
            write!(to, ";WKST={}", name(&WEEKDAYS, self.week_start))?;
        }
        Ok(())
    }
}

impl End {
    /// Tells whether the series has ended before this date. Of a moment in UTC and a date without
    /// a time the days are compared.
    pub(crate) fn is_before(&self, due: &Due) -> bool {
        match (self, due) {
            (Self::Never | Self::Count(_), _) => false,
            (Self::Day(last), due) => due.day() > *last,
            (Self::Local(last) | Self::Utc(last), Due::Date(day)) => *day > last.date(),
            (Self::Local(last), due) => due.wall() > *last,
            (Self::Utc(last), Due::At { at, .. }) => *at > last.and_utc(),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Never => Ok(()),
            Self::Count(count) => write!(to, ";COUNT={count}"),
            Self::Day(day) => write!(to, ";UNTIL={}", day.format("%Y%m%d")),
            Self::Local(time) => write!(to, ";UNTIL={}", time.format("%Y%m%dT%H%M%S")),
            Self::Utc(time) => write!(to, ";UNTIL={}", time.format("%Y%m%dT%H%M%SZ")),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nth != 0 {
            write!(to, "{}", self.nth)?;
        }
        to.write_str(name(&WEEKDAYS, self.weekday))
    }
}

fn name<T: PartialEq>(names: &[(&'static str, T)], of: T) -> &'static str {
    let found = names.iter().find(|(_, value)| *value == of);
    found.map_or("", |(name, _)| name)
}

fn list<T: fmt::Display>(to: &mut fmt::Formatter<'_>, name: &str, values: &[T]) -> fmt::Result {
    for (index, value) in values.iter().enumerate() {
        match index {
            0 => write!(to, ";{name}={value}")?,
            _ => write!(to, ",{value}")?,
        }
    }
    Ok(())
}
