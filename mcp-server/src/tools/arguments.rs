//! Arguments as models send them, made what the schema asks for.
//!
//! Models send `"3"`, `"#3"` and `3.0` for 3, `"[1, 2]"` for a list, one value where a list of one
//! was meant and the other way round, `"true"`, and null or `""` for what they leave out. What they mean is plain, so it is taken.
//! A name that the tool does not know is refused rather than passed over: the model would believe
//! that it had an effect.

use std::{collections::BTreeMap, fmt};

use rmcp::model::JsonObject;
use serde_json::{Map, Value};

use super::value::{is_left_out, value_for};
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
            (json!({"ids": "1, #2 and 3"}), json!({"ids": [1, 2, 3]})),
            (json!({"ids": ""}), json!({"ids": []})),
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
