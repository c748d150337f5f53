//! `taskflow-mcp erase`, as a program.

use std::{
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn run(home: &Path, user: &str, arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"))
        .env_clear()
        .env("HOME", home)
        .current_dir(home)
        .args(arguments)
        .args(["--user", user])
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let Output { stdout, stderr, .. } = output;
    (output.status.success(), text(stdout), text(stderr))
}

#[test]
fn the_tasks_of_one_person_are_counted_and_erased_and_those_of_others_stay() {
    let home = TempDir::new().unwrap();
    std::fs::write(home.path().join("two.txt"), "Bake @kitchen\nEat\n").unwrap();
    for user in ["42", "43"] {
        let (ok, _, said) = run(home.path(), user, &["import", "two.txt"]);
        assert!(ok, "{said}");
    }
    let (ok, kept, said) = run(home.path(), "42", &["erase"]);
    assert!(!ok && said.contains("add --yes"), "{said}");
    assert!(
        kept.contains("2 tasks") && kept.contains("2 changes"),
        "{kept}"
    );
    let (ok, erased, said) = run(home.path(), "42", &["erase", "--yes"]);
    assert!(
        ok && erased.contains("Person 42 no longer has:"),
        "{erased}{said}"
    );
    let (ok, nothing, _) = run(home.path(), "42", &["erase", "--yes"]);
    assert!(
        ok && nothing.contains("No tasks are kept of person 42."),
        "{nothing}"
    );
    let (_, still, _) = run(home.path(), "43", &["erase"]);
    assert!(still.contains("2 tasks"), "{still}");
}
