//! What was taken back.

use serde_json::Value;

use super::{Today, capitalised, date, name, trouble};
use crate::llm::builtin::conversation::TaskRef;

/// As many tasks as are named one by one.
const NAMED: usize = 10;

/// Says what was taken back, from the results of `undo`.
pub(crate) fn taken_back(outcomes: &[Result<Value, String>], today: Today) -> String {
    let mut lines = Vec::new();
    for outcome in outcomes {
        match outcome {
            Ok(value) => lines.extend(results(value).map(|result| line(result, today))),
            Err(error) => lines.push(trouble::not_undone(error)),
        }
    }
    let shown = lines.len().min(NAMED);
    let rest = lines.len() - shown;
    lines.truncate(shown);
    if rest > 0 {
        lines.push(format!("…and {rest} more."));
    }
    lines.join("\n")
}

fn results(value: &Value) -> impl Iterator<Item = &Value> {
    let several = value.get("results").and_then(Value::as_array);
    let one = several.is_none().then_some(value);
    several.into_iter().flatten().chain(one)
}

fn line(result: &Value, today: Today) -> String {
    if let Some(error) = result.get("error").and_then(Value::as_str) {
        return trouble::not_undone(error);
    }
    let Some(task) = TaskRef::read(result) else {
        return "That is taken back.".to_owned();
    };
    let name = capitalised(&name(&task));
    let due = task.extra.due.as_deref();
    let due = due.map_or(String::new(), |due| {
        format!(", due {}", date::in_words(due, today))
    });
    match result.get("status").and_then(Value::as_str) {
        Some("restored") => format!("{name} is back on your list{due}."),
        Some("deleted") => format!("{name} is off your list again."),
        _ => format!("{name} is as it was before{due}."),
    }
}

/// Says that nothing was taken back that could be done again.
pub(crate) fn nothing_to_redo() -> String {
    "There’s nothing to do again: I haven’t taken anything back just now.".to_owned()
}
