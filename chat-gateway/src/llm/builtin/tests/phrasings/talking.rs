use super::check;

#[test]
fn small_talk_is_small_talk() {
    check(&[
        ("hi", "greeting"),
        ("Hello there!", "greeting"),
        ("good morning", "greeting"),
        ("hey", "greeting"),
        ("how are you?", "howareyou"),
        ("what's up?", "howareyou"),
        ("thanks", "thanks"),
        ("Thank you so much!", "thanks"),
        ("ok thanks", "thanks"),
        ("thx!", "thanks"),
        ("great, thank you", "thanks"),
        ("bye", "goodbye"),
        ("see you later", "goodbye"),
        ("good night", "goodbye"),
        ("cool", "acknowledgement"),
        ("great!", "acknowledgement"),
        ("help", "help"),
        ("what can you do?", "help"),
        ("What can I say here?", "help"),
        ("how does this work?", "help"),
        ("?", "help"),
        ("I need help", "help"),
        ("who are you?", "identity"),
        ("are you an AI?", "identity"),
        ("what model are you?", "identity"),
        ("are you ChatGPT", "identity"),
        ("yes", "yes"),
        ("no", "no"),
        ("never mind", "no"),
        ("cancel", "no"),
        ("forget it", "no"),
        ("more", "more"),
        ("show more", "more"),
        ("next page", "more"),
        ("go on", "more"),
    ]);
}

#[test]
fn questions_and_negations_do_not_act() {
    check(&[
        ("don't delete task 3", "declined"),
        ("do not delete anything", "declined"),
        ("please don't add that", "declined"),
        ("never delete my tasks", "declined"),
        ("I don't want to delete task 3", "declined"),
        ("you should not delete it", "declined"),
        ("should I delete the meeting task?", "advice deleting"),
        ("how do I add a task?", "advice adding"),
        ("how can I delete a task", "advice deleting"),
        ("How do you rename tasks?", "advice changing"),
        ("how to mark a task as done", "advice completing"),
        ("can I delete task 3?", "advice deleting"),
        ("why did you delete task 3?", "advice deleting"),
        ("did you delete task 3?", "advice deleting"),
        ("what happens if I delete a task?", "advice deleting"),
        ("is it possible to delete all tasks?", "advice deleting"),
        ("What if I delete everything?", "advice deleting"),
        ("task 3 is not done", "unknown"),
        ("I haven't finished task 3", "declined"),
        ("maybe I should delete task 3", "declined"),
        ("if it rains, delete task 3", "declined"),
        ("do not mark task 3 as done", "declined"),
        ("don't show completed tasks", "declined"),
        ("should I buy milk?", "unknown"),
        ("delete task 3?", "advice deleting"),
        ("I finished the report?", "advice completing"),
        ("bought milk?", "unknown"),
    ]);
}

#[test]
fn what_is_not_about_tasks_is_not_understood() {
    check(&[
        ("What is the capital of France?", "unknown"),
        ("tell me a joke", "unknown"),
        ("asdf", "unknown"),
        ("what's the weather like today?", "unknown"),
        ("", "unknown"),
        ("   ", "unknown"),
        ("12", "show #12"),
        ("the sky is blue", "unknown"),
        ("who won the game?", "unknown"),
        ("write me a poem about the sea", "unknown"),
    ]);
}

#[test]
fn errands_without_a_command_are_only_mentioned() {
    check(&[
        ("buy milk", "mention [Buy milk]"),
        ("Buy milk.", "mention [Buy milk]"),
        (
            "call mom tomorrow at 5",
            "mention [Call mom] due tomorrow at 5",
        ),
        (
            "pay the electricity bill",
            "mention [Pay the electricity bill]",
        ),
        ("do the laundry", "mention [Do the laundry]"),
        ("check the mail", "mention [Check the mail]"),
        ("drop off the laundry", "mention [Drop off the laundry]"),
        ("move to Berlin", "mention [Move to Berlin]"),
        ("fix the bike", "mention [Fix the bike]"),
        ("create a logo for Bob", "mention [Create a logo for Bob]"),
        (
            "schedule a dentist appointment",
            "mention [Schedule a dentist appointment]",
        ),
        ("\"Buy milk\"", "mention [Buy milk]"),
        ("book a table for two", "mention [Book a table for two]"),
        ("I need milk", "mention [Milk]"),
        (
            "I have a dentist appointment on Friday",
            "mention [Dentist appointment] due Friday",
        ),
        ("gym 6pm", "mention [Gym] due 6pm"),
        ("milk, eggs, bread", "mention [Milk] [Eggs] [Bread]"),
        (
            "groceries: milk, eggs, bread",
            "mention [Milk] [Eggs] [Bread]",
        ),
    ]);
}
