use super::check;

#[test]
fn one_task_is_added() {
    check(&[
        ("Add a task to buy groceries", "add [Buy groceries]"),
        ("add buy milk", "add [Buy milk]"),
        ("Add buy milk.", "add [Buy milk]"),
        ("ADD BUY MILK", "add [BUY MILK]"),
        ("please add buy milk please", "add [Buy milk]"),
        ("can you add buy milk?", "add [Buy milk]"),
        (
            "Could you please add a task to call the bank, thanks!",
            "add [Call the bank]",
        ),
        (
            "Hi! Would you mind adding a task to water the plants?",
            "add [Water the plants]",
        ),
        (
            "Hey, can you create a new task called Renew passport",
            "add [Renew passport]",
        ),
        ("create task: prepare slides", "add [Prepare slides]"),
        (
            "create a task named 'Prepare slides'",
            "add [Prepare slides]",
        ),
        (
            "new task: book flights to Lisbon",
            "add [Book flights to Lisbon]",
        ),
        ("new task book flights", "add [Book flights]"),
        ("New todo - fix the sink", "add [Fix the sink]"),
        ("add todo wash car", "add [Wash car]"),
        ("add to-do: wash car", "add [Wash car]"),
        ("add a to do to wash the car", "add [Wash the car]"),
        ("to-do: wash car", "add [Wash car]"),
        ("todo wash car", "add [Wash car]"),
        ("TODO: Wash car", "add [Wash car]"),
        ("to do: wash car", "add [Wash car]"),
        ("task: wash car", "add [Wash car]"),
        (
            "note to self: buy a card for Anna",
            "add [Buy a card for Anna]",
        ),
        (
            "Note to self - ask Bob about the invoice",
            "add [Ask Bob about the invoice]",
        ),
        ("put milk on my list", "add [Milk]"),
        ("put buy milk on the list please", "add [Buy milk]"),
        (
            "can you put dentist appointment on my to-do list?",
            "add [Dentist appointment]",
        ),
        ("add milk to my list", "add [Milk]"),
        ("add milk to the shopping list", "add [Milk]"),
        ("Add to my list: call Susan", "add [Call Susan]"),
        ("add to my todo list call Susan", "add [Call Susan]"),
        ("throw laundry on my list", "add [Laundry]"),
        ("write down: pick up the parcel", "add [Pick up the parcel]"),
        ("jot down pick up the parcel", "add [Pick up the parcel]"),
        ("make a task to clean the garage", "add [Clean the garage]"),
        ("make a note to clean the garage", "add [Clean the garage]"),
        (
            "set a reminder to take the bins out",
            "add [Take the bins out]",
        ),
        ("create a reminder for the dentist", "add [The dentist]"),
        (
            "I need a task for cleaning the garage",
            "add [Cleaning the garage]",
        ),
        ("I want to add a task to buy milk", "add [Buy milk]"),
        ("I'd like to add 'Buy milk' to my list", "add [Buy milk]"),
        ("I would like you to add buy milk", "add [Buy milk]"),
        ("let's add buy milk", "add [Buy milk]"),
        (
            "Kindly add the task of submitting the report",
            "add [Submitting the report]",
        ),
        ("pls add call mom", "add [Call mom]"),
        ("adn add call mom", "unknown"),
        ("add call mom thx", "add [Call mom]"),
        ("yo add call mom", "add [Call mom]"),
        ("insert task pay rent", "add [Pay rent]"),
        ("Add another task: pay rent", "add [Pay rent]"),
        ("also add pay rent", "add [Pay rent]"),
        ("and add pay rent too", "add [Pay rent]"),
        (
            "I was wondering if you could add a task to review the budget",
            "add [Review the budget]",
        ),
        ("add task", "add"),
        ("Add a task", "add"),
        ("create a new task please", "add"),
        ("I want to add a task", "add"),
        ("can you add something to my list?", "add [Something]"),
        ("add a task for me to call mom", "add [Call mom]"),
        ("add a new task with the title Call mom", "add [Call mom]"),
        ("create buy milk", "add [Buy milk]"),
        ("milk on my list please", "add [Milk]"),
        (
            "Please include buying stamps in my to do list",
            "add [Buying stamps]",
        ),
        (
            "could you add to my list that i have to call the plumber tomorrow",
            "add [Call the plumber] due tomorrow",
        ),
        (
            "i wanna add new task for buying shoes",
            "add [Buying shoes]",
        ),
        (
            "I would like to create a task, its name is Buy shoes",
            "add [Buy shoes]",
        ),
        ("add buy shoes to tasks", "add [Buy shoes]"),
        (
            "add a task: Buy shoes (size 42)",
            "add [Buy shoes (size 42)]",
        ),
        (
            "would it be possible to add a task for emailing HR?",
            "add [Emailing HR]",
        ),
        (
            "As discussed, please add a task to follow up with the client.",
            "add [Follow up with the client]",
        ),
        (
            "Please ensure that a task is created to follow up with the client",
            "add [Follow up with the client]",
        ),
        ("insert buy milk into my todo list", "add [Buy milk]"),
        ("add one more: call dad", "add [Call dad]"),
        ("You should add buy milk", "add [Buy milk]"),
        ("please help me add a task", "add"),
        ("add it", "add"),
        ("I think I should call mom", "add [Call mom]"),
    ]);
}

