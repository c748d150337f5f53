//! "It", "the second one", "the milk one".

use super::{Conversation, says};

#[test]
fn it_is_the_task_spoken_of_last() {
    let mut chat = Conversation::with(&["Buy milk"]);
    chat.say("add call mom");
    says(
        &chat.say("mark it as done"),
        &["Task 2 “Call mom” is complete"],
    );
    says(
        &chat.say("rename it to Call dad"),
        &["Task 2 now says “Call dad”"],
    );
    says(&chat.say("actually delete it"), &["Deleted task 2"]);
    assert_eq!(chat.list(), ["1 Buy milk"]);
}

#[test]
fn places_count_in_the_list_shown_last() {
    let mut chat = Conversation::with(&["✓Old", "Buy milk", "Call mom", "Pay rent"]);
    chat.say("what's pending?");
    says(&chat.say("complete the first one"), &["Task 2"]);
    says(
        &chat.say("delete the last two"),
        &["Deleted 2 tasks", "#3 Call mom", "#4 Pay rent"],
    );
    assert_eq!(chat.list(), ["✓1 Old", "✓2 Buy milk"]);
}

#[test]
fn what_was_just_added_is_known() {
    let mut chat = Conversation::with(&["Buy milk"]);
    chat.say("show my tasks");
    chat.say("add call mom");
    says(
        &chat.say("delete the one I just added"),
        &["Deleted task 2: “Call mom”"],
    );
    chat.say("Add bread, eggs and salt to my list");
    says(&chat.say("complete the second one"), &["Eggs"]);
    says(&chat.say("delete all of them"), &["Deleted"]);
}

#[test]
fn words_pick_among_everything_with_slips_forgiven() {
    let mut chat = Conversation::with(&["Buy groceries", "Call the dentist", "Plan the party"]);
    says(&chat.say("mark the grocery one as done"), &["Task 1"]);
    says(&chat.say("tick off the dentst"), &["Task 2"]);
    says(&chat.say("delete the planning task"), &["Deleted task 3"]);
}

#[test]
fn pending_tasks_are_completed_first() {
    let mut chat = Conversation::with(&["✓Buy milk", "Buy milk"]);
    says(&chat.say("mark the milk task as done"), &["Done! Task 2"]);
    says(&chat.say("mark the milk task as done"), &["already"]);
}

#[test]
fn a_claim_counts_only_if_a_task_fits() {
    let mut chat = Conversation::with(&["Buy milk", "Store photos"]);
    says(&chat.say("I bought the milk"), &["Done! Task 1"]);
    says(&chat.say("I bought the bread"), &["couldn’t find", "bread"]);
    assert_eq!(chat.list(), ["✓1 Buy milk", "2 Store photos"]);
    says(&chat.say("I did the photos"), &["Done! Task 2"]);
}

#[test]
fn several_tasks_by_words_are_each_found() {
    let mut chat = Conversation::with(&["Buy milk", "Buy eggs", "Bread and butter", "Butter"]);
    says(
        &chat.say("complete the milk and eggs tasks"),
        &["Completed 2 tasks", "#1", "#2"],
    );
    says(
        &chat.say("delete the bread and butter task"),
        &["Deleted task 3"],
    );
    says(
        &chat.say("delete the butter and unicorn tasks"),
        &["Deleted task 4", "couldn’t find", "unicorn"],
    );
}

#[test]
fn the_other_one_is_the_other_one() {
    let mut chat = Conversation::with(&["Team meeting", "Meeting with Bob"]);
    chat.say("find the meeting tasks");
    chat.say("complete the second one");
    says(&chat.say("delete the other one"), &["Deleted task 1"]);
}

#[test]
fn a_place_in_a_list_never_shown_is_asked_about_before_deleting() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom"]);
    says(
        &chat.say("delete the first one"),
        &["Did you mean task 1 “Buy milk”?"],
    );
    says(&chat.say("yes"), &["Deleted task 1"]);
}

#[test]
fn nothing_to_refer_to_is_asked_about() {
    let mut chat = Conversation::with(&["Buy milk"]);
    says(&chat.say("delete it"), &["Which task should I delete?"]);
    says(&chat.say("the milk one"), &["Deleted task 1"]);
    says(&chat.say("delete them"), &["couldn’t find task 1"]);
}

#[test]
fn another_models_history_can_be_referred_to() {
    use crate::llm::{Message, ToolCall};
    let mut chat = Conversation::with(&["Buy milk"]);
    chat.messages.push(Message::User("hola".to_owned()));
    chat.messages.push(Message::Assistant {
        text: String::new(),
        tool_calls: vec![ToolCall {
            id: "x".to_owned(),
            name: "list_tasks".to_owned(),
            arguments: "{}".to_owned(),
            extra: serde_json::Map::new(),
        }],
    });
    chat.messages.push(Message::ToolResult {
        call_id: "x".to_owned(),
        content: r#"{"tasks":[{"id":1,"title":"Buy milk","completed":false}],"total":1}"#
            .to_owned(),
        is_error: false,
    });
    chat.messages.push(Message::Assistant {
        text: "Tienes una tarea. Shall I delete it?".to_owned(),
        tool_calls: vec![],
    });
    assert_eq!(
        chat.say("yes"),
        chat.say("ok"),
        "a question of somebody else's is not answered"
    );
    says(&chat.say("mark it as done"), &["Done! Task 1"]);
}
