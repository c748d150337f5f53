//! How an answer came about, in a few bytes: enough to show a run again event by event, beside the
//! message that holds its text and its calls.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::RunEvent;
use crate::domain::CallRecord;

/// One event of a run.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Mark {
    /// So many bytes more of the text.
    Text(usize),
    /// The call with this id began or, the second time, was answered.
    Call(String),
}

/// Returns the script of these events.
pub(crate) fn of<'a>(events: impl IntoIterator<Item = &'a RunEvent>) -> String {
    let mark = |event: &RunEvent| match event {
        RunEvent::Text(text) => Some(Mark::Text(text.len())),
        RunEvent::ToolStarted { id, .. } => Some(Mark::Call(id.clone())),
        RunEvent::ToolFinished(record) => Some(Mark::Call(record.id.clone())),
        RunEvent::Ended(_) => None,
    };
    let marks: Vec<Mark> = events.into_iter().filter_map(mark).collect();
    // Numbers and texts always have a JSON form.
    serde_json::to_string(&marks).unwrap_or_default()
}

/// Returns the events that `script` was made of; none where it cannot be read.
pub(crate) fn replay(script: &str, text: &str, calls: &[CallRecord]) -> Vec<RunEvent> {
    let marks: Vec<Mark> = serde_json::from_str(script).unwrap_or_default();
    let mut begun = HashSet::new();
    let mut shown = 0;
    let mut events = Vec::with_capacity(marks.len());
    for mark in marks {
        let event = match &mark {
            Mark::Text(length) => {
                let words = text.get(shown..shown + length);
                shown += length;
                words.map(|words| RunEvent::Text(words.to_owned()))
            }
            Mark::Call(id) => calls.iter().find(|call| call.id == *id).map(|call| {
                if begun.insert(id.clone()) {
                    RunEvent::from(call)
                } else {
                    RunEvent::ToolFinished(call.clone())
                }
            }),
        };
        events.extend(event);
    }
    events
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;

    fn call(id: &str) -> CallRecord {
        CallRecord {
            id: id.to_owned(),
            tool: "add_task".to_owned(),
            parameters: Map::new(),
            result: json!({"task_id": 1}),
            failed: false,
            duration_ms: 1,
            step: 1,
            extra: Map::new(),
            error: None,
        }
    }

    #[test]
    fn a_run_is_shown_again_as_it_was() {
        let (first, second) = (call("a"), call("b"));
        let events = [
            RunEvent::Text("Ünd ".to_owned()),
            RunEvent::from(&first),
            RunEvent::from(&second),
            RunEvent::ToolFinished(second.clone()),
            RunEvent::ToolFinished(first.clone()),
            RunEvent::Text("done".to_owned()),
        ];
        let script = of(&events);
        assert_eq!(script, r#"[5,"a","b","b","a",4]"#);
        let again = replay(&script, "Ünd done\n\nand why it failed", &[first, second]);
        assert_eq!(format!("{again:?}"), format!("{events:?}"));
    }

    #[test]
    fn what_does_not_fit_the_message_is_left_out() {
        assert!(replay("rubbish", "text", &[]).is_empty());
        assert!(replay(r#"[9,"a"]"#, "text", &[]).is_empty());
    }
}
