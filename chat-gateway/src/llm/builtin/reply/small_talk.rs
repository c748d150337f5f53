//! Sentences that change nothing.

use crate::llm::builtin::command::{Feature, Topic};

/// What can be said, for whoever does not know where to begin.
const EXAMPLES: &str = "- “Add a task to buy groceries”\n\
    - “Show me my tasks” or “What’s pending?”\n\
    - “Remind me to call mom tomorrow at 5pm”, “Pay rent every month on the 1st”\n\
    - “What’s due today?” or “How am I doing?”\n\
    - “Mark task 3 as done”, “Move task 3 to Friday” or “Make it urgent”\n\
    - “Change task 1 to ‘Call mom tonight’”\n\
    - “Delete the meeting task”, and “undo” takes it back";

/// Says hello.
pub(crate) fn greeting() -> String {
    "Hi! I keep your task list. Tell me something to remember, for example “Add a task to buy \
     groceries”, or ask “What’s pending?”."
        .to_owned()
}

/// Answers "how are you?".
pub(crate) fn how_are_you() -> String {
    "I’m doing fine, thanks for asking! What can I do for your task list?".to_owned()
}

/// Answers thanks.
pub(crate) fn thanks() -> String {
    "You’re welcome!".to_owned()
}

/// Says goodbye.
pub(crate) fn goodbye() -> String {
    "Goodbye! Your tasks will be here when you come back.".to_owned()
}

/// Answers "ok" and "cool".
pub(crate) fn acknowledgement() -> String {
    "Okay! Is there anything else I can do for your list?".to_owned()
}

/// Says what can be done.
pub(crate) fn help() -> String {
    format!(
        "I can add, list, find, complete, change and delete tasks, give them dates, priorities, \
         projects and labels, and undo what was done. Just say it in your own words:\n\
         {EXAMPLES}\n\n\
         You can name a task by its number or by its words, and say several things at once: “Add \
         milk, eggs and bread to my list, then show it”."
    )
}

/// Says what this is.
pub(crate) fn identity() -> String {
    "I’m TaskFlow’s built-in model: a small program that understands everyday English about \
     tasks. No AI model is connected. To connect a real one, set OPENAI_API_KEY or \
     OPENAI_BASE_URL and start TaskFlow again."
        .to_owned()
}

/// Admits that something was not understood.
pub(crate) fn not_understood() -> String {
    format!(
        "Sorry, I didn’t understand that. I only know about your task list. Try one of these:\n{EXAMPLES}"
    )
}

/// Answers an order not to act.
pub(crate) fn declined() -> String {
    "All right, I haven’t changed anything. If a task should go after all, say for example “delete \
     task 3”."
        .to_owned()
}

/// Answers "no" where a question was asked.
pub(crate) fn left_alone() -> String {
    "Okay, I’ve left everything as it was.".to_owned()
}

/// Answers "cancel" where nothing was asked.
pub(crate) fn nothing_to_cancel() -> String {
    "Okay. I wasn’t in the middle of anything, so nothing has changed. To remove a task, say for \
     example “delete task 3”."
        .to_owned()
}

/// Answers a question about doing something.
pub(crate) fn advice(topic: Topic) -> String {
    let how = match topic {
        Topic::Adding => {
            "To add a task, say for example “Add a task to buy groceries” or “Remind me to call mom”."
        }
        Topic::Listing => {
            "To see your tasks, say for example “Show me all my tasks”, “What’s pending?” or “Find the dentist task”."
        }
        Topic::Completing => {
            "To complete a task, say for example “Mark task 3 as done” or “I finished the report”."
        }
        Topic::Deleting => {
            "To delete a task, say for example “Delete task 3” or “Delete the meeting task”. “Undo” brings it back."
        }
        Topic::Undoing => "If something went wrong, say “undo” and I’ll take back the last change.",
        Topic::Changing => {
            "To change a task, say for example “Change task 1 to ‘Call mom tonight’” or “Add a note to task 2: bring the forms”."
        }
    };
    format!("{how} I haven’t changed anything.")
}

/// Says plainly that the tools cannot do something, and what they can do instead.
pub(crate) fn unsupported(feature: Feature) -> String {
    match feature {
        Feature::Order => "Your list is ordered by date and priority, so I can’t move tasks to a place by hand. Give it a date or a priority instead: say for example “Make task 3 urgent”.".to_owned(),
    }
}
