use super::check;

#[test]
fn a_date_at_an_end_is_the_due_date() {
    check(&[
        (
            "Add a task to call mom tomorrow at 5pm",
            "add [Call mom] due tomorrow at 5pm",
        ),
        ("add call mom tomorrow", "add [Call mom] due tomorrow"),
        ("add call mom today", "add [Call mom] due today"),
        ("add call mom tonight", "add [Call mom] due tonight"),
        ("add call mom on friday", "add [Call mom] due friday"),
        (
            "add call mom friday at noon",
            "add [Call mom] due friday at noon",
        ),
        ("add call mom by Friday.", "add [Call mom] due Friday"),
        (
            "add submit the report due next monday",
            "add [Submit the report] due next monday",
        ),
        (
            "add submit the report by the 15th",
            "add [Submit the report] due the 15th",
        ),
        (
            "add submit the report by end of month",
            "add [Submit the report] due end of month",
        ),
        (
            "add renew passport in 3 weeks",
            "add [Renew passport] due in 3 weeks",
        ),
        (
            "add renew passport before 2027-03-31",
            "add [Renew passport] due 2027-03-31",
        ),
        (
            "add party on Dec 31 at 8pm",
            "add [Party] due Dec 31 at 8pm",
        ),
        ("add dentist on 5 May", "add [Dentist] due 5 May"),
        (
            "add dentist on the 5th of May at 10:30",
            "add [Dentist] due the 5th of May at 10:30",
        ),
        ("add dentist on 12/24", "add [Dentist] due 12/24"),
        ("add gym at 6pm", "add [Gym] due at 6pm"),
        ("add gym at 6 pm tomorrow", "add [Gym] due at 6 pm tomorrow"),
        ("add gym tomorrow morning", "add [Gym] due tomorrow morning"),
        ("add gym this evening", "add [Gym] due this evening"),
        ("add gym next week", "add [Gym] due next week"),
        (
            "add clean the garage this weekend",
            "add [Clean the garage] due this weekend",
        ),
        ("add milk to my list tomorrow", "add [Milk] due tomorrow"),
        (
            "please add buy milk tomorrow, thanks",
            "add [Buy milk] due tomorrow",
        ),
        (
            "can you add a task to water the plants tomorrow?",
            "add [Water the plants] due tomorrow",
        ),
        ("add \"Call mom\" tomorrow", "add [Call mom] due tomorrow"),
        ("tomorrow call mom", "mention [Call mom] due tomorrow"),
        ("add tomorrow: call mom", "add [Call mom] due tomorrow"),
        (
            "add a task for tomorrow: call mom",
            "add [Call mom] due tomorrow",
        ),
        (
            "add a task for friday to call mom",
            "add [Call mom] due friday",
        ),
        ("todo: pay rent on friday", "add [Pay rent] due friday"),
        ("I need to call mom tomorrow", "add [Call mom] due tomorrow"),
        (
            "I have to submit taxes by the 15th",
            "add [Submit taxes] due the 15th",
        ),
        (
            "don't let me forget to call mom on monday",
            "add [Call mom] due monday",
        ),
        (
            "add call mom and pay rent tomorrow",
            "add [Call mom] due tomorrow [Pay rent] due tomorrow",
        ),
        (
            "remind me to call mom tomorrow and pay the rent on friday",
            "add [Call mom] due tomorrow [Pay the rent] due friday",
        ),
        (
            "add milk, eggs and bread to my list for today",
            "add [Milk] due today [Eggs] due today [Bread] due today",
        ),
        (
            "add:\n- call mom tomorrow\n- pay rent friday",
            "add [Call mom] due tomorrow [Pay rent] due friday",
        ),
        (
            "add call mom tomorrow with description: about the party",
            "add [Call mom] due tomorrow note about the party",
        ),
    ]);
}

