//! What is logged, and how; where traces go and metrics are served.

use std::{net::SocketAddr, str::FromStr};

use super::Settings;

/// What is logged, and how; where traces go and metrics are served.
#[derive(Debug, Clone)]
pub struct TelemetryConfig {
    /// A `tracing` filter. Default `info`. `TASKFLOW_LOG`.
    pub filter: String,
    /// Default text. `TASKFLOW_LOG_FORMAT`.
    pub format: LogFormat,
    /// Where traces go; there are none where unset.
    pub traces: Option<TracesConfig>,
    /// Where metrics are served; there are none where unset. `TASKFLOW_METRICS_LISTEN`.
    pub metrics_listen: Option<SocketAddr>,
}

/// Where traces go. What OpenTelemetry's other variables say (`OTEL_TRACES_SAMPLER`,
/// `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_BSP_…`) its libraries read for themselves.
#[derive(Debug, Clone)]
pub struct TracesConfig {
    /// The URL that spans are posted to. `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, or that of
    /// `OTEL_EXPORTER_OTLP_ENDPOINT` with `/v1/traces` after it.
    pub endpoint: String,
    /// Who sends them; the program's name where unset. `OTEL_SERVICE_NAME`.
    pub service_name: Option<String>,
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
    /// Nothing is logged, nothing goes anywhere.
    pub fn off() -> Self {
        Self {
            filter: "off".to_owned(),
            format: LogFormat::Text,
            traces: None,
            metrics_listen: None,
        }
    }

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
            traces: TracesConfig::read(settings),
            metrics_listen: settings.parsed("TASKFLOW_METRICS_LISTEN"),
        }
    }

    /// Notes a problem where metrics would be served where clients are: they are for those who
    /// watch over the program, and need no token.
    pub fn keep_metrics_apart(&self, clients: SocketAddr, settings: &mut Settings) {
        let Some(metrics) = self.metrics_listen.filter(|metrics| metrics.port() != 0) else {
            return;
        };
        let anywhere = metrics.ip().is_unspecified() || clients.ip().is_unspecified();
        if metrics.port() == clients.port() && (anywhere || metrics.ip() == clients.ip()) {
            let problem = "must not be the address that clients use (TASKFLOW_LISTEN)";
            settings.problem("TASKFLOW_METRICS_LISTEN", problem);
        }
    }
}

impl TracesConfig {
    fn read(settings: &Settings) -> Option<Self> {
        let base = settings.text("OTEL_EXPORTER_OTLP_ENDPOINT");
        let of_base = base.map(|url| format!("{}/v1/traces", url.trim_end_matches('/')));
        let whole = settings.text("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        Some(Self {
            endpoint: whole.or(of_base)?,
            service_name: settings.text("OTEL_SERVICE_NAME"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    fn read(environment: &[(&str, &str)]) -> (TelemetryConfig, Settings) {
        let environment = [("TASKFLOW_DATA_DIR", "nowhere")].iter().chain(environment);
        let environment = environment.map(|(name, value)| ((*name).into(), (*value).into()));
        let mut settings = Settings::load(Sources {
            environment: environment.collect(),
            ..Sources::default()
        });
        (TelemetryConfig::read(&mut settings), settings)
    }

    #[test]
    fn the_path_of_traces_is_added_to_the_base_and_not_to_the_whole_url() {
        let base = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/");
        let whole = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://other/spans");
        let endpoint = |config: TelemetryConfig| config.traces.map(|traces| traces.endpoint);
        assert_eq!(endpoint(read(&[]).0), None);
        let of_base = endpoint(read(&[base]).0);
        assert_eq!(of_base.as_deref(), Some("http://collector:4318/v1/traces"));
        let of_both = endpoint(read(&[base, whole]).0);
        assert_eq!(of_both.as_deref(), Some("http://other/spans"));
    }

    #[test]
    fn metrics_are_never_served_where_clients_are() {
        for (metrics, clients, is_apart) in [
            ("127.0.0.1:9464", "127.0.0.1:8080", true),
            ("127.0.0.1:8080", "127.0.0.1:8080", false),
            ("0.0.0.0:8080", "127.0.0.1:8080", false),
            ("127.0.0.1:8080", "[::]:8080", false),
            ("127.0.0.1:8080", "10.0.0.1:8080", true),
            ("127.0.0.1:0", "127.0.0.1:0", true),
        ] {
            let (config, mut settings) = read(&[("TASKFLOW_METRICS_LISTEN", metrics)]);
            config.keep_metrics_apart(clients.parse().unwrap(), &mut settings);
            let problems = settings.finish().err().map(|error| error.to_string());
            assert_eq!(
                problems.is_none(),
                is_apart,
                "{metrics}, {clients}: {problems:?}"
            );
        }
    }
}
