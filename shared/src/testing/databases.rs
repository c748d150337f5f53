//! A new database for each test, of either kind.

use secrecy::ExposeSecret as _;
use tempfile::TempDir;

use super::postgres::{self, Postgres};
use crate::{config::database::DatabaseConfig, database::Database};

/// A new, empty database that goes when this does.
#[derive(Debug)]
pub struct TestDatabase {
    /// How to open it, once more or from another process.
    pub config: DatabaseConfig,
    /// It, opened.
    pub database: Database,
    folder: Option<TempDir>,
}

impl TestDatabase {
    /// A SQLite file in a folder of its own.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = DatabaseConfig::Sqlite(folder.path().join("taskflow.db"));
        Self::open(config, Some(folder)).await
    }

    /// A database in the PostgreSQL server of this test program; `None` where PostgreSQL is not
    /// installed, which was then said on stderr.
    pub async fn postgres() -> Option<Self> {
        let Some(postgres) = Postgres::shared() else {
            postgres::say_skipped();
            return None;
        };
        let url = postgres.create_database();
        Some(Self::open(DatabaseConfig::Postgres(url.into()), None).await)
    }

    async fn open(config: DatabaseConfig, folder: Option<TempDir>) -> Self {
        let database = Database::open(&config).await.expect("a new database opens");
        Self {
            config,
            database,
            folder,
        }
    }

    /// Opens the same database once more, as another process would.
    pub async fn open_again(&self) -> Database {
        Database::open(&self.config)
            .await
            .expect("the database opens again")
    }

    /// Opens the same database once more; it goes with the first.
    pub async fn second(&self) -> Self {
        Self {
            config: self.config.clone(),
            database: self.open_again().await,
            folder: None,
        }
    }

    /// Returns the URL by which another process opens it.
    pub fn url(&self) -> String {
        match &self.config {
            DatabaseConfig::Sqlite(file) => format!("sqlite://{}", file.display()),
            DatabaseConfig::Postgres(url) => url.expose_secret().to_owned(),
        }
    }

    /// Returns the folder a SQLite file lies in.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_ref().map(TempDir::path)
    }
}

/// Runs a test on SQLite and then on PostgreSQL, each with a new database.
pub async fn on_each_database(test: impl AsyncFn(&TestDatabase)) {
    test(&TestDatabase::sqlite().await).await;
    if let Some(postgres) = TestDatabase::postgres().await {
        test(&postgres).await;
    }
}