#[test]
fn a_reminder_has_its_time() {
    check(&[
        (
            "remind me tomorrow to call mom",
            "add [Call mom] due tomorrow",
        ),
        (
            "remind me tomorrow at 5 to call mom",
            "add [Call mom] due tomorrow at 5",
        ),
        (
            "remind me to call mom tomorrow at 5",
            "add [Call mom] due tomorrow at 5",
        ),
        (
            "remind me in 2 hours to check the oven",
            "add [Check the oven] due in 2 hours",
        ),
        (
            "remind me on Friday at 9am to submit the report",
            "add [Submit the report] due Friday at 9am",
        ),
        (
            "remind me in the morning to stretch",
            "add [Stretch] due in the morning",
        ),
        (
            "remind me every monday to water the plants",
            "add [Water the plants] repeat every monday",
        ),
        (
            "remind me to pay rent every month on the 1st",
            "add [Pay rent] repeat every month on the 1st",
        ),
        (
            "remind me about the dentist on friday",
            "add [The dentist] due friday",
        ),
        (
            "set a reminder to call mom tomorrow",
            "add [Call mom] due tomorrow",
        ),
    ]);
}

#[test]
fn a_repetition_is_kept_in_the_persons_words() {
    check(&[
        (
            "add water plants every monday",
            "add [Water plants] repeat every monday",
        ),
        (
            "add water plants every monday and thursday",
            "add [Water plants] repeat every monday and thursday",
        ),
        (
            "add stretch every day at 7am",
            "add [Stretch] repeat every day at 7am",
        ),
        ("add stretch daily", "add [Stretch] repeat daily"),
        ("add pay rent every 1st", "add [Pay rent] repeat every 1st"),
        (
            "add back up the laptop every 2 weeks",
            "add [Back up the laptop] repeat every 2 weeks",
        ),
        (
            "add back up the laptop every other friday",
            "add [Back up the laptop] repeat every other friday",
        ),
        (
            "add team call every weekday at 9",
            "add [Team call] repeat every weekday at 9",
        ),
        (
            "add take vitamins every morning",
            "add [Take vitamins] repeat every morning",
        ),
        (
            "add send the report weekly",
            "add [Send the report] repeat weekly",
        ),
        ("add gym on mondays", "add [Gym] repeat on mondays"),
        (
            "every friday: call grandma",
            "mention [Call grandma] repeat every friday",
        ),
    ]);
}

#[test]
fn words_that_may_be_no_date_stay_in_the_title() {
    check(&[
        (
            "add Read tomorrow never dies",
            "add [Read tomorrow never dies]",
        ),
        ("add prepare for tomorrow", "add [Prepare for tomorrow]"),
        ("add 'Call mom tomorrow'", "add [Call mom tomorrow]"),
        ("add read the Sunday Times", "add [Read the Sunday Times]"),
        ("add buy sun screen", "add [Buy sun screen]"),
        (
            "add book a table for friday",
            "add [Book a table for friday]",
        ),
        ("add plan next week", "add [Plan next week]"),
        ("add watch Friday", "add [Watch Friday]"),
        ("add read John 3:16", "add [Read John 3:16]"),
        ("add meet Dr. Smith at 10", "add [Meet Dr. Smith at 10]"),
        ("add check every box", "add [Check every box]"),
        ("add tomorrow", "add [Tomorrow]"),
        ("add buy Monday's newspaper", "add [Buy Monday's newspaper]"),
        ("add listen to the 5th", "add [Listen to the 5th]"),
        ("add watch 2001", "add [Watch 2001]"),
        (
            "add review chapter 5 tomorrow",
            "add [Review chapter 5] due tomorrow",
        ),
        (
            "add write down what happened today and why",
            "add [Write down what happened today and why]",
        ),
        (
            "Change task 1 to call mom tomorrow",
            "rename #1 [Call mom tomorrow]",
        ),
    ]);
}

