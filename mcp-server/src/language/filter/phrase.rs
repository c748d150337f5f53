//! What a phrase between operators means.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{error::Problem, split::Word, times::is_during, vocabulary::nearest};
use crate::{
    domain::{Condition, Edge, Name, Priority, Search, Span, TaskNumber, Time, Tree, following},
    language::Here,
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

/// The words between two operators.
pub(super) struct Phrase<'a> {
    pub(super) words: &'a [Word<'a>],
    /// As syntax is compared.
    pub(super) lower: &'a [&'a str],
    pub(super) here: &'a Here,
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
            ["between", dates @ ..] => self.between(Time::Due, dates, "and"),
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

    pub(super) fn not_misspelt(&self, text: &str) -> Result<(), Problem> {
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

    pub(super) fn column(&self) -> usize {
        self.words.first().map_or(1, |word| word.column)
    }

    fn last(&self) -> (&str, usize) {
        self.words
            .last()
            .map_or(("", 1), |word| (&word.text, word.column))
    }

    pub(super) fn end(&self) -> usize {
        let (text, column) = self.last();
        column + text.chars().count()
    }

    /// The words from the one at `begin`, as one text.
    pub(super) fn text(&self, begin: usize) -> String {
        let words = self.words.iter().skip(begin).map(|word| &*word.text);
        words.collect::<Vec<_>>().join(" ")
    }
}

pub(super) fn quoted(text: &str) -> String {
    format!("{:?}", crate::error::clipped(text))
}

fn completed() -> Condition {
    Condition::During(Time::Completed, Span::default())
}
