//! One value as a model sends it, made the type that its schema asks for.

use serde_json::Value;

/// What stands for no value: null, and where no text is asked for, the empty text too. A free
/// text that is empty says something: that a description is cleared.
pub(super) fn is_left_out(value: &Value, schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    let is_blank = value.as_str().is_some_and(|text| text.trim().is_empty());
    match kind {
        Some("integer" | "number" | "boolean") => value.is_null() || is_blank,
        Some("string") if schema.get("enum").is_some() => value.is_null() || is_blank,
        _ => value.is_null(),
    }
}

/// Returns the value in the type of its schema, or what was expected, in words.
pub(super) fn value_for(value: Value, schema: &Value) -> Result<Value, String> {
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
        Some(Value::String(text)) if is_of_numbers(items) => numbers(&text),
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

fn is_of_numbers(items: &Value) -> bool {
    items.get("type").is_some_and(|kind| kind == "integer")
}

/// Takes `1, 2 and 3`, or `#1 #2`, apart.
fn numbers(text: &str) -> Vec<Value> {
    let words = text.split(|letter: char| letter.is_whitespace() || letter == ',');
    let words = words.filter(|word| !word.is_empty() && *word != "and");
    words.map(Value::from).collect()
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
