//! One piece of work in a trace.

use std::borrow::Cow;

use futures::future::Either;
use opentelemetry::{
    Context, KeyValue,
    context::{FutureExt as _, WithContext},
    trace::{SpanBuilder, SpanKind, Status, TraceContextExt as _, Tracer as _},
};

use super::{Parent, start::tracer};
use crate::telemetry::conventions::ERROR_TYPE;

/// A piece of work in a trace, ended when it is dropped; nothing where spans are not delivered.
#[derive(Debug)]
pub struct Span(Option<Context>);

impl Span {
    /// Begins a span of this name and with these attributes, which are asked for only if it is to
    /// be delivered.
    pub fn begin<N: Into<Cow<'static, str>>>(
        kind: SpanKind,
        Parent(parent): &Parent,
        describe: impl FnOnce() -> (N, Vec<KeyValue>),
    ) -> Self {
        Self(tracer().map(|tracer| {
            let (name, attributes) = describe();
            let builder = SpanBuilder::from_name(name)
                .with_kind(kind)
                .with_attributes(attributes);
            let root = Context::new();
            let parent = parent.as_ref().unwrap_or(&root);
            parent.with_span(tracer.build_with_context(builder, parent))
        }))
    }

    /// Adds attributes, which are asked for only if they are to be delivered.
    pub fn set(&self, attributes: impl FnOnce() -> Vec<KeyValue>) {
        if let Some(context) = self.recording() {
            context.span().set_attributes(attributes());
        }
    }

    /// Says what went wrong, in one of few words.
    pub fn fail(&self, error: impl Into<Cow<'static, str>>) {
        if let Some(context) = self.recording() {
            let error = error.into();
            context.span().set_status(Status::error(""));
            context
                .span()
                .set_attribute(KeyValue::new(ERROR_TYPE, error));
        }
    }

    /// Names a span of another trace that this one has to do with.
    pub fn link(&self, other: &Parent) {
        if let (Some(context), Some(other)) = (self.recording(), other.span_context()) {
            context.span().add_link(other, Vec::new());
        }
    }

    /// Returns it as the parent of others.
    pub fn as_parent(&self) -> Parent {
        Parent(self.0.clone())
    }

    /// Runs `work` in this span: what begins in the current one begins in it.
    pub fn around<F: Future>(&self, work: F) -> Either<WithContext<F>, F> {
        match &self.0 {
            Some(context) => Either::Left(work.with_context(context.clone())),
            None => Either::Right(work),
        }
    }

    /// One that was not chosen by the sampler is not described further.
    fn recording(&self) -> Option<&Context> {
        let context = self.0.as_ref();
        context.filter(|context| context.span().is_recording())
    }
}

impl Drop for Span {
    fn drop(&mut self) {
        // Others may keep the context, as the parent of theirs.
        if let Some(context) = &self.0 {
            context.span().end();
        }
    }
}
