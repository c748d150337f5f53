//! Saying that spans are not taken: once, not with every batch.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SpanData, SpanExporter},
};

/// Delivers spans, and logs when that begins to fail and when it works again.
#[derive(Debug)]
pub(super) struct Announced<E> {
    exporter: E,
    is_failing: AtomicBool,
}

impl<E> Announced<E> {
    /// Delivers through `exporter`.
    pub(super) fn new(exporter: E) -> Self {
        Self {
            exporter,
            is_failing: AtomicBool::new(false),
        }
    }

    /// Notes how it went, and tells whether that is news.
    fn is_news(&self, has_failed: bool) -> bool {
        self.is_failing.swap(has_failed, Ordering::Relaxed) != has_failed
    }
}

impl<E: SpanExporter> SpanExporter for Announced<E> {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let delivered = self.exporter.export(batch).await;
        match &delivered {
            Err(error) if self.is_news(true) => {
                tracing::warn!(%error, "spans are not taken; the next ones are tried all the same");
            }
            Ok(()) if self.is_news(false) => tracing::info!("spans are taken again"),
            _ => {}
        }
        delivered
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn shutdown(&self) -> OTelSdkResult {
        self.exporter.shutdown()
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.exporter.force_flush()
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_change_is_news() {
        let delivery = Announced::new(());
        let outcomes = [false, true, true, false, false, true];
        let news = outcomes.map(|has_failed| delivery.is_news(has_failed));
        assert_eq!(news, [false, true, false, true, false, true]);
    }
}
