use super::check;

#[test]
fn titles_are_changed() {
    check(&[
        (
            "Change task 1 to 'Call mom tonight'",
            "rename #1 [Call mom tonight]",
        ),
        (
            "change task 1 to call mom tonight",
            "rename #1 [Call mom tonight]",
        ),
        ("change 1 to call mom", "rename #1 [Call mom]"),
        ("update task 1 to say call mom", "rename #1 [Call mom]"),
        ("rename task 1 to Call mom", "rename #1 [Call mom]"),
        ("rename task one as Call mom", "rename #1 [Call mom]"),
        ("rename #1: call mom", "rename #1 [Call mom]"),
        ("rename task 1 call mom", "rename #1 [Call mom]"),
        ("edit task 1 to call mom", "rename #1 [Call mom]"),
        (
            "change the title of task 1 to call mom",
            "rename #1 [Call mom]",
        ),
        ("change task 1's title to call mom", "rename #1 [Call mom]"),
        (
            "set the title of task 1 to 'Call mom'",
            "rename #1 [Call mom]",
        ),
        ("make task 1 say call mom", "rename #1 [Call mom]"),
        ("make it say call mom", "rename it [Call mom]"),
        ("change it to call mom", "rename it [Call mom]"),
        ("call it 'Buy oat milk' instead", "rename it [Buy oat milk]"),
        (
            "change the milk task to buy oat milk",
            "rename “milk” [Buy oat milk]",
        ),
        (
            "change buy milk to buy oat milk",
            "rename “buy milk” [Buy oat milk]",
        ),
        (
            "rename 'buy milk' to 'buy oat milk'",
            "rename “buy milk” [buy oat milk]",
        ),
        (
            "rename go to gym to go to pool",
            "rename “go to gym” [Go to pool]",
        ),
        ("replace milk with oat milk", "rename “milk” [Oat milk]"),
        ("task 1 should say call mom", "rename #1 [Call mom]"),
        ("task 1 -> call mom", "rename #1 [Call mom]"),
        ("can you change task 1 to call mom?", "rename #1 [Call mom]"),
        (
            "change the first one to call mom",
            "rename nth 1 [Call mom]",
        ),
        (
            "change task 1 from milk to oat milk",
            "rename #1 [Oat milk]",
        ),
        ("move task 1 to 'Call mom'", "rename #1 [Call mom]"),
        (
            "Change task 2 to “It’s mom’s birthday”",
            "rename #2 [It’s mom’s birthday]",
        ),
        (
            "reword task 2: buy a birthday card",
            "rename #2 [Buy a birthday card]",
        ),
        (
            "I want to change task 2 to buy a card",
            "rename #2 [Buy a card]",
        ),
        (
            "update task 1 to buy milk and eggs",
            "rename #1 [Buy milk and eggs]",
        ),
        ("change task 1", "rename #1"),
        ("edit the milk task", "rename “milk”"),
        ("rename it", "rename it"),
        ("update a task", "rename ?"),
        ("udpate task 1 to call mom", "rename #1 [Call mom]"),
        ("rename that to call dad instead", "rename it [Call dad]"),
        ("make that call dad instead", "rename it [Call dad]"),
        ("no, I meant call dad", "rename it [Call dad]"),
        ("set task 3 to call dad", "rename #3 [Call dad]"),
        (
            "could you please update task #2 to read 'Finish Q3 report'",
            "rename #2 [Finish Q3 report]",
        ),
        ("update 3 -> call dad", "rename #3 [Call dad]"),
    ]);
}

#[test]
fn descriptions_are_written() {
    check(&[
        (
            "add a note to task 2: call before noon",
            "note #2 [call before noon]",
        ),
        (
            "add a note to task 2 saying call before noon",
            "note #2 [call before noon]",
        ),
        (
            "add a note to task 2 that says 'call before noon'",
            "note #2 [call before noon]",
        ),
        ("add note to 2: bring forms", "note #2 [bring forms]"),
        (
            "add a note to the dentist task: bring forms",
            "note “dentist” [bring forms]",
        ),
        ("add 'bring forms' to task 2", "note #2 [bring forms]"),
        (
            "add the note bring forms to task 2",
            "note #2 [bring forms]",
        ),
        (
            "set the description of task 2 to bring forms",
            "describe #2 [bring forms]",
        ),
        (
            "change the note on task 2 to bring forms",
            "describe #2 [bring forms]",
        ),
        (
            "set task 2's description to bring forms",
            "describe #2 [bring forms]",
        ),
        (
            "update task 2 description to bring forms",
            "describe #2 [bring forms]",
        ),
        (
            "describe task 2 as bring forms",
            "describe #2 [bring forms]",
        ),
        ("note for task 2: bring forms", "describe #2 [bring forms]"),
        (
            "task 2 description: bring forms",
            "describe #2 [bring forms]",
        ),
        ("change the description of task 2", "describe #2"),
        (
            "set the description of the dentist task to bring forms",
            "describe “dentist” [bring forms]",
        ),
        ("remove the note from task 2", "describe #2 []"),
        ("delete task 2's description", "describe #2 []"),
        ("add a note to it: bring forms", "note it [bring forms]"),
        ("add bring cash to task 3 as a note", "note #3 [bring cash]"),
        ("add to task 3: bring cash", "note #3 [bring cash]"),
        (
            "set the description of buy milk to 2 liters",
            "describe “buy milk” [2 liters]",
        ),
    ]);
}

#[test]
fn what_is_not_a_text_is_changed_too() {
    check(&[
        ("reopen task 3", "reopen #3"),
        ("mark task 3 as not done", "reopen #3"),
        ("mark 3 as incomplete", "reopen #3"),
        ("uncheck task 3", "reopen #3"),
        ("undo", "undo"),
        ("undo that", "undo"),
        ("undo the last action", "undo"),
        ("move task 3 to tomorrow", "set #3 due tomorrow"),
        (
            "move the dentist to next Friday",
            "set “dentist” due next Friday or add [Move the dentist to next Friday]",
        ),
        ("change task 3 to Friday", "set #3 due Friday"),
        ("postpone task 3", "postpone #3"),
        (
            "reschedule the dentist to Monday",
            "set “dentist” due Monday or add [Reschedule the dentist to Monday]",
        ),
        ("set the due date of task 3 to Friday", "set #3 due Friday"),
        ("set task 3 to high priority", "set #3 p1"),
        ("make task 3 important", "set #3 p1"),
        ("move task 3 to the top", "unsupported order"),
        ("sort my tasks", "list pending by smart"),
        ("add a deadline to task 3", "postpone #3"),
        ("set task 3 due tomorrow", "set #3 due tomorrow"),
        ("when is task 3 due", "show #3"),
        ("sort by date", "list pending by due"),
        ("you deleted the wrong one", "undo"),
    ]);
}
