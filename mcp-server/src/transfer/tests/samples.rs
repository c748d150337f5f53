//! Files as other programs write them.

use super::*;

fn titles(tasks: &[Imported]) -> Vec<&str> {
    tasks.iter().map(|task| task.task.title.as_str()).collect()
}

#[test]
fn a_todo_txt_of_others_is_read() {
    let text = "\
(A) 2026-11-20 Call the bank +Money @phone due:2026-12-01
x 2026-11-22 2026-11-01 Pay rent +Home pri:B

Water plants due:2026-11-23 rec:+1w time:08:30
Read https://example.com/a:b at 17:00 rec:2d due:2026-11-30
";
    let tasks = read(Format::TodoTxt, text).unwrap();
    assert_eq!(
        titles(&tasks)[..3],
        ["Call the bank", "Pay rent", "Water plants"]
    );
    assert_eq!(titles(&tasks)[3], "Read https://example.com/a:b at 17:00");
    let [bank, rent, plants, reading] = &tasks[..] else {
        panic!()
    };
    assert_eq!(bank.task.priority.get(), 1);
    assert_eq!(bank.task.project.as_ref().unwrap().as_str(), "Money");
    assert_eq!(bank.task.labels.names()[0].as_str(), "phone");
    assert_eq!(
        bank.created_at.unwrap().to_rfc3339(),
        "2026-11-19T23:00:00+00:00"
    );
    assert_eq!(
        rent.completed_at.unwrap().to_rfc3339(),
        "2026-11-21T23:00:00+00:00"
    );
    assert_eq!(rent.task.priority.get(), 2);
    assert_eq!(
        plants.task.due.unwrap().wall().to_string(),
        "2026-11-23 08:30:00"
    );
    let weekly = plants.task.recurrence.as_ref().unwrap();
    assert!(weekly.rule().starts_with("FREQ=WEEKLY") && !weekly.is_from_completion());
    assert!(
        reading
            .task
            .recurrence
            .as_ref()
            .unwrap()
            .is_from_completion()
    );
}

#[test]
fn what_todo_txt_can_say_is_there_again() {
    let mut above = task(3, "Plan the trip");
    above.priority = Priority::new(1).unwrap();
    above.project = Some(Name::parse("Travel").unwrap());
    above.created_at = "2026-11-20T23:00:00Z".parse().unwrap();
    let mut below = task(7, "Book a room");
    below.parent = Some(above.number);
    below.labels = Labels::new([Name::parse("phone").unwrap()]).unwrap();
    below.due = Some(Due::local("2026-12-01T17:30:00".parse().unwrap(), Tz::UTC).unwrap());
    below.recurrence = Some(Recurrence::stored("FREQ=DAILY".to_owned(), true));
    below.created_at = above.created_at;
    let mut done = task(8, "Pack");
    done.created_at = above.created_at;
    done.completed_at = Some("2026-11-21T23:00:00Z".parse().unwrap());
    done.priority = Priority::new(3).unwrap();
    let tasks = [above, below, done];
    let text = write(Format::TodoTxt, &tasks);
    assert_eq!(
        text,
        "(A) 2026-11-21 Plan the trip +Travel id:3\n\
         2026-11-21 Book a room @phone due:2026-12-01 time:17:30 zone:UTC rrule!:FREQ=DAILY p:3\n\
         x 2026-11-22 2026-11-21 Pack pri:C\n"
    );
    assert_eq!(read(Format::TodoTxt, &text).unwrap(), imported(&tasks));
}

#[test]
fn an_icalendar_of_others_is_read() {
    let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Somebody//EN\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VTODO\r\nUID:a@x\r\nSUMMARY:Buy milk\\, eggs and\r\n  bread\r\n\
        DUE;TZID=\"Europe/Berlin\":20261201T170000\r\nPRIORITY:3\r\nCATEGORIES:Shop,Food\\, fresh\r\nCATEGORIES:Home\r\n\
        BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nSUMMARY:Not this\r\nEND:VALARM\r\nEND:VTODO\r\n\
        BEGIN:VTODO\r\nUID:b@x\r\nRELATED-TO;RELTYPE=PARENT:a@x\r\nSUMMARY:Compare prices\r\nSTATUS:COMPLETED\r\n\
        COMPLETED:20261120T101112Z\r\nEND:VTODO\r\n\
        BEGIN:VEVENT\r\nSUMMARY:Party\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let (tasks, left_out) = read_all(Format::ICalendar, text).unwrap();
    assert_eq!(
        titles(&tasks),
        ["Buy milk, eggs and bread", "Compare prices"]
    );
    let labels = tasks[0].task.labels.names().iter().map(Name::as_str);
    assert_eq!(labels.collect::<Vec<_>>(), ["Shop", "Food, fresh", "Home"]);
    assert_eq!(tasks[0].task.priority.get(), 1);
    let Some(Due::At { at, .. }) = tasks[0].task.due else {
        panic!()
    };
    assert_eq!(at.to_rfc3339(), "2026-12-01T16:00:00+00:00");
    assert_eq!(tasks[1].parent, Some(0));
    assert_eq!(
        tasks[1].completed_at.unwrap().to_rfc3339(),
        "2026-11-20T10:11:12+00:00"
    );
    assert_eq!(left_out, ["1 events: only tasks (VTODO) are imported"]);
}
