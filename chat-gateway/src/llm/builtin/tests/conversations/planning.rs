//! Dates, priorities, projects, and taking back. Today is Sunday, 2026-11-22.

use super::{Conversation, says};

#[test]
fn a_task_is_added_with_its_date_and_the_answer_says_the_tools_date() {
    let mut chat = Conversation::with(&[]);
    assert_eq!(
        chat.say("Add a task to call mom tomorrow at 5pm"),
        "Added task 1: “Call mom”, due tomorrow 17:00."
    );
    assert_eq!(
        chat.calls,
        [r#"add_task {"due":"tomorrow at 5pm","title":"Call mom"}"#]
    );
    assert_eq!(
        chat.say("add pay rent every month on the 1st p1 #Home @bills"),
        "Added task 2: “Pay rent”, due Tue 1 Dec, repeating every month on the 1st, priority p1, \
         in Home, labelled bills."
    );
    says(
        &chat.say("show my tasks"),
        &[
            "- [ ] #1 Call mom (due tomorrow 17:00)",
            "- [ ] #2 Pay rent (due Tue 1 Dec, every month on the 1st, p1, #Home, @bills)",
        ],
    );
}

#[test]
fn a_reminder_does_not_promise_an_alert() {
    let mut chat = Conversation::with(&[]);
    says(
        &chat.say("remind me in 2 hours to check the oven"),
        &[
            "“Check the oven”, due today 12:00",
            "can’t send you an alert",
        ],
    );
}

#[test]
fn a_date_that_the_tool_cannot_read_is_said_in_its_words() {
    let mut chat = Conversation::with(&["Buy milk"]);
    says(
        &chat.say("add call mom on the 5th of May"),
        &[
            "couldn’t add “Call mom”",
            "could not read \"the 5th of May\"",
            "tomorrow 5pm",
        ],
    );
    says(
        &chat.say("move task 1 to the 5th of May"),
        &["couldn’t change task 1", "could not read"],
    );
    assert_eq!(chat.list(), ["1 Buy milk"]);
}

#[test]
fn a_mentioned_errand_keeps_its_date_when_it_is_added() {
    let mut chat = Conversation::with(&[]);
    assert_eq!(
        chat.say("call mom tomorrow"),
        "Shall I add “Call mom” as a task (due tomorrow)?"
    );
    says(&chat.say("yes"), &["“Call mom”, due tomorrow."]);
    assert_eq!(chat.tools.tasks[0].due.as_deref(), Some("2026-11-23"));
}

#[test]
fn dates_are_moved_cleared_and_asked_for() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom"]);
    assert_eq!(
        chat.say("move the milk task to friday"),
        "Task 1 “Buy milk” is now due Fri 27 Nov."
    );
    assert_eq!(
        chat.say("postpone it"),
        "When should task 1 “Buy milk” be due?"
    );
    says(&chat.say("next week"), &["is now due tomorrow"]);
    assert_eq!(
        chat.say("remove its due date"),
        "Task 1 “Buy milk” has no due date any more."
    );
    says(
        &chat.say("move tasks 1 and 2 to tomorrow"),
        &[
            "Changed 2 tasks",
            "#1 Buy milk (due tomorrow)",
            "#2 Call mom (due tomorrow)",
        ],
    );
    assert_eq!(
        chat.calls,
        [r#"update_task {"due":"tomorrow","task_ids":[1,2]}"#]
    );
    says(
        &chat.say("repeat task 2 every monday"),
        &["now repeats every monday (next tomorrow)"],
    );
    says(
        &chat.say("complete task 2"),
        &["complete for this time; it’s due again Mon 30 Nov"],
    );
}

#[test]
fn parts_of_the_list_are_shown_by_day_priority_and_project() {
    let mut chat = Conversation::with(&["Read"]);
    chat.say("add buy milk today");
    chat.say("add call mom tomorrow p1 #Family");
    assert_eq!(
        chat.say("what's due today?"),
        "You have 1 task due today:\n- [ ] #2 Buy milk (due today)"
    );
    assert_eq!(
        chat.say("what's overdue?"),
        "You have no pending tasks overdue."
    );
    says(
        &chat.say("what do I have this week?"),
        &[
            "2 tasks due in the next 7 days",
            "#2 Buy milk",
            "#3 Call mom",
        ],
    );
    says(
        &chat.say("show urgent tasks"),
        &["1 task with priority 1", "#3 Call mom"],
    );
    says(
        &chat.say("what's in project Family?"),
        &["1 task in Family", "#3"],
    );
    says(
        &chat.say("plan my day"),
        &["1 task for today", "#2 Buy milk"],
    );
    says(
        &chat.say("complete the first one"),
        &["Task 2 “Buy milk” is complete"],
    );
    says(
        &chat.say("how am I doing?"),
        &[
            "2 pending tasks",
            "completed 1 this week",
            "Projects: Family 1",
        ],
    );
}

#[test]
fn priorities_projects_and_labels_are_changed() {
    let mut chat = Conversation::with(&["Buy milk"]);
    says(
        &chat.say("make task 1 urgent"),
        &["Task 1 “Buy milk” now has priority p1."],
    );
    says(&chat.say("move it to project Home"), &["is now in Home"]);
    says(
        &chat.say("tag it with errands"),
        &["is now labelled errands"],
    );
    says(&chat.say("show it"), &["#1 Buy milk (p1, #Home, @errands)"]);
    says(
        &chat.say("remove the label errands from it"),
        &["no longer labelled errands"],
    );
    says(
        &chat.say("remove it from its project"),
        &["in no project any more"],
    );
}

#[test]
fn a_subtask_goes_below_its_task() {
    let mut chat = Conversation::with(&["Plan the trip", "Trip insurance"]);
    says(
        &chat.say("add a subtask to 1: pack bags"),
        &["Added task 3: “Pack bags”, as a part of task 1."],
    );
    assert_eq!(chat.tools.tasks[2].parent, Some(1));
    says(
        &chat.say("add a subtask to the trip task: book hotel"),
        &[
            "not sure which task",
            "#1 Plan the trip",
            "#2 Trip insurance",
        ],
    );
    says(
        &chat.say("delete task 1"),
        &["with its subtask. Say “undo” to bring them back."],
    );
    assert_eq!(chat.list(), ["2 Trip insurance"]);
}

#[test]
fn undo_right_after_deleting_brings_the_task_back() {
    let mut chat = Conversation::with(&["Buy milk", "Team meeting"]);
    assert_eq!(
        chat.say("delete the meeting task"),
        "Deleted task 2: “Team meeting”. Say “undo” to bring it back."
    );
    assert_eq!(
        chat.say("undo"),
        "Task 2 “Team meeting” is back on your list."
    );
    assert_eq!(chat.calls, [r#"undo {"change_id":1}"#]);
    assert_eq!(chat.list(), ["1 Buy milk", "2 Team meeting"]);
    says(
        &chat.say("redo"),
        &["Task 2 “Team meeting” is off your list again."],
    );
    says(&chat.say("bring it back"), &["is back on your list"]);
}

#[test]
fn several_undos_step_back_one_by_one() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom"]);
    chat.say("add bread, eggs and salt to my list");
    chat.say("complete tasks 1 and 2");
    assert_eq!(
        chat.list(),
        ["✓1 Buy milk", "✓2 Call mom", "3 Bread", "4 Eggs", "5 Salt"]
    );
    says(&chat.say("undo"), &["Task 1", "Task 2", "as it was before"]);
    assert_eq!(chat.list().len(), 5);
    says(
        &chat.say("undo"),
        &["“Bread” is off your list", "“Salt” is off"],
    );
    assert_eq!(chat.list(), ["1 Buy milk", "2 Call mom"]);
    assert_eq!(chat.say("undo"), "There’s nothing to undo.");
}

#[test]
fn a_task_deleted_a_while_ago_is_restored_by_its_words() {
    let mut chat = Conversation::with(&["Buy milk", "Team meeting", "✓Call mom"]);
    chat.say("delete the meeting task");
    chat.say("add bread");
    says(
        &chat.say("restore the meeting task"),
        &["Task 2 “Team meeting” is back on your list"],
    );
    says(
        &chat.say("restore the mom task"),
        &["Task 3 “Call mom” is pending again"],
    );
    assert_eq!(
        chat.list(),
        ["1 Buy milk", "2 Team meeting", "3 Call mom", "4 Bread"]
    );
}

#[test]
fn completed_tasks_are_reopened() {
    let mut chat = Conversation::with(&["✓Buy milk", "Buy milk tea", "✓Call mom"]);
    assert_eq!(
        chat.say("reopen task 3"),
        "Task 3 “Call mom” is pending again."
    );
    assert_eq!(chat.calls, [r#"complete_task {"done":false,"task_id":3}"#]);
    says(
        &chat.say("reopen the milk task"),
        &["Task 1 “Buy milk” is pending again"],
    );
    says(
        &chat.say("mark it as done"),
        &["Task 1 “Buy milk” is complete"],
    );
}
