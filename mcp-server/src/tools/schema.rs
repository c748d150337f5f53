//! JSON schemas that every host understands and that are short to read.
//!
//! Hosts were seen to hang on or refuse `["string", "null"]`, `format: "uint64"`, `$ref` and a
//! top-level `anyOf`; and a model reads every word of a schema in every conversation. So these
//! are left out or said more simply: an optional argument is one that is not required.

use rmcp::model::JsonObject;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use super::Tool;

/// Returns the schema of a tool's arguments. That there are no others is said only where there are
/// none at all: a model does not read it out of these words, and a call with others is refused.
pub(super) fn input<T: Tool>() -> JsonObject {
    let mut schema = simplified::<T::Input>(SchemaSettings::draft2020_12().for_deserialize());
    let properties = schema.entry("properties").or_insert_with(|| json!({}));
    let takes_none = properties.as_object().is_none_or(JsonObject::is_empty);
    // `deny_unknown_fields`, or the library, may have said it.
    schema.remove("additionalProperties");
    if takes_none {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
    schema
}

/// Returns the schema of a tool's structured result.
pub(super) fn output<T: Tool>() -> JsonObject {
    simplified::<T::Output>(SchemaSettings::draft2020_12().for_serialize())
}

fn simplified<T: JsonSchema>(settings: SchemaSettings) -> JsonObject {
    let settings = settings.with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value();
    simplify(&mut schema);
    let Value::Object(mut schema) = schema else {
        return JsonObject::new();
    };
    // The tool's own description says what the whole is.
    schema.remove("description");
    schema
}

fn simplify(schema: &mut Value) {
    let Value::Object(keywords) = schema else {
        return;
    };
    for noise in ["title", "format"] {
        keywords.remove(noise);
    }
    keywords.retain(|keyword, value| keyword != "default" || !value.is_null());
    unwrap_optional(keywords);
    name_choices(keywords);
    if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
        properties.values_mut().for_each(simplify);
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(schema) = keywords.get_mut(keyword) {
            simplify(schema);
        }
    }
}

/// Says only the names of choices, of which each was described.
fn name_choices(keywords: &mut JsonObject) {
    let choices = keywords.get("oneOf").and_then(Value::as_array);
    let names = choices.map(|choices| choices.iter().map(|choice| choice.get("const").cloned()));
    let Some(names) = names.and_then(|names| names.collect::<Option<Vec<Value>>>()) else {
        return;
    };
    keywords.remove("oneOf");
    keywords.insert("type".to_owned(), "string".into());
    keywords.insert("enum".to_owned(), names.into());
}

/// Says `T` where it says `T or null`.
fn unwrap_optional(keywords: &mut JsonObject) {
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            keywords.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    let Some(Value::Array(choices)) = keywords.get_mut("anyOf") else {
        return;
    };
    choices.retain(|choice| choice.get("type").is_none_or(|kind| kind != "null"));
    if let [only] = choices.as_mut_slice() {
        simplify(only);
        let only = only.take();
        keywords.remove("anyOf");
        if let Value::Object(only) = only {
            keywords.extend(only);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is read")]
    struct Everything {
        /// How many.
        count: Option<u64>,
        words: Option<Vec<String>>,
        kind: Option<Kind>,
        title: String,
    }

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is read")]
    enum Kind {
        /// The first.
        One,
        Two,
    }

    #[test]
    fn a_schema_says_only_what_every_host_understands() {
        let schema = simplified::<Everything>(SchemaSettings::draft2020_12().for_deserialize());
        let expected = json!({
            "type": "object",
            "properties": {
                "count": {"type": "integer", "description": "How many.", "minimum": 0},
                "words": {"type": "array", "items": {"type": "string"}},
                "kind": {"type": "string", "enum": ["One", "Two"]},
                "title": {"type": "string"},
            },
            "required": ["title"],
        });
        assert_eq!(Value::Object(schema), expected);
    }
}
