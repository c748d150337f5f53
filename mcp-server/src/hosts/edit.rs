//! Changing a configuration's text, whatever its format.

use super::{
    entry::{Entry, Servers, is_ours},
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
    #[error("it has another server of the name {0}; give ours another one with --name")]
    Taken(String),
}

/// Returns the text with the entry in it; the same text where it is there already.
pub(super) fn put(host: &Host, text: &str, name: &str, entry: &Entry) -> Result<String, Unfit> {
    refuse_others(host, text, name)?;
    let (mark, text) = marked(text);
    let put = match host.format {
        Format::Json => json::put(text, host.servers, name, entry),
        Format::Toml => toml::put(text, host.servers, name, entry),
    };
    put.map(|text| format!("{mark}{text}"))
}

/// Returns the text without our entry; the same text where there is none.
pub(super) fn take(host: &Host, text: &str, name: &str) -> Result<String, Unfit> {
    refuse_others(host, text, name)?;
    let (mark, text) = marked(text);
    if text.trim().is_empty() {
        return Ok(format!("{mark}{text}"));
    }
    let taken = match host.format {
        Format::Json => json::take(text, host.servers, name),
        Format::Toml => toml::take(text, host.servers, name),
    };
    taken.map(|text| format!("{mark}{text}"))
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

fn refuse_others(host: &Host, text: &str, name: &str) -> Result<(), Unfit> {
    let taken = servers(host, text)?
        .into_iter()
        .any(|(found, entry)| found == name && !is_ours(&entry));
    if taken {
        return Err(Unfit::Taken(name.to_owned()));
    }
    Ok(())
}

/// Divides off the mark that some editors on Windows put before the text.
fn marked(text: &str) -> (&str, &str) {
    const MARK: &str = "\u{feff}";
    text.strip_prefix(MARK)
        .map_or(("", text), |text| (MARK, text))
}
