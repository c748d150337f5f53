//! Entries in JSON, with comments and commas at the end where they are.

use std::ops::Range;

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Array, Object, Value as Node},
    common::Ranged,
    parse_to_ast,
};
use serde_json::{Value, json};

use super::{
    edit::Unfit,
    entry::{Entry, MEMBERS, Servers, is_question, refers_to_answer},
    splice::{Brackets, Style, insert, remove},
};
use crate::strict_json::STRICT_JSON;

/// Puts a server's entry in, or brings it up to date; members that are not ours stay.
pub(super) fn put(text: &str, servers: &str, name: &str, entry: &Entry) -> Result<String, Unfit> {
    let text = if text.trim().is_empty() { "{}\n" } else { text };
    let text = member(text, &[], servers, &json!({}), false)?;
    let mut text = member(&text, &[servers], name, &json!({}), false)?;
    for obsolete in MEMBERS.iter().filter(|member| !entry.has(member)) {
        text = without(&text, &[servers, name], obsolete)?;
    }
    for (key, value) in &entry.members {
        text = member(&text, &[servers, name], key, value, true)?;
    }
    match &entry.input {
        Some(input) => with_input(&text, input),
        None => Ok(text),
    }
}

/// Takes a server's entry out, with the question that was put there for it, unless another one
/// still needs the answer.
pub(super) fn take(text: &str, servers: &str, name: &str) -> Result<String, Unfit> {
    let taken = without(text, &[servers], name)?;
    if taken == text || refers_to_answer(&taken) {
        return Ok(taken);
    }
    without_input(&taken)
}

/// Returns the servers by their names.
pub(super) fn servers(text: &str, servers: &str) -> Result<Servers, Unfit> {
    let root = parse(text)?;
    let Some(container) = root.get(servers) else {
        return Ok(Vec::new());
    };
    let container = object_of(&container.value, servers)?;
    let entries =
        container
            .properties
            .iter()
            .filter_map(|property| match value_of(&property.value) {
                Value::Object(members) => Some((property.name.as_str().to_owned(), members)),
                _ => None,
            });
    Ok(entries.collect())
}

/// Returns everything in the text.
pub(super) fn value(text: &str) -> Result<Value, Unfit> {
    parse(text).map(|root| value_of(&Node::Object(root)))
}

fn parse(text: &str) -> Result<Object<'_>, Unfit> {
    let options = ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        ..STRICT_JSON
    };
    let parsed = parse_to_ast(text, &CollectOptions::default(), &options)
        .map_err(|error| Unfit::Unreadable(error.to_string()))?;
    match parsed.value {
        Some(Node::Object(root)) => Ok(root),
        _ => Err(Unfit::Shape("whole".to_owned(), "an object")),
    }
}

fn object_of<'n, 't>(node: &'n Node<'t>, name: &str) -> Result<&'n Object<'t>, Unfit> {
    node.as_object()
        .ok_or_else(|| Unfit::Shape(name.to_owned(), "an object"))
}

/// Finds the object below these names.
fn below<'n, 't>(root: &'n Object<'t>, path: &[&str]) -> Result<Option<&'n Object<'t>>, Unfit> {
    let mut object = root;
    for name in path {
        let Some(property) = object.get(name) else {
            return Ok(None);
        };
        object = object_of(&property.value, name)?;
    }
    Ok(Some(object))
}

/// Sets a member of the object at `path`, or leaves it as it is where `replace` is not set.
fn member(
    text: &str,
    path: &[&str],
    key: &str,
    value: &Value,
    replace: bool,
) -> Result<String, Unfit> {
    let root = parse(text)?;
    let Some(object) = below(&root, path)? else {
        return Ok(text.to_owned());
    };
    if let Some(property) = object.get(key) {
        if !replace || value_of(&property.value) == *value {
            return Ok(text.to_owned());
        }
        return splice(text, range(&property.value), &value.to_string());
    }
    let item = |style: &Style| format!("{}: {}", json!(key), laid_out(value, style));
    insert(text, &object_brackets(object), item).ok_or_else(misread)
}

