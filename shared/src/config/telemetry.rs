//! What is logged, and how.

use std::str::FromStr;

use super::Settings;

/// What is logged, and how.
#[derive(Debug, Clone)]
pub struct TelemetryConfig {
    /// A `tracing` filter. Default `info`. `TASKFLOW_LOG`.
    pub filter: String,
    /// Default text. `TASKFLOW_LOG_FORMAT`.
    pub format: LogFormat,
}

/// The shape of a log line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("must be text or json"),
        }
    }
}

/// What libraries say at `info` that people running this do not need.
const QUIET: &str = "sea_orm_migration=warn,sqlx=warn,rmcp=error,async_openai=off";

impl TelemetryConfig {
    /// Reads the section.
    pub fn read(settings: &mut Settings) -> Self {
        let filter = settings
            .text("TASKFLOW_LOG")
            .unwrap_or_else(|| "info".to_owned());
        if let Err(error) = tracing_subscriber::EnvFilter::try_new(&filter) {
            settings.problem("TASKFLOW_LOG", error);
        }
        Self {
            filter: format!("{QUIET},{filter}"),
            format: settings
                .parsed("TASKFLOW_LOG_FORMAT")
                .unwrap_or(LogFormat::Text),
        }
    }
}
