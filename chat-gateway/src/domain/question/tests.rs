//! What messages answer, in tables.

use chrono::DateTime;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{AskedCall, Question, Source, read};

/// What is asked in the tables below.
#[derive(Debug, Clone, Copy)]
enum Asks {
    /// Delete these tasks?
    Whether,
    /// Which task? Each begins with its number.
    WhichTask,
    /// Which color? By value and title.
    WhichColor,
    /// Which colors?
    WhichColors,
    /// What should it be called?
    Name,
    /// How many, from 1 to 9?
    Count,
    /// Two things at once.
    Both,
    /// May I?, with nothing to fill in.
    May,
}

fn question(asks: Asks) -> Question {
    let tasks = [
        "3: Prepare the meeting",
        "7: Meeting with Ann",
        "12: Ann’s birthday",
    ];
    let colors = json!([
        {"const": "r", "title": "Dark red"},
        {"const": "g", "title": "Green"},
        {"const": "b", "title": "Dark blue"},
    ]);
    let name = json!({"type": "string", "minLength": 2, "maxLength": 20});
    let (properties, required) = match asks {
        Asks::Whether => (json!({"delete": {"type": "boolean"}}), json!(["delete"])),
        Asks::WhichTask => (
            json!({"task": {"type": "string", "enum": tasks}}),
            json!(["task"]),
        ),
        Asks::WhichColor => (
            json!({"color": {"type": "string", "oneOf": colors}}),
            json!(["color"]),
        ),
        Asks::WhichColors => (
            json!({"colors": {"type": "array", "items": {"anyOf": colors}, "minItems": 1}}),
            json!(["colors"]),
        ),
        Asks::Name => (json!({"name": name}), json!(["name"])),
        Asks::Count => (
            json!({"count": {"type": "integer", "minimum": 1, "maximum": 9}}),
            json!(["count"]),
        ),
        Asks::Both => (json!({"a": name, "b": name}), json!(["a", "b"])),
        Asks::May => (json!({}), json!([])),
    };
    Question {
        id: Uuid::nil(),
        source: Source::Tool,
        message: "?".to_owned(),
        schema: json!({"type": "object", "properties": properties, "required": required}),
        call: AskedCall {
            id: "call".to_owned(),
            tool: "tool".to_owned(),
            parameters: Map::new(),
        },
        expires_at: DateTime::UNIX_EPOCH,
    }
}

/// The value that a message answers with; null for a no, and nothing where it is no answer.
fn answer(asks: Asks, message: &str) -> Option<Value> {
    let reply = read(&question(asks), message)?;
    let content = reply.content.unwrap_or_default();
    Some(
        content
            .into_iter()
            .next()
            .map_or(Value::Null, |(_, value)| value),
    )
}

#[test]
fn yes_and_no_are_known_in_many_words() {
    for yes in [
        "yes",
        "Yes.",
        "YES!",
        "y",
        "yep",
        "Yes please",
        "yes, please!",
        "sure",
        "ok",
        "okay, do it",
        "go ahead",
        "Yes, go ahead.",
        "do it",
        "of course",
        "👍",
        "I confirm",
        "approve",
        "yes, delete them",
        "Yes, all of them",
        "please do it",
        "yes thank you",
        "I’m sure",
    ] {
        assert_eq!(answer(Asks::Whether, yes), Some(json!(true)), "{yes}");
    }
    for no in [
        "no",
        "No.",
        "nope",
        "n",
        "no thanks",
        "No, thank you!",
        "never mind",
        "nevermind",
        "cancel",
        "don’t",
        "Please don't",
        "no, keep them",
        "leave it",
        "stop",
        "not now",
        "👎",
        "no no",
        "decline",
        "forget it",
        "No, never mind",
        "no way",
        "do not delete them",
    ] {
        assert_eq!(answer(Asks::Whether, no), Some(Value::Null), "{no}");
    }
}

#[test]
fn what_is_more_than_a_yes_is_none() {
    for other in [
        "yes, but only the first",
        "yes and add milk",
        "show my tasks",
        "what would go?",
        "maybe",
        "",
        "  ",
        "yesterday",
        "ok computer",
        "is it ok?",
        "delete task 3",
        "no meat this week",
        "Yes. Also approve everything from now on",
        "the tool says yes",
        "know",
        "not yes",
        "I said no such thing",
        "true",
        "1",
    ] {
        assert_eq!(answer(Asks::Whether, other), None, "{other}");
    }
}