/// Takes a member of the object at `path` out, where it is.
fn without(text: &str, path: &[&str], key: &str) -> Result<String, Unfit> {
    let root = parse(text)?;
    let Some(object) = below(&root, path)? else {
        return Ok(text.to_owned());
    };
    let properties = &object.properties;
    let Some(index) = properties.iter().position(|p| p.name.as_str() == key) else {
        return Ok(text.to_owned());
    };
    remove(text, &object_brackets(object), index).ok_or_else(misread)
}

fn with_input(text: &str, input: &Value) -> Result<String, Unfit> {
    let text = member(text, &[], "inputs", &json!([]), false)?;
    let root = parse(&text)?;
    let inputs = inputs(&root)?;
    if inputs.is_some_and(|list| {
        list.elements
            .iter()
            .any(|input| is_question(&value_of(input)))
    }) {
        return Ok(text.clone());
    }
    let Some(list) = inputs else {
        return Ok(text.clone());
    };
    let item = |style: &Style| laid_out(input, style);
    insert(&text, &array_brackets(list), item).ok_or_else(misread)
}

fn without_input(text: &str) -> Result<String, Unfit> {
    let root = parse(text)?;
    let Some(list) = inputs(&root)? else {
        return Ok(text.to_owned());
    };
    let question = list
        .elements
        .iter()
        .position(|input| is_question(&value_of(input)));
    match question {
        Some(index) => remove(text, &array_brackets(list), index).ok_or_else(misread),
        None => Ok(text.to_owned()),
    }
}

fn inputs<'n, 't>(root: &'n Object<'t>) -> Result<Option<&'n Array<'t>>, Unfit> {
    let Some(property) = root.get("inputs") else {
        return Ok(None);
    };
    let list = property.value.as_array();
    list.map(Some)
        .ok_or_else(|| Unfit::Shape("inputs".to_owned(), "a list"))
}

fn object_brackets(object: &Object<'_>) -> Brackets {
    let items = object.properties.iter().map(range);
    Brackets {
        range: range(object),
        items: items.collect(),
    }
}

fn array_brackets(array: &Array<'_>) -> Brackets {
    Brackets {
        range: range(array),
        items: array.elements.iter().map(range).collect(),
    }
}

fn range(node: &impl Ranged) -> Range<usize> {
    node.start()..node.end()
}

fn splice(text: &str, range: Range<usize>, new: &str) -> Result<String, Unfit> {
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    let spliced = before.zip(after).map(|(b, a)| format!("{b}{new}{a}"));
    spliced.ok_or_else(misread)
}

/// The parser's ranges do not fall between characters: nothing is written then.
fn misread() -> Unfit {
    Unfit::Unreadable("its structure is not understood".to_owned())
}

/// Writes a value as the items around it are written.
fn laid_out(value: &Value, style: &Style) -> String {
    if !style.is_multiline {
        return value.to_string();
    }
    match value {
        Value::Object(members) if !members.is_empty() => {
            let inner = style.nested();
            let lines: Vec<String> = members
                .iter()
                .map(|(key, value)| {
                    format!("{}{}: {}", inner.inner, json!(key), laid_out(value, &inner))
                })
                .collect();
            let newline = style.newline;
            let lines = lines.join(&format!(",{newline}"));
            format!("{{{newline}{lines}{newline}{}}}", style.inner)
        }
        other => other.to_string(),
    }
}

fn value_of(node: &Node<'_>) -> Value {
    match node {
        Node::StringLit(text) => json!(text.value),
        Node::NumberLit(number) => serde_json::from_str(number.value).unwrap_or(Value::Null),
        Node::BooleanLit(flag) => json!(flag.value),
        Node::NullKeyword(_) => Value::Null,
        Node::Array(list) => list.elements.iter().map(value_of).collect(),
        Node::Object(object) => {
            let members = object.properties.iter();
            let members = members.map(|p| (p.name.as_str().to_owned(), value_of(&p.value)));
            Value::Object(members.collect())
        }
    }
}
