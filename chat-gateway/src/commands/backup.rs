//! `taskflow backup FILE`

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret as _, SecretString};
use taskflow_gateway::config::Config;
use taskflow_shared::{
    config::{Settings, database::DatabaseConfig},
    database, telemetry,
};

use crate::{Error, say};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The file to make; it must not be there yet
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn run(settings: Settings, arguments: &Arguments) -> Result<(), Error> {
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    let file = &arguments.file;
    match &config.database {
        DatabaseConfig::Postgres(url) => Err(with_pg_dump(url, file).into()),
        DatabaseConfig::Sqlite(path) => {
            let bytes = database::backup(path, file).await?;
            say(&format!(
                "{} is a backup of {} ({bytes} bytes, checked).",
                file.display(),
                path.display()
            ));
            Ok(())
        }
    }
}

fn with_pg_dump(url: &SecretString, file: &Path) -> String {
    format!(
        "PostgreSQL has its own way, which is consistent while programs write, too:\n\n  \
         pg_dump --format=custom --file='{}' '{}'\n",
        file.display(),
        without_password(url)
    )
}

/// Returns the URL of a database as it may be shown: `pg_dump` asks for the password, or finds it in
/// `PGPASSWORD` or `~/.pgpass`.
pub(super) fn without_password(url: &SecretString) -> String {
    let Ok(mut url) = reqwest::Url::parse(url.expose_secret()) else {
        return "postgres://…".to_owned();
    };
    // A URL with a host, as this one was found to have, can have no password as well.
    let _ = url.set_password(None);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_for_postgres_is_whole_and_has_no_password() {
        let url = "postgres://me:secret@db.example.com:5433/tasks?sslmode=require";
        let words = with_pg_dump(&url.into(), Path::new("/var/backups/tasks.dump"));
        assert!(
            words.contains(
                "pg_dump --format=custom --file='/var/backups/tasks.dump' \
                 'postgres://me@db.example.com:5433/tasks?sslmode=require'"
            ),
            "{words}"
        );
    }
}
