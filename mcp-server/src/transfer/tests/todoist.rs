use super::*;

/// A project as Todoist exports it.
const SAMPLE: &str = "\u{feff}TYPE,CONTENT,DESCRIPTION,IS_COLLAPSED,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT
meta,view_style=list,,,,,,,,,,,
,,,,,,,,,,,,
section,Kitchen,,,,,,,,,,,
task,\"Buy flour, sugar @shop @\",\"two\nbags\",false,1,1,Ann (1),,2026-12-01,en,Europe/Zurich,,
note,Ask for the receipt,,,,,Ann (1),,,,,,
task,* Bake,,false,4,2,Ann (1),,2026-12-02 17:00,en,America/New_York,,
task,Invite @phone guests,,false,2,1,Ann (1),,tomorrow,en,,,
";

#[test]
fn a_project_of_todoist_is_read() {
    let (tasks, left_out) = read_all(Format::Csv, SAMPLE).unwrap();
    let [flour, bake, invite] = &tasks[..] else {
        panic!("{tasks:?}")
    };
    assert_eq!(flour.task.title.as_str(), "Buy flour, sugar @");
    assert_eq!(flour.task.labels.names()[0].as_str(), "shop");
    assert_eq!(
        flour.task.description.as_str(),
        "two\nbags\n\nAsk for the receipt"
    );
    assert_eq!(flour.task.priority.get(), 1);
    assert_eq!(
        flour.task.due,
        Some(Due::date("2026-12-01".parse().unwrap()).unwrap())
    );
    assert_eq!((bake.task.title.as_str(), bake.parent), ("Bake", Some(0)));
    let Some(Due::At { at, .. }) = bake.task.due else {
        panic!()
    };
    assert_eq!(at.to_rfc3339(), "2026-12-02T22:00:00+00:00");
    assert_eq!(
        (invite.task.title.as_str(), invite.parent),
        ("Invite guests", None)
    );
    assert_eq!(invite.task.due.unwrap().day().to_string(), "2026-11-23");
    assert_eq!(left_out, ["1 sections: tasks here have none"]);
}

#[test]
fn repetitions_in_words_are_read_and_written() {
    for (rule, from_completion, due) in [
        ("FREQ=DAILY", false, "2026-12-01"),
        ("FREQ=WEEKLY;BYDAY=TU", false, "2026-12-01T09:30:00"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU", false, "2026-12-01"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", false, "2026-12-01T17:00:00"),
        ("FREQ=DAILY;INTERVAL=3", true, "2026-12-01"),
        (
            "FREQ=WEEKLY;BYDAY=TU;BYHOUR=9;BYMINUTE=30",
            false,
            "2026-12-01T09:30:00",
        ),
    ] {
        let recurrence = Recurrence::parse_rule(rule).unwrap();
        let mut one = task(1, "Again");
        one.recurrence = Some(Recurrence::stored(
            recurrence.rule().to_owned(),
            from_completion,
        ));
        one.due = Some(match due.parse() {
            Ok(local) => Due::local(local, Zurich).unwrap(),
            Err(_) => Due::date(due.parse().unwrap()).unwrap(),
        });
        let text = write(Format::Csv, &[one.clone()]);
        let again = read(Format::Csv, &text).unwrap();
        assert_eq!(again[0].task.due, one.due, "{text}");
        // A time in the words is one of the rule.
        let found = again[0].task.recurrence.as_ref().unwrap();
        assert!(found.rule().starts_with(rule), "{found:?}");
        assert_eq!(found.is_from_completion(), from_completion, "{text}");
    }
    let text = "TYPE,CONTENT,DATE\ntask,A,every! 2 days\ntask,B,every blue moon\n";
    let found = problems(Format::Csv, text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("file:3: "), "{found:?}");
}

#[test]
fn what_is_wrong_with_a_template_is_told_by_its_line() {
    let text = "TYPE,CONTENT,PRIORITY,INDENT,DATE,TIMEZONE\n\
        task,A,7,1,,\n\
        task,\"B\nB\",1,3,,\n\
        chapter,C,,,,\n\
        task,D,1,1,some day,\n\
        task,E,1,1,tomorrow,Mars/Olympus\n";
    let found = problems(Format::Csv, text);
    for begin in [
        "file:2: PRIORITY is 1 to 4",
        "file:3: INDENT is a number from 1 to 2",
        "file:5: TYPE is task",
        "file:6: Could not read \"some day\"",
        "file:7: \"Mars/Olympus\"",
    ] {
        assert!(
            found.iter().any(|found| found.starts_with(begin)),
            "{begin} in {found:#?}"
        );
    }
    assert_eq!(found.len(), 5, "{found:#?}");
    let no_header = problems(Format::Csv, "Buy milk\n");
    assert!(no_header[0].contains("TYPE is missing"), "{no_header:?}");
}

#[test]
fn a_template_has_tasks_below_theirs_and_says_what_it_cannot_have() {
    let mut tasks = vec![
        task(1, "One"),
        task(2, "Two"),
        task(3, "Under, \"one\""),
        task(4, "Done"),
    ];
    tasks[2].parent = Some(TaskNumber::new(1));
    tasks[2].due = Some(Due::local("2026-12-01T17:00:00".parse().unwrap(), Zurich).unwrap());
    tasks[1].project = Some(Name::parse("Home").unwrap());
    tasks[3].completed_at = Some(tasks[3].created_at);
    let exported = written(&tasks, Format::Csv, false, &here()).unwrap();
    assert_eq!(
        exported.text,
        "TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n\
         task,One,,4,1,,,,,\n\
         task,\"Under, \"\"one\"\"\",,4,2,,,2026-12-01 17:00,en,Europe/Zurich\n\
         task,Two,,4,1,,,,,\n"
    );
    assert_eq!(exported.tasks, 3);
    assert_eq!(exported.left_out.len(), 2, "{:?}", exported.left_out);
    let again = read(Format::Csv, &exported.text).unwrap();
    assert_eq!(again[1].task.due, tasks[2].due);
    assert_eq!(again[1].parent, Some(0));
}
