//! Files in each format, there and back.

mod faults;
mod json;
mod samples;
mod todoist;
mod whole;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::{Europe::Zurich, Tz};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Format, Problems, export::written, import};
use crate::{
    domain::{
        Description, Due, Labels, Name, NewTask, Priority, Recurrence, Task, TaskNumber, Title,
    },
    language::{DateOrder, Here},
    store::Imported,
};

const NOW: &str = "2026-11-22T18:00:00Z";

fn here() -> Here {
    Here {
        now: NOW.parse().unwrap(),
        zone: Zurich,
        order: DateOrder::MonthFirst,
    }
}

fn read(format: Format, text: &str) -> Result<Vec<Imported>, Problems> {
    read_all(format, text).map(|(tasks, _)| tasks)
}

fn read_all(format: Format, text: &str) -> Result<(Vec<Imported>, Vec<String>), Problems> {
    import::read("file", text.as_bytes().to_vec(), format, &here())
}

/// What is wrong with a text, a problem a line.
fn problems(format: Format, text: &str) -> Vec<String> {
    let said = read(format, text).unwrap_err().to_string();
    said.lines()
        .skip(1)
        .map(|line| line.trim().to_owned())
        .collect()
}

fn write(format: Format, tasks: &[Task]) -> String {
    written(tasks, format, true, &here()).unwrap().text
}

/// The tasks as an import of them would have it.
fn imported(tasks: &[Task]) -> Vec<Imported> {
    let place = |number: TaskNumber| tasks.iter().position(|task| task.number == number);
    let imported = tasks.iter().map(|task| Imported {
        task: NewTask {
            title: task.title.clone(),
            description: task.description.clone(),
            due: task.due,
            recurrence: task.recurrence.clone(),
            priority: task.priority,
            project: task.project.clone(),
            labels: task.labels.clone(),
            parent: None,
        },
        parent: task.parent.and_then(place),
        created_at: Some(task.created_at),
        completed_at: task.completed_at,
    });
    imported.collect()
}

fn task(number: i64, title: &str) -> Task {
    let now = NOW.parse().unwrap();
    let new = NewTask::titled(Title::parse(title).unwrap());
    Task::new(
        Uuid::from_u128(number as u128),
        TaskNumber::new(number),
        new,
        now,
    )
}

fn second(number: u32) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(i64::from(number))
}

fn due() -> impl Strategy<Value = Option<Due>> {
    let zone = prop_oneof![Just(Zurich), Just(Tz::UTC), Just(Tz::America__New_York)];
    let at = (any::<u32>(), zone).prop_map(|(number, zone)| Due::At {
        at: second(number / 60 * 60),
        zone,
    });
    let date = any::<u32>().prop_map(|number| Due::date(second(number).date_naive()).unwrap());
    proptest::option::of(prop_oneof![date, at])
}

fn recurrence() -> impl Strategy<Value = Option<Recurrence>> {
    let rule = prop_oneof![
        Just("FREQ=DAILY"),
        Just("FREQ=WEEKLY;BYDAY=MO,WE"),
        Just("FREQ=MONTHLY;INTERVAL=2;COUNT=5"),
    ];
    let rule = rule.prop_map(|rule| Recurrence::parse_rule(rule).unwrap().rule().to_owned());
    let recurrence = (rule, any::<bool>()).prop_map(|(rule, from)| Recurrence::stored(rule, from));
    proptest::option::of(recurrence)
}

/// Texts with what is special in some format.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{1,40}",
        "[a-zäöé日\\\\,;:\"' ]{1,90}",
        Just("=\"x\",\"y\"".to_owned())
    ]
    .prop_filter("a title", |text| Title::parse(text).is_ok())
}

fn one() -> impl Strategy<Value = Task> {
    let text = (text(), "([ -~äé]|\n){0,120}");
    let names = (
        proptest::option::of("[A-Za-zé, ;]{0,9}[a-z]"),
        proptest::collection::vec("[a-zé]{1,3}[ ,;]?[a-z]", 0..4),
    );
    let times = (any::<u32>(), proptest::option::of(any::<u32>()));
    (text, names, due(), recurrence(), 1_u8..=4, times).prop_map(
        |((title, description), (project, labels), due, recurrence, priority, times)| {
            let mut task = task(1, &title);
            task.description = Description::parse(&description).unwrap();
            task.project = project.map(|name| Name::parse(&name).unwrap());
            let labels = labels.iter().map(|name| Name::parse(name).unwrap());
            task.labels = Labels::new(labels).unwrap();
            task.recurrence = recurrence.filter(|_| due.is_some());
            task.due = due;
            task.priority = Priority::new(priority).unwrap();
            task.created_at = second(times.0);
            task.completed_at = times.1.map(second);
            task
        },
    )
}

/// Some tasks, each under none or an earlier one, at most three levels deep.
fn tasks() -> impl Strategy<Value = Vec<Task>> {
    let some =
        proptest::collection::vec((one(), any::<prop::sample::Index>(), any::<bool>()), 0..8);
    some.prop_map(|some| {
        let mut tasks: Vec<Task> = Vec::new();
        for (number, (mut task, above, is_part)) in (1_i64..).zip(some) {
            task.number = TaskNumber::new(number);
            task.id = Uuid::from_u128(number as u128);
            let tops: Vec<TaskNumber> = tasks
                .iter()
                .filter(|task| task.parent.is_none())
                .map(|task| task.number)
                .collect();
            if is_part && !tops.is_empty() {
                task.parent = Some(tops[above.index(tops.len())]);
            }
            tasks.push(task);
        }
        tasks
    })
}
