//! Logs, to stderr: stdout belongs to what a program answers.

use std::io::IsTerminal as _;

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

use crate::config::telemetry::{LogFormat, TelemetryConfig};

/// Starts logging as configured. A second call in one process changes nothing.
pub fn start(config: &TelemetryConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // Hosts keep what a program they started says in a file.
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter);
    let _ = match config.format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry
            .with(lines.json().flatten_event(true).with_current_span(true))
            .try_init(),
    };
}
