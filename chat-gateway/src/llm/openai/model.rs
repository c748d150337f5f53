use std::{collections::HashSet, time::Duration};

use async_openai::{Client, types::stream::StreamResponse};
use async_stream::try_stream;
use futures::{StreamExt, stream::BoxStream};
use tokio::time::{Instant, timeout_at};

use super::{
    answer::Answer,
    chunk::Chunk,
    config::{OpenAiConfig, Timeouts},
    endpoint::Endpoint,
    error::{ConfigError, Fault, from_library},
    frames::Frame,
    request,
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
        })
    }

    /// Returns a client whose requests end before `deadline`; it shares the connections.
    fn client_until(&self, deadline: Instant) -> Client<Endpoint> {
        self.client.clone().with_http_service(Transport {
            http: self.http.clone(),
            timeouts: self.timeouts,
            max_retries: self.max_retries,
            deadline,
        })
    }
}

impl LanguageModel for OpenAiModel {
    fn name(&self) -> &str {
        &self.name
    }

    fn respond(&self, request: ModelRequest) -> BoxStream<'static, Result<ModelEvent, ModelError>> {
        let deadline = request.deadline;
        let body = request::body(&self.name, &request);
        let taken_ids = tool_call_ids(&request.messages);
        let client = self.client_until(deadline);
        Box::pin(try_stream! {
            let chat = client.chat();
            let opened = timeout_at(deadline, chat.create_stream_byot(body)).await;
            let mut frames = opened.map_err(|_| ModelError::TimedOut)?.map_err(from_library)?;
            let mut answer = Answer::default();
            loop {
                let until = if answer.is_settled() {
                    deadline.min(Instant::now() + SETTLE)
                } else {
                    deadline
                };
                match next_chunk(&mut frames, until, answer.has_finish_reason()).await {
                    Ok(Some(chunk)) => {
                        if let Some(text) = answer.push(chunk) {
                            yield ModelEvent::Text(text);
                        }
                    }
                    Ok(None) => break,
                    // The answer is whole: only its usage may be missing.
                    Err(_) if answer.is_settled() => break,
                    Err(error) => Err(error)?,
                }
            }
            if let Some(text) = answer.rest() {
                yield ModelEvent::Text(text);
            }
            yield ModelEvent::Done(answer.complete(taken_ids)?);
        })
    }
}

/// Reads on to the next chunk; None where the endpoint says that the answer is done, which after a
/// finish reason it may do by ending the body.
async fn next_chunk(
    frames: &mut StreamResponse<Frame>,
    until: Instant,
    has_finish_reason: bool,
) -> Result<Option<Chunk>, ModelError> {
    let frame = timeout_at(until, frames.next())
        .await
        .map_err(|_| ModelError::TimedOut)?;
    let Some(frame) = frame else {
        return if has_finish_reason {
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

fn tool_call_ids(messages: &[Message]) -> HashSet<String> {
    let calls = messages.iter().flat_map(|message| match message {
        Message::Assistant { tool_calls, .. } => tool_calls.as_slice(),
        _ => &[],
    });
    calls.map(|call| call.id.clone()).collect()
}
