//! How much a model is given at once.

use std::{collections::HashMap, str::FromStr};

use taskflow_shared::config::Settings;

use crate::llm::DEFAULT_CONTEXT_TOKENS;

/// The least that instructions, tools and a short conversation fit into.
const LEAST: usize = 4_000;

/// How many tokens each model is given at most, written `16000` or `16000, qwen3=4000`.
#[derive(Debug, Default)]
pub(super) struct ContextTokens {
    default: Option<usize>,
    by_model: HashMap<String, usize>,
}

/// The text does not say how much.
#[derive(Debug, thiserror::Error)]
#[error(
    "must be a number of tokens from {LEAST} on, or several by model, such as 16000, qwen3=4000"
)]
pub(super) struct InvalidTokens;

impl ContextTokens {
    /// Returns how many tokens the model of this name is given at most.
    pub(super) fn of(&self, model: &str) -> usize {
        let own = self.by_model.get(model).copied();
        own.or(self.default).unwrap_or(DEFAULT_CONTEXT_TOKENS)
    }
}

/// Reads the setting.
pub(super) fn read(settings: &mut Settings) -> ContextTokens {
    settings
        .parsed("TASKFLOW_CONTEXT_TOKENS")
        .unwrap_or_default()
}

impl FromStr for ContextTokens {
    type Err = InvalidTokens;

    fn from_str(text: &str) -> Result<Self, InvalidTokens> {
        let mut tokens = Self::default();
        for entry in text.split(',') {
            // The name of a model may hold an =.
            match entry.rsplit_once('=') {
                Some((model, number)) => {
                    let model = model.trim().to_owned();
                    tokens.by_model.insert(model, number_of(number)?);
                }
                None => tokens.default = Some(number_of(entry)?),
            }
        }
        Ok(tokens)
    }
}

fn number_of(text: &str) -> Result<usize, InvalidTokens> {
    let number = text.trim().parse().ok().filter(|number| *number >= LEAST);
    number.ok_or(InvalidTokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_may_differ() {
        let tokens: ContextTokens = "20000, qwen3=4000".parse().unwrap();
        assert_eq!((tokens.of("gpt-x"), tokens.of("qwen3")), (20_000, 4_000));
        let tokens: ContextTokens = "qwen3=4000".parse().unwrap();
        assert_eq!(tokens.of("gpt-x"), DEFAULT_CONTEXT_TOKENS);
        for text in ["", "x", "3999", "qwen3=", "4000,", "-1"] {
            assert!(text.parse::<ContextTokens>().is_err(), "{text}");
        }
    }
}
