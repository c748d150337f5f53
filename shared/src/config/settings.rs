//! Reading settings from where they may stand.

use std::{
    collections::BTreeMap,
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use super::catalog::{SETTINGS, Setting};

/// Where settings may come from.
#[derive(Default)]
pub struct Sources {
    /// `--config`: must exist. Without it, `taskflow.toml` in the data folder is read if it exists.
    pub config_file: Option<PathBuf>,
    /// The environment, in which only names of the catalogue and `TASKFLOW_…` are looked at.
    pub environment: Vec<(String, String)>,
    /// Settings given as flags, by their catalogue name.
    pub flags: Vec<(&'static str, String)>,
}

impl Sources {
    /// Takes the process's environment; variables that are not UTF-8 are passed over.
    pub fn from_environment() -> Self {
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self {
            environment,
            ..Self::default()
        }
    }

    /// Adds a flag's value, where it was given.
    pub fn flag(&mut self, name: &'static str, value: Option<impl ToString>) {
        self.flags
            .extend(value.map(|value| (name, value.to_string())));
    }
}

/// The settings given, and every problem found with them.
pub struct Settings {
    given: BTreeMap<&'static str, Given>,
    problems: Vec<String>,
    warnings: Vec<String>,
    data_dir: PathBuf,
    system_locale: Option<String>,
}

#[derive(Clone)]
struct Given {
    value: String,
    origin: String,
}

/// A setting as it is in force, for showing.
#[derive(Debug)]
pub struct Effective {
    /// The setting.
    pub setting: &'static Setting,
    /// Its value, `********` in place of a secret; the default in words where it was not given.
    pub value: String,
    /// `default`, `environment`, `flag` or the file's path.
    pub origin: String,
}

/// Everything that is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub struct ConfigError(Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the settings cannot be used:")?;
        self.0
            .iter()
            .try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl Settings {
    /// Gathers the settings; problems wait for [`Settings::finish`].
    pub fn load(sources: Sources) -> Self {
        let mut settings = Self {
            given: BTreeMap::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            data_dir: PathBuf::new(),
            system_locale: system_locale(&sources.environment),
        };
        settings.take_environment(sources.environment);
        for (name, value) in sources.flags {
            settings.give(name, value, "flag");
        }
        match sources.config_file {
            Some(file) => {
                settings.take_file(&file);
                settings.data_dir = settings.find_data_dir();
            }
            None => {
                settings.data_dir = settings.find_data_dir();
                let file = settings.data_dir.join("taskflow.toml");
                if file.exists() {
                    settings.take_file(&file);
                    settings.refuse_data_dir_in(&file);
                }
            }
        }
        settings
    }

    /// Returns the folder of the database, the secret and the file of settings.
    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Returns the locale of the system in which times are written, where it says one.
    pub fn system_locale(&self) -> Option<&str> {
        self.system_locale.as_deref()
    }

    /// Returns a setting's text, where it was given and is not empty.
    pub fn text(&self, name: &'static str) -> Option<String> {
        debug_assert!(find(name).is_some(), "{name} is not in the catalogue");
        self.given.get(name).map(|given| given.value.clone())
    }

    /// Returns a setting's value, where it was given and can be read; notes a problem where not.
    pub fn parsed<T: FromStr>(&mut self, name: &'static str) -> Option<T>
    where
        T::Err: fmt::Display,
    {
        match self.text(name)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(name, error);
                None
            }
        }
    }

    /// Notes what is wrong with a setting.
    pub fn problem(&mut self, name: &str, problem: impl fmt::Display) {
        self.problems.push(self.remark(name, problem));
    }

    /// Notes what is unwise about a setting, and works all the same.
    pub(super) fn warn(&mut self, name: &str, warning: impl fmt::Display) {
        self.warnings.push(self.remark(name, warning));
    }

    /// Returns what is unwise about the settings that were read so far: to be logged.
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    fn remark(&self, name: &str, remark: impl fmt::Display) -> String {
        let origin = self.given.get(name).map(|given| given.origin.as_str());
        let origin = origin.map_or_else(String::new, |origin| format!(" ({origin})"));
        format!("{name}{origin}: {remark}")
    }

    /// Returns every setting as it is in force.
    pub fn effective(&self) -> Vec<Effective> {
        SETTINGS
            .iter()
            .map(|setting| match self.given.get(setting.name) {
                Some(_) if setting.secret => ("********".to_owned(), setting),
                Some(given) => (given.value.clone(), setting),
                None => (format!("({})", setting.default), setting),
            })
            .map(|(value, setting)| Effective {
                setting,
                value,
                origin: self
                    .given
                    .get(setting.name)
                    .map_or_else(|| "default".to_owned(), |given| given.origin.clone()),
            })
            .collect()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// [`ConfigError`] with every problem noted.
    pub fn finish(self) -> Result<(), ConfigError> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(ConfigError(self.problems))
        }
    }

    fn take_environment(&mut self, environment: Vec<(String, String)>) {
        for (name, value) in environment {
            match find(&name) {
                Some(setting) => self.give(setting.name, value, "environment"),
                None if is_ours(&name) => self.problems.push(format!(
                    "{name} (environment): there is no such setting{}",
                    suggestion(&name)
                )),
                None => {}
            }
        }
    }

    /// A value that stands already is of a higher order and stays.
    fn take_file(&mut self, file: &Path) {
        let origin = file.display().to_string();
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) => return self.problems.push(format!("{origin}: {error}")),
        };
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                // The error's own form quotes the line, which may hold a secret.
                let start = error.span().map_or(0, |span| span.start);
                let line = text
                    .bytes()
                    .take(start)
                    .filter(|byte| *byte == b'\n')
                    .count()
                    + 1;
                return self
                    .problems
                    .push(format!("{origin}, line {line}: {}", error.message()));
            }
        };
        for (key, value) in table {
            let Some(setting) = SETTINGS.iter().find(|setting| setting.key() == key) else {
                self.problems
                    .push(format!("{key} ({origin}): there is no such setting"));
                continue;
            };
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(flag) => flag.to_string(),
                _ => {
                    self.problems
                        .push(format!("{key} ({origin}): write the value as text"));
                    continue;
                }
            };
            if !self.given.contains_key(setting.name) {
                self.give(setting.name, value, &origin);
            }
        }
    }

    /// A file that was found in the data folder cannot say that it is elsewhere.
    fn refuse_data_dir_in(&mut self, file: &Path) {
        let origin = file.display().to_string();
        if self
            .given
            .get("TASKFLOW_DATA_DIR")
            .is_some_and(|given| given.origin == origin)
        {
            self.problem(
                "TASKFLOW_DATA_DIR",
                "cannot be set by the file in it; use --data-dir",
            );
        }
    }

    fn give(&mut self, name: &'static str, value: String, origin: &str) {
        if !value.trim().is_empty() {
            self.given.insert(
                name,
                Given {
                    value,
                    origin: origin.to_owned(),
                },
            );
        }
    }

    fn find_data_dir(&mut self) -> PathBuf {
        if let Some(given) = self.text("TASKFLOW_DATA_DIR") {
            return given.into();
        }
        directories::BaseDirs::new().map_or_else(
            || {
                self.problem(
                    "TASKFLOW_DATA_DIR",
                    "this system has no home folder; set it",
                );
                PathBuf::from("taskflow-data")
            },
            |dirs| dirs.data_dir().join("taskflow"),
        )
    }
}

