use std::{collections::HashSet, time::Duration};

use async_openai::{Client, types::stream::StreamResponse};
use async_stream::{stream, try_stream};
use futures::{Stream, StreamExt, stream::BoxStream};
use serde_json::Value;
use tokio::time::{Instant, sleep, timeout_at};

use super::{
    answer::Answer,
    chunk::Chunk,
    config::{OpenAiConfig, Timeouts},
    endpoint::Endpoint,
    error::{ConfigError, Fault, from_library},
    frames::Frame,
    request,
    retry::Attempts,
    shown::Shown,
    transport::{Transport, http_client},
};
use crate::llm::{LanguageModel, Message, ModelError, ModelEvent, ModelRequest};

/// How long to wait, once the answer is whole, for usage and `[DONE]`: both come at once or never.
const SETTLE: Duration = Duration::from_secs(1);

/// A model behind an OpenAI-compatible endpoint. Its connections are pooled and shared by all
/// requests.
pub(crate) struct OpenAiModel {
    name: String,
    client: Client<Endpoint>,
    http: reqwest::Client,
    timeouts: Timeouts,
    max_retries: u32,
    context_tokens: usize,
}

impl OpenAiModel {
    /// Sets the model up; sends nothing.
    ///
    /// # Errors
    /// Where a setting cannot work: see [`ConfigError`].
    pub(crate) fn new(config: OpenAiConfig) -> Result<Self, ConfigError> {
        if config.model.trim().is_empty() {
            return Err(ConfigError::Model);
        }
        let endpoint = Endpoint::new(&config.base_url, config.api_key.as_ref())?;
        let http = http_client(config.timeouts)?;
        Ok(Self {
            name: config.model.trim().to_owned(),
            client: Client::build(http.clone(), endpoint),
            http,
            timeouts: config.timeouts,
            max_retries: config.max_retries,
            context_tokens: config.context_tokens,
        })
    }

    /// Returns a client for the attempts at one answer; it shares the connections.
    fn client_for(&self, attempts: Attempts) -> Client<Endpoint> {
        self.client.clone().with_http_service(Transport {
            http: self.http.clone(),
            timeouts: self.timeouts,
            attempts,
        })
    }
}

impl LanguageModel for OpenAiModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn context_tokens(&self) -> usize {
        self.context_tokens
    }

    fn respond(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, ModelError>> {
        let attempts = Attempts::new(self.max_retries, request.deadline);
        let attempt = Attempt {
            body: request::body(&self.name, &request),
            taken_ids: tool_call_ids(&request.messages),
            client: self.client_for(attempts.clone()),
            deadline: request.deadline,
        };
        Box::pin(until_whole(attempt, attempts))
    }
}

/// Asks until an answer is whole, as often as it may be asked for; passes on what is new.
fn until_whole(
    attempt: Attempt,
    attempts: Attempts,
) -> impl Stream<Item = Result<ModelEvent, ModelError>> {
    try_stream! {
        let mut shown = Shown::default();
        loop {
            let broken = {
                let mut events = Box::pin(attempt.clone().events());
                loop {
                    match events.next().await {
                        Some(Ok(ModelEvent::Text(text))) => {
                            if let Some(text) = shown.push(text) {
                                yield ModelEvent::Text(text);
                            }
                        }
                        Some(Ok(end)) => {
                            if let Some(rest) = shown.finish() {
                                yield ModelEvent::Text(rest);
                            }
                            yield end;
                            return;
                        }
                        Some(Err(broken)) => break broken,
                        None => break Broken::midway(Fault::Unfinished.into()),
                    }
                }
            };
            match broken.wait(&attempts) {
                Some(wait) => sleep(wait).await,
                None => Err(broken.error)?,
            }
            shown.begin_again();
        }
    }
}

/// What one attempt at an answer needs.
#[derive(Clone)]
struct Attempt {
    body: Value,
    taken_ids: HashSet<String>,
    client: Client<Endpoint>,
    deadline: Instant,
}

/// How an attempt ended without a whole answer.
struct Broken {
    error: ModelError,
    /// Whether the answer had begun, so that asking once more may help; what comes before that, the
    /// transport has tried again already.
    is_midway: bool,
}

impl Broken {
    fn midway(error: ModelError) -> Self {
        Self {
            error,
            is_midway: true,
        }
    }

    /// Returns how long to wait before the answer is asked for again, if it may be.
    fn wait(&self, attempts: &Attempts) -> Option<Duration> {
        let retry_after = match self.error {
            ModelError::Busy { retry_after } => retry_after,
            _ => None,
        };
        attempts
            .wait_after_failure(retry_after)
            .filter(|_| self.is_midway)
    }
}

impl Attempt {
    fn events(self) -> impl Stream<Item = Result<ModelEvent, Broken>> {
        stream! {
            let mut frames = match self.open().await {
                Ok(frames) => frames,
                Err(error) => {
                    yield Err(Broken { error, is_midway: false });
                    return;
                }
            };
            let mut answer = Answer::default();
            loop {
                match self.next_chunk(&mut frames, &answer).await {
                    Ok(Some(chunk)) => {
                        if let Some(text) = answer.push(chunk) {
                            yield Ok(ModelEvent::Text(text));
                        }
                    }
                    Ok(None) => break,
                    // The answer is whole: only its usage may be missing.
                    Err(_) if answer.is_settled() => break,
                    Err(error) => {
                        // An endpoint that has said nothing at all is given up.
                        let is_midway =
                            answer.has_begun() || !matches!(error, ModelError::TimedOut);
                        yield Err(Broken { error, is_midway });
                        return;
                    }
                }
            }
            if let Some(text) = answer.rest() {
                yield Ok(ModelEvent::Text(text));
            }
            let completion = answer.complete(self.taken_ids);
            yield completion
                .map(ModelEvent::Done)
                .map_err(|fault| Broken::midway(fault.into()));
        }
    }

    async fn open(&self) -> Result<StreamResponse<Frame>, ModelError> {
        let chat = self.client.chat();
        let opened = timeout_at(self.deadline, chat.create_stream_byot(self.body.clone())).await;
        opened
            .map_err(|_| ModelError::TimedOut)?
            .map_err(from_library)
    }

    /// Reads on to the next chunk; None where the endpoint says that the answer is done, which
    /// after a finish reason it may do by ending the body.
    async fn next_chunk(
        &self,
        frames: &mut StreamResponse<Frame>,
        answer: &Answer,
    ) -> Result<Option<Chunk>, ModelError> {
        let until = if answer.is_settled() {
            self.deadline.min(Instant::now() + SETTLE)
        } else {
            self.deadline
        };
        let frame = timeout_at(until, frames.next())
            .await
            .map_err(|_| ModelError::TimedOut)?;
        let Some(frame) = frame else {
            return if answer.has_finish_reason() {
                Ok(None)
            } else {
                Err(Fault::Unfinished.into())
            };
        };
        match frame.map_err(from_library)? {
            Frame::Data(payload) => Chunk::parse(&payload).map(Some),
            Frame::Done => Ok(None),
            Frame::TimedOut => Err(ModelError::TimedOut),
            Frame::Broken(fault) => Err(fault.into()),
        }
    }
}

fn tool_call_ids(messages: &[Message]) -> HashSet<String> {
    let calls = messages.iter().flat_map(|message| match message {
        Message::Assistant { tool_calls, .. } => tool_calls.as_slice(),
        _ => &[],
    });
    calls.map(|call| call.id.clone()).collect()
}
