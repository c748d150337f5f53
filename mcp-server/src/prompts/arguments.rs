//! The arguments of a prompt, checked.

use rmcp::{ErrorData, model::JsonObject};
use serde_json::Value;

use super::prompt::Parameter;
use crate::error::clipped;

/// The longest argument, in characters.
const MAX_CHARS: usize = 10_000;

/// Texts by name; what was left out or is empty is not there.
#[derive(Debug, Default)]
pub(super) struct Arguments(Vec<(&'static str, String)>);

impl Arguments {
    /// Takes what `parameters` name, and nothing else.
    pub(super) fn read(
        parameters: &[Parameter],
        given: Option<JsonObject>,
    ) -> Result<Self, ErrorData> {
        let mut arguments = Self::default();
        for (name, value) in given.unwrap_or_default() {
            let parameter = parameters.iter().find(|parameter| parameter.name == name);
            let parameter = parameter.ok_or_else(|| unknown(parameters, &name))?;
            if let Some(text) = text(parameter, value)? {
                arguments.0.push((parameter.name, text));
            }
        }
        let mut required = parameters.iter().filter(|parameter| parameter.required);
        match required.find(|parameter| arguments.get(parameter.name).is_none()) {
            Some(missing) => Err(invalid(format!("{} is required", missing.name))),
            None => Ok(arguments),
        }
    }

    /// Returns an argument by its name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, text)| text.as_str())
    }
}

fn text(parameter: &Parameter, value: Value) -> Result<Option<String>, ErrorData> {
    let text = match value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err(invalid(format!("{} must be text", parameter.name))),
    };
    if text.chars().count() > MAX_CHARS {
        let words = format!("{} has at most {MAX_CHARS} characters", parameter.name);
        return Err(invalid(words));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

fn unknown(parameters: &[Parameter], name: &str) -> ErrorData {
    let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
    let words = format!(
        "there is no argument {}; there are: {}",
        clipped(name),
        known.join(", ")
    );
    invalid(words)
}

/// The refusal of an argument, in words.
pub(super) fn invalid(words: impl Into<String>) -> ErrorData {
    ErrorData::invalid_params(words.into(), None)
}