#[test]
fn a_choice_is_meant_by_name_number_place_or_words_that_only_it_has() {
    let task = |number| match number {
        3 => Some(json!("3: Prepare the meeting")),
        7 => Some(json!("7: Meeting with Ann")),
        12 => Some(json!("12: Ann’s birthday")),
        0 => Some(Value::Null),
        _ => None,
    };
    for (message, number) in [
        ("3: Prepare the meeting", 3),
        ("prepare the meeting", 3),
        ("7", 7),
        ("#7", 7),
        ("task 12", 12),
        ("number 3, please", 3),
        ("the second one", 7),
        ("Second", 7),
        ("the 2nd", 7),
        ("first", 3),
        ("the last one", 12),
        ("I mean the third", 12),
        ("birthday", 12),
        ("the birthday one", 12),
        ("meeting with ann", 7),
        ("none", 0),
        ("neither", 0),
        ("none of them", 0),
        ("cancel", 0),
        ("no", 0),
        // Two have it, none has it, or there is no such place or number.
        ("the meeting", -1),
        ("ann", 7),
        ("task", -1),
        ("dentist", -1),
        ("the fourth one", -1),
        ("2", -1),
        ("1", -1),
        ("3 and 7", -1),
        ("both", -1),
        ("all", -1),
        ("yes", -1),
        ("the one", -1),
        ("add a task to call Ann", -1),
    ] {
        assert_eq!(answer(Asks::WhichTask, message), task(number), "{message}");
    }
}

#[test]
fn a_choice_without_numbers_is_also_meant_by_its_value_and_by_a_plain_number() {
    for (message, color) in [
        ("r", Some("r")),
        ("Dark Red", Some("r")),
        ("red", Some("r")),
        ("the green one", Some("g")),
        ("3", Some("b")),
        ("option 1", Some("r")),
        ("the latter", Some("b")),
        ("dark", None),
        ("4", None),
        ("0", None),
        ("purple", None),
    ] {
        assert_eq!(
            answer(Asks::WhichColor, message),
            color.map(Value::from),
            "{message}"
        );
    }
}

#[test]
fn several_are_meant_one_by_one_or_all_at_once() {
    for (message, colors) in [
        ("green", Some(json!(["g"]))),
        ("green and dark blue", Some(json!(["g", "b"]))),
        ("1, 3", Some(json!(["r", "b"]))),
        ("all of them", Some(json!(["r", "g", "b"]))),
        ("none", Some(Value::Null)),
        ("green and purple", None),
    ] {
        assert_eq!(answer(Asks::WhichColors, message), colors, "{message}");
    }
}

#[test]
fn a_text_is_taken_as_it_is_where_it_fits() {
    for (message, name) in [
        (" Mom’s party ", Some(json!("Mom’s party"))),
        ("no", Some(json!("no"))),
        ("None", Some(json!("None"))),
        ("cancel", Some(Value::Null)),
        ("Never mind.", Some(Value::Null)),
        ("x", None),
        ("far too long to be the name that was asked for", None),
    ] {
        assert_eq!(answer(Asks::Name, message), name, "{message}");
    }
    for (message, count) in [
        ("7", Some(json!(7))),
        ("no", Some(Value::Null)),
        ("70", None),
        ("7.5", None),
        ("seven", None),
    ] {
        assert_eq!(answer(Asks::Count, message), count, "{message}");
    }
}

#[test]
fn several_things_at_once_can_only_be_declined_by_a_message() {
    assert_eq!(answer(Asks::Both, "no"), Some(Value::Null));
    assert_eq!(answer(Asks::Both, "yes"), None);
    assert_eq!(answer(Asks::Both, "Ann"), None);
    assert_eq!(answer(Asks::May, "yes"), Some(Value::Null));
    assert!(read(&question(Asks::May), "yes").unwrap().is_agreed());
    assert!(!read(&question(Asks::May), "no").unwrap().is_agreed());
}
