//! The model against scripted endpoints, through [`LanguageModel`] and real sockets.

mod answers;
mod errors;
mod finish_reasons;
mod hostile_chunks;
mod log;
mod requests;
mod retries;
mod server;
mod statuses;
mod timeouts;
mod tool_calls;

use std::{sync::Arc, time::Duration};

use futures::{StreamExt, stream::BoxStream};
use serde_json::{Value, json};
use tokio::time::Instant;

use self::server::{Reply, Server};
use super::{OpenAiConfig, OpenAiModel};
use crate::llm::{
    Completion, LanguageModel, Message, ModelError, ModelEvent, ModelRequest, ToolCall,
};

/// What a whole answer came to.
#[derive(Debug)]
struct Outcome {
    texts: Vec<String>,
    end: Result<Completion, ModelError>,
}

impl Outcome {
    fn text(&self) -> String {
        self.texts.concat()
    }

    fn completion(self) -> Completion {
        self.end.expect("the answer is complete")
    }

    fn error(self) -> ModelError {
        self.end.expect_err("the answer fails")
    }

    fn only_call(self) -> ToolCall {
        let calls = self.completion().tool_calls;
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls[0].clone()
    }
}

type Events = BoxStream<'static, Result<ModelEvent, ModelError>>;

async fn collect(mut events: Events) -> Outcome {
    let mut texts = Vec::new();
    while let Some(event) = events.next().await {
        match event {
            Ok(ModelEvent::Answering(_)) => panic!("there is nothing to choose from"),
            Ok(ModelEvent::Text(text)) => {
                assert!(!text.is_empty(), "text is never empty");
                texts.push(text);
            }
            Ok(ModelEvent::Done(completion)) => {
                assert!(events.next().await.is_none(), "nothing follows Done");
                return Outcome {
                    texts,
                    end: Ok(completion),
                };
            }
            Err(error) => {
                assert!(events.next().await.is_none(), "nothing follows an error");
                return Outcome {
                    texts,
                    end: Err(error),
                };
            }
        }
    }
    panic!("the stream ended with neither Done nor an error");
}

fn config(server: &Server) -> OpenAiConfig {
    OpenAiConfig {
        base_url: format!("{}/v1", server.url),
        max_retries: 0,
        ..OpenAiConfig::new("test-model")
    }
}

fn model(server: &Server) -> OpenAiModel {
    OpenAiModel::new(config(server)).expect("the configuration is valid")
}

fn request(messages: Vec<Message>) -> ModelRequest {
    ModelRequest {
        messages,
        tools: Arc::new([]),
        deadline: Instant::now() + Duration::from_secs(30),
    }
}

fn hello() -> ModelRequest {
    request(vec![Message::User("Hello".to_owned())])
}

async fn answer_to(reply: Reply) -> Outcome {
    let server = Server::start([reply]).await;
    collect(model(&server).respond(hello())).await
}

/// The answer to a stream of `chunks` followed by `[DONE]`.
async fn answer_to_chunks(chunks: impl IntoIterator<Item = Value>) -> Outcome {
    answer_to(Reply::events(chunks).done()).await
}

fn delta(delta: Value) -> Value {
    json!({ "choices": [{ "index": 0, "delta": delta, "finish_reason": null }] })
}

fn text(text: &str) -> Value {
    delta(json!({ "content": text }))
}

fn call(call: Value) -> Value {
    delta(json!({ "tool_calls": [call] }))
}

fn finish(reason: &str) -> Value {
    json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] })
}
