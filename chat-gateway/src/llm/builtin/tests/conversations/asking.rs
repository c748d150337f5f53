//! Questions the model asks, and answers to them.

use super::{Conversation, says};

#[test]
fn an_errand_is_offered_and_added_on_yes() {
    for yes in [
        "yes",
        "sure",
        "ok",
        "yes please",
        "add it",
        "Yes, add it",
        "go ahead",
        "👍",
    ] {
        let mut chat = Conversation::with(&[]);
        assert_eq!(chat.say("buy milk"), "Shall I add “Buy milk” as a task?");
        assert_eq!(chat.say(yes), "Added task 1: “Buy milk”.", "{yes}");
    }
}

#[test]
fn an_offer_can_be_declined_or_dropped() {
    let mut chat = Conversation::with(&["Call mom"]);
    chat.say("buy milk");
    says(&chat.say("no thanks"), &["left everything"]);
    chat.say("buy milk");
    says(
        &chat.say("no, add bread instead"),
        &["Added task", "“Bread"],
    );
    chat.say("buy milk");
    says(&chat.say("show my tasks"), &["#1 Call mom"]);
    says(&chat.say("yes"), &["Okay"]);
    assert!(!chat.list().iter().any(|task| task.contains("milk")));
}

#[test]
fn yes_with_a_second_thought_does_both() {
    let mut chat = Conversation::with(&[]);
    chat.say("buy milk");
    says(
        &chat.say("yes, and show my list"),
        &["Added task 1", "#1 Buy milk"],
    );
}

#[test]
fn missing_words_are_asked_for() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom"]);
    says(&chat.say("add a task"), &["What should I add?"]);
    says(
        &chat.say("the dentist on Friday"),
        &["“The dentist”, due Fri 27 Nov"],
    );
    says(&chat.say("add a task"), &["What should I add?"]);
    says(&chat.say("buy bread"), &["Added task 4: “Buy bread”"]);
    says(&chat.say("complete a task"), &["Which task"]);
    says(&chat.say("2"), &["Done! Task 2"]);
    says(&chat.say("change task 1"), &["What should task 1", "say"]);
    says(
        &chat.say("buy oat milk"),
        &["Task 1 now says “Buy oat milk”"],
    );
    says(
        &chat.say("change the description of task 1"),
        &["description"],
    );
    says(&chat.say("two litres"), &["Updated the description"]);
    assert_eq!(chat.tools.tasks[0].description, "Two litres");
    chat.say("add a task");
    says(&chat.say("never mind"), &["left everything"]);
    says(&chat.say("delete"), &["Which task"]);
    says(&chat.say("the dentist"), &["Deleted task 3"]);
}

#[test]
fn an_answer_that_is_not_clear_is_asked_for_again() {
    let mut chat = Conversation::with(&["Team meeting", "Meeting with Bob"]);
    chat.say("delete the meeting task");
    says(&chat.say("hmm purple"), &["couldn’t tell", "#1", "#2"]);
    says(&chat.say("the second"), &["Deleted task 2"]);
}

#[test]
fn a_new_command_drops_the_question() {
    let mut chat = Conversation::with(&["Team meeting", "Meeting with Bob"]);
    chat.say("delete the meeting task");
    says(&chat.say("add buy milk"), &["Added task 3"]);
    says(&chat.say("both"), &["didn’t understand"]);
    assert_eq!(chat.list().len(), 3);
}

#[test]
fn a_half_match_is_asked_about() {
    let mut chat = Conversation::with(&["Call dentist"]);
    says(
        &chat.say("delete the dentist appointment"),
        &["Did you mean task 1 “Call dentist”?"],
    );
    says(&chat.say("no"), &["left everything"]);
    chat.say("delete the dentist appointment");
    says(&chat.say("yes, delete it"), &["Deleted task 1"]);
}

#[test]
fn a_command_that_could_be_an_errand_is_offered_as_one() {
    let mut chat = Conversation::with(&[]);
    says(
        &chat.say("cancel the gym membership"),
        &["Shall I add “Cancel the gym membership”"],
    );
    says(
        &chat.say("yes"),
        &["Added task 1: “Cancel the gym membership”"],
    );
}

#[test]
fn words_without_letters_mean_no_task() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom"]);
    says(&chat.say("delete \"\""), &["Which task should I delete?"]);
    says(&chat.say("complete #"), &["Which task"]);
    says(&chat.say("add '"), &["What should I add?"]);
    assert_eq!(chat.list(), ["1 Buy milk", "2 Call mom"]);
}

#[test]
fn notes_are_added_to_what_is_there() {
    let mut chat = Conversation::with(&["Call the dentist"]);
    chat.say("add a note to task 1: before noon");
    says(
        &chat.say("add a note to the dentist task: bring forms"),
        &["Added a note to task 1"],
    );
    assert_eq!(chat.tools.tasks[0].description, "before noon\nbring forms");
    says(
        &chat.say("show task 1"),
        &["#1 Call the dentist", "before noon"],
    );
    chat.say("remove the note from task 1");
    assert_eq!(chat.tools.tasks[0].description, "");
}

#[test]
fn what_cannot_be_done_is_said_plainly() {
    let mut chat = Conversation::with(&["✓Buy milk"]);
    says(
        &chat.say("move task 1 to the top"),
        &["ordered by date and priority"],
    );
    says(&chat.say("undo"), &["nothing to undo"]);
    says(&chat.say("redo"), &["nothing to do again"]);
    says(
        &chat.say("who are you?"),
        &["built-in", "OPENAI_API_KEY", "OPENAI_BASE_URL"],
    );
    assert!(chat.list() == ["✓1 Buy milk"]);
}

#[test]
fn commands_in_one_message_all_happen_in_order() {
    let mut chat = Conversation::with(&["Buy milk", "Call mom", "Pay rent"]);
    let reply = chat.say("complete task 2 and delete task 3");
    says(&reply, &["Task 2 “Call mom” is complete", "Deleted task 3"]);
    let reply = chat.say("add buy bread and then show my list");
    says(&reply, &["Added task 4", "#1 Buy milk", "#4 Buy bread"]);
    let reply = chat.say("add salt and complete it");
    says(&reply, &["Added task 5", "Task 5 “Salt” is complete"]);
    let reply = chat.say("show my list; add eggs; show my list");
    assert_eq!(reply.matches("#1 Buy milk").count(), 2);
    assert_eq!(reply.matches("Eggs").count(), 2, "{reply}");
}

#[test]
fn many_commands_in_one_message_end_within_the_turn() {
    let mut chat = Conversation::with(&[
        "One a", "Two b", "Three c", "Four d", "Five e", "Six f", "Seven g",
    ]);
    chat.say(
        "delete the a task, then complete the b task, then delete the c task, then complete the d task, \
         then delete the e task, then complete the f task, then delete the g task",
    );
    chat.say("delete the zebra task, then delete the lion task and then delete the tiger task; add x; show list");
}
