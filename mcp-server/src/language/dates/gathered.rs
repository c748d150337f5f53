//! The pieces of a date, put together.

use chrono::{
    DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc,
    Weekday,
};

use super::When;
use super::calendar::{next_monthly, plus_days};
use super::scene::Scene;
use super::sense::{Clock, Day, Half, Part, Said, Sense};

/// The pieces of a date that were read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Gathered {
    weekday: Option<Day>,
    day: Option<Day>,
    year: Option<i32>,
    clock: Option<Clock>,
    part: Option<Part>,
    moment: Option<DateTime<Utc>>,
    /// Whether the clock is a bare hour, which needs a part of the day.
    bare: bool,
}

impl Gathered {
    /// Takes a piece, unless one like it is there.
    pub(super) fn with(self, sense: Sense) -> Option<Self> {
        if self.moment.is_some() {
            return None;
        }
        match sense {
            Sense::Day(day) if day.said == Said::Weekday => self.with_weekday(day),
            Sense::Day(day) => self.day.is_none().then_some(Self {
                day: Some(day),
                ..self
            }),
            Sense::Clock(clock) => self.clock.is_none().then_some(Self {
                clock: Some(clock),
                ..self
            }),
            Sense::Hour(clock) => Some(Self {
                bare: true,
                ..self.with(Sense::Clock(clock))?
            }),
            Sense::Part(part) => self.part.is_none().then_some(Self {
                part: Some(part),
                ..self
            }),
            Sense::DayPart(day, part) => self.with(Sense::Day(day))?.with(Sense::Part(part)),
            Sense::Moment(at) => self.is_empty().then_some(Self {
                moment: Some(at),
                ..self
            }),
            Sense::Year(year) => {
                let open = self.day.is_some_and(|day| day.said == Said::Yearly);
                let asked = open && self.clock.is_some() && self.year.is_none();
                asked.then_some(Self {
                    year: Some(year),
                    ..self
                })
            }
        }
    }

    fn with_weekday(self, day: Day) -> Option<Self> {
        self.weekday.is_none().then_some(Self {
            weekday: Some(day),
            ..self
        })
    }

    fn is_empty(&self) -> bool {
        self.weekday.is_none() && self.day.is_none() && self.clock.is_none() && self.part.is_none()
    }

    /// Returns what all pieces together mean; nothing if they contradict each other.
    pub(super) fn when(self, scene: &Scene<'_>) -> Option<When> {
        if self.bare && self.part.is_none() {
            return None;
        }
        if let Some(at) = self.moment {
            return Some(When::Moment(at));
        }
        if self.part == Some(Part::Whole) {
            return self.whole_day(scene);
        }
        let Some(day) = self.resolve_day()? else {
            return self.time_alone(scene);
        };
        match (self.clock, self.part) {
            (None, None) => Some(When::Date(day.date)),
            (None, Some(part)) => {
                let local = day.date.and_time(part.time()?);
                // `tonight`, said late: the day is what is left.
                let passed = day.said == Said::Today && local <= scene.now;
                if passed {
                    Some(When::Date(day.date))
                } else {
                    self.at(day, local, scene)
                }
            }
            (Some(clock), part) => self.at_clock(day, clock, part, scene),
        }
    }

    /// `end of day friday`
    fn whole_day(self, scene: &Scene<'_>) -> Option<When> {
        let day = self.resolve_day()?.unwrap_or_else(|| scene.today());
        self.clock.is_none().then_some(When::Date(day.date))
    }

    fn time_alone(self, scene: &Scene<'_>) -> Option<When> {
        match (self.clock, self.part) {
            (Some(clock), None) if clock.offset.is_some() => at_offset(clock, scene),
            (Some(clock), part) if clock.offset.is_none() => {
                (clock.half != Half::Midnight || part.is_none()).then_some(())?;
                clock.in_part(part).map(When::Time)
            }
            (None, Some(part)) => part.time().map(When::Time),
            _ => None,
        }
    }

    fn at_clock(
        self,
        day: Day,
        clock: Clock,
        part: Option<Part>,
        scene: &Scene<'_>,
    ) -> Option<When> {
        if let Some(date) = midnight(day, clock, part)? {
            return Some(When::DateTime(date.and_time(NaiveTime::MIN)));
        }
        let local = day.date.and_time(clock.in_part(part)?);
        match clock.offset {
            Some(offset) => {
                let at = local.checked_sub_signed(TimeDelta::seconds(i64::from(offset)))?;
                Some(When::Moment(at.and_utc()))
            }
            None => self.at(day, local, scene),
        }
    }

    /// A weekday that today is too means today if the time is still to come.
    fn at(self, day: Day, local: NaiveDateTime, scene: &Scene<'_>) -> Option<When> {
        let today = scene.today.and_time(local.time());
        let is_today = day.said == Said::Weekday
            && day.date.weekday() == scene.today.weekday()
            && today > scene.now;
        Some(When::DateTime(if is_today { today } else { local }))
    }

    /// The day, if any was said, that the weekday agrees with.
    /// Nothing if they contradict each other; no day if none was said.
    fn resolve_day(self) -> Option<Option<Day>> {
        let day = match (self.day, self.year) {
            (Some(day), Some(year)) => Some(Day::exactly(day.date.with_year(year)?)),
            (day, _) => day,
        };
        match (day, self.weekday) {
            (Some(day), Some(weekday)) => agreed(day, weekday.date).map(Some),
            (day, weekday) => Some(day.or(weekday)),
        }
    }
}

/// The next such time in another zone.
fn at_offset(clock: Clock, scene: &Scene<'_>) -> Option<When> {
    let offset = TimeDelta::seconds(i64::from(clock.offset?));
    let there = scene.here.now.naive_utc().checked_add_signed(offset)?;
    let passed = i64::from(clock.time <= there.time());
    let local = plus_days(there.date(), passed)?.and_time(clock.time);
    Some(When::Moment(local.checked_sub_signed(offset)?.and_utc()))
}

/// Returns the day that begins at the midnight which is meant, if one is; nothing where it may be
/// that before or after the day: only of today and of nights it is sure, the one to come.
fn midnight(day: Day, clock: Clock, part: Option<Part>) -> Option<Option<NaiveDate>> {
    let tonight = part == Some(Part::Night);
    let twelve = clock.time.hour() % 12 == 0 && clock.time.minute() == 0;
    let at_night = tonight && twelve && (clock.half != Half::Said || clock.time.hour() == 0);
    if clock.half != Half::Midnight && !at_night {
        return Some(None);
    }
    let coming = day.said == Said::Today || tonight;
    coming.then(|| plus_days(day.date, 1))
}

/// Returns the day if it is such a weekday. Of days of any month the next two are tried, for
/// `Friday the 13th` more, since nobody says it but of a day that is both.
fn agreed(day: Day, weekday: NaiveDate) -> Option<Day> {
    let agrees = |date: &NaiveDate| date.weekday() == weekday.weekday();
    if day.said != Said::Monthly || agrees(&day.date) {
        return agrees(&day.date).then_some(day);
    }
    let number = day.date.day();
    let tries = if number == 13 && weekday.weekday() == Weekday::Fri {
        15
    } else {
        1
    };
    let mut date = day.date;
    for _ in 0..tries {
        date = next_monthly(date.succ_opt()?, number)?;
        if agrees(&date) {
            return Some(Day::exactly(date));
        }
    }
    None
}
