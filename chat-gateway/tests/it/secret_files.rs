//! Secrets in files, as supervisors hand them over.

use std::{fs, path::Path};

use serde_json::json;

use crate::support::{
    Gateway,
    program::{run, start, taskflow},
};

const SECRET: &str = "the secret of this very test, thirty-two bytes";

fn write(folder: &Path, name: &str, text: &str) -> String {
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_takes_every_secret_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("elsewhere.db");
    let url = format!("sqlite://{}\n", database.display());
    let files = [
        (
            "TASKFLOW_DATABASE_URL_FILE",
            write(folder.path(), "url", &url),
        ),
        (
            "TASKFLOW_JWT_SECRET_FILE",
            write(folder.path(), "jwt", &format!("{SECRET}\r\n")),
        ),
    ];
    let mut settings: Vec<_> = files
        .iter()
        .map(|(name, file)| (*name, file.as_str()))
        .collect();
    let mut command = taskflow(folder.path());
    command.envs(settings.iter().copied());
    let running = start(command);
    settings.push(("TASKFLOW_PUBLIC_URL", &running.url));
    let token = run(folder.path(), &["token", "--user", "1"], &settings);
    let token = String::from_utf8(token.stdout).unwrap();
    let request = reqwest::Client::new()
        .post(format!("{}/api/1/chat", running.url))
        .bearer_auth(token.trim())
        .json(&json!({ "message": "Add a task to buy milk" }));
    let answer = Gateway::answer(request).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    assert!(database.exists() && !folder.path().join("taskflow.db").exists());
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_everybody_can_read_is_warned_about_at_the_start() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let file = write(folder.path(), "jwt", SECRET);
    for (mode, warned) in [(0o644, true), (0o600, false)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let mut command = taskflow(folder.path());
        command.env("TASKFLOW_JWT_SECRET_FILE", &file);
        let said = start(command).said.clone();
        assert_eq!(
            said.contains("everybody on this machine can read"),
            warned,
            "{said}"
        );
        assert!(!said.contains(SECRET), "{said}");
    }
}

#[test]
fn a_secret_in_two_places_or_in_no_file_stops_the_start_with_both_told() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("TASKFLOW_MCP_SECRET", SECRET),
        ("TASKFLOW_MCP_SECRET_FILE", "/nowhere/mcp"),
        ("OPENAI_API_KEY_FILE", "/nowhere/key"),
    ];
    let output = run(folder.path(), &[], &settings);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    for part in [
        "TASKFLOW_MCP_SECRET (environment): set it or TASKFLOW_MCP_SECRET_FILE, but not both",
        "OPENAI_API_KEY_FILE (environment): /nowhere/key cannot be read",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains(SECRET), "{said}");
}
