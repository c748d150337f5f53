//! Holidays that are on the same day for everybody who calls them so.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{Means, Rule, Use};
use crate::language::dates::calendar::{next_yearly, nth_weekday, plus_days};
use crate::language::dates::scene::Scene;
use crate::language::dates::slots::Slots;

/// How the day of a holiday is found in a year.
#[derive(Debug, Clone, Copy)]
pub(in crate::language::dates) enum Holiday {
    /// On the same day of a month.
    On(u32, u32),
    /// So many days from Easter Sunday.
    Easter(i64),
    /// On the so-manyth weekday of a month (0 for the last), and so many days later.
    Nth(u32, u32, Weekday, i64),
}

use Holiday::{Easter, Nth, On};

/// Holidays, each with where its name is understood. Names that are much else too are led in
/// titles: `Buy christmas presents`.
const HOLIDAYS: &[(&str, Use, Holiday)] = &[
    ("(christmas|xmas|x mas)", Use::Led, On(12, 25)),
    ("(christmas|xmas) day", Use::Anywhere, On(12, 25)),
    ("(christmas|xmas) eve", Use::Anywhere, On(12, 24)),
    ("boxing day", Use::Anywhere, On(12, 26)),
    ("(st|saint) stephens [day]", Use::Led, On(12, 26)),
    ("[the] new years eve", Use::Anywhere, On(12, 31)),
    ("new year eve", Use::Anywhere, On(12, 31)),
    ("(nye|silvester|hogmanay)", Use::Led, On(12, 31)),
    ("new (years|year) day", Use::Anywhere, On(1, 1)),
    ("[the] new (year|years)", Use::Led, On(1, 1)),
    ("epiphany", Use::Led, On(1, 6)),
    ("groundhog day", Use::Anywhere, On(2, 2)),
    ("valentines day", Use::Anywhere, On(2, 14)),
    ("valentine day", Use::Anywhere, On(2, 14)),
    (
        "(valentines|st valentines|saint valentines) [day]",
        Use::Led,
        On(2, 14),
    ),
    ("leap day", Use::Led, On(2, 29)),
    ("[international] (womens|womans) day", Use::Led, On(3, 8)),
    ("pi day", Use::Led, On(3, 14)),
    (
        "(st|saint) (patricks|patrick|paddys) day",
        Use::Anywhere,
        On(3, 17),
    ),
    ("(st|saint) (patricks|paddys)", Use::Led, On(3, 17)),
    ("april (fools|fool) [day]", Use::Led, On(4, 1)),
    ("(st|saint) georges day", Use::Anywhere, On(4, 23)),
    ("earth day", Use::Led, On(4, 22)),
    ("anzac day", Use::Anywhere, On(4, 25)),
    ("may day", Use::Led, On(5, 1)),
    ("cinco de mayo", Use::Led, On(5, 5)),
    ("juneteenth", Use::Led, On(6, 19)),
    ("canada day", Use::Anywhere, On(7, 1)),
    ("(independence day|fourth of july)", Use::Anywhere, On(7, 4)),
    ("bastille day", Use::Anywhere, On(7, 14)),
    ("(halloween|hallowe en)", Use::Led, On(10, 31)),
    ("all (saints|hallows) day", Use::Anywhere, On(11, 1)),
    ("all souls day", Use::Anywhere, On(11, 2)),
    ("(guy fawkes|bonfire) night", Use::Anywhere, On(11, 5)),
    ("guy fawkes day", Use::Anywhere, On(11, 5)),
    (
        "(veterans|remembrance|armistice) day",
        Use::Anywhere,
        On(11, 11),
    ),
    ("(shrove|pancake|fat) tuesday", Use::Anywhere, Easter(-47)),
    ("mardi gras", Use::Led, Easter(-47)),
    ("ash wednesday", Use::Anywhere, Easter(-46)),
    ("palm sunday", Use::Anywhere, Easter(-7)),
    ("maundy thursday", Use::Anywhere, Easter(-3)),
    ("good friday", Use::Anywhere, Easter(-2)),
    ("easter", Use::Led, Easter(0)),
    ("easter sunday", Use::Anywhere, Easter(0)),
    ("easter monday", Use::Anywhere, Easter(1)),
    ("ascension [day]", Use::Led, Easter(39)),
    ("pentecost [sunday]", Use::Led, Easter(49)),
    ("whit sunday", Use::Anywhere, Easter(49)),
    ("(whit|pentecost) monday", Use::Anywhere, Easter(50)),
    ("corpus christi", Use::Led, Easter(60)),
    (
        "(mlk|martin luther king|martin luther king jr) day",
        Use::Anywhere,
        Nth(1, 3, Weekday::Mon, 0),
    ),
    ("presidents day", Use::Anywhere, Nth(2, 3, Weekday::Mon, 0)),
    ("memorial day", Use::Anywhere, Nth(5, 0, Weekday::Mon, 0)),
    ("labor day", Use::Anywhere, Nth(9, 1, Weekday::Mon, 0)),
    ("columbus day", Use::Anywhere, Nth(10, 2, Weekday::Mon, 0)),
    ("thanksgiving", Use::Led, Nth(11, 4, Weekday::Thu, 0)),
    (
        "thanksgiving day",
        Use::Anywhere,
        Nth(11, 4, Weekday::Thu, 0),
    ),
    ("black friday", Use::Led, Nth(11, 4, Weekday::Thu, 1)),
    ("cyber monday", Use::Led, Nth(11, 4, Weekday::Thu, 4)),
];

/// Returns the rules of all holidays.
pub(super) fn rules() -> impl Iterator<Item = Rule> {
    HOLIDAYS.iter().map(|(pattern, usage, holiday)| Rule {
        pattern,
        usage: *usage,
        means: Means::Holiday(*holiday),
    })
}

impl Holiday {
    /// Returns its day in the year that is said, or the next time it comes.
    pub(super) fn date(self, slots: &Slots, scene: &Scene<'_>) -> Option<NaiveDate> {
        match slots.year {
            Some(year) => self.in_year(year),
            None => next_yearly(scene.today, |year| self.in_year(year)),
        }
    }

    fn in_year(self, year: i32) -> Option<NaiveDate> {
        match self {
            On(month, day) => NaiveDate::from_ymd_opt(year, month, day),
            Easter(days) => plus_days(easter(year)?, days),
            Nth(month, nth, weekday, days) => {
                let month = NaiveDate::from_ymd_opt(year, month, 1)?;
                plus_days(nth_weekday(month, nth, weekday)?, days)
            }
        }
    }
}

/// Easter Sunday of the Western churches: the Sunday after the full moon of spring, by the
/// tables of the Gregorian calendar.
fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century) = (year.rem_euclid(19), year.div_euclid(100));
    let shift = century - century / 4 - (8 * century + 13) / 25;
    let epact = (shift + 19 * golden + 15).rem_euclid(30);
    let late = epact == 29 || epact == 28 && golden > 10;
    let moon = NaiveDate::from_ymd_opt(year, 3, 21)?;
    let moon = plus_days(moon, i64::from(epact) - i64::from(late))?;
    let days = 7 - moon.weekday().num_days_from_sunday();
    plus_days(moon, i64::from(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_is_when_the_churches_say() {
        for date in [
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2285-03-22",
        ] {
            let date: NaiveDate = date.parse().unwrap();
            assert_eq!(easter(date.year()), Some(date));
        }
    }
}
