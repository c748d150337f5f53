//! A summary that no model writes: the beginnings of what was said, and what was called.

use serde_json::Value;

use crate::{
    agent::limits::MAX_SUMMARY_BYTES,
    domain::CallRecord,
    store::messages::{Message as Stored, Role},
};

/// Characters of a message, or of a call's arguments, that are repeated.
const CHARS: usize = 160;

/// Stands where older lines no longer fit.
const LEFT_OUT: &str = "(What was before is left out.)";

/// Returns what the messages come to, after what those before them did: a line for each message and
/// each call, the oldest ones left out where they do not fit.
pub(super) fn of(before: Option<&str>, messages: &[Stored]) -> String {
    let before = before.into_iter().flat_map(str::lines);
    let before = before.filter(|line| *line != LEFT_OUT).map(str::to_owned);
    let lines: Vec<String> = before.chain(messages.iter().flat_map(lines)).collect();
    let mut left = MAX_SUMMARY_BYTES - LEFT_OUT.len() - 1;
    let fitting = lines.iter().rev().take_while(|line| {
        let fits = line.len() < left;
        left = left.saturating_sub(line.len() + 1);
        fits
    });
    let first = lines.len() - fitting.count();
    let newest = lines.get(first..).unwrap_or_default().join("\n");
    match first {
        0 => newest,
        _ => format!("{LEFT_OUT}\n{newest}"),
    }
}

fn lines(message: &Stored) -> Vec<String> {
    let speaker = match message.role {
        Role::User => "Person",
        Role::Assistant => "Answer",
    };
    let calls = message.tool_calls.iter().filter(|call| !call.failed);
    let mut lines: Vec<String> = calls.map(called).collect();
    lines.push(format!("{speaker}: {}", beginning(&message.content)));
    lines
}

fn called(record: &CallRecord) -> String {
    let arguments = Value::Object(record.parameters.clone()).to_string();
    let task = match record.result.get("task_id") {
        Some(number) => format!(", which is task {number}"),
        None => String::new(),
    };
    format!("Done: {} {}{task}", record.tool, beginning(&arguments))
}

/// Returns the beginning of a text on one line.
fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::{Map, json};
    use uuid::Uuid;

    use super::*;

    fn message(role: Role, content: &str, calls: Vec<CallRecord>) -> Stored {
        Stored {
            id: Uuid::nil(),
            sequence: 1,
            role,
            content: content.to_owned(),
            tool_calls: calls,
            status: "complete".to_owned(),
            question: None,
            created_at: DateTime::UNIX_EPOCH,
            parent_id: None,
            is_active: true,
        }
    }

    fn add(title: &str, failed: bool) -> CallRecord {
        let mut parameters = Map::new();
        parameters.insert("title".to_owned(), json!(title));
        CallRecord {
            id: "a".to_owned(),
            tool: "add_task".to_owned(),
            parameters,
            result: json!({ "task_id": 5 }),
            failed,
            duration_ms: 1,
            step: 1,
            decision: Default::default(),
            extra: Map::new(),
            number: 1,
            error: None,
        }
    }

    #[test]
    fn a_digest_says_what_was_said_and_done_each_on_its_line() {
        let messages = [
            message(Role::User, "Add\nmilk", vec![]),
            message(
                Role::Assistant,
                "Added.",
                vec![add("Milk", false), add("x", true)],
            ),
        ];
        let first = of(None, &messages);
        let expected = "Person: Add milk\nDone: add_task {\"title\":\"Milk\"}, which is task 5\nAnswer: Added.";
        assert_eq!(first, expected);
        let next = of(
            Some(&first),
            &[message(Role::User, &"é".repeat(200), vec![])],
        );
        assert_eq!(next, format!("{expected}\nPerson: {}…", "é".repeat(CHARS)));
    }

    #[test]
    fn a_digest_never_grows_beyond_its_bound_and_keeps_the_newest() {
        let mut digest = String::new();
        for number in 0..200 {
            let text = format!("{number} {}", "word ".repeat(number % 50));
            digest = of(Some(&digest), &[message(Role::User, &text, vec![])]);
            assert!(digest.len() <= MAX_SUMMARY_BYTES, "{}", digest.len());
        }
        assert_eq!(digest.matches(LEFT_OUT).count(), 1);
        assert!(digest.starts_with(LEFT_OUT) && digest.contains("Person: 199"));
    }
}
