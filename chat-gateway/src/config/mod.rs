//! The gateway's settings.

mod context;
mod model;
mod rate_limit;

use std::{
    net::SocketAddr,
    num::{NonZeroU32, NonZeroU64},
    ops::RangeInclusive,
    time::Duration,
};

use chrono::TimeDelta;
use taskflow_shared::config::{
    ConfigError, Settings, auth::AuthConfig, database::DatabaseConfig, http::HttpConfig,
    locale::LocaleConfig, telemetry::TelemetryConfig,
};

pub use crate::domain::{InvalidPolicy, Quotas, Rule, ToolPolicy};
pub use model::ModelConfig;
pub use rate_limit::{InvalidRate, RateLimit};

/// Where the gateway is served by default.
const LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
const TURN_TIMEOUT: Duration = Duration::from_secs(30);
const TURN_TIMEOUTS: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(3_600);
const QUESTION_TIMEOUT: TimeDelta = TimeDelta::hours(24);
/// The task server takes no answer that is older.
const QUESTION_TIMEOUTS: RangeInclusive<TimeDelta> = TimeDelta::seconds(1)..=QUESTION_TIMEOUT;
const RATE_LIMIT: &str = "60/min+10";
/// For how many days the record of tool calls is kept unless told otherwise.
pub const AUDIT_DAYS: NonZeroU32 = NonZeroU32::MIN.saturating_add(364);

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Config {
    /// What is logged, and how.
    pub telemetry: TelemetryConfig,
    /// Where the data is.
    pub database: DatabaseConfig,
    /// Where the gateway is served, and to whom.
    pub http: HttpConfig,
    /// How people are recognised.
    pub auth: AuthConfig,
    /// The URL of a remote task server; the gateway serves MCP itself where unset.
    /// `TASKFLOW_MCP_URL`.
    pub mcp_url: Option<String>,
    /// Whether nothing can be changed, over the chat or at `/mcp`, whatever tokens allow. Default
    /// no. `TASKFLOW_READ_ONLY`.
    pub read_only: bool,
    /// Which models answer: each where those before it give no answer. Never empty.
    pub models: Vec<ModelConfig>,
    /// How long one answer may take. Default 30 s. `TASKFLOW_TURN_TIMEOUT`.
    pub turn_timeout: Duration,
    /// How long a question waits for its answer. Default 24 h. `TASKFLOW_QUESTION_TIMEOUT`.
    pub question_timeout: TimeDelta,
    /// Which tools may be called, and which only after the person was asked; all of them unless
    /// set. `TASKFLOW_TOOL_POLICY`.
    pub tool_policy: ToolPolicy,
    /// How many messages a person may send. Default `60/min+10`. `TASKFLOW_RATE_LIMIT`.
    pub rate_limit: RateLimit,
    /// How much a person may use; as much as they like unless set.
    pub quotas: Quotas,
    /// For how many days the record of tool calls is kept. Default 365. `TASKFLOW_AUDIT_DAYS`.
    pub audit_days: NonZeroU32,
    /// Time zone and language of people whose token and request name none.
    pub locale: LocaleConfig,
    /// What is unwise about all this: to be logged.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads every section.
    ///
    /// # Errors
    /// [`ConfigError`] with every problem of every section.
    pub fn read(mut settings: Settings) -> Result<Self, ConfigError> {
        let config = Self {
            telemetry: TelemetryConfig::read(&mut settings),
            database: DatabaseConfig::read(&mut settings),
            http: HttpConfig::read(&mut settings, LISTEN),
            auth: AuthConfig::read(&mut settings),
            mcp_url: url(&mut settings, "TASKFLOW_MCP_URL"),
            read_only: settings.parsed("TASKFLOW_READ_ONLY").unwrap_or(false),
            models: model::read(&mut settings),
            turn_timeout: turn_timeout(&mut settings),
            question_timeout: question_timeout(&mut settings),
            tool_policy: settings.parsed("TASKFLOW_TOOL_POLICY").unwrap_or_default(),
            rate_limit: rate_limit(&mut settings),
            quotas: quotas(&mut settings),
            audit_days: settings.parsed("TASKFLOW_AUDIT_DAYS").unwrap_or(AUDIT_DAYS),
            locale: LocaleConfig::read(&mut settings),
            // After all the others, which may have given cause.
            warnings: settings.warnings(),
        };
        config
            .telemetry
            .keep_metrics_apart(config.http.listen, &mut settings);
        settings.finish()?;
        Ok(config)
    }

    /// Returns the URL of the task server for a gateway that clients know by `gateway_url`: the
    /// audience of tokens for it.
    pub fn mcp_audience(&self, gateway_url: &str) -> String {
        self.mcp_url
            .clone()
            .unwrap_or_else(|| format!("{gateway_url}/mcp"))
    }
}

fn url(settings: &mut Settings, name: &'static str) -> Option<String> {
    let url = settings.text(name)?;
    if web_address(&url).is_none() {
        settings.problem(name, "must be a URL that starts with http:// or https://");
    }
    Some(url.trim_end_matches('/').to_owned())
}

fn web_address(text: &str) -> Option<reqwest::Url> {
    let url = reqwest::Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn turn_timeout(settings: &mut Settings) -> Duration {
    let Some(text) = settings.text("TASKFLOW_TURN_TIMEOUT") else {
        return TURN_TIMEOUT;
    };
    let timeout = humantime::parse_duration(&text).ok();
    let timeout = timeout.filter(|timeout| TURN_TIMEOUTS.contains(timeout));
    timeout.unwrap_or_else(|| {
        settings.problem(
            "TASKFLOW_TURN_TIMEOUT",
            "must be from 1s to 1h, such as 30s or 2min",
        );
        TURN_TIMEOUT
    })
}

fn question_timeout(settings: &mut Settings) -> TimeDelta {
    let Some(text) = settings.text("TASKFLOW_QUESTION_TIMEOUT") else {
        return QUESTION_TIMEOUT;
    };
    let timeout = humantime::parse_duration(&text).ok();
    let timeout = timeout.and_then(|timeout| TimeDelta::from_std(timeout).ok());
    let timeout = timeout.filter(|timeout| QUESTION_TIMEOUTS.contains(timeout));
    timeout.unwrap_or_else(|| {
        settings.problem(
            "TASKFLOW_QUESTION_TIMEOUT",
            "must be from 1s to 24h, such as 24h or 30min",
        );
        QUESTION_TIMEOUT
    })
}

fn rate_limit(settings: &mut Settings) -> RateLimit {
    let default = || RATE_LIMIT.parse().unwrap_or(RateLimit::Off);
    settings
        .parsed("TASKFLOW_RATE_LIMIT")
        .unwrap_or_else(default)
}

fn quotas(settings: &mut Settings) -> Quotas {
    let mut quota = |name| {
        let number: Option<NonZeroU64> = settings.parsed(name);
        number.map(NonZeroU64::get)
    };
    Quotas {
        daily_tokens: quota("TASKFLOW_DAILY_TOKENS"),
        concurrent_runs: quota("TASKFLOW_CONCURRENT_RUNS")
            .map(|runs| u32::try_from(runs).unwrap_or(u32::MAX)),
    }
}
