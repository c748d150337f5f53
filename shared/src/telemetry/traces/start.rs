//! Starting and ending the delivery of spans.

use std::{sync::OnceLock, time::Duration};

use opentelemetry::{Key, KeyValue, trace::TracerProvider as _};
use opentelemetry_otlp::{ExporterBuildError, SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    runtime::Tokio,
    trace::{SdkTracer, SdkTracerProvider, span_processor_with_async_runtime::BatchSpanProcessor},
};
use tokio::{sync::oneshot, time::timeout};

use super::delivery::Announced;
use crate::config::telemetry::TracesConfig;

/// How long the program waits at its end for the last spans to be taken. Supervisors commonly kill
/// after ten seconds, and running turns were given nine of them.
const LAST_SPANS: Duration = Duration::from_millis(800);

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

/// Tells whether spans are delivered.
pub fn is_on() -> bool {
    TRACER.get().is_some()
}

/// Returns what begins spans, where they are delivered.
pub(super) fn tracer() -> Option<&'static SdkTracer> {
    TRACER.get()
}

/// The delivery of spans; of none where no endpoint is configured.
#[derive(Debug)]
#[must_use = "the last spans are delivered by `finish`"]
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Starts delivering the spans of `program`, where an endpoint is configured. To be called in a
    /// tokio runtime. A second call in one process changes nothing.
    ///
    /// What is wrong with the endpoint is said in the log, and stops nothing: nobody is served
    /// worse because nobody watches.
    pub fn start(config: Option<&TracesConfig>, program: &'static str) -> Self {
        let Some(config) = config else {
            return Self(None);
        };
        match provider(config, program) {
            Ok(provider) => {
                let _ = TRACER.set(provider.tracer("taskflow"));
                Self(Some(provider))
            }
            Err(error) => {
                tracing::warn!(%error, "there are no traces: the endpoint cannot be used");
                Self(None)
            }
        }
    }

    /// Delivers what is left, as far as that is soon done.
    pub async fn finish(self) {
        let Some(provider) = self.0 else { return };
        let (done, finished) = oneshot::channel();
        // It blocks its thread, which this runtime may need for the delivery.
        std::thread::spawn(move || done.send(provider.shutdown()));
        if timeout(LAST_SPANS, finished).await.is_err() {
            tracing::warn!("the last spans were not taken in time");
        }
    }
}

fn provider(
    config: &TracesConfig,
    program: &'static str,
) -> Result<SdkTracerProvider, ExporterBuildError> {
    let exporter = SpanExporter::builder()
        .with_http()
        .with_endpoint(&config.endpoint)
        .build()?;
    // The usual processor has a thread of its own, in which the HTTP client panics.
    let processor = BatchSpanProcessor::builder(Announced::new(exporter), Tokio).build();
    Ok(SdkTracerProvider::builder()
        .with_resource(resource(config, program))
        .with_span_processor(processor)
        .build())
}

/// Who sends the spans: as the settings name it, or `OTEL_RESOURCE_ATTRIBUTES`, or the program.
fn resource(config: &TracesConfig, program: &'static str) -> Resource {
    let found = Resource::builder().build();
    let found = found.get(&Key::from_static_str("service.name"));
    let found = found.map(|name| name.to_string());
    let named = found.filter(|name| !name.starts_with("unknown_service"));
    let name = config.service_name.clone().or(named);
    Resource::builder()
        .with_service_name(name.unwrap_or_else(|| program.to_owned()))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build()
}
