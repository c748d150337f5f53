//! Logs, to stderr: stdout belongs to what a program answers.

use std::{fmt::Debug, io::IsTerminal as _};

use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{EnvFilter, Layer, fmt, layer::Context, prelude::*};

use crate::config::telemetry::{LogFormat, TelemetryConfig};

/// Starts logging as configured. A second call in one process changes nothing.
pub fn start(config: &TelemetryConfig) {
    let filter = EnvFilter::try_new(&config.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // Hosts keep what a program they started says in a file.
    let lines = fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter).with(Departures);
    let _ = match config.format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry
            .with(lines.json().flatten_event(true).with_current_span(true))
            .try_init(),
    };
}

/// Leaves out what the protocol's library calls an error whenever a client goes before it has its
/// answer. Nobody can do anything about that, and nothing else of the library's is hushed.
#[derive(Debug)]
struct Departures;

impl Departures {
    const TARGET: &str = "rmcp::service";
    const MESSAGE: &str = "failed to send pending response during drain";
}

impl<S: Subscriber> Layer<S> for Departures {
    fn event_enabled(&self, event: &Event<'_>, _context: Context<'_, S>) -> bool {
        if event.metadata().target() != Self::TARGET {
            return true;
        }
        let mut message = Message::default();
        event.record(&mut message);
        message.0 != Self::MESSAGE
    }
}

/// What an event says.
#[derive(Debug, Default)]
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Keeps what is said.
    #[derive(Debug, Clone, Default)]
    struct Said(Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> Layer<S> for Said {
        fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
            let mut message = Message::default();
            event.record(&mut message);
            self.0.lock().unwrap().push(message.0);
        }
    }

    #[test]
    fn a_client_that_leaves_is_no_error_and_all_else_is_said() {
        let said = Said::default();
        let subscriber = tracing_subscriber::registry()
            .with(Departures)
            .with(said.clone());
        tracing::subscriber::with_default(subscriber, || {
            // As rmcp 3.11 says it in service.rs.
            let error = "closed";
            tracing::error!(target: "rmcp::service", %error, "failed to send pending response during drain");
            tracing::error!(target: "rmcp::service", %error, "response send task failed");
            tracing::error!(target: "elsewhere", "failed to send pending response during drain");
        });
        let said = said.0.lock().unwrap();
        assert_eq!(*said, ["response send task failed", Departures::MESSAGE]);
    }
}
