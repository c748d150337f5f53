//! A call of a model.

use metrics::counter;
use taskflow_shared::telemetry::{
    conventions as names,
    metrics::catalog,
    traces::{KeyValue, Parent, Span, SpanKind, StringValue, Value},
};
use tokio::time::Instant;

use super::{BUILT_IN, ObservedRun, provider, run::tokens};
use crate::llm::{Completion, FinishReason, ModelError};

/// A model call that is watched.
#[derive(Debug)]
pub(crate) struct ModelCall {
    span: Span,
    began: Instant,
    has_spoken: bool,
    ended: bool,
}

impl ModelCall {
    /// Begins to watch a call of `model`, in the run under way.
    pub(crate) fn begin(model: &str) -> Self {
        let kind = if model == BUILT_IN {
            SpanKind::Internal
        } else {
            SpanKind::Client
        };
        let span = Span::begin(kind, &Parent::current(), || {
            let attributes = vec![
                KeyValue::new(names::GEN_AI_OPERATION_NAME, "chat"),
                KeyValue::new(names::GEN_AI_PROVIDER_NAME, provider(model)),
                KeyValue::new(names::GEN_AI_REQUEST_MODEL, model.to_owned()),
                KeyValue::new(names::GEN_AI_REQUEST_STREAM, true),
            ];
            (format!("chat {model}"), attributes)
        });
        Self {
            span,
            began: Instant::now(),
            has_spoken: false,
            ended: false,
        }
    }

    /// Notes which model answers.
    pub(crate) fn answering(&mut self, model: &str) {
        let name = names::GEN_AI_RESPONSE_MODEL;
        self.span
            .set(|| vec![KeyValue::new(name, model.to_owned())]);
    }

    /// Notes that there are words; only the first ones of the call, and of the run, matter.
    pub(crate) fn spoke(&mut self, run: &ObservedRun) {
        if !std::mem::replace(&mut self.has_spoken, true) {
            run.spoke();
            let waited = self.began.elapsed().as_secs_f64();
            let name = names::GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK;
            self.span.set(|| vec![KeyValue::new(name, waited)]);
        }
    }

    /// Notes the answer, whose usage is known or estimated by now.
    pub(crate) fn answered(mut self, completion: &Completion) {
        self.ended = true;
        counter!(catalog::MODEL_CALLS).increment(1);
        let usage = completion.usage.unwrap_or_default();
        for (direction, tokens) in [
            ("input", usage.input_tokens),
            ("output", usage.output_tokens),
            ("cached", usage.cached_tokens),
        ] {
            counter!(catalog::TOKENS, "direction" => direction).increment(tokens);
        }
        self.span.set(|| {
            let reason = StringValue::from(reason(completion));
            let reasons = Value::Array(vec![reason].into());
            let mut attributes = tokens(usage);
            attributes.push(KeyValue::new(
                names::GEN_AI_RESPONSE_FINISH_REASONS,
                reasons,
            ));
            attributes
        });
    }

    /// Notes that there is no answer, and why.
    pub(crate) fn failed(mut self, error: &ModelError) {
        self.fail(kind(error));
    }

    /// Notes that the answer ended without an end.
    pub(crate) fn cut_off(mut self) {
        self.fail("cut_off");
    }

    fn fail(&mut self, kind: &'static str) {
        self.ended = true;
        count_error(kind);
        self.span.fail(kind);
    }
}

impl Drop for ModelCall {
    fn drop(&mut self) {
        // The run was stopped, or its time was up: no fault of the model's that would be counted.
        if !self.ended {
            self.span.fail("cancelled");
        }
    }
}

/// Counts that a model gave no answer where another one is asked instead.
pub(crate) fn model_passed_over(error: &ModelError) {
    count_error(kind(error));
}

fn count_error(kind: &'static str) {
    counter!(catalog::MODEL_ERRORS, "kind" => kind).increment(1);
}

/// As OpenAI has them.
fn reason(completion: &Completion) -> &'static str {
    match completion.finish {
        FinishReason::Stop if completion.tool_calls.is_empty() => "stop",
        FinishReason::Stop => "tool_calls",
        FinishReason::Length => "length",
        FinishReason::ContentFilter => "content_filter",
    }
}

fn kind(error: &ModelError) -> &'static str {
    match error {
        ModelError::Unreachable(_) => "unreachable",
        ModelError::KeyRefused { .. } => "key_refused",
        ModelError::Busy { .. } => "busy",
        ModelError::Failed { .. } => "failed",
        ModelError::Rejected { .. } => "rejected",
        ModelError::CutOff(_) => "cut_off",
        ModelError::TimedOut => "timed_out",
    }
}
