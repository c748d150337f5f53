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
        // Where the person was asked, and where it ended, is known without.
        RunEvent::Asked(_)
        | RunEvent::Paused(_)
        | RunEvent::Answered { .. }
        | RunEvent::Ended(_) => None,
    };
    let marks: Vec<Mark> = events.into_iter().filter_map(mark).collect();
    // Numbers and texts always have a JSON form.
    serde_json::to_string(&marks).unwrap_or_default()
}

/// Shows runs again, part by part: a run that asked its person has a part for each message.
#[derive(Debug)]
pub(crate) struct Replay<'a> {
    /// The calls of all parts: one may begin in one and be answered in another.
    calls: Vec<&'a CallRecord>,
    begun: HashSet<String>,
}

impl<'a> Replay<'a> {
    /// Shows a run with these calls.
    pub(crate) fn new(calls: impl IntoIterator<Item = &'a CallRecord>) -> Self {
        Self {
            calls: calls.into_iter().collect(),
            begun: HashSet::new(),
        }
    }

    /// Returns the events that `script` was made of; none where it cannot be read.
    pub(crate) fn part(&mut self, script: &str, text: &str) -> Vec<RunEvent> {
        let marks: Vec<Mark> = serde_json::from_str(script).unwrap_or_default();
        let mut shown = 0;
        let mut events = Vec::with_capacity(marks.len());
        for mark in marks {
            events.extend(match &mark {
                Mark::Text(length) => {
                    let words = text.get(shown..shown + length);
                    shown += length;
                    words.map(|words| RunEvent::Text(words.to_owned()))
                }
                Mark::Call(id) => self.call(id),
            });
        }
        events
    }

    fn call(&mut self, id: &str) -> Option<RunEvent> {
        let call = *self.calls.iter().find(|call| call.id == id)?;
        Some(match self.begun.insert(id.to_owned()) {
            true => RunEvent::from(call),
            false => RunEvent::ToolFinished(call.clone()),
        })
    }
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
            decision: Default::default(),
            step: 1,
            extra: Map::new(),
            number: 1,
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
        let again = Replay::new([&first, &second]).part(&script, "Ünd done\n\nand why it failed");
        assert_eq!(format!("{again:?}"), format!("{events:?}"));
    }

    #[test]
    fn what_does_not_fit_the_message_is_left_out() {
        assert!(Replay::new([]).part("rubbish", "text").is_empty());
        assert!(Replay::new([]).part(r#"[9,"a"]"#, "text").is_empty());
    }

    #[test]
    fn a_call_that_waits_for_the_person_begins_in_one_part_and_is_answered_in_the_next() {
        let call = call("a");
        let mut replay = Replay::new([&call]);
        let parts = [
            replay.part(r#"["a",2]"#, "ok?"),
            replay.part(r#"["a",3]"#, "Yes"),
        ];
        let shown = parts.map(|part| format!("{part:?}"));
        let begun = [RunEvent::from(&call), RunEvent::Text("ok".to_owned())];
        let answered = [
            RunEvent::ToolFinished(call.clone()),
            RunEvent::Text("Yes".to_owned()),
        ];
        assert_eq!(shown, [format!("{begun:?}"), format!("{answered:?}")]);
    }
}
