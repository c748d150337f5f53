//! Whether the settings can be used.

use std::path::PathBuf;

use taskflow_shared::config::{
    Settings, Sources, auth::AuthConfig, database::DatabaseConfig, locale::LocaleConfig,
    telemetry::TelemetryConfig,
};
use taskflow_shared::ids::UserId;

use super::Finding;

/// What the settings say of where things are.
pub(super) struct Located {
    pub(super) data_dir: PathBuf,
    pub(super) database: DatabaseConfig,
}

pub(super) fn examine(sources: Sources) -> (Finding, Option<Located>) {
    let mut settings = Settings::load(sources);
    let located = Located {
        data_dir: settings.data_dir().to_owned(),
        database: DatabaseConfig::read(&mut settings),
    };
    // What is read is used elsewhere; here only what is wrong with it counts.
    AuthConfig::read(&mut settings);
    TelemetryConfig::read(&mut settings);
    settings.parsed::<UserId>("TASKFLOW_USER");
    settings.parsed::<bool>("TASKFLOW_READ_ONLY");
    LocaleConfig::read(&mut settings);
    let given = settings.effective();
    let given = given
        .iter()
        .filter(|setting| setting.origin != "default")
        .count();
    match settings.finish() {
        Ok(()) => (
            Finding::good("settings", format!("{given} set, all can be used")),
            Some(located),
        ),
        Err(error) => {
            let advice = "Correct them: until then the program does not start.";
            (Finding::wrong("settings", error.to_string(), advice), None)
        }
    }
}