#[test]
fn a_reminder_is_a_task() {
    check(&[
        ("remind me to call mom", "add [Call mom]"),
        (
            "Remind me to call mom tomorrow",
            "add [Call mom] due tomorrow",
        ),
        (
            "remind me tomorrow to call mom",
            "add [Call mom] due tomorrow",
        ),
        ("remind me at 5pm to call mom", "add [Call mom] due at 5pm"),
        ("remind me about the dentist", "add [The dentist]"),
        (
            "Can you remind me to pick up the kids?",
            "add [Pick up the kids]",
        ),
        ("remember to buy milk", "add [Buy milk]"),
        ("remember the milk", "add [The milk]"),
        ("remember that the rent is due", "add [The rent is due]"),
        ("don't forget to buy milk", "add [Buy milk]"),
        ("Don’t let me forget to buy milk", "add [Buy milk]"),
        ("dont let me forget the keys", "add [The keys]"),
        ("don't let me forget about the keys", "add [The keys]"),
        (
            "make sure I don't forget to lock the door",
            "add [Lock the door]",
        ),
        ("help me remember to lock the door", "add [Lock the door]"),
        ("I need to remember to pay bills", "add [Pay bills]"),
        ("I have to pay bills", "add [Pay bills]"),
        ("I need to pay bills", "add [Pay bills]"),
        ("i've got to pay bills", "add [Pay bills]"),
        ("gotta pay bills", "add [Pay bills]"),
        ("i gotta pay bills", "add [Pay bills]"),
        ("I must pay bills", "add [Pay bills]"),
        ("I should call grandma", "add [Call grandma]"),
        ("we need to order toner", "add [Order toner]"),
        ("I want to learn French", "add [Learn French]"),
        ("I need to see a doctor", "add [See a doctor]"),
        (
            "I need to delete old photos from my phone",
            "add [Delete old photos from my phone]",
        ),
        ("I need to add a task to buy milk", "add [Buy milk]"),
        ("I really should go to the gym", "add [Go to the gym]"),
        (
            "I'm supposed to send the contract",
            "add [Send the contract]",
        ),
        (
            "i keep forgetting to water the plants",
            "add [Water the plants]",
        ),
        ("Please remind me: dentist at 3", "add [Dentist at 3]"),
        ("remind me", "add"),
        ("need to buy milk", "add [Buy milk]"),
        (
            "I need to remember the meeting with Bob",
            "add [The meeting with Bob]",
        ),
        ("remind me of mom's birthday", "add [Mom's birthday]"),
        (
            "remind me on Monday to submit the report",
            "add [Submit the report] due Monday",
        ),
        (
            "remind me in 2 hours to check the oven",
            "add [Check the oven] due in 2 hours",
        ),
        ("I'd like to be reminded to email HR", "add [Email HR]"),
        ("i mustn't forget to call grandma", "add [Call grandma]"),
        (
            "Can you please note down that I should email HR",
            "add [Email HR]",
        ),
        (
            "keep a note that the car needs service",
            "add [The car needs service]",
        ),
    ]);
}

#[test]
fn titles_are_kept_as_they_were_written() {
    check(&[
        (
            "add 'Read \"Tomorrow, and tomorrow\"'",
            "add [Read \"Tomorrow, and tomorrow\"]",
        ),
        ("add “buy milk”", "add [buy milk]"),
        ("add fix bug #42", "add [Fix bug #42]"),
        (
            "add read https://example.com/a,b?c=d&e=f",
            "add [Read https://example.com/a,b?c=d&e=f]",
        ),
        ("add https://example.com", "add [https://example.com]"),
        ("add buy mom's cake", "add [Buy mom's cake]"),
        ("add don't panic", "add [Don't panic]"),
        ("add café au lait ☕", "add [Café au lait ☕]"),
        ("add écrire à Zoë", "add [Écrire à Zoë]"),
        ("add iPhone repair", "add [iPhone repair]"),
        ("add buy milk (2 litres)", "add [Buy milk (2 litres)]"),
        ("add <b>bold</b> & more", "add [<b>bold</b> & more]"),
        (
            "add a task called delete everything",
            "add [Delete everything]",
        ),
        (
            "add a task to show my list to Bob",
            "add [Show my list to Bob]",
        ),
        ("add meet Dr. Smith at 10", "add [Meet Dr. Smith at 10]"),
        ("add e-mail bob@example.com", "add [E-mail bob@example.com]"),
        ("add pay $20 to Sam", "add [Pay $20 to Sam]"),
        ("add wait...", "add [Wait...]"),
        ("add buy 2 litres of milk", "add [Buy 2 litres of milk]"),
        ("add call mom at 5:30 pm", "add [Call mom] due at 5:30 pm"),
        (
            "remind me to read 'War and Peace' by Tolstoy",
            "add [Read 'War and Peace' by Tolstoy]",
        ),
        (
            "add pay the bill due on the 3 of May",
            "add [Pay the bill] due the 3 of May",
        ),
        ("add fix the due date bug", "add [Fix the due date bug]"),
    ]);
}

