//! What a phrase between operators means.

use std::borrow::Cow;

use chrono::{Days, NaiveDate};

use super::{error::Problem, past::last_such, period::period, split::Word, vocabulary::nearest};
use crate::{
    domain::{
        Condition, Due, Edge, Name, Priority, Search, Span, TaskNumber, Time, Tree, following,
    },
    language::{
        Here,
        dates::{self, UnclearDate, When},
        tokens::tokens,
    },
};

/// Reads a phrase of at least one word.
pub(super) fn condition(words: &[Word<'_>], here: &Here) -> Result<Tree, Problem> {
    let [first, rest @ ..] = words else {
        return Err(Problem::new(1, "A condition is missing here"));
    };
    if let Some(name) = named(first) {
        return name.and_then(|condition| alone(condition, first, rest));
    }
    let lower: Vec<Cow<'_, str>> = words.iter().map(syntax).collect();
    let lower: Vec<&str> = lower.iter().map(|word| &**word).collect();
    let phrase = Phrase {
        words,
        lower: &lower,
        here,
    };
    phrase.condition()
}

/// A word as syntax is compared: what is quoted is none.
fn syntax<'w>(word: &'w Word<'_>) -> Cow<'w, str> {
    if !word.plain {
        return Cow::Borrowed("");
    }
    match word.text.bytes().any(|letter| letter.is_ascii_uppercase()) {
        true => Cow::Owned(word.text.to_ascii_lowercase()),
        false => Cow::Borrowed(&word.text),
    }
}

/// `#Project` and `@label`, whose name may be quoted.
fn named(word: &Word<'_>) -> Option<Result<Condition, Problem>> {
    let sign = word.text.chars().next().filter(|_| word.begins_plain)?;
    let condition = match sign {
        '#' => Condition::Project,
        '@' => Condition::Label,
        _ => return None,
    };
    let name = word.text.strip_prefix(sign).unwrap_or_default();
    Some(name_of(name, word.column).map(condition))
}

fn name_of(name: &str, column: usize) -> Result<Name, Problem> {
    let first = |letter: char| letter.to_uppercase().collect::<String>();
    Name::parse(name).map_err(|error| {
        let words = error.to_string();
        let mut letters = words.chars();
        let capital = letters.next().map(first).unwrap_or_default();
        Problem::new(column, capital + letters.as_str())
    })
}

fn alone(condition: Condition, name: &Word<'_>, rest: &[Word<'_>]) -> Result<Tree, Problem> {
    let Some(next) = rest.first() else {
        return Ok(Tree::Is(condition));
    };
    let sign = name.text.chars().next().unwrap_or('#');
    let name: String = name.text.chars().skip(1).collect();
    Err(Problem::new(
        next.column,
        format!(
            "Write & or | between conditions, or quotes around a name of several words: {sign}\"{name} {}\"",
            next.text
        ),
    ))
}

/// How a time lies to a date.
enum Bound {
    Before,
    On,
    By,
    After,
}

impl Bound {
    fn of(&self, whole: Span) -> Span {
        match self {
            Self::Before => whole.before(),
            Self::On => whole,
            Self::By => whole.by(),
            Self::After => whole.after(),
        }
    }
}

struct Phrase<'a> {
    words: &'a [Word<'a>],
    lower: &'a [&'a str],
    here: &'a Here,
}

