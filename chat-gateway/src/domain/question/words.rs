//! Questions and answers as sentences.

use serde_json::{Map, Value};

use super::{
    Action, Question, Reply,
    field::{Field, Kind},
};

impl Question {
    /// Returns the question as a person reads it in the conversation, with what may be answered.
    pub(crate) fn words(&self) -> String {
        let form = self.form();
        let yes_or_no = match self.message.contains('\n') {
            true => "\n(yes or no)",
            false => " (yes or no)",
        };
        let hint = match form.only_field().map(|field| &field.kind) {
            Some(Kind::Truth) => yes_or_no.to_owned(),
            Some(Kind::OneOf(offered)) => {
                format!("{}\nSay which one, or “none”.", listed(offered))
            }
            Some(Kind::SomeOf { offered, .. }) => {
                format!("{}\nSay which ones, or “none”.", listed(offered))
            }
            Some(Kind::Text { .. } | Kind::Number { .. }) => " (or “cancel”)".to_owned(),
            None if form.fields.is_empty() => yes_or_no.to_owned(),
            None => {
                "\nThis needs several answers at once: fill in the form, or say “no”.".to_owned()
            }
        };
        let is_named = |title: &str| self.message.contains(title);
        match form.only_field().map(|field| &field.kind) {
            // A tool that has listed them itself need not have them listed again.
            Some(Kind::OneOf(offered)) if offered.iter().all(|(_, title)| is_named(title)) => {
                format!("{}\nSay which one, or “none”.", self.message)
            }
            _ => format!("{}{hint}", self.message),
        }
    }

    /// Returns an answer as the person could have said it.
    pub(crate) fn said(&self, reply: &Reply) -> String {
        let form = self.form();
        let content = reply
            .content
            .as_ref()
            .filter(|_| reply.action == Action::Accept);
        match (content, form.only_field()) {
            (None, _) if reply.action == Action::Accept => "Yes".to_owned(),
            (None, _) => "No".to_owned(),
            (Some(content), Some(field)) if content.len() <= 1 => content
                .get(&field.name)
                .map_or("Yes".to_owned(), |value| field.shown(value)),
            (Some(content), _) => filled_in(&form.fields, content),
        }
    }
}

fn filled_in(fields: &[Field], content: &Map<String, Value>) -> String {
    let lines = fields.iter().filter_map(|field| {
        let value = content.get(&field.name)?;
        Some(format!("{}: {}", field.title, field.shown(value)))
    });
    let lines: Vec<String> = lines.collect();
    if lines.is_empty() {
        "Yes".to_owned()
    } else {
        lines.join("\n")
    }
}

impl Field {
    fn shown(&self, value: &Value) -> String {
        let titled = |offered: &[(String, String)], value: &Value| {
            let mut offered = offered.iter();
            let found = offered.find(|(known, _)| value == known.as_str());
            found.map_or_else(|| value.to_string(), |(_, title)| on_one_line(title))
        };
        match (&self.kind, value) {
            (Kind::OneOf(offered), value) => titled(offered, value),
            (Kind::SomeOf { offered, .. }, Value::Array(values)) => {
                let titles = values.iter().map(|value| titled(offered, value));
                titles.collect::<Vec<_>>().join(", ")
            }
            (_, Value::Bool(true)) => "Yes".to_owned(),
            (_, Value::Bool(false)) => "No".to_owned(),
            (_, Value::String(text)) => text.clone(),
            (_, other) => other.to_string(),
        }
    }
}

fn listed(offered: &[(String, String)]) -> String {
    let rows = offered.iter();
    rows.map(|(_, title)| format!("\n- {}", on_one_line(title)))
        .collect()
}

/// A text in which no line passes for one of ours.
pub(super) fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
