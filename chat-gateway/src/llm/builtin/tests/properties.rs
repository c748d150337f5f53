//! Whatever is said and whatever the history looks like, the model answers.

use proptest::prelude::*;

use super::fake::{Conversation, offered, respond};
use crate::llm::{Message, ToolCall};

/// Words that lead into every corner of the grammar, and some that lead nowhere.
const WORDS: &[&str] = &[
    "add",
    "a",
    "task",
    "to",
    "buy",
    "milk",
    "and",
    "then",
    "delete",
    "the",
    "first",
    "one",
    "all",
    "show",
    "list",
    "complete",
    "mark",
    "as",
    "done",
    "3",
    "#2",
    "1-3",
    ",",
    ";",
    ".",
    "?",
    "\n",
    "- ",
    "\"",
    "'",
    "don't",
    "it",
    "them",
    "except",
    "yes",
    "no",
    "rename",
    "change",
    "note",
    "description",
    ":",
    "everything",
    "about",
    "last",
    "two",
    "both",
    "remind",
    "me",
    "tomorrow",
    "I",
    "bought",
    "have",
    "need",
    "what's",
    "pending",
    "more",
    "é",
    "👍",
    "(",
    ")",
    "…",
    "undo",
    "redo",
    "restore",
    "reopen",
    "tomorrow",
    "at 5pm",
    "friday",
    "every",
    "month",
    "due",
    "date",
    "overdue",
    "urgent",
    "priority",
    "p1",
    "project",
    "#Work",
    "@errands",
    "label",
    "subtask",
    "move",
    "by",
    "plan my day",
    "summary",
    "find",
    "of",
    "my",
    "completed",
    "please",
    "thanks",
    "or",
    "not",
];

fn message() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(WORDS), 0..14).prop_map(|words| words.join(" ")),
        1 => any::<String>(),
        1 => prop::collection::vec(prop::sample::select(WORDS), 0..14).prop_map(|words| words.concat()),
    ]
}

fn any_message() -> impl Strategy<Value = Message> {
    let name = prop::sample::select(&["list_tasks", "add_task", "delete_task", "", "other"][..]);
    let json = prop::sample::select(
        &[
            "",
            "{}",
            "[]",
            "null",
            "not json",
            r#"{"tasks":[{"id":1,"title":"Buy milk","completed":false}],"total":40,"next_cursor":"c"}"#,
            r#"{"tasks":"?"}"#,
            r#"{"task_id":3,"title":"x"}"#,
            r#"{"status":"all"}"#,
            "Task not found",
        ][..],
    );
    let id = prop::sample::select(&["call_1", "call_2", ""][..]);
    prop_oneof![
        message().prop_map(Message::User),
        message().prop_map(Message::System),
        (
            message(),
            prop::collection::vec((id.clone(), name, json.clone()), 0..3)
        )
            .prop_map(|(text, calls)| {
                let tool_calls = calls
                    .into_iter()
                    .map(|(id, name, arguments)| ToolCall {
                        id: id.to_owned(),
                        name: name.to_owned(),
                        arguments: arguments.to_owned(),
                        extra: serde_json::Map::new(),
                    })
                    .collect();
                Message::Assistant { text, tool_calls }
            }),
        (id, json, any::<bool>()).prop_map(|(id, content, is_error)| Message::ToolResult {
            call_id: id.to_owned(),
            content: content.to_owned(),
            is_error,
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_conversation_is_answered_within_its_turns(messages in prop::collection::vec(message(), 1..5)) {
        let mut chat = Conversation::with(&["Buy milk", "Team meeting", "✓Call mom", "Meeting with Bob"]);
        for message in &messages {
            chat.say(message);
        }
    }

    #[test]
    fn every_history_is_answered_the_same_way_twice(history in prop::collection::vec(any_message(), 0..12)) {
        let tools = offered();
        let (text, calls) = respond(&history, &tools);
        prop_assert_ne!(text.trim().is_empty(), calls.is_empty());
        prop_assert_eq!(respond(&history, &tools), (text, calls));
    }

    #[test]
    fn a_quoted_title_arrives_as_it_was_written(title in "[a-zA-Zé👍#&<>.,;:!?()/]([a-zA-Zé👍#&<>.,;:!?()/ ]{0,60}[a-z.!])?") {
        let mut chat = Conversation::with(&[]);
        chat.say(&format!("add \"{title}\""));
        prop_assert_eq!(&chat.tools.tasks[0].title, &title);
    }
}
