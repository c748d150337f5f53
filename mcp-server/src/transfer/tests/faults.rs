use super::*;

#[test]
fn every_problem_of_a_file_is_told_with_its_line_and_nothing_is_read() {
    let text = "{\"format\": \"taskflow\", \"version\": 1, \"tasks\": [\n\
        {\"title\": \"Good\"},\n\
        {\"title\": \" \"},\n\
        {\"title\": \"A\",\n \"priority\": 9, \"due_zone\": \"Mars\", \"due\": \"2026-11-22T18:00:00Z\"},\n\
        {\"title\": \"B\", \"recurrence\": \"FREQ=DAILY\"},\n\
        {\"title\": \"C\", \"colour\": 1}\n]}";
    let found = problems(Format::Json, text);
    let begin = [
        "file:3: Title",
        "file:4: \"Mars\"",
        "file:4: priority is 1 to 4",
        "file:6: a task that repeats",
        "file:7: unknown field `colour`",
    ];
    assert_eq!(found.len(), begin.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begin) {
        assert!(found.starts_with(begin), "{found}");
    }
}

#[test]
fn twenty_problems_are_shown_and_the_others_counted() {
    let text = "due:never A\n".repeat(23);
    let found = problems(Format::TodoTxt, &text);
    assert_eq!(found.len(), 21);
    assert_eq!(found[20], "and 3 more");
}

#[test]
fn circles_depth_and_double_ids_are_refused() {
    let found = problems(Format::TodoTxt, "A id:1 p:2\nB id:2 p:1\nC p:1\n");
    assert_eq!(found.len(), 3, "{found:?}");
    for (line, found) in (1..).zip(&found[..2]) {
        assert_eq!(*found, format!("file:{line}: the task is a part of itself"));
    }
    let found = problems(Format::TodoTxt, "A\nB id:2\nC id:2\n");
    let twice = "file:3: the id \"2\" is that of the task in line 2 already";
    assert_eq!(found, [twice]);
    let deep: String = (1..=6)
        .map(|n| format!("T{n} id:{n} p:{}\n", n - 1))
        .collect();
    let found = problems(Format::TodoTxt, &deep);
    assert_eq!(found, ["file:6: tasks can be nested 5 levels deep at most"]);
}

#[test]
fn a_file_that_is_not_text_is_told_by_the_line() {
    let bytes = b"Buy milk\nBuy \xff\n".to_vec();
    let found = import::read("tasks.txt", bytes, Format::TodoTxt, &here()).unwrap_err();
    assert!(
        found
            .to_string()
            .contains("tasks.txt:2: the file is not in UTF-8"),
        "{found}"
    );
}

#[test]
fn over_twenty_thousand_tasks_are_refused() {
    let found = problems(Format::TodoTxt, &"A\n".repeat(20_001));
    assert_eq!(
        found,
        ["file:20001: the file has 20001 tasks; 20000 can be imported at once"]
    );
}
