//! Arguments as models send them, made what the schema asks for.
//!
//! Models send `"3"`, `"#3"` and `3.0` for 3, `"[1, 2]"` for a list, one value where a list of one
//! was meant and the other way round, `"true"`, and null or `""` for what they leave out. What they mean is plain, so it is taken.
//! A name that the tool does not know is refused rather than passed over: the model would believe
//! that it had an effect.

use std::{collections::BTreeMap, fmt};

use rmcp::model::JsonObject;
use serde_json::{Map, Value};

use crate::error::clipped;

/// What is wrong with a call's arguments: one sentence each.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ArgumentErrors(Vec<String>);

impl fmt::Display for ArgumentErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(". "))
    }
}

impl std::error::Error for ArgumentErrors {}

/// Returns the arguments as the schema has them: known ones of the right type, null left out.
pub(super) fn normalise(
    arguments: JsonObject,
    schema: &JsonObject,
) -> Result<JsonObject, ArgumentErrors> {
    let nothing = Map::new();
    let known = schema
        .get("properties")
        .and_then(Value::as_object)
        .unwrap_or(&nothing);
    let mut normal = JsonObject::new();
    let mut unknown = Vec::new();
    let mut wrong = BTreeMap::new();
    for (name, value) in arguments {
        match known.get(&name) {
            None => unknown.push(name),
            Some(schema) if is_left_out(&value, schema) => {}
            Some(schema) => match value_for(value, schema) {
                Ok(value) => drop(normal.insert(name, value)),
                Err(expected) => drop(wrong.insert(name, expected)),
            },
        }
    }
    let required = schema.get("required").and_then(Value::as_array);
    let required = required.into_iter().flatten().filter_map(Value::as_str);
    let missing = required
        .filter(|name| !normal.contains_key(*name) && !wrong.contains_key(*name))
        .map(missing);
    let mut errors = refusals(&unknown, known);
    errors.extend(
        wrong
            .iter()
            .map(|(name, expected)| format!("{name} must be {expected}")),
    );
    errors.extend(missing);
    if errors.is_empty() {
        Ok(normal)
    } else {
        Err(ArgumentErrors(errors))
    }
}

/// The first few names say enough, and the answer does not grow with the call.
fn refusals(names: &[String], known: &JsonObject) -> Vec<String> {
    const MAX_NAMED: usize = 5;
    let named = names.iter().take(MAX_NAMED);
    let mut refusals: Vec<String> = named.map(|name| unknown(name, known)).collect();
    if let Some(more @ 1..) = names.len().checked_sub(MAX_NAMED) {
        refusals.push(format!("{more} more arguments are unknown"));
    }
    refusals
}

fn unknown(name: &str, known: &JsonObject) -> String {
    let name = clipped(name);
    let known: Vec<&str> = known.keys().map(String::as_str).collect();
    match known.as_slice() {
        [] => format!("Unknown argument {name:?}: this tool takes none"),
        known => format!(
            "Unknown argument {name:?}: this tool takes {}",
            known.join(", ")
        ),
    }
}

/// A name that is an ordinary word begins the sentence with a capital letter, as in "Title is
/// required", which clients know; one that is not, such as `task_id`, stays as it is written.
fn missing(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) if !name.contains('_') => {
            format!(
                "{}{} is required",
                first.to_ascii_uppercase(),
                letters.as_str()
            )
        }
        _ => format!("{name} is required"),
    }
}

/// What stands for no value: null, and where no text is asked for, the empty text too. A free
/// text that is empty says something: that a description is cleared.
fn is_left_out(value: &Value, schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    match kind {
        Some("integer" | "number" | "boolean") => value.is_null() || is_blank,
        Some("string") if schema.get("enum").is_some() => value.is_null() || is_blank,
        _ => value.is_null(),
    }
}

