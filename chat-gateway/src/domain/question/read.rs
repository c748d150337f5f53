//! What a message answers to a question, if anything.
//!
//! Only a message that is nothing but an answer is one: "yes, but only the first" is not a yes.
//! What fits two choices fits none.

use serde_json::{Value, json};

use super::{
    Question, Reply,
    field::{Field, Kind},
    phrases::{ASSENT, FILLERS, NO_WORDS, ORDINALS, REFUSAL, WAYS_OUT, YES, YES_WORDS},
};

/// Reads a message as the answer to a question; `None` where it is about something else.
pub(crate) fn read(question: &Question, message: &str) -> Option<Reply> {
    let said = Said::new(message);
    let form = question.form();
    let Some(field) = form.only_field() else {
        return match (said.is_no(), form.fields.is_empty() && said.is_yes()) {
            (true, _) => Some(Reply::decline()),
            (_, true) => Some(Reply::accept(serde_json::Map::new())),
            _ => None,
        };
    };
    let value = match &field.kind {
        // "None" and "false" may be what is to be written.
        Kind::Text { .. } if said.is_way_out() => return Some(Reply::decline()),
        Kind::Text { .. } => json!(message.trim()),
        _ if said.is_no() => return Some(Reply::decline()),
        Kind::Truth => said.is_yes().then_some(Value::Bool(true))?,
        Kind::Number { .. } => number(message)?,
        Kind::OneOf(offered) => json!(said.one_of(offered)?),
        Kind::SomeOf { offered, .. } => said.some_of(message, offered)?,
    };
    fits(field, value)
}

fn fits(field: &Field, value: Value) -> Option<Reply> {
    field.fault(&value).is_none().then(|| field.accept(value))
}

fn number(message: &str) -> Option<Value> {
    let text = message.trim().trim_end_matches('.');
    let whole = text.parse::<i64>().map(Value::from);
    whole.or_else(|_| text.parse::<f64>().map(Value::from)).ok()
}

/// A message as its words, small and without marks.
struct Said {
    words: Vec<String>,
}

impl Said {
    fn new(message: &str) -> Self {
        let mut words = words(message);
        let is_courtesy = |word: &String| matches!(word.as_str(), "please" | "thanks" | "thx");
        if words.len() > 1 {
            words.retain(|word| !is_courtesy(word));
        }
        if words.len() > 2 && words.ends_with(&["thank".to_owned(), "you".to_owned()]) {
            words.truncate(words.len() - 2);
        }
        Self { words }
    }

    fn is_yes(&self) -> bool {
        let words = self.text();
        let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
        let agrees = |text: &str| text.is_empty() || ASSENT.contains(&text);
        YES.contains(&words.as_str()) || YES_WORDS.contains(&first) && agrees(rest)
    }

    fn is_no(&self) -> bool {
        let words = self.text();
        let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
        let refuses =
            |text: &str| text.is_empty() || REFUSAL.contains(&text) || WAYS_OUT.contains(&text);
        REFUSAL.contains(&words.as_str())
            || NO_WORDS.contains(&first) && refuses(rest)
            || self.is_way_out()
    }

    /// Tells whether it says to stop, rather than to write "no".
    fn is_way_out(&self) -> bool {
        WAYS_OUT.contains(&self.text().as_str())
    }

    /// Returns the value of the choice that is meant: by its name, by a number that it begins
    /// with, by its place, or by words that only it has.
    fn one_of(&self, offered: &[(String, String)]) -> Option<String> {
        let titles: Vec<Vec<String>> = offered.iter().map(|(_, title)| words(title)).collect();
        let values = offered.iter().map(|(value, _)| words(value));
        let named = titles
            .iter()
            .zip(values)
            .position(|(title, value)| *title == self.words || value == self.words);
        if let [only] = offered
            && self.is_yes()
        {
            return Some(only.0.clone());
        }
        let place = named
            .or_else(|| self.place(&titles))
            .or_else(|| self.only_with(&titles))?;
        offered.get(place).map(|(value, _)| value.clone())
    }

    /// A number is what choices begin with, where one of them begins with a number, and a place
    /// otherwise; "the second one" is always a place.
    fn place(&self, titles: &[Vec<String>]) -> Option<usize> {
        let core: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let core = core.iter().filter(|word| !FILLERS.contains(word));
        let core: Vec<&str> = core.copied().collect();
        let [word] = core.as_slice() else { return None };
        if let Some(place) = ORDINALS.iter().position(|names| names.contains(word)) {
            return (place < titles.len()).then_some(place);
        }
        if matches!(*word, "last" | "latter") {
            return titles.len().checked_sub(1);
        }
        let number: usize = word.parse().ok()?;
        let leading = |title: &Vec<String>| title.first().and_then(|word| word.parse().ok());
        if titles.iter().any(|title| leading(title).is_some()) {
            let mut fitting = (0..)
                .zip(titles)
                .filter(|(_, title)| leading(title) == Some(number));
            let first = fitting.next().map(|(place, _)| place);
            return first.filter(|_| fitting.next().is_none());
        }
        number.checked_sub(1).filter(|place| *place < titles.len())
    }

    fn only_with(&self, titles: &[Vec<String>]) -> Option<usize> {
        let mut meant = self
            .words
            .iter()
            .filter(|word| !FILLERS.contains(&word.as_str()))
            .peekable();
        meant.peek()?;
        let meant: Vec<&String> = meant.collect();
        let has_all = |title: &Vec<String>| meant.iter().all(|word| title.contains(word));
        let mut fitting = (0..).zip(titles).filter(|(_, title)| has_all(title));
        let first = fitting.next().map(|(place, _)| place);
        first.filter(|_| fitting.next().is_none())
    }

    fn some_of(&self, message: &str, offered: &[(String, String)]) -> Option<Value> {
        if matches!(
            self.text().as_str(),
            "all" | "both" | "all of them" | "both of them" | "everything"
        ) {
            return Some(offered.iter().map(|(value, _)| json!(value)).collect());
        }
        let lower = message.to_lowercase().replace(" and ", ",");
        let parts = lower.split([',', ';', '&']);
        let chosen = parts.map(|part| Said::new(part).one_of(offered).map(Value::from));
        chosen.collect::<Option<Vec<Value>>>().map(Value::from)
    }

    fn text(&self) -> String {
        self.words.join(" ")
    }
}

/// Words of letters and digits, and signs that say something by themselves.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['\'', '’'], "");
    let is_sign = |c: char| "👍👎✅❌".contains(c);
    let spaced = text.chars().map(|c| {
        if c.is_alphanumeric() || is_sign(c) {
            c
        } else {
            ' '
        }
    });
    let spaced: String = spaced.collect();
    spaced.split_whitespace().map(str::to_owned).collect()
}
