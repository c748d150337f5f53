//! Changing a configuration's text, whatever its format.

use serde_json::{Value, json};

use super::{
    entry::{Entry, Servers, is_ours, is_question},
    json,
    table::{Format, Host},
    toml,
};

/// A file that is not touched, because what is in it is not as expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Something in it has another shape.
    #[error("its {0} is not {1}")]
    Shape(String, &'static str),
    /// Another server has the name.
    #[error(
        "its server {0} is not known to be this one. Name another with --name; or, if it is, \
         uninstall it first, with the URL that it calls as --url"
    )]
    Taken(String),
    /// More than our entry would be another.
    #[error("something else in it would change too; change it by hand")]
    Entangled,
}

/// Returns the text with the entry in it; the same text where it is there already.
pub(super) fn put(host: &Host, text: &str, name: &str, entry: &Entry) -> Result<String, Unfit> {
    refuse_others(host, text, name, entry.url())?;
    let (mark, text) = marked(text);
    let put = match host.format {
        Format::Json => json::put(text, host.servers, name, entry),
        Format::Toml => toml::put(text, host.servers, name, entry),
    }?;
    only_entry_changed(host, (text, &put), name)?;
    Ok(format!("{mark}{put}"))
}

/// Returns the text without our entry, which may call this URL; the same text where there is none.
pub(super) fn take(
    host: &Host,
    text: &str,
    name: &str,
    url: Option<&str>,
) -> Result<String, Unfit> {
    refuse_others(host, text, name, url)?;
    let (mark, text) = marked(text);
    if text.trim().is_empty() {
        return Ok(format!("{mark}{text}"));
    }
    let taken = match host.format {
        Format::Json => json::take(text, host.servers, name),
        Format::Toml => toml::take(text, host.servers, name),
    }?;
    only_entry_changed(host, (text, &taken), name)?;
    Ok(format!("{mark}{taken}"))
}

/// Looks at the result once more before it is written: texts are spliced by positions, and what a
/// person has in the file matters more than our entry.
fn only_entry_changed(host: &Host, texts: (&str, &str), name: &str) -> Result<(), Unfit> {
    let (before, after) = (others(host, texts.0, name)?, others(host, texts.1, name)?);
    if before == after {
        Ok(())
    } else {
        Err(Unfit::Entangled)
    }
}

/// Returns all that is in a text beside our entry and its question.
fn others(host: &Host, text: &str, name: &str) -> Result<Value, Unfit> {
    if text.trim().is_empty() {
        return Ok(json!({}));
    }
    let mut whole = match host.format {
        Format::Json => json::value(text),
        Format::Toml => toml::value(text),
    }?;
    if let Some(servers) = whole.get_mut(host.servers).and_then(Value::as_object_mut) {
        servers.remove(name);
    }
    if let Some(inputs) = whole.get_mut("inputs").and_then(Value::as_array_mut) {
        inputs.retain(|input| !is_question(input));
    }
    if let Some(members) = whole.as_object_mut() {
        let is_made = |key: &str| key == host.servers || key == "inputs";
        members.retain(|key, value| !is_made(key) || !is_empty(value));
    }
    Ok(whole)
}

/// Returns the servers in the text by their names; those that are not tables are left out.
pub(super) fn servers(host: &Host, text: &str) -> Result<Servers, Unfit> {
    let (_, text) = marked(text);
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    match host.format {
        Format::Json => json::servers(text, host.servers),
        Format::Toml => toml::servers(text, host.servers),
    }
}

fn refuse_others(host: &Host, text: &str, name: &str, url: Option<&str>) -> Result<(), Unfit> {
    let taken = servers(host, text)?
        .into_iter()
        .any(|(found, entry)| found == name && !is_ours(&entry, url));
    if taken {
        return Err(Unfit::Taken(name.to_owned()));
    }
    Ok(())
}

fn is_empty(value: &Value) -> bool {
    *value == json!({}) || *value == json!([])
}

/// Divides off the mark that some editors on Windows put before the text.
fn marked(text: &str) -> (&str, &str) {
    const MARK: &str = "\u{feff}";
    text.strip_prefix(MARK)
        .map_or(("", text), |text| (MARK, text))
}
