//! What the two ways of serving need of the settings.

use std::net::{Ipv4Addr, SocketAddr};

use taskflow_shared::{
    config::{
        ConfigError, Settings, Sources, auth::AuthConfig, database::DatabaseConfig,
        http::HttpConfig as Served, locale::LocaleConfig, telemetry::TelemetryConfig,
    },
    ids::UserId,
};

use crate::Access;

/// Where MCP over HTTP is served unless told otherwise.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8090);

/// What serving over stdio needs.
#[derive(Debug, Clone)]
pub struct StdioConfig {
    /// Where the tasks are.
    pub database: DatabaseConfig,
    /// Whose tasks. `TASKFLOW_USER`; default `1`.
    pub user: UserId,
    /// What the host may do. `TASKFLOW_READ_ONLY`; default everything.
    pub access: Access,
    /// Where they are.
    pub locale: LocaleConfig,
    /// What is logged, to stderr.
    pub telemetry: TelemetryConfig,
    /// What is unwise about all this: to be logged.
    pub warnings: Vec<String>,
}

/// What serving over HTTP needs.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Where the tasks are.
    pub database: DatabaseConfig,
    /// How tokens are verified.
    pub auth: AuthConfig,
    /// Where it is served, and to which web origins.
    pub served: Served,
    /// What anybody may do. `TASKFLOW_READ_ONLY`; default what their token allows.
    pub access: Access,
    /// Where people are whose token does not say it.
    pub locale: LocaleConfig,
    /// What is logged, to stderr.
    pub telemetry: TelemetryConfig,
    /// What is unwise about all this: to be logged.
    pub warnings: Vec<String>,
}

impl StdioConfig {
    /// Reads what stdio needs.
    ///
    /// # Errors
    /// [`ConfigError`] lists everything that is wrong.
    pub fn load(sources: Sources) -> Result<Self, ConfigError> {
        let mut settings = Settings::load(sources);
        let config = Self {
            database: DatabaseConfig::read(&mut settings),
            user: settings
                .parsed("TASKFLOW_USER")
                .unwrap_or_else(UserId::local),
            access: access(&mut settings),
            locale: LocaleConfig::read(&mut settings),
            telemetry: TelemetryConfig::read(&mut settings),
            warnings: settings.warnings(),
        };
        settings.finish()?;
        Ok(config)
    }
}

impl HttpConfig {
    /// Reads what HTTP needs.
    ///
    /// # Errors
    /// [`ConfigError`] lists everything that is wrong.
    pub fn load(sources: Sources) -> Result<Self, ConfigError> {
        let mut settings = Settings::load(sources);
        let config = Self {
            database: DatabaseConfig::read(&mut settings),
            auth: AuthConfig::read(&mut settings),
            served: Served::read(&mut settings, LISTEN),
            access: access(&mut settings),
            locale: LocaleConfig::read(&mut settings),
            telemetry: TelemetryConfig::read(&mut settings),
            warnings: settings.warnings(),
        };
        config
            .telemetry
            .keep_metrics_apart(config.served.listen, &mut settings);
        settings.finish()?;
        Ok(config)
    }
}

fn access(settings: &mut Settings) -> Access {
    match settings.parsed("TASKFLOW_READ_ONLY") {
        Some(true) => Access::ReadOnly,
        Some(false) | None => Access::Full,
    }
}