/// Returns the value in the type of its schema, or what was expected, in words.
fn value_for(value: Value, schema: &Value) -> Result<Value, String> {
    let kind = schema.get("type").and_then(Value::as_str);
    let value = match kind {
        Some("integer" | "number" | "boolean" | "string") => single(value),
        _ => value,
    };
    match kind {
        Some("integer") => integer(&value)
            .map(Value::from)
            .ok_or_else(|| "a whole number, such as 3".to_owned()),
        Some("number") => number(&value)
            .map(Value::from)
            .ok_or_else(|| "a number".to_owned()),
        Some("boolean") => boolean(&value)
            .map(Value::from)
            .ok_or_else(|| "true or false".to_owned()),
        Some("string") => text(value, schema),
        Some("array") => list(value, schema.get("items").unwrap_or(&Value::Null)),
        Some("object") => parsed(value, '{')
            .filter(Value::is_object)
            .ok_or_else(|| "an object".to_owned()),
        _ => Ok(value),
    }
}

/// Takes the value out of a list of one.
fn single(value: Value) -> Value {
    match value {
        Value::Array(mut values) if values.len() == 1 => values.remove(0),
        value => value,
    }
}

fn integer(value: &Value) -> Option<i64> {
    /// Up to here every whole number has a floating-point number of its own.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole =
        |number: f64| (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64);
    match value {
        Value::Number(number) => number.as_i64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let text = text.trim();
            let text = text.strip_prefix('#').unwrap_or(text);
            text.parse().ok().or_else(|| whole(text.parse().ok()?))
        }
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::String(text) if text.trim().eq_ignore_ascii_case("true") => Some(true),
        Value::String(text) if text.trim().eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn text(value: Value, schema: &Value) -> Result<Value, String> {
    let text = match value {
        Value::String(text) => text,
        Value::Number(number) => number.to_string(),
        _ => return Err("text".to_owned()),
    };
    let Some(Value::Array(choices)) = schema.get("enum") else {
        return Ok(text.into());
    };
    let mut choices = choices.iter().filter_map(Value::as_str);
    let meant = choices
        .clone()
        .find(|choice| choice.eq_ignore_ascii_case(text.trim()));
    meant.map(Value::from).ok_or_else(|| {
        let choices: Vec<&str> = choices.by_ref().collect();
        format!("one of: {}", choices.join(", "))
    })
}

fn list(value: Value, items: &Value) -> Result<Value, String> {
    let values = match parsed(value, '[') {
        Some(Value::Array(values)) => values,
        Some(single) => vec![single],
        None => return Err("a list".to_owned()),
    };
    let values: Result<Vec<Value>, String> = values
        .into_iter()
        .map(|value| value_for(value, items))
        .collect();
    values
        .map(Value::from)
        .map_err(|expected| format!("a list in which each is {expected}"))
}

/// Reads JSON out of text that begins as such; other values stay what they are.
fn parsed(value: Value, begin: char) -> Option<Value> {
    match &value {
        Value::String(text) if text.trim_start().starts_with(begin) => {
            serde_json::from_str(text).ok()
        }
        _ => Some(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn schema() -> JsonObject {
        let schema = json!({
            "type": "object",
            "properties": {
                "id": {"type": "integer"},
                "ratio": {"type": "number"},
                "flag": {"type": "boolean"},
                "text": {"type": "string"},
                "kind": {"type": "string", "enum": ["all", "pending"]},
                "ids": {"type": "array", "items": {"type": "integer"}},
                "more": {"type": "object"},
            },
        });
        schema.as_object().unwrap().clone()
    }

    fn normal(arguments: Value) -> Result<Value, String> {
        let arguments = arguments.as_object().unwrap().clone();
        normalise(arguments, &schema())
            .map(Value::from)
            .map_err(|errors| errors.to_string())
    }

    #[test]
    fn what_is_plainly_meant_is_taken() {
        for (sent, taken) in [
            (json!({"id": "3"}), json!({"id": 3})),
            (json!({"id": " #3 "}), json!({"id": 3})),
            (json!({"id": "3.0"}), json!({"id": 3})),
            (json!({"id": 3.0}), json!({"id": 3})),
            (json!({"id": -1}), json!({"id": -1})),
            (json!({"id": null}), json!({})),
            (json!({"ratio": "1.5"}), json!({"ratio": 1.5})),
            (json!({"flag": "True"}), json!({"flag": true})),
            (json!({"text": 2026}), json!({"text": "2026"})),
            (json!({"text": "[1]"}), json!({"text": "[1]"})),
            (json!({"kind": " PENDING "}), json!({"kind": "pending"})),
            (json!({"ids": "[1, \"2\"]"}), json!({"ids": [1, 2]})),
            (json!({"ids": 4}), json!({"ids": [4]})),
            (json!({"ids": "#4"}), json!({"ids": [4]})),
            (json!({"ids": []}), json!({"ids": []})),
            (json!({"id": [3]}), json!({"id": 3})),
            (json!({"text": ["milk"]}), json!({"text": "milk"})),
            (json!({"kind": ["all"]}), json!({"kind": "all"})),
            (
                json!({"id": "", "ratio": " ", "flag": "", "kind": ""}),
                json!({}),
            ),
            (json!({"text": ""}), json!({"text": ""})),
            (json!({"more": "{\"a\": 1}"}), json!({"more": {"a": 1}})),
        ] {
            assert_eq!(normal(sent.clone()), Ok(taken), "{sent}");
        }
    }

    #[test]
    fn what_is_not_is_refused_in_words_that_help() {
        for (sent, words) in [
            (
                json!({"id": "three"}),
                "id must be a whole number, such as 3",
            ),
            (json!({"id": "##3"}), "id must be a whole number, such as 3"),
            (
                json!({"id": [1, 2]}),
                "id must be a whole number, such as 3",
            ),
            (json!({"id": 3.5}), "id must be a whole number, such as 3"),
            (json!({"id": 1e300}), "id must be a whole number, such as 3"),
            (json!({"id": true}), "id must be a whole number, such as 3"),
            (json!({"ratio": "NaN"}), "ratio must be a number"),
            (json!({"flag": 2}), "flag must be true or false"),
            (json!({"text": ["a", "b"]}), "text must be text"),
            (json!({"kind": "done"}), "kind must be one of: all, pending"),
            (
                json!({"ids": [1, "x"]}),
                "ids must be a list in which each is a whole number, such as 3",
            ),
            (json!({"ids": "[1"}), "ids must be a list"),
            (json!({"more": 1}), "more must be an object"),
            (
                json!({"user_id": 1}),
                "Unknown argument \"user_id\": this tool takes flag, id, ids, kind, more, ratio, text",
            ),
        ] {
            assert_eq!(normal(sent.clone()), Err(words.to_owned()), "{sent}");
        }
    }

    #[test]
    fn many_or_long_unknown_names_make_no_long_answer() {
        let long = "x".repeat(10_000);
        let many = (0..100).map(|number| (format!("{number:03}{long}"), Value::Null));
        let refusal = normal(Value::Object(many.collect())).unwrap_err();
        assert!(
            refusal.ends_with(". 95 more arguments are unknown"),
            "{refusal}"
        );
        assert_eq!(refusal.matches("Unknown argument").count(), 5);
        assert!(refusal.len() < 1_000, "{}", refusal.len());
    }

    #[test]
    fn a_name_that_begins_like_another_does_not_hide_that_it_is_missing() {
        let schema = json!({
            "properties": {"task": {"type": "integer"}, "task_id": {"type": "integer"}},
            "required": ["task"],
        });
        let errors = normalise(
            json!({"task_id": "x"}).as_object().unwrap().clone(),
            schema.as_object().unwrap(),
        );
        assert_eq!(
            errors.unwrap_err().to_string(),
            "task_id must be a whole number, such as 3. Task is required"
        );
    }

    #[test]
    fn every_missing_argument_is_named() {
        let schema = json!({
            "properties": {"task_id": {"type": "integer"}, "title": {"type": "string"}},
            "required": ["task_id", "title"],
        });
        let errors = normalise(
            json!({"title": null}).as_object().unwrap().clone(),
            schema.as_object().unwrap(),
        );
        assert_eq!(
            errors.unwrap_err().to_string(),
            "task_id is required. Title is required"
        );
    }
}
