//! The README's links that install this server.

use std::{env, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use reqwest::Url;
use serde_json::Value;
use taskflow_mcp::hosts::links;

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test -p taskflow-mcp readme";
const END: &str = "<!-- End of the links. -->";

#[test]
fn the_readme_has_every_link_as_it_is_made() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (before, rest) = readme
        .split_once(&format!("{COMMAND} -->\n"))
        .expect("the README says how its links are written");
    let (found, after) = rest.split_once(END).expect("the links have an end");
    let shown: Vec<String> = links()
        .iter()
        .map(|link| format!("[{}]({})", link.host, link.url))
        .collect();
    let expected = format!("{}\n", shown.join(" ·\n"));
    if env::var_os("UPDATE_EXPECT").is_some() {
        let written = format!("{before}{COMMAND} -->\n{expected}{END}{after}");
        return fs::write(&file, written).unwrap();
    }
    assert!(
        found == expected,
        "the README's links differ from those that are made; write them anew with {COMMAND}"
    );
}

#[test]
fn every_link_says_what_the_host_is_to_start() {
    for link in links() {
        let url = Url::parse(&link.url).unwrap();
        assert_eq!(url.scheme(), "https", "{}", link.host);
        let value = |name: &str| {
            let mut pairs = url.query_pairs();
            pairs.find(|(key, _)| key == name).unwrap().1.into_owned()
        };
        assert_eq!(value("name"), "taskflow");
        let config = value("config");
        let config: Value = serde_json::from_str(&config)
            .or_else(|_| serde_json::from_slice(&STANDARD.decode(&config).unwrap()))
            .unwrap();
        assert_eq!(config["command"], "taskflow-mcp", "{}", link.host);
        assert_eq!(config["args"], Value::Array(Vec::new()));
    }
}
