//! `taskflow-mcp doctor`, and the other commands that do one thing, as programs.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use chrono::TimeDelta;
use serde_json::Value;
use taskflow_shared::{
    auth::Scopes,
    testing::{TestDatabase, alice, token, token_for},
};
use tempfile::TempDir;

use crate::harness::Served;

/// The program with a home folder of its own.
fn program(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taskflow-mcp"));
    command.env_clear().env("HOME", home).args(arguments);
    command
}

fn findings(output: &Output) -> Vec<Value> {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn wrong(output: &Output) -> Vec<String> {
    let findings = findings(output).into_iter();
    let wrong = findings.filter(|finding| finding["state"] == "wrong");
    wrong
        .map(|finding| format!("{}: {}", finding["subject"], finding["words"]))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn on_a_new_machine_nothing_is_wrong() {
    let home = TempDir::new().unwrap();
    for _ in 0..2 {
        let output = program(home.path(), &["doctor"]).output().unwrap();
        let said = text(&output.stdout);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{said}{}",
            text(&output.stderr)
        );
        assert!(said.contains("writes only the protocol"), "{said}");
        assert!(!said.contains("WRONG"), "{said}");
    }
    let output = program(home.path(), &["doctor", "--json"])
        .output()
        .unwrap();
    let subjects: Vec<Value> = findings(&output)
        .iter()
        .map(|f| f["subject"].clone())
        .collect();
    assert_eq!(
        subjects,
        [
            "program",
            "settings",
            "data folder",
            "database",
            "stdio",
            "hosts"
        ]
    );
}

#[test]
fn what_is_wrong_with_the_settings_is_all_said() {
    let home = TempDir::new().unwrap();
    let output = program(home.path(), &["doctor"])
        .env("TASKFLOW_USR", "1")
        .env("TASKFLOW_JWT_SECRET", "short")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(
        said.contains("TASKFLOW_USR") && said.contains("TASKFLOW_JWT_SECRET"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_data_folder_and_a_secret_that_others_can_open_are_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = TempDir::new().unwrap();
    let data = home.path().join("tasks");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("jwt-secret"), "s").unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(data.join("jwt-secret"), fs::Permissions::from_mode(0o644)).unwrap();
    let folder = data.display().to_string();
    let output = program(home.path(), &["doctor", "--json", "--data-dir", &folder])
        .output()
        .unwrap();
    let wrong = wrong(&output);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(
        wrong[0].contains("755") && wrong[1].contains("jwt-secret"),
        "{wrong:?}"
    );
}

#[test]
fn a_database_that_is_none_and_a_folder_that_is_none_are_named() {
    let home = TempDir::new().unwrap();
    let data = home.path().join("tasks");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("taskflow.db"), "no database at all, ".repeat(100)).unwrap();
    let folder = data.display().to_string();
    let output = program(home.path(), &["doctor", "--data-dir", &folder])
        .output()
        .unwrap();
    let said = text(&output.stdout);
    assert!(said.contains("is not a SQLite database"), "{said}");
    assert!(said.contains("WRONG  stdio"), "{said}");

    let file = data.join("taskflow.db").display().to_string();
    let output = program(home.path(), &["doctor", "--data-dir", &file])
        .output()
        .unwrap();
    assert!(text(&output.stdout).contains("is not a folder"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_named() {
    let test = TestDatabase::sqlite().await;
    let added = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_future', 0)";
    test.database
        .write::<_, sea_orm::DbErr, _>(move |transaction| {
            Box::pin(async move {
                sea_orm::ConnectionTrait::execute_unprepared(transaction, added)
                    .await
                    .map(drop)
            })
        })
        .await
        .unwrap();
    let home = TempDir::new().unwrap();
    let folder = test.folder().unwrap().display().to_string();
    let output = program(home.path(), &["doctor", "--data-dir", &folder])
        .output()
        .unwrap();
    let said = text(&output.stdout);
    assert!(said.contains("newer version (m29991231_future)"), "{said}");
}

#[test]
fn a_host_whose_command_is_gone_is_named_with_what_to_do() {
    let home = TempDir::new().unwrap();
    let install = |arguments: &[&str]| {
        let output = program(home.path(), arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        text(&output.stderr)
    };
    let said = install(&["install", "claude-code"]);
    assert!(
        said.contains("now has this server: ~/.claude.json"),
        "{said}"
    );
    assert!(install(&["install", "claude-code"]).contains("already"));
    let output = program(home.path(), &["doctor", "--json"])
        .output()
        .unwrap();
    assert!(wrong(&output).is_empty());

    let file = home.path().join(".claude.json");
    let here = env!("CARGO_BIN_EXE_taskflow-mcp");
    let moved = fs::read_to_string(&file)
        .unwrap()
        .replace(here, "/gone/taskflow-mcp");
    fs::write(&file, moved).unwrap();
    let output = program(home.path(), &["doctor"]).output().unwrap();
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("/gone/taskflow-mcp"), "{said}");
    assert!(said.contains("taskflow-mcp install claude-code"), "{said}");
    assert!(install(&["uninstall", "claude-code"]).contains("no longer has"));
}

#[test]
fn printing_writes_nothing_and_an_unknown_host_is_told_of_the_known_ones() {
    let home = TempDir::new().unwrap();
    let print = [
        "install",
        "codex",
        "--print",
        "--url",
        "https://tasks.example/mcp",
    ];
    let output = program(home.path(), &print).output().unwrap();
    assert!(text(&output.stdout).contains("bearer_token_env_var = \"TASKFLOW_TOKEN\""));
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    let output = program(home.path(), &["install", "emacs"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("claude-desktop"));
}

#[test]
fn a_host_that_can_only_have_the_token_in_its_file_gets_the_one_of_the_environment() {
    let home = TempDir::new().unwrap();
    let print = [
        "install",
        "zed",
        "--print",
        "--url",
        "https://tasks.example/mcp",
    ];
    let refused = program(home.path(), &print).output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("taskflow token"));
    let output = program(home.path(), &print)
        .env("TASKFLOW_TOKEN", "T")
        .output()
        .unwrap();
    assert!(text(&output.stdout).contains("Bearer T"), "{output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_and_the_token_for_it_are_looked_at() {
    let test = TestDatabase::sqlite().await;
    let served = Served::start(&test).await;
    let url = served.url.clone();
    let ended = token_for(&alice(), &url, &Scopes::all(), TimeDelta::hours(-1));
    let elsewhere = url.replace("/mcp", "/health/live");
    for (url, token, expected) in [
        (&url, token(&alice(), &url), vec![]),
        (
            &url,
            token(&alice(), "http://other.example/mcp"),
            vec!["audience"],
        ),
        (&url, ended, vec!["expired", "ended at"]),
        (&url, "rubbish".to_owned(), vec!["not a JSON", "not a JSON"]),
        (&elsewhere, token(&alice(), &url), vec!["405", "405"]),
        (
            &"http://127.0.0.1:1/mcp".to_owned(),
            token(&alice(), &url),
            vec!["cannot be connected to"],
        ),
    ] {
        let home = TempDir::new().unwrap();
        let arguments = ["doctor", "--json", "--url", url, "--token", &token].map(str::to_owned);
        let run = tokio::task::spawn_blocking(move || {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            program(home.path(), &arguments).output().unwrap()
        });
        let output = run.await.unwrap();
        let wrong = wrong(&output);
        assert_eq!(wrong.len(), expected.len(), "{url}: {wrong:?}");
        for (found, expected) in wrong.iter().zip(expected) {
            assert!(found.contains(expected), "{url}: {wrong:?}");
        }
    }
    served.stop().await;
}
