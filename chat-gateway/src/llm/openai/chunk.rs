//! One event of an answer, read leniently.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{error::Fault, lenient, status};
use crate::llm::{FinishReason, ModelError, Usage};

/// A `chat.completion.chunk`, or a whole `chat.completion`: what of it matters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Chunk {
    #[serde(deserialize_with = "lenient::list")]
    choices: Vec<Choice>,
    #[serde(deserialize_with = "lenient::or_default")]
    usage: Option<RawUsage>,
    error: Value,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    #[serde(deserialize_with = "lenient::or_default")]
    delta: Option<Delta>,
    // Instead of `delta` in an answer that is not a stream. Some endpoints send both; then it
    // repeats everything so far.
    #[serde(deserialize_with = "lenient::or_default")]
    message: Option<Delta>,
    #[serde(deserialize_with = "lenient::or_default")]
    finish_reason: String,
    error: Value,
}

/// What a chunk adds to the answer. Reasoning (`reasoning`, `reasoning_content`) is left out.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Delta {
    content: Value,
    #[serde(deserialize_with = "lenient::text")]
    refusal: String,
    /// The parts of tool calls in this chunk.
    #[serde(deserialize_with = "lenient::list")]
    pub(super) tool_calls: Vec<ToolCallDelta>,
}

/// A part of a tool call.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ToolCallDelta {
    /// Which call of the message it belongs to; absent also where the endpoint said -1.
    #[serde(deserialize_with = "lenient::count")]
    pub(super) index: Option<u64>,
    /// Empty where absent.
    #[serde(deserialize_with = "lenient::text")]
    pub(super) id: String,
    /// Named only to keep it out of `extra`: there is one kind of call, whatever this says.
    #[serde(rename = "type")]
    _type: Value,
    /// Its name and arguments.
    #[serde(deserialize_with = "lenient::or_default")]
    pub(super) function: FunctionDelta,
    /// Fields unknown here, to be echoed.
    #[serde(flatten)]
    pub(super) extra: Map<String, Value>,
}

/// A part of a call's name and arguments, each empty where absent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct FunctionDelta {
    #[serde(deserialize_with = "lenient::text")]
    pub(super) name: String,
    #[serde(deserialize_with = "lenient::json_text")]
    pub(super) arguments: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RawUsage {
    #[serde(deserialize_with = "lenient::count")]
    prompt_tokens: Option<u64>,
    #[serde(deserialize_with = "lenient::count")]
    completion_tokens: Option<u64>,
    #[serde(deserialize_with = "lenient::or_default")]
    prompt_tokens_details: PromptTokensDetails,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PromptTokensDetails {
    #[serde(deserialize_with = "lenient::count")]
    cached_tokens: Option<u64>,
}

impl Chunk {
    /// Reads an event's payload. JSON that is no object reads as an empty chunk.
    ///
    /// # Errors
    /// [`ModelError::CutOff`] where it is not JSON; the error the payload reports, where it
    /// reports one.
    pub(super) fn parse(payload: &str) -> Result<Self, ModelError> {
        let value: Value = serde_json::from_str(payload).map_err(|_| Fault::NotJson)?;
        // Gemini wraps its errors in a list.
        let value = match value {
            Value::Array(values) => values.into_iter().next().unwrap_or_default(),
            value => value,
        };
        if value.get("object").and_then(Value::as_str) == Some("error") {
            return Err(status::reported(&value));
        }
        let mut chunk: Self = serde_json::from_value(value).unwrap_or_default();
        if status::says_withheld(&chunk.error) {
            chunk = Self::withheld();
        }
        match chunk.reported_error() {
            Some(error) => Err(error),
            None => Ok(chunk),
        }
    }

    fn withheld() -> Self {
        let end = Choice {
            finish_reason: "content_filter".to_owned(),
            ..Choice::default()
        };
        Self {
            choices: vec![end],
            ..Self::default()
        }
    }

    fn reported_error(&self) -> Option<ModelError> {
        let choice = self.choices.first();
        [Some(&self.error), choice.map(|choice| &choice.error)]
            .into_iter()
            .flatten()
            .find(|error| !is_empty(error))
            .map(status::reported)
            .or_else(|| {
                (choice?.finish_reason == "error").then_some(ModelError::Failed { status: None })
            })
    }

    /// Tells whether it is a part of an answer at all.
    pub(super) fn has_choice(&self) -> bool {
        !self.choices.is_empty()
    }

    /// Returns the tokens used so far, where the chunk says anything about them.
    pub(super) fn usage(&self) -> Option<Usage> {
        let raw = self.usage.as_ref()?;
        let cached = raw.prompt_tokens_details.cached_tokens;
        raw.prompt_tokens.or(raw.completion_tokens).or(cached)?;
        Some(Usage {
            input_tokens: raw.prompt_tokens.unwrap_or_default(),
            output_tokens: raw.completion_tokens.unwrap_or_default(),
            cached_tokens: cached.unwrap_or_default(),
            estimated_tokens: 0,
        })
    }

    /// Returns why the answer ended, where the chunk says that it did. A reason this program does
    /// not know is an end all the same.
    pub(super) fn finish_reason(&self) -> Option<FinishReason> {
        match self.choices.first()?.finish_reason.as_str() {
            "" => None,
            "length" | "max_tokens" => Some(FinishReason::Length),
            // OpenAI's word, Anthropic's, and those of Gemini and Zhipu where they shine through.
            "content_filter" | "refusal" | "SAFETY" | "safety" | "RECITATION" | "BLOCKLIST"
            | "PROHIBITED_CONTENT" | "SPII" | "sensitive" => Some(FinishReason::ContentFilter),
            _ => Some(FinishReason::Stop),
        }
    }

    /// Returns what the chunk adds. Only one choice is ever asked for, so only the first counts.
    pub(super) fn into_delta(self) -> Option<Delta> {
        let choice = self.choices.into_iter().next()?;
        choice.delta.or(choice.message)
    }
}

impl Delta {
    /// Tells whether it adds text or parts of tool calls.
    pub(super) fn has_content(&self) -> bool {
        !self.tool_calls.is_empty() || !self.text().is_empty()
    }

    /// Returns the text, a refusal's included: it is what the person is to read.
    pub(super) fn text(&self) -> String {
        let mut text = match &self.content {
            Value::String(text) => text.clone(),
            Value::Array(parts) => parts.iter().filter_map(part_text).collect(),
            _ => String::new(),
        };
        text.push_str(&self.refusal);
        text
    }
}

/// Tells whether an error field says that there is none.
fn is_empty(error: &Value) -> bool {
    match error {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// Reads a part of a list content; reasoning and other kinds of parts hold no text to show.
fn part_text(part: &Value) -> Option<&str> {
    match part.get("type").and_then(Value::as_str) {
        None | Some("text" | "output_text") => part.get("text").unwrap_or(part).as_str(),
        Some("refusal") => part.get("refusal")?.as_str(),
        Some(_) => None,
    }
}
