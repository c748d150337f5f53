use super::check;

#[test]
fn a_new_task_can_have_a_priority() {
    check(&[
        ("add pay rent with high priority", "add [Pay rent] p1"),
        ("add pay rent p1", "add [Pay rent] p1"),
        ("add pay rent P2", "add [Pay rent] p2"),
        ("add pay rent with priority 2", "add [Pay rent] p2"),
        ("add pay rent, low priority", "add [Pay rent] p3"),
        ("add pay rent (high priority)", "add [Pay rent] p1"),
        ("add pay rent, urgent", "add [Pay rent] p1"),
        ("add an urgent task to pay rent", "add [Pay rent] p1"),
        ("add a high priority task: pay rent", "add [Pay rent] p1"),
        (
            "add an important task to call the bank tomorrow",
            "add [Call the bank] due tomorrow p1",
        ),
        ("add pay rent tomorrow p1", "add [Pay rent] due tomorrow p1"),
        ("add pay rent p1 tomorrow", "add [Pay rent] due tomorrow p1"),
        (
            "remind me to pay rent on friday with high priority",
            "add [Pay rent] due friday p1",
        ),
    ]);
}

#[test]
fn a_new_task_can_have_a_project_and_labels() {
    check(&[
        ("add send the invoice #Work", "add [Send the invoice] #Work"),
        (
            "add send the invoice in project Work",
            "add [Send the invoice] #Work",
        ),
        (
            "add send the invoice to project Work",
            "add [Send the invoice] #Work",
        ),
        (
            "add send the invoice to the Work project",
            "add [Send the invoice] #Work",
        ),
        (
            "add send the invoice to project 'Home office'",
            "add [Send the invoice] #Home office",
        ),
        ("add buy stamps @errands", "add [Buy stamps] @errands"),
        (
            "add buy stamps @errands @home",
            "add [Buy stamps] @errands @home",
        ),
        (
            "add buy stamps with label errands",
            "add [Buy stamps] @errands",
        ),
        (
            "add buy stamps with the labels errands and home",
            "add [Buy stamps] @errands @home",
        ),
        ("add buy stamps tagged errands", "add [Buy stamps] @errands"),
        (
            "Add pay rent tomorrow p1 #Home @bills",
            "add [Pay rent] due tomorrow p1 #Home @bills",
        ),
        (
            "add pay rent #Home every month on the 1st",
            "add [Pay rent] repeat every month on the 1st #Home",
        ),
        ("add fix bug #42", "add [Fix bug #42]"),
        ("add reply to @bob", "add [Reply to @bob]"),
        ("add e-mail bob@example.com", "add [E-mail bob@example.com]"),
        ("add start a new project", "add [Start a new project]"),
    ]);
}

#[test]
fn priorities_of_tasks_are_changed() {
    check(&[
        ("make task 2 urgent", "set #2 p1"),
        ("make it urgent", "set it p1"),
        ("make the milk task important", "set “milk” p1"),
        ("mark task 2 as important", "set #2 p1"),
        ("mark task 2 as high priority", "set #2 p1"),
        ("set task 2 to high priority", "set #2 p1"),
        ("set the priority of task 2 to low", "set #2 p3"),
        ("change the priority of task 2 to p2", "set #2 p2"),
        ("set task 2's priority to medium", "set #2 p2"),
        ("change task 2 priority to 1", "set #2 p1"),
        ("give task 2 high priority", "set #2 p1"),
        ("make task 2 p1", "set #2 p1"),
        ("prioritize task 2", "set #2 p1"),
        ("task 2 is urgent", "set #2 p1"),
        ("task 2 is high priority", "set #2 p1"),
        ("remove the priority of task 2", "set #2 p-"),
        ("task 2 is not urgent anymore", "set #2 p-"),
        ("make tasks 1 and 2 urgent", "set #1,#2 p1"),
        ("move task 3 to the top", "unsupported order"),
    ]);
}

#[test]
fn tasks_are_sorted_into_projects_and_labels() {
    check(&[
        ("move task 3 to project Work", "set #3 #Work"),
        ("move task 3 to the Work project", "set #3 #Work"),
        ("put it in project Work", "set it #Work"),
        ("move task 3 to #Work", "set #3 #Work"),
        ("add task 3 to project Work", "set #3 #Work"),
        ("remove task 3 from its project", "set #3 #"),
        ("remove task 3 from project Work", "set #3 #"),
        ("label task 3 errands", "set #3 +errands"),
        ("tag task 3 with errands", "set #3 +errands"),
        ("tag it as errands", "set it +errands"),
        ("add the label errands to task 3", "set #3 +errands"),
        ("add @errands to task 3", "set #3 +errands"),
        ("remove the label errands from task 3", "set #3 -errands"),
        ("remove @errands from task 3", "set #3 -errands"),
        ("tag 3 as done", "complete #3"),
    ]);
}

#[test]
fn subtasks_are_added_below_a_task() {
    check(&[
        ("add a subtask to 3: pack bags", "add [Pack bags] under #3"),
        (
            "add a subtask to task 3: pack bags tomorrow",
            "add [Pack bags] due tomorrow under #3",
        ),
        (
            "add a subtask to the trip task: pack bags",
            "add [Pack bags] under “trip”",
        ),
        ("add a subtask to it: pack bags", "add [Pack bags] under it"),
        (
            "add subtasks to 3: pack bags, book hotel",
            "add [Pack bags] [Book hotel] under #3",
        ),
        (
            "add pack bags as a subtask of task 3",
            "add [Pack bags] under #3",
        ),
        ("add pack bags under task 3", "add [Pack bags] under #3"),
        (
            "add a subtask pack bags to task 3",
            "add [Pack bags] under #3",
        ),
        ("subtask of 3: pack bags", "add [Pack bags] under #3"),
        ("make task 4 a subtask of task 3", "set #4 under #3"),
        ("move task 4 under task 3", "set #4 under #3"),
    ]);
}

#[test]
fn parts_of_the_list_are_asked_for_by_kind() {
    check(&[
        ("show urgent tasks", "list pending {p1}"),
        ("what's urgent?", "list pending {p1}"),
        ("show my high priority tasks", "list pending {p1}"),
        ("show p1 tasks", "list pending {p1}"),
        ("urgent tasks due today", "list pending {today & p1}"),
        ("show tasks in project Work", "list pending {#\"Work\"}"),
        ("what's in project Work?", "list pending {#\"Work\"}"),
        ("what's in the Work project?", "list pending {#\"Work\"}"),
        ("show #Work", "list pending {#\"Work\"}"),
        ("#Work", "list pending {#\"Work\"}"),
        ("show @errands", "list pending {@\"errands\"}"),
        ("show tasks labelled errands", "list pending {@\"errands\"}"),
        (
            "tasks with the label errands",
            "list pending {@\"errands\"}",
        ),
        (
            "what's due today in #Work",
            "list pending {today & #\"Work\"}",
        ),
    ]);
}
