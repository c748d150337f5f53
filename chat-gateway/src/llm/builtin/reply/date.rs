//! Dates as people say them.

use chrono::{Datelike as _, Days, NaiveDate};

/// The person's day, where it is known.
pub(crate) type Today = Option<NaiveDate>;

/// Returns `2026-11-23T17:00` as `tomorrow 17:00`, or `Fri 27 Nov` with its year where that is
/// another one; what is no such date as it is.
pub(super) fn in_words(date: &str, today: Today) -> String {
    let (day, time) = match date.split_once('T') {
        Some((day, time)) => (day, Some(time)),
        None => (date, None),
    };
    let Ok(day) = day.parse::<NaiveDate>() else {
        return super::on_one_line(date);
    };
    let day = day_in_words(day, today);
    time.map_or(day.clone(), |time| format!("{day} {time}"))
}

fn day_in_words(day: NaiveDate, today: Today) -> String {
    let Some(today) = today else {
        return day.format("%a %-d %b %Y").to_string();
    };
    if day == today {
        "today".to_owned()
    } else if Some(day) == today.checked_add_days(Days::new(1)) {
        "tomorrow".to_owned()
    } else if Some(day) == today.checked_sub_days(Days::new(1)) {
        "yesterday".to_owned()
    } else if day.year() == today.year() {
        day.format("%a %-d %b").to_string()
    } else {
        day.format("%a %-d %b %Y").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_near_today_have_names_and_others_their_date() {
        let today = "2026-11-22".parse().ok();
        for (date, words) in [
            ("2026-11-22", "today"),
            ("2026-11-23T17:00", "tomorrow 17:00"),
            ("2026-11-21", "yesterday"),
            ("2026-11-27", "Fri 27 Nov"),
            ("2027-01-02T08:30", "Sat 2 Jan 2027 08:30"),
            ("soon", "soon"),
        ] {
            assert_eq!(in_words(date, today), words);
        }
        assert_eq!(in_words("2026-11-22", None), "Sun 22 Nov 2026");
    }
}
