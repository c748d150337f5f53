use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_stream::try_stream;
use futures::{StreamExt, stream::BoxStream};
use tokio::time::Instant;

use super::breaker::Breaker;
use crate::{
    llm::{LanguageModel, ModelError, ModelEvent, ModelRequest},
    telemetry::model_passed_over,
};

/// What must be left of a turn for the next model to be worth asking.
const TIME_TO_ANSWER: Duration = Duration::from_secs(1);

/// Models in the order in which they are asked. The next one is asked where one gives no answer, and
/// only as long as nothing of its answer has been shown.
#[derive(Clone)]
pub(crate) struct ModelChain {
    links: Arc<[Arc<Link>]>,
}

/// A model with its breaker: endpoints count, and limit, each of their models by itself.
struct Link {
    model: Arc<dyn LanguageModel>,
    name: Arc<str>,
    breaker: Mutex<Breaker>,
}

impl ModelChain {
    /// The models in their order.
    pub(crate) fn new(models: impl IntoIterator<Item = Arc<dyn LanguageModel>>) -> Self {
        let link = |model: Arc<dyn LanguageModel>| Link {
            name: model.name().into(),
            model,
            breaker: Mutex::default(),
        };
        Self {
            links: models.into_iter().map(link).map(Arc::new).collect(),
        }
    }

    /// Returns those that can put an earlier part of a conversation in fewer words, if there are
    /// any. What is learnt of one here is known there.
    pub(crate) fn summarizers(&self) -> Option<Self> {
        let able = self.links.iter().filter(|link| link.model.summarizes());
        let links: Arc<[_]> = able.cloned().collect();
        (!links.is_empty()).then_some(Self { links })
    }

    fn first(&self) -> Option<&dyn LanguageModel> {
        self.links.first().map(|link| &*link.model)
    }
}

impl LanguageModel for ModelChain {
    /// The first one's: the one that is meant to answer.
    fn name(&self) -> &str {
        self.first().map_or("none", |model| model.name())
    }

    /// The first one's. A model that takes less is given less.
    fn context_tokens(&self) -> usize {
        self.first().map_or(0, |model| model.context_tokens())
    }

    fn respond(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, ModelError>> {
        let links = Arc::clone(&self.links);
        Box::pin(try_stream! {
            let mut outcome = Outcome::default();
            for (place, link) in links.iter().enumerate() {
                let call = match link.admit() {
                    Ok(call) => call,
                    Err(wait) => {
                        outcome.rests(wait);
                        continue;
                    }
                };
                let fitted = request.clone().fitted(link.model.context_tokens());
                let mut events = link.model.respond(fitted);
                let mut is_shown = false;
                let error = loop {
                    match events.next().await {
                        Some(Ok(event)) => {
                            if !is_shown {
                                is_shown = true;
                                outcome.is_superseded();
                                yield ModelEvent::Answering(Arc::clone(&link.name));
                            }
                            if matches!(event, ModelEvent::Done(_)) {
                                call.succeeded();
                                yield event;
                                return;
                            }
                            yield event;
                        }
                        Some(Err(error)) => break error,
                        None => break ModelError::CutOff(None),
                    }
                };
                call.failed(&error);
                let has_time = Instant::now() + TIME_TO_ANSWER < request.deadline;
                if is_shown || !another_may_answer(&error) || !has_time {
                    outcome.is_superseded();
                    Err::<(), _>(error)?;
                } else {
                    if place + 1 < links.len() {
                        let model = &*link.name;
                        tracing::warn!(%error, model, "a model gave no answer; the next is asked");
                    }
                    outcome.failed(error);
                }
            }
            Err::<(), _>(outcome.into_error())?;
        })
    }
}

/// Tells whether it is the endpoint's fault, not the request's: another one may do better.
fn another_may_answer(error: &ModelError) -> bool {
    match error {
        ModelError::Unreachable(_)
        | ModelError::KeyRefused { .. }
        | ModelError::Busy { .. }
        | ModelError::Failed { .. }
        | ModelError::CutOff(_)
        | ModelError::TimedOut => true,
        ModelError::Rejected { .. } => false,
    }
}

/// What is said when no model has answered: why the first that was asked did not, or when there will
/// be one to ask.
#[derive(Default)]
struct Outcome {
    error: Option<ModelError>,
    soonest: Option<Duration>,
}

impl Outcome {
    /// Only the first error is told; the others are counted here.
    fn failed(&mut self, error: ModelError) {
        match &self.error {
            None => self.error = Some(error),
            Some(_) => model_passed_over(&error),
        }
    }

    /// Another model's answer, or error, is told instead.
    fn is_superseded(&mut self) {
        if let Some(error) = self.error.take() {
            model_passed_over(&error);
        }
    }

    fn rests(&mut self, wait: Duration) {
        self.soonest = Some(self.soonest.map_or(wait, |soonest| soonest.min(wait)));
    }

    fn into_error(self) -> ModelError {
        self.error.unwrap_or(ModelError::Busy {
            retry_after: self.soonest,
        })
    }
}

impl Link {
    fn admit(&self) -> Result<Call<'_>, Duration> {
        self.breaker().admit(Instant::now())?;
        Ok(Call {
            link: self,
            is_judged: false,
        })
    }

    fn breaker(&self) -> MutexGuard<'_, Breaker> {
        self.breaker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that was let through. One that is dropped without a verdict says nothing.
struct Call<'a> {
    link: &'a Link,
    is_judged: bool,
}

impl Call<'_> {
    fn succeeded(mut self) {
        self.is_judged = true;
        self.link.breaker().succeeded();
    }

    fn failed(mut self, error: &ModelError) {
        self.is_judged = true;
        let mut breaker = self.link.breaker();
        match error {
            // The endpoint works; it is the request that does not.
            ModelError::Rejected { .. } => breaker.succeeded(),
            ModelError::Busy { retry_after } => breaker.failed(Instant::now(), *retry_after),
            _ => breaker.failed(Instant::now(), None),
        }
    }
}

impl Drop for Call<'_> {
    fn drop(&mut self) {
        if !self.is_judged {
            self.link.breaker().abandoned(Instant::now());
        }
    }
}