impl Phrase<'_> {
    fn condition(&self) -> Result<Tree, Problem> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        match self.lower {
            ["search", _, ..] => self.search(),
            ["search"] => Err(Problem::new(self.end(), "Words to search for are missing")),
            ["subtasks" | "subtask" | "children", "of", _] => self.below(),
            ["priority", _] => self.priority(),
            ["project", _] => self.name(Condition::Project),
            ["label", _] => self.name(Condition::Label),
            ["date" | "due", rest @ ..] => self.during(Time::Due, rest),
            ["created" | "added", rest @ ..] => self.during(Time::Created, rest),
            ["completed" | "done" | "finished", rest @ ..] => self.during(Time::Completed, rest),
            _ => self.on_a_day(),
        }
    }

    /// What stands for itself.
    fn known(&self) -> Option<Tree> {
        let is = |condition| Some(Tree::Is(condition));
        let priority = |number| Priority::new(number).map(Condition::Priority).map(Tree::Is);
        match self.lower {
            ["all" | "any" | "everything"] | ["view", "all"] => is(Condition::Everything),
            ["overdue" | "od" | "late"] | ["over", "due"] => is(Condition::Overdue(Edge::moment(
                self.here.now,
                self.here.zone,
            ))),
            ["p1"] => priority(1),
            ["p2"] => priority(2),
            ["p3"] => priority(3),
            ["p4"] | ["no", "priority"] => priority(4),
            ["undated"] | ["no", "date"] | ["no", "due", "date"] => is(Condition::Undated),
            ["no", "project"] => is(Condition::NoProject),
            ["no", "label" | "labels"] | ["unlabelled" | "unlabeled"] => is(Condition::NoLabels),
            ["recurring" | "repeating"] => is(Condition::Recurring),
            ["subtask" | "subtasks"] => is(Condition::Subtask),
            ["no", "parent"] | ["top", "level"] => Some(Tree::Is(Condition::Subtask).not()),
            ["due"] | ["has", "date"] => is(Condition::During(Time::Due, Span::default())),
            ["completed" | "done" | "finished"] => is(completed()),
            ["pending" | "open" | "uncompleted"] => Some(Tree::Is(completed()).not()),
            ["tom"] => self.on(following(self.here.local().date(), 1)),
            words => self
                .counted(Time::Due, words)
                .or_else(|| self.period(Time::Due, words))
                .map(|span| is_during(Time::Due, span)),
        }
    }

    fn on(&self, day: NaiveDate) -> Option<Tree> {
        let span = Span::days(day, 1, self.here.zone);
        Some(Tree::Is(Condition::During(Time::Due, span)))
    }

    fn search(&self) -> Result<Tree, Problem> {
        let column = self.words.get(1).map_or(1, |word| word.column);
        let words = self.text(1);
        match Search::parse(&words) {
            Ok(Some(search)) => Ok(Tree::Is(Condition::Search(search))),
            Ok(None) => Err(Problem::new(column, "Words to search for are missing")),
            Err(error) => Err(Problem::new(column, format!("A {error}"))),
        }
    }

    fn below(&self) -> Result<Tree, Problem> {
        let (number, column) = self.last();
        let digits = number.strip_prefix('#').unwrap_or(number);
        match digits.parse() {
            Ok(number) => Ok(Tree::Is(Condition::Below(TaskNumber::new(number)))),
            Err(_) => Err(Problem::new(
                column,
                "The number of a task is missing, as in subtasks of:4",
            )),
        }
    }

    fn priority(&self) -> Result<Tree, Problem> {
        let (number, column) = self.last();
        let number = number.strip_prefix(['p', 'P']).unwrap_or(number);
        match number.parse().ok().and_then(Priority::new) {
            Some(priority) => Ok(Tree::Is(Condition::Priority(priority))),
            None => Err(Problem::new(column, "Priorities are p1, p2, p3 and p4")),
        }
    }

    fn name(&self, condition: impl FnOnce(Name) -> Condition) -> Result<Tree, Problem> {
        let (name, column) = self.last();
        name_of(name, column).map(condition).map(Tree::Is)
    }

    fn during(&self, time: Time, rest: &[&str]) -> Result<Tree, Problem> {
        if let Some(days) = self.counted(time, rest) {
            return Ok(is_during(time, days));
        }
        let (bound, date) = match rest {
            ["from", dates @ ..] => return self.between(time, dates),
            ["before", date @ ..] => (Bound::Before, date),
            ["after", date @ ..] => (Bound::After, date),
            ["by", date @ ..] => (Bound::By, date),
            ["on", date @ ..] => (Bound::On, date),
            date => (Bound::On, date),
        };
        let begin = self.words.len() - date.len();
        let whole = match self.period(time, date) {
            Some(period) => period,
            None => Span::on(&self.date(time, begin, self.words.len())?, self.here.zone),
        };
        Ok(is_during(time, bound.of(whole)))
    }

    /// `from monday to friday`, both of them within.
    fn between(&self, time: Time, dates: &[&str]) -> Result<Tree, Problem> {
        let begin = self.words.len() - dates.len();
        let to = dates.iter().position(|word| *word == "to");
        let to = begin + to.unwrap_or(dates.len());
        let first = self.date(time, begin, to)?;
        let last = self.date(time, to + 1, self.words.len())?;
        let zone = self.here.zone;
        match (first, last) {
            (Due::Date(first), Due::Date(last)) if first <= last => {
                let span = Span::between(first, following(last, 1), zone);
                Ok(is_during(time, span))
            }
            _ => Err(Problem::new(
                self.column(),
                "From and to take days, the earlier first, as in due from monday to friday",
            )),
        }
    }

    /// Reads the date that the words from `begin` to `end` are.
    fn date(&self, time: Time, begin: usize, end: usize) -> Result<Due, Problem> {
        let words = self.words.get(begin..end).unwrap_or_default();
        let Some(first) = words.first() else {
            return Err(Problem::new(
                self.end(),
                "A date is missing, as in due before friday",
            ));
        };
        let words: Vec<&str> = words.iter().map(|word| &*word.text).collect();
        let text = words.join(" ");
        let due = match time {
            Time::Due => dates::parse(&relative(&text), self.here),
            Time::Created | Time::Completed => last_such(&relative(&text), self.here),
        };
        due.map_err(|error| Problem::new(first.column, error.to_string()))
    }

    fn period(&self, time: Time, words: &[&str]) -> Option<Span> {
        let back = !matches!(time, Time::Due);
        let (first, until) = period(words, self.here.local().date(), back)?;
        Some(Span::between(first, until, self.here.zone))
    }

    /// Days from today on, or up to today, which is one of them.
    fn counted(&self, time: Time, words: &[&str]) -> Option<Span> {
        const MOST: u64 = 9_999;
        let back = !matches!(time, Time::Due);
        let words = match words {
            ["in", "the", rest @ ..] => rest,
            words => words,
        };
        let (back, count, unit) = match words {
            [count, unit] => (back, count, unit),
            ["within", count, unit] => (back, count, unit),
            ["next", count, unit] => (false, count, unit),
            ["last" | "past", count, unit] => (true, count, unit),
            _ => return None,
        };
        let length = match *unit {
            "day" | "days" => 1,
            "week" | "weeks" => 7,
            _ => return None,
        };
        let count = count.parse::<u64>().ok()?.checked_mul(length)?;
        let count = Some(count).filter(|count| (1..=MOST).contains(count))?;
        let today = self.here.local().date();
        let first = match back {
            true => today.checked_sub_days(Days::new(count - 1))?,
            false => today,
        };
        Some(Span::days(first, count, self.here.zone))
    }

    /// A date that stands for itself. What is misspelt is refused before more than the everyday
    /// forms of dates are tried.
    fn on_a_day(&self) -> Result<Tree, Problem> {
        let text = self.text(0);
        let due = match self.everyday(&text) {
            Some(when) => when.due(self.here).map_err(UnclearDate::from),
            None => {
                self.not_misspelt(&text)?;
                dates::parse(&relative(&text), self.here)
            }
        };
        let due = due.map_err(|error| match error {
            UnclearDate::OutOfRange(_) => Problem::new(self.column(), error.to_string()),
            _ => Problem::new(self.column(), format!("{} is not known", quoted(&text))),
        })?;
        let span = Span::on(&due, self.here.zone);
        Ok(Tree::Is(Condition::During(Time::Due, span)))
    }

    fn everyday(&self, text: &str) -> Option<When> {
        let tokens = tokens(text);
        let (when, taken) = dates::prefix(&tokens, self.here)?;
        (taken == tokens.len()).then_some(when)
    }

    fn not_misspelt(&self, text: &str) -> Result<(), Problem> {
        if let Some(column) = self.second() {
            return Err(Problem::new(column, "Write & or | between conditions"));
        }
        let Some(known) = nearest(&self.lower.join(" ")) else {
            return Ok(());
        };
        let words = format!("{} is not known; did you mean {known}?", quoted(text));
        Err(Problem::new(self.column(), words))
    }

    /// Returns where a second condition begins, if the first words are one.
    fn second(&self) -> Option<usize> {
        const LONGEST: usize = 3;
        let begins = |count: usize| {
            let first = Phrase {
                words: self.words.get(..count)?,
                lower: self.lower.get(..count)?,
                here: self.here,
            };
            let known = first.known().is_some() || first.everyday(&first.text(0)).is_some();
            known.then(|| self.words.get(count).map(|next| next.column))?
        };
        (1..self.words.len().min(LONGEST + 1))
            .rev()
            .find_map(begins)
    }

    fn column(&self) -> usize {
        self.words.first().map_or(1, |word| word.column)
    }

    fn last(&self) -> (&str, usize) {
        self.words
            .last()
            .map_or(("", 1), |word| (&word.text, word.column))
    }

    fn end(&self) -> usize {
        let (text, column) = self.last();
        column + text.chars().count()
    }

    /// The words from the one at `begin`, as one text.
    fn text(&self, begin: usize) -> String {
        let words = self.words.iter().skip(begin).map(|word| &*word.text);
        words.collect::<Vec<_>>().join(" ")
    }
}

fn quoted(text: &str) -> String {
    format!("{:?}", crate::error::clipped(text))
}

fn is_during(time: Time, span: Span) -> Tree {
    Tree::Is(Condition::During(time, span))
}

fn completed() -> Condition {
    Condition::During(Time::Completed, Span::default())
}

/// `+3 days` and `-3 days`, as other programs have them, in words.
fn relative(text: &str) -> Cow<'_, str> {
    let digit = |text: &&str| {
        text.trim_start()
            .starts_with(|letter: char| letter.is_ascii_digit())
    };
    if let Some(later) = text.strip_prefix('+').filter(digit) {
        Cow::Owned(format!("in {}", later.trim_start()))
    } else if let Some(ago) = text.strip_prefix('-').filter(digit) {
        Cow::Owned(format!("{} ago", ago.trim_start()))
    } else {
        Cow::Borrowed(text)
    }
}