#[test]
fn several_tasks_are_told_from_one() {
    check(&[
        (
            "Add milk, eggs and bread to my list",
            "add [Milk] [Eggs] [Bread]",
        ),
        (
            "Add a task to buy bread and butter",
            "add [Buy bread and butter]",
        ),
        (
            "add tasks: call mom, pay rent, and fix bike",
            "add [Call mom] [Pay rent] [Fix bike]",
        ),
        (
            "add call mom, pay rent, and fix bike",
            "add [Call mom] [Pay rent] [Fix bike]",
        ),
        (
            "remind me to call mom and to pay rent",
            "add [Call mom] [Pay rent]",
        ),
        (
            "remind me to call mom and pay rent",
            "add [Call mom] [Pay rent]",
        ),
        (
            "remind me to pick up the kids and drop them at school",
            "add [Pick up the kids and drop them at school]",
        ),
        (
            "add buy milk, eggs and bread",
            "add [Buy milk, eggs and bread]",
        ),
        (
            "remind me to buy milk, eggs and bread",
            "add [Buy milk, eggs and bread]",
        ),
        (
            "Add \"milk and cookies\" and \"bread\"",
            "add [milk and cookies] [bread]",
        ),
        (
            "add 'milk', 'eggs' and 'bread' to my list",
            "add [milk] [eggs] [bread]",
        ),
        ("add milk,eggs,bread", "add [Milk] [Eggs] [Bread]"),
        ("add tasks milk and eggs", "add [Milk] [Eggs]"),
        ("add two tasks: milk and eggs", "add [Milk] [Eggs]"),
        (
            "add three tasks: call mom, pay rent, fix bike",
            "add [Call mom] [Pay rent] [Fix bike]",
        ),
        (
            "add the following tasks: call mom; pay rent",
            "add [Call mom] [Pay rent]",
        ),
        ("add bread and butter", "add [Bread and butter]"),
        (
            "add milk to my list and eggs",
            "add [Milk to my list and eggs]",
        ),
        ("add:\n- milk\n- eggs\n- bread", "add [Milk] [Eggs] [Bread]"),
        (
            "add these tasks:\n1. call mom\n2. pay rent",
            "add [Call mom] [Pay rent]",
        ),
        ("Add the following:\n* milk\n* eggs", "add [Milk] [Eggs]"),
        ("add milk\neggs\nbread", "add [Milk] [Eggs] [Bread]"),
        ("add tasks\ncall mom\npay rent", "add [Call mom] [Pay rent]"),
        ("- milk\n- eggs", "mention [Milk] [Eggs]"),
        ("buy milk\ncall mom", "mention [Buy milk] [Call mom]"),
        (
            "I need to call mom, pay rent and fix the bike",
            "add [Call mom] [Pay rent] [Fix the bike]",
        ),
        ("add milk and milk", "add [Milk and milk]"),
        ("add tasks: milk, milk", "add [Milk]"),
        (
            "add a task to wash and fold laundry",
            "add [Wash and fold laundry]",
        ),
        (
            "add research & development meeting",
            "add [Research & development meeting]",
        ),
        ("todo: milk, eggs, bread", "add [Milk] [Eggs] [Bread]"),
        (
            "my tasks for today: call mom, pay rent",
            "add [Call mom] [Pay rent]",
        ),
        (
            "add the following tasks: 1. call mom 2. pay rent 3. fix bike",
            "add [Call mom] [Pay rent] [Fix bike]",
        ),
        ("add 1) call mom 2) pay rent", "add [Call mom] [Pay rent]"),
        (
            "add task 'Buy milk' and task 'Buy eggs'",
            "add [Buy milk] [Buy eggs]",
        ),
        (
            "add a task to buy milk and another one to call mom",
            "add [Buy milk] [Call mom]",
        ),
        ("create 3 tasks: a, b, c", "add [A] [B] [C]"),
        (
            "add two more tasks, call mom and pay rent",
            "add [Call mom] [Pay rent]",
        ),
    ]);
}

#[test]
fn a_description_can_come_with_the_task() {
    check(&[
        (
            "add buy milk with description: 2 litres",
            "add [Buy milk] note 2 litres",
        ),
        (
            "add a task to buy milk with the note 'from the farm'",
            "add [Buy milk] note from the farm",
        ),
        (
            "add buy milk, description: 2 litres",
            "add [Buy milk] note 2 litres",
        ),
        (
            "Add call Bob. He wants the report by noon.",
            "add [Call Bob] note He wants the report by noon",
        ),
        (
            "create a task called Taxes with description collect all receipts",
            "add [Taxes] note collect all receipts",
        ),
        (
            "add task with title \"Buy milk\" and description \"2 liters\"",
            "add [Buy milk] note 2 liters",
        ),
    ]);
}
