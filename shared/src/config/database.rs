//! Where the data is.

use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};

use super::Settings;

/// Where the data is. `TASKFLOW_DATABASE_URL`, or `TASKFLOW_DATABASE_URL_FILE`; by default
/// `taskflow.db` in the data folder.
#[derive(Debug, Clone)]
pub enum DatabaseConfig {
    /// A SQLite file, created where there is none.
    Sqlite(PathBuf),
    /// A PostgreSQL database, by its URL.
    Postgres(SecretString),
}

impl DatabaseConfig {
    /// Reads the section.
    pub fn read(settings: &mut Settings) -> Self {
        let default = Self::Sqlite(settings.data_dir().join("taskflow.db"));
        let Some(url) = settings.secret("TASKFLOW_DATABASE_URL") else {
            return default;
        };
        match Self::from_url(url.expose_secret()) {
            Ok(config) => config,
            Err(problem) => {
                settings.problem("TASKFLOW_DATABASE_URL", problem);
                default
            }
        }
    }

    fn from_url(url: &str) -> Result<Self, &'static str> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            // The driver's own complaint would quote it, password and all.
            return match reqwest::Url::parse(url) {
                Ok(parsed) if parsed.has_host() => Ok(Self::Postgres(url.into())),
                _ => Err("must look like postgres://user:password@host/database"),
            };
        }
        let path = url
            .strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .ok_or("must start with sqlite:// or postgres://")?;
        // Options such as `?mode=rwc` are sqlx's; here they are set, not chosen.
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        match path {
            "" => Err("needs the path of a file after sqlite://"),
            ":memory:" => Err("must be a file: a database in memory would lose every task"),
            path => Ok(Self::Sqlite(path.into())),
        }
    }
}
