//! The README's table of settings says what the catalogue of settings says.

use std::{env, fs, path::Path};

use taskflow_shared::config::{SETTINGS, Setting};

const COMMAND: &str = "UPDATE_EXPECT=1 cargo test -p taskflow-shared readme";
const HEAD: &str = "| setting | default | meaning |\n|---|---|---|\n";
const END: &str = "<!-- End of the table. -->";

#[test]
fn the_readme_names_every_setting_with_its_default_and_meaning() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let (before, rest) = readme
        .split_once(&format!("{COMMAND} -->\n"))
        .expect("the README says how its table of settings is written");
    let (found, after) = rest.split_once(END).expect("the table has an end");
    let expected = table();
    if env::var_os("UPDATE_EXPECT").is_some() {
        let written = format!("{before}{COMMAND} -->\n{expected}{END}{after}");
        return fs::write(&file, written).unwrap();
    }
    assert!(
        found == expected,
        "the README's settings differ from the catalogue; write them anew with {COMMAND}\n\
         --- expected\n{expected}"
    );
}

fn table() -> String {
    SETTINGS
        .iter()
        .fold(HEAD.to_owned(), |table, setting| table + &row(setting))
}

fn row(setting: &Setting) -> String {
    let secret = if setting.secret { " (secret)" } else { "" };
    format!(
        "| `{}` | {} | {}{secret} |\n",
        setting.name,
        markdown(setting.default),
        markdown(setting.help)
    )
}

/// A `<placeholder>` would be taken for a tag, and a bar for the end of a cell.
fn markdown(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('|', "\\|")
}
