//! Dates and repetitions at the ends of a phrase. Which day they mean is not read here: the task
//! server does that. All that is decided is whether the words can be nothing but a date.

use super::when_words::{
    BLOCKING, DAYS, LED_DAYS, LED_TIMES, PLAIN_REPETITIONS, REPETITIONS, TIMES, TIMES_AFTER_A_DAY,
    TIMES_OF_A_DAY,
};
use crate::llm::builtin::{
    lexicon,
    text::{Kind, Phrase},
};

/// More words than a date has.
const LONGEST: usize = 14;

/// Words that say when, as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// On a day, at a time.
    Once(String),
    /// Again and again.
    Again(String),
}

/// Reads a phrase that is nothing but a date or a repetition.
pub(super) fn whole(phrase: Phrase<'_>) -> Option<When> {
    let phrase = super::courtesy::without_tail(phrase).trim_marks();
    if is_repetition(phrase) {
        return Some(When::Again(phrase.verbatim().to_owned()));
    }
    let bare = led(phrase).unwrap_or(phrase);
    is_date(bare, true).then(|| When::Once(bare.verbatim().to_owned()))
}

/// Takes the date that ends a phrase off it.
pub(super) fn ending(phrase: Phrase<'_>) -> Option<(Phrase<'_>, When)> {
    let longest = phrase.len().saturating_sub(LONGEST).max(1);
    (longest..phrase.len()).find_map(|at| {
        let (before, tail) = (phrase.head(at), phrase.skip(at));
        if is_repetition(tail) && !is_blocked(before) {
            return Some((before, When::Again(tail.verbatim().to_owned())));
        }
        if let Some(date) = led(tail)
            && is_date(date, true)
            && !is_part_of_a_name(before)
        {
            return Some((before, When::Once(date.verbatim().to_owned())));
        }
        let is_sure = is_date(tail, false) && !is_blocked(before);
        is_sure.then(|| (before, When::Once(tail.verbatim().to_owned())))
    })
}

/// Takes the date that begins a phrase off it, where what is to be done then follows: "tomorrow
/// call mom", "on Friday: pay rent".
pub(super) fn leading(phrase: Phrase<'_>) -> Option<(When, Phrase<'_>)> {
    (1..phrase.len().min(LONGEST)).rev().find_map(|at| {
        let after = phrase.skip(at);
        let task = after.after(&[":|,|- to?", "to"]).unwrap_or(after);
        let is_set_apart = task.len() < after.len() || lexicon::is_errand(task.norm(0));
        if task.is_empty() || !is_set_apart {
            return None;
        }
        let head = phrase.head(at);
        let bare = head.after(&["for"]).unwrap_or(head);
        Some((whole(bare)?, task))
    })
}

