//! Each host's file names the server in the place where that host looks for it.

use std::{error::Error, fs, path::Path};

use serde_json::Value;

/// Folder and the member that holds the servers, of every host.
const HOSTS: &[(&str, &str)] = &[
    ("claude-desktop", "mcpServers"),
    ("claude-code", "mcpServers"),
    ("vscode/.vscode", "servers"),
    ("cursor/.cursor", "mcpServers"),
    ("zed", "context_servers"),
];

fn configurations(folder: &str) -> Result<Vec<(String, Value)>, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let name = path.display().to_string();
            let json = serde_json::from_str(&fs::read_to_string(&path)?)
                .map_err(|error| format!("{name}: {error}"))?;
            found.push((name, json));
        }
    }
    Ok(found)
}

#[test]
fn every_host_has_a_file_that_starts_taskflow_mcp() {
    for (folder, member) in HOSTS {
        let found = configurations(folder)
            .unwrap()
            .into_iter()
            .any(|(_, file)| {
                let command = file[member]["taskflow"]["command"].as_str();
                command.is_some_and(|command| command.rsplit('/').next() == Some("taskflow-mcp"))
            });
        assert!(found, "{folder}");
    }
}

#[test]
fn every_file_either_starts_the_program_or_calls_the_url_with_a_token() {
    for (folder, member) in HOSTS {
        for (name, file) in configurations(folder).unwrap() {
            let server = &file[member]["taskflow"];
            assert!(server.is_object(), "{name} has no {member}.taskflow");
            let Some(url) = server["url"].as_str() else {
                assert!(server["command"].is_string(), "{name}");
                assert_eq!(server["args"][0], "--user", "{name}");
                continue;
            };
            assert!(url.ends_with("/mcp"), "{name}: {url}");
            let bearer = server["headers"]["Authorization"].as_str();
            assert!(bearer.is_some_and(|b| b.starts_with("Bearer ")), "{name}");
        }
    }
}

#[test]
fn every_host_but_claude_desktop_has_a_file_for_http() {
    for (folder, member) in HOSTS
        .iter()
        .filter(|(folder, _)| *folder != "claude-desktop")
    {
        let found = configurations(folder)
            .unwrap()
            .iter()
            .any(|(_, file)| file[member]["taskflow"]["url"].is_string());
        assert!(found, "{folder}");
    }
}
