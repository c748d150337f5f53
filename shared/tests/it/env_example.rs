//! `.env.example` says what the catalogue of settings says.

use std::{env, fs, path::Path};

use taskflow_shared::config::{SETTINGS, Setting};

const HEAD: &str = "\
# Every setting of taskflow and taskflow-mcp: what it means, and what holds where it is not set.
# Copy this file to .env and remove the # of a line to set it; `just` reads .env. Written from
# shared/src/config/catalog.rs by: UPDATE_EXPECT=1 cargo test -p taskflow-shared env_example
";

#[test]
fn the_example_environment_names_every_setting_as_the_catalogue_does() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.env.example");
    let expected = rendered();
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &expected).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        ".env.example differs from the catalogue; write it anew with \
         UPDATE_EXPECT=1 cargo test -p taskflow-shared env_example\n--- expected\n{expected}"
    );
}

fn rendered() -> String {
    SETTINGS
        .iter()
        .fold(HEAD.to_owned(), |text, setting| text + &entry(setting))
}

fn entry(setting: &Setting) -> String {
    let Setting {
        name,
        default,
        help,
        secret,
    } = setting;
    let secret = if *secret { " Keep it secret." } else { "" };
    format!("\n# {help}.{secret} Default: {default}\n#{name}=\n")
}
