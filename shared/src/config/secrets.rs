//! Secrets, as text or in files.
//!
//! What stands in the environment is seen by whoever may look at the process, and is passed on to
//! its children. Supervisors (systemd's `LoadCredential=`, secrets of containers) hand over files
//! instead. So every secret setting has a second one beside it, with `_FILE` after its name.

use std::path::{Path, PathBuf};

use secrecy::SecretString;

use super::{Settings, settings::find};
use crate::private::{is_readable_by_all, read_secret};

/// Where a secret is.
#[derive(Debug, Clone)]
pub enum SecretSource {
    /// Here.
    Text(SecretString),
    /// In this file, which may be replaced while the program runs.
    File(PathBuf),
}

impl Settings {
    /// Returns a secret, where its setting or the one of its file was given; notes a problem where
    /// both were or the file cannot be read.
    pub fn secret(&mut self, name: &'static str) -> Option<SecretString> {
        self.secret_with_source(name).map(|(_, secret)| secret)
    }

    /// Returns where a secret is, and what it is at present.
    pub fn secret_with_source(
        &mut self,
        name: &'static str,
    ) -> Option<(SecretSource, SecretString)> {
        let file = find(&format!("{name}_FILE"))?.name;
        match (self.text(name), self.text(file)) {
            (Some(_), Some(_)) => {
                self.problem(name, format_args!("set it or {file}, but not both"));
                None
            }
            (Some(text), None) => {
                let secret = SecretString::from(text);
                Some((SecretSource::Text(secret.clone()), secret))
            }
            (None, Some(path)) => {
                let secret = self.secret_in(file, Path::new(&path))?;
                Some((SecretSource::File(path.into()), secret))
            }
            (None, None) => None,
        }
    }

    fn secret_in(&mut self, name: &'static str, path: &Path) -> Option<SecretString> {
        let shown = path.display();
        if is_readable_by_all(path) {
            let warning = format!("everybody on this machine can read {shown}; chmod 600 it");
            self.warn(name, warning);
        }
        match read_secret(path) {
            Ok(secret) => Some(secret),
            Err(error) => {
                self.problem(name, format_args!("{shown} cannot be read: {error}"));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use secrecy::ExposeSecret as _;

    use super::*;
    use crate::config::{SETTINGS, Sources};

    fn settings(given: &[(&str, &str)]) -> Settings {
        let environment = [("TASKFLOW_DATA_DIR", "/nowhere")]
            .iter()
            .chain(given)
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(Sources {
            environment: environment.collect(),
            ..Sources::default()
        })
    }

    #[test]
    fn every_secret_can_stand_in_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        let path = path.to_str().unwrap();
        fs::write(path, "hush hush\r\n").unwrap();
        for setting in SETTINGS.iter().filter(|setting| setting.secret) {
            let file = format!("{}_FILE", setting.name);
            let mut settings = settings(&[(&file, path)]);
            let secret = settings.secret(setting.name);
            assert_eq!(secret.unwrap().expose_secret(), "hush hush", "{file}");
            settings.finish().unwrap();
        }
    }

    #[test]
    fn a_secret_that_stands_in_two_places_is_refused() {
        let mut settings = settings(&[
            ("OPENAI_API_KEY", "hush"),
            ("OPENAI_API_KEY_FILE", "/run/secrets/key"),
        ]);
        assert!(settings.secret("OPENAI_API_KEY").is_none());
        let error = settings.finish().unwrap_err().to_string();
        assert!(
            error.contains("OPENAI_API_KEY (environment): set it or OPENAI_API_KEY_FILE"),
            "{error}"
        );
        assert!(!error.contains("hush"), "{error}");
    }

    #[test]
    fn a_file_that_is_not_there_or_empty_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty");
        fs::write(&empty, "\n").unwrap();
        let missing = folder.path().join("missing");
        for (path, why) in [(empty, "it is empty"), (missing, "No such file")] {
            let path = path.to_str().unwrap();
            let mut settings = settings(&[("TASKFLOW_MCP_SECRET_FILE", path)]);
            assert!(settings.secret("TASKFLOW_MCP_SECRET").is_none());
            let error = settings.finish().unwrap_err().to_string();
            for part in ["TASKFLOW_MCP_SECRET_FILE (environment)", path, why] {
                assert!(error.contains(part), "{part} in {error}");
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_everybody_can_read_is_warned_about_and_one_of_the_owners_is_not() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret");
        fs::write(&path, "hush").unwrap();
        for (mode, warnings) in [(0o644, 1), (0o640, 0), (0o600, 0)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let given = [("OPENAI_API_KEY_FILE", path.to_str().unwrap())];
            let mut settings = settings(&given);
            assert!(settings.secret("OPENAI_API_KEY").is_some());
            assert_eq!(settings.warnings().len(), warnings, "{mode:o}");
        }
    }
}
