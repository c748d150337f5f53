//! Entries in the configurations of hosts, on machines of the tests' own.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};
use taskflow_mcp::hosts::{
    Environment, HOSTS, Host, HostError, Outcome, Platform, Server, find, install, preview,
    uninstall,
};
use tempfile::TempDir;

/// A person's machine.
struct Machine {
    folder: TempDir,
    environment: Environment,
}

impl Machine {
    fn new(platform: Platform) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment {
            platform,
            home: folder.path().to_owned(),
            variables: BTreeMap::new(),
        };
        Self {
            folder,
            environment,
        }
    }

    fn linux() -> Self {
        Self::new(Platform::Linux)
    }

    /// Writes a host's configuration, and returns where.
    fn with(&self, host: &Host, text: &str) -> PathBuf {
        let path = host.file(&self.environment);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn install(&self, host: &'static Host, server: &Server) -> Result<Outcome, HostError> {
        install(host, &self.environment, ("taskflow", server), true, now())
    }

    fn uninstall(&self, host: &'static Host) -> Result<Outcome, HostError> {
        uninstall(host, &self.environment, ("taskflow", None), now())
    }

    fn backups(&self, file: &Path) -> usize {
        let names = fs::read_dir(file.parent().unwrap()).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.ends_with(".bak")).count()
    }
}

fn now() -> DateTime<Utc> {
    "2026-11-22T19:00:00Z".parse().unwrap()
}

fn host(id: &str) -> &'static Host {
    Host::named(id).unwrap()
}

fn stdio() -> Server {
    Server::Stdio {
        command: "/opt/taskflow-mcp".into(),
        arguments: vec!["--user".to_owned(), "1".to_owned()],
    }
}

fn http(token: Option<&str>) -> Server {
    Server::http("http://127.0.0.1:8080/mcp", token.map(str::to_owned)).unwrap()
}

/// The same server at another address.
fn elsewhere() -> Server {
    Server::http("https://tasks.example.com/mcp", None).unwrap()
}

