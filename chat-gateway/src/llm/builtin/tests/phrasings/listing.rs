use super::check;

#[test]
fn the_list_is_shown() {
    check(&[
        ("Show me all my tasks", "list all"),
        ("show my tasks", "list all"),
        ("show tasks", "list all"),
        ("show", "list all"),
        ("list", "list all"),
        ("list all", "list all"),
        ("list tasks", "list all"),
        ("my tasks", "list all"),
        ("tasks", "list all"),
        ("tasks?", "list all"),
        ("show me my list", "list all"),
        ("Show my to-do list", "list all"),
        ("what's on my list?", "list all"),
        ("whats on my to do list", "list all"),
        ("What tasks do I have?", "list all"),
        ("what are my tasks", "list all"),
        ("see my tasks", "list all"),
        ("can I see my tasks?", "list all"),
        ("could you show me my tasks please", "list all"),
        ("I'd like to see my tasks", "list all"),
        ("I want to see all the tasks", "list all"),
        ("I need to see my tasks", "list all"),
        ("let me see my list", "list all"),
        ("give me the list of all my tasks", "list all"),
        ("display everything", "list all"),
        ("show me everything", "list all"),
        ("everything on my list", "list all"),
        ("Please list out all of my tasks", "list all"),
        ("do I have any tasks?", "list all"),
        ("check my list", "list all"),
        ("read me my list", "list all"),
        ("pull up my todo list", "list all"),
        ("view all items", "list all"),
        ("shwo my taks", "list all"),
        ("show me both pending and completed tasks", "list all"),
        ("Can you tell me what tasks I have?", "list all"),
        ("show me the first 5 tasks", "list all first 5"),
        ("list top 3 tasks", "list all first 3"),
        ("an overview of my tasks please", "list all"),
    ]);
}

#[test]
fn what_is_left_to_do_is_pending() {
    check(&[
        ("What's pending?", "list pending"),
        ("what is pending", "list pending"),
        ("What’s left?", "list pending"),
        ("what's left to do?", "list pending"),
        ("what do I have to do?", "list pending"),
        ("what do I still need to do", "list pending"),
        ("what should I do next?", "list pending"),
        ("what should I do?", "list pending"),
        ("what's next?", "list pending"),
        ("what's on my plate?", "list pending"),
        ("what's on my agenda", "list pending"),
        ("show pending tasks", "list pending"),
        ("pending", "list pending"),
        ("pending tasks please", "list pending"),
        ("show me my open tasks", "list pending"),
        ("show unfinished tasks", "list pending"),
        ("which tasks are not done?", "list pending"),
        ("what haven't I done yet?", "list pending"),
        ("what have I not finished", "list pending"),
        ("tasks that are not completed", "list pending"),
        ("anything left?", "list pending"),
        ("do I have anything left to do?", "list pending"),
        ("do i have anything to do", "list pending"),
        ("is there anything left?", "list pending"),
        ("what still needs to be done?", "list pending"),
        ("show me what I need to do", "list pending"),
        ("What remains?", "list pending"),
        ("show incomplete tasks", "list pending"),
        ("what are my outstanding tasks", "list pending"),
        ("What else do I have to do?", "list pending"),
        ("tell me what I have to do", "list pending"),
        ("what do I need to get done", "list pending"),
        ("anything to do today?", "list pending dated"),
        ("what's due today?", "list pending dated"),
        ("what do I have to do this week", "list pending dated"),
        ("what is overdue?", "list pending dated"),
        ("show me today's tasks", "list pending dated"),
        ("tasks for tomorrow", "list pending dated"),
    ]);
}

#[test]
fn what_was_done_is_completed() {
    check(&[
        ("What have I completed?", "list completed"),
        ("what have I done", "list completed"),
        ("what have i done so far?", "list completed"),
        ("what did I finish?", "list completed"),
        ("What did I do?", "list completed"),
        ("show completed tasks", "list completed"),
        ("completed tasks", "list completed"),
        ("show done", "list completed"),
        ("list finished", "list completed"),
        ("show me the tasks I've finished", "list completed"),
        ("which tasks are done?", "list completed"),
        ("which ones are complete?", "list completed"),
        ("what's done?", "list completed"),
        ("what tasks have I already finished", "list completed"),
        ("show all completed tasks", "list completed"),
        ("Everything I have done", "list completed"),
    ]);
}

#[test]
fn tasks_are_counted() {
    check(&[
        ("how many tasks do I have?", "count all"),
        ("How many tasks are there", "count all"),
        ("how many tasks are pending?", "count pending"),
        ("how many tasks have I completed?", "count completed"),
        ("how many do I have left?", "count pending"),
        ("count my tasks", "count all"),
        ("number of pending tasks", "count pending"),
        ("what's the total number of tasks", "count all"),
    ]);
}

#[test]
fn tasks_are_found_by_their_words() {
    check(&[
        ("is there a task about the dentist?", "list all “dentist”"),
        ("do I have a task about milk", "list all “milk”"),
        (
            "do I have anything about the dentist?",
            "list all “dentist”",
        ),
        ("find the dentist task", "list all “dentist”"),
        ("find dentist", "list all “dentist”"),
        ("search for milk", "list all “milk”"),
        ("search milk", "list all “milk”"),
        ("search my tasks for milk", "list all “milk”"),
        ("look for tasks about work", "list all “work”"),
        ("find all tasks about work", "list all “work”"),
        ("show me tasks about work", "list all “work”"),
        ("show my work tasks", "list all “work”"),
        ("do I have any shopping tasks?", "list all “shopping”"),
        ("show tasks with the word invoice", "list all “invoice”"),
        ("show tasks containing 'call mom'", "list all “call mom”"),
        ("which tasks mention Bob?", "list all “Bob”"),
        ("where is the milk task?", "list all “milk”"),
        ("do I need to buy milk?", "list all “buy milk”"),
        ("have I added milk already?", "list all “milk”"),
        ("is milk on my list?", "list all “milk”"),
        ("any tasks about taxes?", "list all “taxes”"),
    ]);
}

#[test]
fn one_task_is_shown() {
    check(&[
        ("show task 3", "show #3"),
        ("show me task #3", "show #3"),
        ("what is task 3?", "show #3"),
        ("what's task three about", "show #3"),
        ("task 3", "show #3"),
        ("#3", "show #3"),
        ("details of task 3", "show #3"),
        ("tell me more about task 3", "show #3"),
        ("open the second one", "show nth 2"),
        ("what does task 3 say?", "show #3"),
        ("show me the last one", "show last 1"),
        ("show tasks 1 and 2", "show #1,#2"),
        ("what's the description of task 2?", "show #2"),
        ("show it", "show it"),
    ]);
}
