//! Where the numbers are kept.

use std::sync::OnceLock;

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use super::{METRICS, catalog::Kind};

/// Seconds: from what stays in the process to the longest turns.
const BUCKETS: &[f64] = &[
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0,
];

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Tells whether numbers are kept.
pub fn is_on() -> bool {
    HANDLE.get().is_some()
}

/// Begins to keep numbers, once in a process.
pub(super) fn install() -> &'static PrometheusHandle {
    HANDLE.get_or_init(|| {
        let durations = Matcher::Suffix("_seconds".to_owned());
        // It can only fail for want of buckets.
        let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, BUCKETS);
        let recorder = builder.unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        // Another recorder would be one of a test's own.
        let _ = metrics::set_global_recorder(recorder);
        METRICS.iter().for_each(|metric| match metric.kind {
            Kind::Counter => describe_counter!(metric.name, metric.help),
            Kind::Gauge => describe_gauge!(metric.name, metric.help),
            Kind::Histogram => describe_histogram!(metric.name, metric.help),
        });
        handle
    })
}