/// Without values: some of them are secret.
impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.environment.iter().map(|(name, _)| name).collect();
        let flags: Vec<_> = self.flags.iter().map(|(name, _)| name).collect();
        f.debug_struct("Sources")
            .field("config_file", &self.config_file)
            .field("environment", &names)
            .field("flags", &flags)
            .finish()
    }
}

/// Without values, too.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.given.keys().collect();
        f.debug_struct("Settings")
            .field("given", &names)
            .field("problems", &self.problems)
            .field("warnings", &self.warnings)
            .finish_non_exhaustive()
    }
}

/// The first that is set decides (POSIX.1-2017, section 8.2).
fn system_locale(environment: &[(String, String)]) -> Option<String> {
    let value = |wanted: &str| {
        let found = environment.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    ["LC_ALL", "LC_TIME", "LANG"]
        .into_iter()
        .filter_map(value)
        .find(|value| !value.is_empty())
}

/// Tells whether a variable can only be meant for these programs: clients keep a token in
/// `TASKFLOW_TOKEN`, and the tests read what starts with `TASKFLOW_TEST_`.
fn is_ours(name: &str) -> bool {
    name.starts_with("TASKFLOW_") && name != "TASKFLOW_TOKEN" && !name.starts_with("TASKFLOW_TEST_")
}

pub(super) fn find(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// The setting whose name shares the longest beginning with the one that was not understood; the first
/// of several.
fn suggestion(name: &str) -> String {
    let shared = |setting: &&Setting| {
        let same = setting
            .name
            .bytes()
            .zip(name.bytes())
            .take_while(|(a, b)| a == b);
        same.count()
    };
    SETTINGS
        .iter()
        .rev()
        .max_by_key(shared)
        .filter(|setting| shared(setting) > "TASKFLOW_".len() + 1)
        .map_or_else(String::new, |setting| {
            format!("; did you mean {}?", setting.name)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(dir: &Path, environment: &[(&str, &str)]) -> Sources {
        let mut all = vec![("TASKFLOW_DATA_DIR".to_owned(), dir.display().to_string())];
        all.extend(
            environment
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Sources {
            environment: all,
            ..Sources::default()
        }
    }

    #[test]
    fn flags_stand_above_the_environment_and_that_above_the_file() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(
            dir.path().join("taskflow.toml"),
            "listen = \"a\"\nlog = \"b\"\nmodel = \"c\"\n",
        )
        .unwrap();
        let mut sources = sources(
            dir.path(),
            &[("TASKFLOW_LOG", "e"), ("TASKFLOW_LISTEN", "f")],
        );
        sources.flag("TASKFLOW_LISTEN", Some("flag"));
        let settings = Settings::load(sources);
        assert_eq!(settings.text("TASKFLOW_LISTEN").as_deref(), Some("flag"));
        assert_eq!(settings.text("TASKFLOW_LOG").as_deref(), Some("e"));
        assert_eq!(settings.text("TASKFLOW_MODEL").as_deref(), Some("c"));
        settings.finish().unwrap();
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("taskflow.toml"), "colour = \"red\"\n").unwrap();
        let mut settings = Settings::load(sources(
            dir.path(),
            &[("TASKFLOW_LISTN", "x"), ("TASKFLOW_LISTEN", "nowhere")],
        ));
        assert!(
            settings
                .parsed::<std::net::SocketAddr>("TASKFLOW_LISTEN")
                .is_none()
        );
        let error = settings.finish().unwrap_err().to_string();
        for part in [
            "colour",
            "TASKFLOW_LISTN ",
            "did you mean TASKFLOW_LISTEN?",
            "TASKFLOW_LISTEN (",
        ] {
            assert!(error.contains(part), "{part} in {error}");
        }
    }

    #[test]
    fn what_clients_and_tests_keep_in_the_environment_is_not_a_setting() {
        let dir = tempfile::tempdir().unwrap();
        let others = [
            ("TASKFLOW_TOKEN", "t"),
            ("TASKFLOW_TEST_REQUIRE_POSTGRES", "1"),
        ];
        Settings::load(sources(dir.path(), &others))
            .finish()
            .unwrap();
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_by_its_line_without_quoting_it() {
        let dir = tempfile::tempdir().unwrap();
        let text = "log = \"info\"\njwt_secret = \"hush\n";
        std::fs::write(dir.path().join("taskflow.toml"), text).unwrap();
        let error = Settings::load(sources(dir.path(), &[]))
            .finish()
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("line 2") && !error.contains("hush"),
            "{error}"
        );
    }

    #[test]
    fn a_named_file_may_say_where_the_data_is_and_one_in_the_data_folder_may_not() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("taskflow.toml");
        std::fs::write(&file, "data_dir = \"/elsewhere\"\n").unwrap();
        let named = Sources {
            config_file: Some(file),
            ..Sources::default()
        };
        assert_eq!(Settings::load(named).data_dir(), Path::new("/elsewhere"));
        let mut found = Sources::default();
        found.flag("TASKFLOW_DATA_DIR", Some(dir.path().display()));
        assert_eq!(Settings::load(found).data_dir(), dir.path());
    }

    #[test]
    fn a_secret_is_never_shown() {
        let dir = tempfile::tempdir().unwrap();
        let settings = Settings::load(sources(dir.path(), &[("TASKFLOW_JWT_SECRET", "hush")]));
        let shown = settings.effective();
        assert!(shown.iter().all(|line| !line.value.contains("hush")));
        assert!(
            shown
                .iter()
                .any(|line| line.value == "********" && line.origin == "environment")
        );
    }
}
