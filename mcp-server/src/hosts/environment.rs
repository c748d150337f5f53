//! The machine as far as hosts' files depend on it: an argument, so that tests have their own.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The system a host runs on; each keeps its configuration elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// And every other Unix.
    Linux,
    /// Apple's.
    MacOs,
    /// Microsoft's.
    Windows,
}

/// The person's folders and variables.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The system.
    pub platform: Platform,
    /// The home folder.
    pub home: PathBuf,
    /// Environment variables.
    pub variables: BTreeMap<String, String>,
}

/// A folder in which programs keep configurations.
#[derive(Debug, Clone, Copy)]
pub(super) enum Root {
    /// The home folder.
    Home,
    /// `$XDG_CONFIG_HOME`, or `~/.config`.
    Config,
    /// `~/Library/Application Support`.
    Support,
    /// `%APPDATA%`.
    Roaming,
}

impl Environment {
    /// Takes the process's own; `None` where it has no home folder.
    pub fn of_process() -> Option<Self> {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Some(Self {
            platform: if cfg!(windows) {
                Platform::Windows
            } else if cfg!(target_os = "macos") {
                Platform::MacOs
            } else {
                Platform::Linux
            },
            home: std::env::home_dir().filter(|home| home.is_absolute())?,
            variables,
        })
    }

    /// Returns a variable that is set to something.
    pub fn variable(&self, name: &str) -> Option<&str> {
        let value = self.variables.get(name)?.as_str();
        Some(value).filter(|value| !value.is_empty())
    }

    pub(super) fn folder(&self, root: Root) -> PathBuf {
        match root {
            Root::Home => self.home.clone(),
            Root::Config => self.absolute("XDG_CONFIG_HOME", ".config"),
            Root::Support => self.home.join("Library/Application Support"),
            Root::Roaming => self.absolute("APPDATA", "AppData/Roaming"),
        }
    }

    /// A relative path in such a variable is to be passed over (XDG Base Directory, "Basics").
    fn absolute(&self, variable: &str, otherwise: &str) -> PathBuf {
        let folder = self.variable(variable).map(Path::new);
        folder
            .filter(|folder| folder.is_absolute())
            .map_or_else(|| self.home.join(otherwise), Path::to_owned)
    }
}
