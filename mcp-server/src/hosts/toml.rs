//! Entries in TOML, a table a server.

use serde_json::{Value, json};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TableLike, Value as Written};

use super::{
    edit::Unfit,
    entry::{Entry, MEMBERS, Servers},
};

/// Puts a server's table in, or brings it up to date; keys that are not ours stay.
pub(super) fn put(text: &str, servers: &str, name: &str, entry: &Entry) -> Result<String, Unfit> {
    let mut document = parse(text)?;
    let root = document.as_table_mut();
    let container = table(root, servers, true)?;
    let server = table(container, name, false)?;
    for obsolete in MEMBERS.iter().filter(|member| !entry.has(member)) {
        server.remove(obsolete);
    }
    for (key, value) in &entry.members {
        let old = server.get(key).map(json_of);
        if old.as_ref() != Some(value) {
            server.insert(key, Item::Value(written(value)));
        }
    }
    Ok(as_before(text, &document))
}

/// Takes a server's table out.
pub(super) fn take(text: &str, servers: &str, name: &str) -> Result<String, Unfit> {
    let mut document = parse(text)?;
    let Some(container) = document.get_mut(servers) else {
        return Ok(text.to_owned());
    };
    let container = container
        .as_table_like_mut()
        .ok_or_else(|| Unfit::Shape(servers.to_owned(), "a table"))?;
    if container.remove(name).is_none() {
        return Ok(text.to_owned());
    }
    Ok(as_before(text, &document))
}

/// Returns the servers by their names.
pub(super) fn servers(text: &str, servers: &str) -> Result<Servers, Unfit> {
    let document = parse(text)?;
    let Some(container) = document.get(servers) else {
        return Ok(Vec::new());
    };
    let container = container
        .as_table_like()
        .ok_or_else(|| Unfit::Shape(servers.to_owned(), "a table"))?;
    let entries = container
        .iter()
        .filter_map(|(name, item)| match json_of(item) {
            Value::Object(members) => Some((name.to_owned(), members)),
            _ => None,
        });
    Ok(entries.collect())
}

/// Returns everything in the text.
pub(super) fn value(text: &str) -> Result<Value, Unfit> {
    parse(text).map(|document| json_of(document.as_item()))
}

fn parse(text: &str) -> Result<DocumentMut, Unfit> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        // The error's own form quotes the line, which may hold a secret.
        let start = error.span().map_or(0, |span| span.start);
        let before = text.bytes().take(start);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        Unfit::Unreadable(format!("line {line}: {}", error.message()))
    })
}

/// Returns the table of this name, which is made where there is none; one that only holds others
/// has no heading of its own.
fn table<'t>(
    parent: &'t mut dyn TableLike,
    name: &str,
    only_holds: bool,
) -> Result<&'t mut dyn TableLike, Unfit> {
    if !parent.contains_key(name) {
        let mut table = Table::new();
        table.set_implicit(only_holds);
        let is_first = parent.is_empty();
        if !only_holds && !is_first {
            table.decor_mut().set_prefix("\n");
        }
        parent.insert(name, Item::Table(table));
    }
    let found = parent.get_mut(name).and_then(Item::as_table_like_mut);
    found.ok_or_else(|| Unfit::Shape(name.to_owned(), "a table"))
}

/// The ends of lines as the file had them.
fn as_before(text: &str, document: &DocumentMut) -> String {
    let written = document.to_string();
    if text.contains("\r\n") {
        return written.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    written
}

fn written(value: &Value) -> Written {
    match value {
        Value::Array(items) => items.iter().map(written).collect::<Array>().into(),
        Value::Object(members) => {
            let members = members.iter();
            let table: InlineTable = members.map(|(k, v)| (k.as_str(), written(v))).collect();
            table.into()
        }
        Value::Bool(flag) => (*flag).into(),
        Value::String(text) => text.as_str().into(),
        other => other.to_string().into(),
    }
}

fn json_of(item: &Item) -> Value {
    if let Some(table) = item.as_table_like() {
        let members = table
            .iter()
            .map(|(key, item)| (key.to_owned(), json_of(item)));
        return Value::Object(members.collect());
    }
    item.as_value().map_or(Value::Null, json_of_value)
}

fn json_of_value(value: &Written) -> Value {
    match value {
        Written::String(text) => json!(text.value()),
        Written::Integer(number) => json!(number.value()),
        Written::Float(number) => json!(number.value()),
        Written::Boolean(flag) => json!(flag.value()),
        Written::Datetime(date) => json!(date.value().to_string()),
        Written::Array(items) => items.iter().map(json_of_value).collect(),
        Written::InlineTable(table) => {
            let members = table
                .iter()
                .map(|(key, value)| (key.to_owned(), json_of_value(value)));
            Value::Object(members.collect())
        }
    }
}
