//! `taskflow-mcp export` and `import`, as programs.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

fn program(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"));
    command
        .env_clear()
        .env("HOME", home)
        .env("TASKFLOW_TIMEZONE", "Europe/Zurich")
        .current_dir(home)
        .args(arguments);
    command
}

fn run(home: &Path, arguments: &[&str]) -> (bool, String, String) {
    let output = program(home, arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let Output { stdout, stderr, .. } = output;
    (output.status.success(), text(stdout), text(stderr))
}

const TEMPLATE: &str =
    "TYPE,CONTENT,PRIORITY,INDENT,DATE\ntask,Bake @kitchen,1,1,2026-12-01\ntask,Eat,4,2,\n";

#[test]
fn a_template_is_tried_imported_and_exported_in_every_format() {
    let home = TempDir::new().unwrap();
    fs::write(home.path().join("party.csv"), TEMPLATE).unwrap();
    let import = ["import", "party.csv", "--project", "Party", "--dry-run"];
    let (ok, _, said) = run(home.path(), &import);
    assert!(ok && said.contains("2 tasks would be added"), "{said}");
    let (_, exported, said) = run(home.path(), &["export", "-", "--format", "json"]);
    assert!(
        said.contains("0 tasks") && exported.contains("\"tasks\": []"),
        "{exported}{said}"
    );

    let (ok, _, said) = run(home.path(), &import[..4]);
    assert!(
        ok && said.contains("2 tasks were added, in change 1"),
        "{said}"
    );
    for (file, part) in [
        ("all.json", "\"title\":\"Bake\""),
        ("all.ics", "CATEGORIES:kitchen"),
        ("all.txt", "(A) "),
        ("all.csv", "task,Bake @kitchen,,1,1,,,2026-12-01,en,"),
    ] {
        let (ok, _, said) = run(home.path(), &["export", file]);
        assert!(ok, "{said}");
        let written = fs::read_to_string(home.path().join(file)).unwrap();
        assert!(written.contains(part), "{written}");
        let (ok, _, said) = run(home.path(), &["export", file]);
        assert!(!ok && said.contains("exists"), "{said}");
        let (ok, _, said) = run(home.path(), &["import", file, "--dry-run"]);
        assert!(ok && said.contains("2 tasks"), "{file}: {said}");
    }
}

#[test]
fn of_a_file_with_a_fault_nothing_is_imported_and_the_line_is_named() {
    let home = TempDir::new().unwrap();
    let text = format!("{TEMPLATE}task,Wash,9,1,\ntask,Dry,1,1,someday maybe\n");
    fs::write(home.path().join("party.csv"), text).unwrap();
    let (ok, _, said) = run(home.path(), &["import", "party.csv"]);
    assert!(!ok, "{said}");
    assert!(
        said.contains("party.csv:4: PRIORITY") && said.contains("party.csv:5:"),
        "{said}"
    );
    let (_, exported, _) = run(home.path(), &["export", "-", "--format", "txt"]);
    assert_eq!(exported.trim(), "");
    let (ok, _, said) = run(home.path(), &["import", "party.doc"]);
    assert!(!ok && said.contains("--format"), "{said}");
}

#[test]
fn stdin_is_read_and_a_long_file_tells_how_far_it_is() {
    let home = TempDir::new().unwrap();
    let mut child = program(home.path(), &["import", "-", "--format", "todotxt"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "Buy milk @shop\n".repeat(600);
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("500 of 600 tasks\n600 of 600 tasks\n600 tasks were added"),
        "{said}"
    );
}