fn json_of(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_host_gets_its_entry_on_every_system_and_loses_it_again() {
    for platform in [Platform::Linux, Platform::MacOs, Platform::Windows] {
        for host in HOSTS {
            let machine = Machine::new(platform);
            let file = host.file(&machine.environment);
            assert!(file.starts_with(machine.folder.path()), "{file:?}");
            let outcome = machine.install(host, &stdio()).unwrap();
            assert_eq!(outcome, Outcome::Written { backup: None }, "{}", host.id);
            assert_eq!(find(&machine.environment).len(), 1, "{}", host.id);
            let written = fs::read_to_string(&file).unwrap();
            assert_eq!(machine.install(host, &stdio()).unwrap(), Outcome::Unchanged);
            assert_eq!(fs::read_to_string(&file).unwrap(), written);
            assert_eq!(machine.backups(&file), 0);
            machine.uninstall(host).unwrap();
            assert!(find(&machine.environment).is_empty(), "{}", host.id);
            assert_eq!(machine.uninstall(host).unwrap(), Outcome::Unchanged);
        }
    }
}

#[test]
fn what_each_host_is_given_is_this() {
    let mut shown = String::new();
    for host in HOSTS {
        for (way, server) in [
            ("stdio", stdio()),
            ("http", http(None)),
            ("token", http(Some("T"))),
        ] {
            let text = match preview(host, "taskflow", &server) {
                Ok(text) => text,
                Err(error) => format!("{error}\n"),
            };
            shown += &format!("--- {} {way}\n{text}", host.id);
        }
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_full_file_keeps_its_comments_and_its_form() {
    let machine = Machine::linux();
    let zed = host("zed");
    let before = "// Zed settings\n{\n    \"theme\": \"One Dark\", // dark\n\n    /* servers */\n    \"context_servers\": {\n        \"other\": { \"command\": \"x\" }, // keep me\n        // and me\n    },\n    \"tab_size\": 4,\n}\n";
    let file = machine.with(zed, before);
    machine.install(zed, &stdio()).unwrap();
    let after = fs::read_to_string(&file).unwrap();
    let expected = "// Zed settings\n{\n    \"theme\": \"One Dark\", // dark\n\n    /* servers */\n    \"context_servers\": {\n        \"other\": { \"command\": \"x\" }, // keep me\n        \"taskflow\": {\n            \"command\": \"/opt/taskflow-mcp\",\n            \"args\": [\"--user\",\"1\"]\n        },\n        // and me\n    },\n    \"tab_size\": 4,\n}\n";
    assert_eq!(after, expected);
    machine.uninstall(zed).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
    assert_eq!(machine.backups(&file), 2, "one before each change");
}

#[test]
fn toml_keeps_its_comments_and_its_form() {
    let machine = Machine::linux();
    let codex = host("codex");
    let before = "# mine\nmodel = \"o\"   # spaced\n\n[mcp_servers.other]\ncommand = 'x' # keep\nargs = [ \"a\",\n  \"b\" ]\n\n[tui]\nnotifications = true\n";
    let file = machine.with(codex, before);
    machine.install(codex, &stdio()).unwrap();
    let after = fs::read_to_string(&file).unwrap();
    let added =
        "[mcp_servers.taskflow]\ncommand = \"/opt/taskflow-mcp\"\nargs = [\"--user\", \"1\"]\n";
    assert!(after.contains(added), "{after}");
    machine.uninstall(codex).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn windows_line_ends_and_marks_stay() {
    let machine = Machine::linux();
    for (id, before) in [
        (
            "cursor",
            "\u{feff}{\r\n\t\"mcpServers\": {\r\n\t\t\"a\": {\"command\": \"a\"}\r\n\t}\r\n}\r\n",
        ),
        (
            "codex",
            "model = \"o\"\r\n\r\n[mcp_servers.a]\r\ncommand = \"a\"\r\n",
        ),
    ] {
        let file = machine.with(host(id), before);
        machine.install(host(id), &stdio()).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        assert!(after.contains("taskflow"), "{after}");
        assert_eq!(
            after.matches('\n').count(),
            after.matches("\r\n").count(),
            "{after:?}"
        );
        machine.uninstall(host(id)).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), before);
    }
}

#[test]
fn an_entry_is_brought_up_to_date_and_what_the_person_added_stays() {
    let machine = Machine::linux();
    let cursor = host("cursor");
    let file = machine.with(
        cursor,
        r#"{"mcpServers": {"taskflow": {"command": "/old/taskflow-mcp", "args": [], "env": {"TASKFLOW_LOG": "debug"}, "disabled": true}}}"#,
    );
    let Outcome::Written {
        backup: Some(backup),
    } = machine.install(cursor, &http(None)).unwrap()
    else {
        panic!("nothing was written");
    };
    assert!(
        fs::read_to_string(backup)
            .unwrap()
            .contains("/old/taskflow-mcp")
    );
    let expected = json!({
        "env": {"TASKFLOW_LOG": "debug"},
        "disabled": true,
        "url": "http://127.0.0.1:8080/mcp",
        "headers": {"Authorization": "Bearer ${env:TASKFLOW_TOKEN}"},
    });
    assert_eq!(json_of(&file)["mcpServers"]["taskflow"], expected);
}

#[test]
fn vs_code_asks_for_the_token_once_and_no_longer_when_it_is_gone() {
    let machine = Machine::linux();
    let code = host("vscode");
    let before = "{\n  \"inputs\": [\n    { \"id\": \"other\", \"type\": \"promptString\" }\n  ],\n  \"servers\": {\n    \"a\": { \"command\": \"a\" }\n  }\n}\n";
    let file = machine.with(code, before);
    machine.install(code, &http(None)).unwrap();
    machine.install(code, &http(None)).unwrap();
    let written = json_of(&file);
    assert_eq!(written["inputs"].as_array().unwrap().len(), 2);
    assert_eq!(written["inputs"][1]["password"], true);
    machine.uninstall(code).unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn the_question_for_the_token_stays_while_another_entry_needs_the_answer() {
    let machine = Machine::linux();
    let code = host("vscode");
    let file = machine.with(code, "{}");
    machine.install(code, &http(None)).unwrap();
    let second = ("work", &elsewhere());
    install(code, &machine.environment, second, true, now()).unwrap();
    machine.uninstall(code).unwrap();
    assert_eq!(json_of(&file)["inputs"].as_array().unwrap().len(), 1);
    uninstall(code, &machine.environment, ("work", None), now()).unwrap();
    assert_eq!(json_of(&file)["inputs"], json!([]));
}

#[test]
fn a_file_that_cannot_be_read_or_is_of_another_shape_is_left_as_it_is() {
    let machine = Machine::linux();
    for (id, text) in [
        ("cursor", "{\"mcpServers\": {"),
        ("cursor", "[]"),
        ("cursor", "{\"mcpServers\": []}"),
        (
            "cursor",
            "{\"mcpServers\": {\"taskflow\": {\"command\": \"npx\"}}}",
        ),
        ("cursor", "{'mcpServers': {}}"),
        ("codex", "[mcp_servers\n"),
        ("codex", "mcp_servers = 3\n"),
    ] {
        let file = machine.with(host(id), text);
        let error = machine.install(host(id), &stdio()).unwrap_err().to_string();
        assert!(error.contains("is left as it is"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(machine.backups(&file), 0, "{text}");
    }
}

#[test]
fn somebody_elses_server_of_the_same_name_is_not_taken_out() {
    let machine = Machine::linux();
    let text = "{\"mcpServers\": {\"taskflow\": {\"command\": \"npx\", \"args\": [\"other\"]}}}";
    let file = machine.with(host("cursor"), text);
    let error = machine.uninstall(host("cursor")).unwrap_err().to_string();
    assert!(error.contains("--name"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_server_behind_a_url_is_only_ours_with_our_mark_or_the_url_that_is_given() {
    let machine = Machine::linux();
    let cursor = host("cursor");
    let stranger = r#"{"mcpServers": {"taskflow": {"url": "https://example.com/mcp", "headers": {"Authorization": "Bearer ${env:GITHUB_TOKEN}"}}}}"#;
    let file = machine.with(cursor, stranger);
    for refused in [
        machine.install(cursor, &http(None)),
        machine.install(cursor, &stdio()),
        machine.uninstall(cursor),
    ] {
        let error = refused.unwrap_err().to_string();
        assert!(error.contains("--name"), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), stranger);
    }
    for id in ["cursor", "vscode", "codex", "gemini-cli", "claude-code"] {
        machine.install(host(id), &stdio()).ok();
        let file = host(id).file(&machine.environment);
        fs::write(&file, "").unwrap();
        machine.install(host(id), &http(None)).unwrap();
        machine.install(host(id), &elsewhere()).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains("tasks.example.com"), "{id}: {text}");
        machine.uninstall(host(id)).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains("tasks.example.com"), "{id}: {text}");
    }
}

#[test]
fn an_entry_with_the_token_in_the_file_is_known_by_its_url() {
    let machine = Machine::linux();
    let (zed, server) = (host("zed"), http(Some("T")));
    let take = |url| uninstall(zed, &machine.environment, ("taskflow", Some(url)), now());
    machine.install(zed, &server).unwrap();
    assert_eq!(find(&machine.environment).len(), 1);
    assert_eq!(machine.install(zed, &server).unwrap(), Outcome::Unchanged);
    let refused = machine.uninstall(zed).unwrap_err().to_string();
    assert!(refused.contains("--url"), "{refused}");
    take("https://tasks.example.com/mcp").unwrap_err();
    take("http://127.0.0.1:8080/mcp/").unwrap();
    assert!(find(&machine.environment).is_empty());
}

#[test]
fn a_line_comment_before_an_entry_takes_nothing_else_with_it() {
    let ours = "\"taskflow\": {\"command\": \"/x/taskflow-mcp\"}";
    for (before, after) in [
        (
            format!(
                "{{\"mcpServers\": {{\n  // ours\n  {ours}, \"other\": {{\"command\": \"x\"}}\n}} }}"
            ),
            "{\"mcpServers\": {\n  // ours\n  \"other\": {\"command\": \"x\"}\n} }",
        ),
        (
            format!("{{\"mcpServers\": {{ \"other\": 1, // ours\n  {ours} }}}}"),
            "{\"mcpServers\": { \"other\": 1 // ours\n  }}",
        ),
        (
            format!("{{\"mcpServers\": {{ // {{\r\n  {ours}}}}}"),
            "{\"mcpServers\": { // {\r\n  }}",
        ),
    ] {
        let machine = Machine::linux();
        let file = machine.with(host("cursor"), &before);
        machine.uninstall(host("cursor")).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), after);
    }
}

#[test]
fn a_host_that_is_not_there_is_only_installed_into_when_told() {
    let machine = Machine::linux();
    let cursor = host("cursor");
    let refused = install(
        cursor,
        &machine.environment,
        ("taskflow", &stdio()),
        false,
        now(),
    );
    let error = refused.unwrap_err().to_string();
    assert!(
        error.contains("--create") && error.contains(".cursor"),
        "{error}"
    );
    assert!(!cursor.file(&machine.environment).exists());
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let machine = Machine::linux();
    let claude = host("claude-code");
    let real = machine.folder.path().join("dotfiles.json");
    fs::write(&real, "{}").unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = claude.file(&machine.environment);
    symlink(&real, &link).unwrap();
    machine.install(claude, &stdio()).unwrap();
    assert!(
        fs::symlink_metadata(&link)
            .unwrap()
            .file_type()
            .is_symlink()
    );
    assert_eq!(json_of(&real)["mcpServers"]["taskflow"]["type"], "stdio");
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    let fresh = host("cursor");
    machine.install(fresh, &stdio()).unwrap();
    let mode = fs::metadata(fresh.file(&machine.environment))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn variables_move_a_hosts_folder() {
    let mut machine = Machine::linux();
    let elsewhere = machine
        .folder
        .path()
        .join("elsewhere")
        .display()
        .to_string();
    for (variable, id) in [
        ("CODEX_HOME", "codex"),
        ("CLAUDE_CONFIG_DIR", "claude-code"),
        ("XDG_CONFIG_HOME", "zed"),
    ] {
        let variables = [(variable.to_owned(), elsewhere.clone())];
        machine.environment.variables = variables.into();
        assert!(
            host(id).file(&machine.environment).starts_with(&elsewhere),
            "{id}"
        );
    }
}

#[test]
fn a_url_that_is_none_is_refused() {
    for url in ["", "localhost:8080/mcp", "ftp://a/mcp", "http://", "/mcp"] {
        assert!(Server::http(url, None).is_err(), "{url}");
    }
}

/// Any JSON with comments, blank lines and commas at the end, as people write it.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<i32>().prop_map(|number| number.to_string()),
        "[ -~]{0,12}".prop_map(|text| json!(text).to_string()),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            object(inner.clone(), any::<bool>()),
            proptest::collection::vec(inner, 0..4)
                .prop_map(|items| format!("[{}]", items.join(", "))),
        ]
    })
}

