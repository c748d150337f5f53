use super::check;

#[test]
fn changes_are_taken_back() {
    check(&[
        ("undo", "undo"),
        ("undo that", "undo"),
        ("undo it please", "undo"),
        ("undo the last change", "undo"),
        ("can you undo that?", "undo"),
        ("oops, undo", "undo"),
        ("bring it back", "undo"),
        ("put it back", "undo"),
        ("take that back", "undo"),
        ("restore it", "undo"),
        ("restore the last deleted task", "undo"),
        ("you deleted the wrong one", "undo"),
        ("I didn't mean to delete that", "undo"),
        ("redo", "redo"),
        ("redo that", "redo"),
        ("restore the meeting task", "restore “meeting”"),
        ("restore task 3", "restore #3"),
        ("bring back task 3", "restore #3"),
        ("bring the meeting task back", "restore “meeting”"),
        ("undelete the meeting", "restore “meeting”"),
        ("undo the deletion of the meeting task", "restore “meeting”"),
        (
            "bring back the library books",
            "mention [Bring back the library books]",
        ),
        ("that's wrong", "advice undoing"),
    ]);
}

#[test]
fn completed_tasks_are_reopened() {
    check(&[
        ("reopen task 3", "reopen #3"),
        ("reopen the report", "reopen “report”"),
        ("reopen the report task please", "reopen “report”"),
        ("uncheck 3", "reopen #3"),
        ("unmark task 3", "reopen #3"),
        ("untick task 3", "reopen #3"),
        ("mark task 3 as not done", "reopen #3"),
        ("mark it as incomplete", "reopen it"),
        ("set task 3 back to pending", "reopen #3"),
        ("mark tasks 1 and 2 as not done", "reopen #1,#2"),
        ("reopen", "reopen ?"),
    ]);
}

#[test]
fn how_things_stand_is_asked_for() {
    check(&[
        ("how am I doing?", "overview"),
        ("How am I doing today?", "overview"),
        ("summary", "overview"),
        ("give me a summary", "overview"),
        ("give me an overview of my tasks", "overview"),
        ("show stats", "overview"),
        ("status", "overview"),
        ("summarize my week", "overview"),
        ("where do I stand?", "overview"),
        ("how productive was I this week?", "overview"),
    ]);
}
