//! The built-in model against the real task server: it takes dates and filters to it in words, so
//! the server must know each form that it takes.

use serde_json::{Value, json};
use taskflow_shared::testing::alice;

use crate::support::Gateway;

/// Says something in a conversation and returns the answer.
async fn say(gateway: &Gateway, conversation: &mut Value, message: &str) -> (String, Vec<Value>) {
    let answer = gateway.say(&alice(), message, Some(conversation)).await;
    assert_eq!(answer.status, 200, "{message}: {:?}", answer.body);
    *conversation = answer.body["conversation_id"].clone();
    let text = answer.body["assistant_message"].as_str().unwrap();
    let calls = answer.body["tool_calls"].as_array().unwrap();
    (text.to_owned(), calls.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_date_that_is_taken_off_a_title_is_known_to_the_task_server() {
    let gateway = Gateway::start().await;
    let mut wrong = Vec::new();
    for when in [
        "today",
        "tonight",
        "tomorrow at 5pm",
        "tomorrow morning",
        "tomorrow at noon",
        "this evening",
        "later today",
        "the day after tomorrow",
        "friday",
        "on friday at 9",
        "next friday",
        "friday next week",
        "next week",
        "this weekend",
        "next month",
        "in 2 hours",
        "in a week",
        "in half an hour",
        "in a couple of days",
        "3 days from now",
        "a week from friday",
        "by end of month",
        "by the end of the week",
        "eod",
        "on the 5th",
        "on the 5th of May",
        "on May 5 at 10:30",
        "on 5 May 2027",
        "before 2027-03-31",
        "on 12/24",
        "by christmas",
        "at 6 pm tomorrow",
        "at 5 on friday",
        "at 5pm",
        "at noon",
        "by sunday noon",
        "every monday",
        "every monday and thursday at 9",
        "every month on the 1st",
        "every 1st",
        "every other week",
        "every weekday at 9am",
        "every morning",
        "daily",
        "weekly",
        "on mondays",
        "once a week",
    ] {
        let answer = gateway.ask(&format!("add a task to stretch {when}")).await;
        let call = &answer["tool_calls"][0];
        let is_known = call["result"]["due"].is_string() && call["result"]["title"] == "Stretch";
        if !is_known {
            wrong.push(format!("{when}: {call}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_the_list_that_is_asked_for_is_known_to_the_task_server() {
    let gateway = Gateway::start().await;
    gateway
        .ask("add a task to call mom tomorrow at 5pm with high priority #Work @errands")
        .await;
    for (question, total) in [
        ("what's due today?", 0),
        ("what's due tomorrow?", 1),
        ("what's overdue?", 0),
        ("plan my day", 0),
        ("plan my week", 1),
        ("what do I have this week?", 1),
        ("tasks due by next week", -1),
        ("what is due next week?", -1),
        ("what's due this weekend?", -1),
        ("what's due this month?", -1),
        ("what's due on the 5th of May?", 0),
        ("show tasks without a due date", 0),
        ("show tasks with a due date", 1),
        ("show recurring tasks", 0),
        ("show urgent tasks", 1),
        ("show low priority tasks", 0),
        ("what's in project Work?", 1),
        ("show @errands", 1),
        ("urgent tasks in #Work", 1),
        ("find tasks about mom", 1),
        ("what did I finish today?", 0),
        ("what have I completed this week?", 0),
        ("show my tasks sorted by priority", 1),
        ("sort my tasks by due date", 1),
        ("sort my tasks by name", 1),
    ] {
        let answer = gateway.ask(question).await;
        let call = &answer["tool_calls"][0];
        assert_eq!(call["tool"], "list_tasks", "{question}: {answer}");
        assert!(call["result"]["total"].is_u64(), "{question}: {call}");
        if total >= 0 {
            assert_eq!(call["result"]["total"], json!(total), "{question}: {call}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_with_the_list_is_talked_through() {
    let gateway = Gateway::start().await;
    let mut talk = Value::Null;
    for (message, part) in [
        (
            "add call mom tomorrow at 5pm",
            "Added task 1: “Call mom”, due tomorrow 17:00.",
        ),
        (
            "remind me to pay rent every month on the 1st",
            "Added task 2: “Pay rent”, due ",
        ),
        ("add a task to prepare the meeting", "Added task 3"),
        (
            "move it to friday",
            "Task 3 “Prepare the meeting” is now due ",
        ),
        ("make it urgent", "now has priority p1"),
        ("move it to project Work", "is now in Work"),
        ("tag it as office", "is now labelled office"),
        (
            "add a subtask to 3: print the slides",
            "as a part of task 3",
        ),
        ("complete task 2", "complete for this time; it’s due again "),
        (
            "Delete the meeting task",
            "Move these 2 tasks to the trash?",
        ),
        ("no", "Okay, I’ve left "),
        ("Delete the meeting task", "(yes or no)"),
        ("yes", "with its subtask. Say “undo” to bring them back."),
        ("undo", "is back on your list"),
        ("redo", "off your list again"),
        ("restore the meeting task", "is back on your list"),
        ("complete task 1", "Task 1 “Call mom” is complete."),
        ("reopen the mom task", "Task 1 “Call mom” is pending again."),
        ("repeat it every week", "now repeats every week"),
        ("remove its due date", "has no due date any more"),
        ("add call dad on the 45th of May", "Added task"),
        (
            "move task 1 to feb 31",
            "could not read \"feb 31\" as a date",
        ),
        ("how am I doing?", "pending tasks"),
        ("add a note to task 1: about the party", "Added a note"),
        ("add a note to task 1: and the cake", "Added a note"),
        ("show task 1", "about the party\n  and the cake"),
        ("complete tasks 1 and 3", "Completed 2 tasks"),
        ("undo that", "as it was before"),
        ("delete all my tasks", "to the trash?"),
        ("yes", "Say “undo” to bring them back."),
        ("undo", "back on your list"),
        ("delete task 99", "couldn’t find task 99"),
    ] {
        let (text, calls) = say(&gateway, &mut talk, message).await;
        assert!(text.contains(part), "{message}: {text}\n{calls:?}");
    }
}
