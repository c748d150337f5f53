//! Who listens to changes, in the newer protocol.

use std::sync::{Arc, Mutex, PoisonError};

use rmcp::service::{SubscriptionContext, SubscriptionSink};

/// The open `subscriptions/listen` streams.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listeners(Arc<Mutex<Vec<SubscriptionSink>>>);

impl Listeners {
    /// Keeps a stream until its client leaves.
    pub(crate) async fn keep(&self, context: &SubscriptionContext) {
        self.with(|open| open.push(context.sink().clone()));
        context.cancelled().await;
        self.with(|open| open.retain(|sink| sink.id() != context.sink().id()));
    }

    /// Says that the list of tools is another, to those who asked to be told.
    pub(crate) async fn tools_changed(&self) {
        for sink in self.with(|open| open.clone()) {
            // Those who did not ask, or have left, are refused by the sink.
            let _ = sink.notify_tool_list_changed().await;
        }
    }

    /// Says that the list of prompts is another, to those who asked to be told.
    pub(crate) async fn prompts_changed(&self) {
        for sink in self.with(|open| open.clone()) {
            let _ = sink.notify_prompt_list_changed().await;
        }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Vec<SubscriptionSink>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
