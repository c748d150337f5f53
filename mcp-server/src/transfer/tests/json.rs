use super::*;

proptest! {
    #[test]
    fn all_of_a_task_is_there_again(tasks in tasks()) {
        let text = write(Format::Json, &tasks);
        prop_assert_eq!(read(Format::Json, &text).unwrap(), imported(&tasks));
    }

    #[test]
    fn icalendar_has_all_of_a_task_too(tasks in tasks()) {
        let text = write(Format::ICalendar, &tasks);
        for line in text.split("\r\n") {
            prop_assert!(line.len() <= 75, "{}", line);
        }
        prop_assert_eq!(read(Format::ICalendar, &text).unwrap(), imported(&tasks));
    }

    #[test]
    fn no_text_makes_a_reader_fall(text in ".{0,200}|(BEGIN:VTODO\n|END:VTODO\n|DUE:x|x |\\{|\"tasks\": \\[|,){0,30}") {
        for format in [Format::Json, Format::Csv, Format::ICalendar, Format::TodoTxt] {
            let _ = read(format, &text);
            let _ = read(format, &format!("BEGIN:VCALENDAR\n{text}"));
            let _ = read(format, &format!("TYPE,CONTENT,INDENT\n{text}"));
        }
    }
}

#[test]
fn a_file_of_another_program_or_of_a_newer_one_says_so() {
    let newer = r#"{"format": "taskflow", "version": 2, "tasks": []}"#;
    assert_eq!(
        problems(Format::Json, newer),
        ["file:1: the file is of version 2; this program reads version 1"]
    );
    let other = problems(Format::Json, r#"{"tasks": []}"#);
    assert!(other[0].contains("taskflow-mcp export"), "{other:?}");
}
