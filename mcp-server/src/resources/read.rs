//! `resources/read`

use rmcp::{
    ErrorData,
    model::{ReadResourceResult, ResourceContents},
};

use super::{Reader, ResourceUri, json::json, markdown::markdown as as_markdown, reader::failed};
use crate::{error::clipped, skills};

const MARKDOWN: &str = "text/markdown";
const JSON: &str = "application/json";

/// Reads a resource: its Markdown, then its JSON, both by the name that the host gave it. What is
/// not there, and what is somebody else's, is not found.
pub(crate) async fn read(reader: Reader<'_>, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    if let Some(file) = skills::read(uri) {
        return Ok(ReadResourceResult::new(vec![file]));
    }
    let named = ResourceUri::parse(uri).ok_or_else(|| not_found(uri))?;
    let content = reader.content(&named).await.map_err(failed)?;
    let content = content.ok_or_else(|| not_found(uri))?;
    let json = json(&content, &reader.here)
        .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
    let markdown = as_markdown(&content, &reader.here);
    Ok(ReadResourceResult::new(vec![
        ResourceContents::text(markdown, uri).with_mime_type(MARKDOWN),
        ResourceContents::text(json, uri).with_mime_type(JSON),
    ]))
}

/// Returns what a URI names, where it is there.
pub(crate) async fn existing(reader: Reader<'_>, uri: &str) -> Result<ResourceUri, ErrorData> {
    let named = ResourceUri::parse(uri).ok_or_else(|| not_found(uri))?;
    match reader.content(&named).await.map_err(failed)? {
        Some(_) => Ok(named),
        None => Err(not_found(uri)),
    }
}

/// Reads a resource as Markdown alone, to stand in a prompt; `None` where it is not there.
pub(crate) async fn markdown(
    reader: Reader<'_>,
    uri: &ResourceUri,
) -> Result<Option<ResourceContents>, ErrorData> {
    let content = reader.content(uri).await.map_err(failed)?;
    Ok(content.map(|content| {
        let text = as_markdown(&content, &reader.here);
        ResourceContents::text(text, uri.to_string()).with_mime_type(MARKDOWN)
    }))
}

fn not_found(uri: &str) -> ErrorData {
    let uri = clipped(uri);
    let data = serde_json::json!({"uri": uri});
    ErrorData::resource_not_found(format!("Resource not found: {uri}"), Some(data))
}
