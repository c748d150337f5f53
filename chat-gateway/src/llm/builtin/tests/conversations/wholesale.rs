//! Long lists and everything at once.

use super::{Conversation, says};

fn long(count: usize) -> Conversation {
    let titles: Vec<_> = (1..=count).map(|n| format!("Chore {n}")).collect();
    Conversation::with(&titles.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn long_lists_go_on_with_more() {
    let mut chat = long(60);
    says(
        &chat.say("show my tasks"),
        &["You have 60 tasks", "Showing 25 of 60", "more"],
    );
    says(
        &chat.say("more"),
        &["#26 Chore 26", "Showing 26 to 50 of 60"],
    );
    says(
        &chat.say("next page"),
        &["#60 Chore 60", "Showing 51 to 60 of 60", "That’s all"],
    );
    says(&chat.say("more"), &["nothing more"]);
}

#[test]
fn acting_on_everything_asks_with_the_count() {
    let mut chat = long(12);
    says(
        &chat.say("complete everything"),
        &["complete all 12 pending tasks", "yes or no"],
    );
    assert!(chat.tools.tasks.iter().all(|task| !task.completed));
    says(&chat.say("no"), &["left everything"]);
    chat.say("mark everything as done");
    says(&chat.say("yes, complete them all"), &["Completed 12 tasks"]);
    assert!(chat.tools.tasks.iter().all(|task| task.completed));
}

#[test]
fn whether_to_delete_everything_is_left_to_the_tools_to_ask() {
    let mut chat = long(12);
    says(&chat.say("delete everything"), &["Deleted 12 tasks"]);
    assert!(chat.list().is_empty());
    says(&chat.say("delete everything"), &["no tasks to delete"]);
}

#[test]
fn a_few_tasks_are_changed_without_asking_and_many_are_not() {
    let mut chat = Conversation::with(&["✓A", "B", "✓C"]);
    says(&chat.say("reopen all completed ones"), &["2 tasks"]);
    assert_eq!(chat.list(), ["1 A", "2 B", "3 C"]);
    let mut chat = Conversation::with(&["✓A", "✓B", "✓C", "✓D", "✓E", "✓F", "G"]);
    says(
        &chat.say("reopen all completed ones"),
        &["all 6 completed tasks"],
    );
    says(&chat.say("yes"), &["6 tasks"]);
    assert!(chat.tools.tasks.iter().all(|task| !task.completed));
}

#[test]
fn only_completed_tasks_are_deleted_where_only_they_are_meant() {
    let mut chat = Conversation::with(&["✓A", "B", "✓C"]);
    says(
        &chat.say("delete everything I've finished"),
        &["Deleted 2 tasks"],
    );
    assert_eq!(chat.list(), ["2 B"]);
}

#[test]
fn an_answer_can_narrow_what_was_asked_about() {
    let mut chat = long(8);
    says(&chat.say("complete everything"), &["all 8 pending tasks"]);
    says(&chat.say("just task 3"), &["Task 3"]);
    let done = |chat: &Conversation| {
        let tasks = chat.tools.tasks.iter();
        tasks.filter(|task| task.completed).count()
    };
    assert_eq!(done(&chat), 1);
}

#[test]
fn more_than_was_agreed_to_is_asked_about_again() {
    let mut chat = long(8);
    chat.say("complete all my tasks");
    chat.tools.tasks.extend(
        Conversation::with(&["x"])
            .tools
            .tasks
            .into_iter()
            .map(|mut task| {
                task.number = 99;
                task
            }),
    );
    says(&chat.say("yes"), &["all 9 pending tasks"]);
    assert!(chat.tools.tasks.iter().all(|task| !task.completed));
}

#[test]
fn exceptions_are_kept() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom", "Pay rent"]);
    says(
        &chat.say("delete everything except the milk task"),
        &["Deleted 2 tasks"],
    );
    assert_eq!(chat.list(), ["1 Buy milk"]);
    let mut chat = Conversation::with(&["Buy milk", "Call mom", "Pay rent"]);
    chat.say("complete all but 2");
    assert_eq!(chat.list(), ["✓1 Buy milk", "2 Call mom", "✓3 Pay rent"]);
}

#[test]
fn a_job_too_long_for_a_turn_says_how_to_go_on() {
    let mut chat = long(350);
    says(&chat.say("complete everything"), &["350"]);
    says(
        &chat.say("yes"),
        &["Completed 300 tasks", "50 more", "go on"],
    );
    says(&chat.say("go on"), &["Completed 50 tasks"]);
    assert!(chat.tools.tasks.iter().all(|task| task.completed));
}

#[test]
fn all_tasks_about_something_are_narrowed_by_words() {
    let mut chat = Conversation::with(&["Team meeting", "Meeting with Bob", "Meet Sue"]);
    says(
        &chat.say("delete all the meeting tasks"),
        &["Deleted 2 tasks"],
    );
    assert_eq!(chat.list(), ["3 Meet Sue"]);
}

#[test]
fn a_task_far_down_the_list_is_found() {
    let mut chat = long(250);
    says(&chat.say("show task 240"), &["Chore 240"]);
    says(
        &chat.say("delete the chore 233 task"),
        &["Deleted task 233"],
    );
    says(&chat.say("how many tasks do I have?"), &["249 tasks"]);
}

#[test]
fn many_are_deleted_by_number_in_one_call() {
    let mut chat = long(10);
    says(&chat.say("delete tasks 1-8"), &["Deleted 8 tasks"]);
    assert_eq!(chat.list(), ["9 Chore 9", "10 Chore 10"]);
}

#[test]
fn a_note_is_never_written_over_what_cannot_be_read() {
    let titles: Vec<String> = (1..=301).map(|number| format!("Thing {number}")).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut chat = Conversation::with(&titles);
    chat.say("set the description of task 301 to take the umbrella");
    says(
        &chat.say("add a note to task 301: and the map"),
        &["can’t see what task 301 says", "left it as it is"],
    );
    chat.say("add a note to task 7: and the map");
    says(
        &chat.say("add a note to task 999: and the map"),
        &["can’t see what task 999 says"],
    );
}