/// Returns what follows a word that leads to a date: "by Friday", "due on Friday".
fn led(phrase: Phrase<'_>) -> Option<Phrase<'_>> {
    phrase
        .after(&["due on|by|at|for|in? :?", "on|by|before", "deadline :?"])
        .filter(|rest| !rest.is_empty())
}

fn is_date(phrase: Phrase<'_>, is_led: bool) -> bool {
    let day_first = |days: &[&str]| {
        let Some(rest) = phrase.after(days) else {
            return false;
        };
        let rest = rest.after(&[","]).unwrap_or(rest);
        rest.is_empty()
            || [TIMES, TIMES_OF_A_DAY, TIMES_AFTER_A_DAY]
                .iter()
                .any(|times| rest.is_any(times))
    };
    let time_first = || {
        let times = [TIMES, TIMES_OF_A_DAY].concat();
        let Some(rest) = phrase.after(&times) else {
            return false;
        };
        let day = rest.after(&[",", "on"]).unwrap_or(rest);
        day.is_any(DAYS) || day.len() < rest.len() && day.is_any(LED_DAYS)
    };
    day_first(DAYS)
        || is_led && (day_first(LED_DAYS) || phrase.is_any(LED_TIMES))
        || phrase.is_any(TIMES)
        || time_first()
}

/// "Every Monday at 9", and nothing else.
fn is_repetition(phrase: Phrase<'_>) -> bool {
    if phrase.is_any(PLAIN_REPETITIONS) {
        return true;
    }
    let starts = phrase.after(REPETITIONS).is_some();
    let ends = phrase.tokens().last().is_some_and(|last| {
        !matches!(
            last.norm.as_str(),
            "and" | "of" | "the" | "at" | "on" | "in" | "to" | "from" | "second" | "-" | ","
        )
    });
    let is_plain = |norm: &str| lexicon::is_repeat_word(norm);
    starts
        && ends
        && phrase
            .tokens()
            .iter()
            .skip(1)
            .all(|token| !matches!(token.kind, Kind::Quoted(_)) && is_plain(&token.norm))
}

/// Tells whether the words before a date rather make it a part of the title: "prepare for
/// tomorrow", "read about Monday", "plan next week".
fn is_blocked(before: Phrase<'_>) -> bool {
    let last = before
        .tokens()
        .last()
        .map_or("", |token| token.norm.as_str());
    is_part_of_a_name(before) || BLOCKING.contains(&last)
}

/// "The meeting is on Friday" may be an errand with a date; "is Friday" is none.
fn is_part_of_a_name(before: Phrase<'_>) -> bool {
    let last = before
        .tokens()
        .last()
        .map_or("", |token| token.norm.as_str());
    matches!(
        last,
        "the" | "a" | "an" | "of" | "my" | "and" | "or" | "not" | "called" | "named"
    ) || before.trim_marks().is_empty()
        || before.is_any(&["@the? @task"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::llm::builtin::text::tokenize;

    fn split(text: &str) -> (String, Option<When>) {
        let tokens = tokenize(text);
        let phrase = Phrase::new(text, &tokens);
        match ending(phrase) {
            Some((before, when)) => (before.verbatim().to_owned(), Some(when)),
            None => (text.to_owned(), None),
        }
    }

    #[test]
    fn a_date_at_the_end_is_taken_off() {
        for (text, title, date) in [
            ("call mom tomorrow at 5pm", "call mom", "tomorrow at 5pm"),
            ("call mom by friday", "call mom", "friday"),
            (
                "dentist on the 5th of May at noon",
                "dentist",
                "the 5th of May at noon",
            ),
            (
                "check the oven in 20 minutes",
                "check the oven",
                "in 20 minutes",
            ),
            ("pay taxes before 2027-03-31", "pay taxes", "2027-03-31"),
            ("meet Ann at 5 on friday", "meet Ann", "at 5 on friday"),
            (
                "send it by the end of the month",
                "send it",
                "the end of the month",
            ),
            ("party Dec 31st at 8pm", "party", "Dec 31st at 8pm"),
            ("call mom at 5 p.m", "call mom", "at 5 p.m"),
        ] {
            let expected = (title.to_owned(), Some(When::Once(date.to_owned())));
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn a_repetition_at_the_end_is_taken_off() {
        for (text, title, repetition) in [
            (
                "pay rent every month on the 1st",
                "pay rent",
                "every month on the 1st",
            ),
            (
                "water plants every monday and thursday",
                "water plants",
                "every monday and thursday",
            ),
            (
                "stretch every morning at 7",
                "stretch",
                "every morning at 7",
            ),
            ("submit the report weekly", "submit the report", "weekly"),
            ("back up every other week", "back up", "every other week"),
        ] {
            let expected = (title.to_owned(), Some(When::Again(repetition.to_owned())));
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn what_may_be_no_date_stays_in_the_title() {
        for text in [
            "Read tomorrow never dies",
            "prepare for tomorrow",
            "read about Monday",
            "buy sun screen",
            "see SAT",
            "read John 3:16",
            "meet Dr. Smith at 10",
            "buy milk for the week",
            "call May",
            "listen to the 5th",
            "check every box",
            "book a table for friday",
            "plan next week",
            "fix the due date bug",
            "count every second",
            "read the daily",
        ] {
            assert_eq!(split(text), (text.to_owned(), None), "{text}");
        }
    }
}
