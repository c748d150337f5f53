//! Secrets in what is printed for those who look for faults.

use std::fs;

use taskflow_gateway::config::Config;
use taskflow_shared::{
    auth::{Issuer, Keyring, Verifier},
    clock::Clock,
    config::{Settings, Sources},
};

const HIDDEN: &str = "hush-hush-hush-hush-hush-hush-hush-hush";

#[test]
fn no_secret_stands_in_the_debug_output_of_settings_or_of_what_is_made_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    fs::write(&file, HIDDEN).unwrap();
    let url = format!("postgres://user:{HIDDEN}@localhost/tasks");
    let given = [
        ("TASKFLOW_DATA_DIR", folder.path().to_str().unwrap()),
        ("TASKFLOW_DATABASE_URL", &url),
        ("TASKFLOW_JWT_SECRET_FILE", file.to_str().unwrap()),
        ("TASKFLOW_MCP_SECRET", HIDDEN),
        ("OPENAI_API_KEY", HIDDEN),
    ];
    let environment = given.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let sources = Sources {
        environment: environment.into(),
        ..Sources::default()
    };
    let mut shown = format!("{sources:?}");
    let settings = Settings::load(sources);
    shown += &format!("{settings:?} {:?}", settings.effective());
    let config = Config::read(settings).unwrap();
    let keys = Keyring::of_people(&config.auth.keys).unwrap();
    let issuer = Issuer::with_keys(keys.clone(), None, Clock::system());
    let verifier = Verifier::for_people(&config.auth, None, Clock::system()).unwrap();
    shown += &format!("{config:?} {keys:?} {issuer:?} {verifier:?}");
    assert!(shown.contains("TASKFLOW_MCP_SECRET") && shown.contains("Issuer"));
    assert!(!shown.contains("hush"), "{shown}");
}