#[test]
fn dates_of_tasks_are_moved() {
    check(&[
        ("move task 3 to friday", "set #3 due friday"),
        ("move 3 to tomorrow at 5pm", "set #3 due tomorrow at 5pm"),
        ("move it to next week", "set it due next week"),
        ("due task 3 next week", "set #3 due next week"),
        ("reschedule task 3 to monday", "set #3 due monday"),
        (
            "reschedule task 3 for tomorrow morning",
            "set #3 due tomorrow morning",
        ),
        ("postpone task 3 until friday", "set #3 due friday"),
        ("postpone it by a week", "postpone it"),
        ("snooze task 3", "postpone #3"),
        ("push task 3 back to monday", "set #3 due monday"),
        ("set task 3 due tomorrow", "set #3 due tomorrow"),
        (
            "make task 3 due friday at noon",
            "set #3 due friday at noon",
        ),
        ("make it due tomorrow", "set it due tomorrow"),
        ("task 3 is due friday", "set #3 due friday"),
        ("task 3 is due on the 5th", "set #3 due the 5th"),
        ("set the due date of task 3 to friday", "set #3 due friday"),
        ("set a due date for task 3: friday", "set #3 due friday"),
        (
            "set the deadline of the milk task to friday",
            "set “milk” due friday",
        ),
        ("change task 3's due date to friday", "set #3 due friday"),
        (
            "change the due date of it to tomorrow",
            "set it due tomorrow",
        ),
        ("give task 3 a due date of friday", "set #3 due friday"),
        ("give it a deadline", "postpone it"),
        ("set a due date of friday for task 3", "set #3 due friday"),
        ("schedule task 3 for friday", "set #3 due friday"),
        ("do task 3 tomorrow", "set #3 due tomorrow"),
        ("remind me about task 3 tomorrow", "set #3 due tomorrow"),
        ("change task 3 to friday", "set #3 due friday"),
        ("move tasks 1 and 2 to tomorrow", "set #1,#2 due tomorrow"),
        ("move the milk task to tomorrow", "set “milk” due tomorrow"),
        ("can you move task 3 to friday please?", "set #3 due friday"),
        ("repeat task 3 every week", "set #3 repeat every week"),
        (
            "make task 3 repeat every monday",
            "set #3 repeat every monday",
        ),
        ("make it weekly", "set it repeat weekly"),
        ("set task 3 to repeat daily", "set #3 repeat daily"),
        ("stop repeating task 3", "set #3 repeat -"),
        ("remove the due date of task 3", "set #3 due -"),
        ("clear the due date of task 3", "set #3 due -"),
        ("remove task 3's due date", "set #3 due -"),
        ("delete the deadline from task 3", "set #3 due -"),
        ("remove its due date", "set it due -"),
        ("unschedule task 3", "set #3 due -"),
        ("task 3 has no due date", "set #3 due -"),
        ("when is task 3 due?", "show #3"),
        ("when is the dentist due?", "show “dentist”"),
        (
            "complete task 2 and move task 3 to friday",
            "complete #2; set #3 due friday",
        ),
    ]);
}

#[test]
fn parts_of_the_list_are_asked_for_by_day() {
    check(&[
        ("what's due today?", "list pending {today}"),
        ("what is due tomorrow", "list pending {tomorrow}"),
        ("what's overdue?", "list pending {overdue}"),
        ("overdue", "list pending {overdue}"),
        ("show overdue tasks", "list pending {overdue}"),
        ("do I have anything overdue?", "list pending {overdue}"),
        ("what do I have this week?", "list pending {7 days}"),
        ("what's due this week", "list pending {7 days}"),
        (
            "what is due next week?",
            "list pending {due after end of this week & due by end of next week}",
        ),
        ("what do I have today?", "list pending {overdue | today}"),
        ("today", "list pending {overdue | today}"),
        ("plan my day", "list pending {overdue | today}"),
        ("what should I do today?", "list pending {overdue | today}"),
        (
            "what's on my agenda today",
            "list pending {overdue | today}",
        ),
        ("plan my week", "list pending {overdue | 7 days}"),
        ("show my tasks for tomorrow", "list pending {tomorrow}"),
        ("what's due on friday?", "list pending {due on friday}"),
        ("tasks due friday", "list pending {due on friday}"),
        ("tasks due in the next 7 days", "list pending {7 days}"),
        ("upcoming tasks", "list pending {7 days}"),
        ("show tasks without a due date", "list pending {no date}"),
        ("tasks with no date", "list pending {no date}"),
        ("show my recurring tasks", "list pending {recurring}"),
        ("how many tasks are due today?", "count pending {today}"),
        ("how many tasks are overdue", "count pending {overdue}"),
        (
            "what did I finish today?",
            "list completed {completed today}",
        ),
        (
            "what have I completed this week?",
            "list completed {completed after 8 days ago}",
        ),
        ("sort my tasks by due date", "list pending by due"),
        (
            "show my tasks sorted by priority",
            "list pending by priority",
        ),
        ("what's the weather like today?", "unknown"),
    ]);
}