fn gap() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just(" ".to_owned()),
        Just("\n\t".to_owned()),
        Just("\n\n  // a note, \"with\" {signs}\n  ".to_owned()),
        Just(" /* , */ ".to_owned()),
    ]
}

fn object(
    inner: impl Strategy<Value = String> + 'static,
    comma: impl Strategy<Value = bool>,
) -> impl Strategy<Value = String> {
    let member = ("[a-z]{1,5}", gap(), inner, gap());
    let members = proptest::collection::btree_map("[a-z]{1,5}", member, 0..4);
    (members, gap(), comma).prop_map(|(members, end, comma)| {
        let members: Vec<String> = members
            .iter()
            .map(|(key, (_, before, value, after))| format!("{before}\"{key}\": {value}{after}"))
            .collect();
        let comma = if comma && !members.is_empty() {
            ","
        } else {
            ""
        };
        format!("{{{}{comma}{end}}}", members.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_entry_in_any_place_is_taken_out_alone(
        (members, place) in (proptest::collection::vec((gap(), value(), gap()), 0..4), 0..4_usize),
        (own, end, comma) in ((gap(), gap()), gap(), any::<bool>()),
    ) {
        let machine = Machine::linux();
        let mut texts: Vec<String> = members
            .iter()
            .enumerate()
            .map(|(number, (before, value, after))| format!("{before}\"m{number}\": {value}{after}"))
            .collect();
        let others = texts.join(",");
        let ours = format!("{}\"taskflow\": {{\"command\": \"/x/taskflow-mcp\"}}{}", own.0, own.1);
        texts.insert(place.min(texts.len()), ours);
        let comma = if comma { "," } else { "" };
        let text = format!("{{\"mcpServers\": {{{}{comma}{end}}}}}", texts.join(","));
        let file = machine.with(host("cursor"), &text);
        machine.uninstall(host("cursor")).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        let expected = format!("{{\"mcpServers\": {{{others}}}}}");
        let options = jsonc_parser::ParseOptions::default();
        let read = jsonc_parser::parse_to_value(&after, &options).unwrap();
        let wanted = jsonc_parser::parse_to_value(&expected, &options).unwrap();
        prop_assert_eq!(read, wanted);
    }

    #[test]
    fn whatever_else_is_in_a_file_is_the_same_afterwards(
        servers in object(value(), any::<bool>()),
        before in gap(),
        other in value(),
    ) {
        let machine = Machine::linux();
        let cursor = host("cursor");
        let text = format!("{{{before}\"a\": {other},{before}\"mcpServers\": {servers}{before}}}\n");
        let file = machine.with(cursor, &text);
        machine.install(cursor, &stdio()).unwrap();
        let installed = fs::read_to_string(&file).unwrap();
        // What was there is there still, in the same order, to the byte but for white space and
        // the comma before the entry.
        let mut rest = installed.chars().filter(|c| !c.is_whitespace());
        for wanted in text.chars().filter(|c| !c.is_whitespace()) {
            prop_assert!(rest.any(|found| found == wanted), "{installed}");
        }
        machine.uninstall(cursor).unwrap();
        let after = fs::read_to_string(&file).unwrap();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(bare(&after), bare(&text));
        // In an empty object there is nothing to tell where white space belongs.
        if servers.contains("\": ") {
            prop_assert_eq!(after, text);
        }
    }
}
