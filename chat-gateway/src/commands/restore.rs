//! `taskflow restore FILE`

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use taskflow_gateway::config::Config;
use taskflow_shared::{
    clock::Clock,
    config::{Settings, database::DatabaseConfig},
    database, telemetry,
};

use super::backup::without_password;
use crate::{Error, say};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn run(settings: Settings, arguments: &Arguments) -> Result<(), Error> {
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    let file = &arguments.file;
    match &config.database {
        DatabaseConfig::Postgres(url) => Err(with_pg_restore(url, file).into()),
        DatabaseConfig::Sqlite(path) => {
            let kept = database::restore(file, path, Clock::system().now()).await?;
            let before = kept.map_or_else(String::new, |kept| {
                format!("\nWhat was there before is kept as {}.", kept.display())
            });
            say(&format!(
                "{} is restored from {}.{before}",
                path.display(),
                file.display()
            ));
            Ok(())
        }
    }
}

fn with_pg_restore(url: &SecretString, file: &Path) -> String {
    format!(
        "PostgreSQL has its own way; stop taskflow first:\n\n  \
         pg_restore --clean --if-exists --single-transaction --dbname='{}' '{}'\n",
        without_password(url),
        file.display()
    )
}
