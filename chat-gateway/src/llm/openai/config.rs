use std::time::Duration;

use secrecy::SecretString;

use crate::llm::DEFAULT_CONTEXT_TOKENS;

/// Where a model is and how patient to be with it.
#[derive(Debug, Clone)]
pub(crate) struct OpenAiConfig {
    /// The address that `/chat/completions` is appended to, with its version where it has one.
    /// Default: `https://api.openai.com/v1`.
    pub(crate) base_url: String,
    /// Sent as a bearer token. Without one no `Authorization` header is sent at all, which is what
    /// Ollama and llama.cpp expect. An empty key counts as none.
    pub(crate) api_key: Option<SecretString>,
    /// The model's name, as the endpoint knows it.
    pub(crate) model: String,
    /// How long each stage of an answer may take.
    pub(crate) timeouts: Timeouts,
    /// How often an answer may be asked for again after the first attempt. Default: 2.
    pub(crate) max_retries: u32,
    /// How many tokens of instructions, tools and conversation it is given at most.
    pub(crate) context_tokens: usize,
}

impl OpenAiConfig {
    /// Describes `model` at OpenAI itself, with the default patience and no key.
    pub(crate) fn new(model: impl Into<String>) -> Self {
        Self {
            base_url: "https://api.openai.com/v1".to_owned(),
            api_key: None,
            model: model.into(),
            timeouts: Timeouts::default(),
            max_retries: 2,
            context_tokens: DEFAULT_CONTEXT_TOKENS,
        }
    }
}

/// How long each stage of an answer may take. A run's own deadline applies as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timeouts {
    /// Name lookup, TCP and TLS, per attempt. Default: 5 s.
    pub(crate) connect: Duration,
    /// From the start of an attempt to the first byte of the answer's body. Default: 20 s.
    pub(crate) first_byte: Duration,
    /// Between two bytes of the body; keep-alive comments count as bytes. Default: 20 s.
    pub(crate) idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first_byte: Duration::from_secs(20),
            idle: Duration::from_secs(20),
        }
    }
}
