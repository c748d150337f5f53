//! A run.

use std::sync::OnceLock;

use metrics::{counter, gauge, histogram};
use taskflow_shared::telemetry::{
    conventions as names,
    metrics::catalog,
    traces::{KeyValue, Parent, Span, SpanKind},
};
use tokio::time::Instant;
use uuid::Uuid;

use super::provider;
use crate::{domain::Usage, store::runs::RunStatus};

/// The name under which the agent is known.
const AGENT: &str = "TaskFlow";
/// The run's id; the conventions know no runs.
const RUN_ID: &str = "taskflow.run.id";

/// A run that is watched.
#[derive(Debug)]
pub(crate) struct ObservedRun {
    span: Span,
    began: Instant,
    has_spoken: OnceLock<()>,
    ended: bool,
}

impl ObservedRun {
    /// Begins to watch a run that was asked for in `caller`.
    pub(crate) fn begin(
        caller: &Parent,
        (run_id, conversation_id): (Uuid, Uuid),
        model: &str,
    ) -> Self {
        gauge!(catalog::ACTIVE_RUNS).increment(1.0);
        let span = Span::begin(SpanKind::Internal, caller, || {
            let attributes = vec![
                KeyValue::new(names::GEN_AI_OPERATION_NAME, "invoke_agent"),
                KeyValue::new(names::GEN_AI_PROVIDER_NAME, provider(model)),
                KeyValue::new(names::GEN_AI_AGENT_NAME, AGENT),
                KeyValue::new(names::GEN_AI_REQUEST_MODEL, model.to_owned()),
                KeyValue::new(names::GEN_AI_CONVERSATION_ID, conversation_id.to_string()),
                KeyValue::new(RUN_ID, run_id.to_string()),
            ];
            (format!("invoke_agent {AGENT}"), attributes)
        });
        Self {
            span,
            began: Instant::now(),
            has_spoken: OnceLock::new(),
            ended: false,
        }
    }

    /// Runs `work` as a part of the run.
    pub(crate) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        self.span.around(work)
    }

    /// Notes that there are words; only the first ones matter.
    pub(crate) fn spoke(&self) {
        if self.has_spoken.set(()).is_ok() {
            histogram!(catalog::TIME_TO_FIRST_TOKEN).record(self.began.elapsed().as_secs_f64());
        }
    }

    /// Notes how the run ended: `error` is the code of its failure.
    pub(crate) fn end(
        mut self,
        status: RunStatus,
        usage: Option<Usage>,
        error: Option<&'static str>,
    ) {
        self.span.set(|| usage.map_or_else(Vec::new, tokens));
        self.record(status.as_str(), error);
    }

    fn record(&mut self, outcome: &'static str, error: Option<&'static str>) {
        self.ended = true;
        if let Some(error) = error {
            self.span.fail(error);
        }
        gauge!(catalog::ACTIVE_RUNS).decrement(1.0);
        counter!(catalog::RUNS, "outcome" => outcome).increment(1);
        histogram!(catalog::RUN_DURATION).record(self.began.elapsed().as_secs_f64());
    }
}

impl Drop for ObservedRun {
    fn drop(&mut self) {
        if !self.ended {
            self.record(RunStatus::Failed.as_str(), Some(names::OTHER));
        }
    }
}

/// The attributes that say what was used.
pub(super) fn tokens(usage: Usage) -> Vec<KeyValue> {
    let number = |tokens: u64| i64::try_from(tokens).unwrap_or(i64::MAX);
    [
        (names::GEN_AI_USAGE_INPUT_TOKENS, usage.input_tokens),
        (names::GEN_AI_USAGE_OUTPUT_TOKENS, usage.output_tokens),
        (
            names::GEN_AI_USAGE_CACHE_READ_INPUT_TOKENS,
            usage.cached_tokens,
        ),
    ]
    .map(|(name, tokens)| KeyValue::new(name, number(tokens)))
    .to_vec()
}
