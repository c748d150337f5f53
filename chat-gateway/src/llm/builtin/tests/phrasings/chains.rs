use super::check;

#[test]
fn several_commands_in_one_message_are_told_apart() {
    check(&[
        (
            "add buy milk and then show my list",
            "add [Buy milk]; list all",
        ),
        (
            "complete task 2 and delete task 3",
            "complete #2; delete #3",
        ),
        ("add buy milk and show my tasks", "add [Buy milk]; list all"),
        (
            "Add milk, then complete task 2; delete task 3",
            "add [Milk]; complete #2; delete #3",
        ),
        (
            "add call mom. Then show me what's pending.",
            "add [Call mom]; list pending",
        ),
        (
            "mark 1 as done and add buy eggs",
            "complete #1; add [Buy eggs]",
        ),
        (
            "delete task 1, complete task 2 and add call mom",
            "delete #1; complete #2; add [Call mom]",
        ),
        (
            "delete the milk task and complete the bread task",
            "delete “milk”; complete “bread”",
        ),
        (
            "rename task 1 to call mom and delete task 2",
            "rename #1 [Call mom]; delete #2",
        ),
        ("add milk and add eggs", "add [Milk]; add [Eggs]"),
        (
            "remind me to call mom and add milk to my list",
            "add [Call mom]; add [Milk]",
        ),
        (
            "add call mom and delete old photos",
            "add [Call mom and delete old photos]",
        ),
        (
            "remind me to call mom and cancel the gym membership",
            "add [Call mom] [Cancel the gym membership]",
        ),
        ("show my list and what's done", "list all; list completed"),
        ("Hi! Add buy milk. Thanks!", "add [Buy milk]"),
        (
            "I finished task 2. What's left?",
            "complete #2; list pending",
        ),
        ("add buy milk\nshow my list", "add [Buy milk]; list all"),
        ("complete 1\ncomplete 2", "complete #1; complete #2"),
        ("complete it and show me the rest", "complete it; more"),
        (
            "add buy milk and complete it",
            "add [Buy milk]; complete it",
        ),
        (
            "Good morning! What do I have to do today?",
            "list pending {overdue | today}",
        ),
        ("don't delete task 3. Show my list", "declined; list all"),
        ("don't add milk and delete task 3", "declined"),
        (
            "add salt and pepper to my list and show it",
            "add [Salt and pepper]; show it",
        ),
        (
            "first add milk, then add eggs, and finally show me the list",
            "add [Milk]; add [Eggs]; list all",
        ),
        (
            "finish 1, delete 2, rename 3 to call dad",
            "complete #1; delete #2; rename #3 [Call dad]",
        ),
        ("1 done, 2 done", "complete #1; complete #2"),
        (
            "add a task to buy milk and mark task 3 as done",
            "add [Buy milk]; complete #3",
        ),
        (
            "add task call mom, add task pay rent",
            "add [Call mom]; add [Pay rent]",
        ),
    ]);
}
