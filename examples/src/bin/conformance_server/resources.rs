//! The resources that the suite reads.

use rmcp::{
    ErrorData,
    model::{ListResourceTemplatesResult, ListResourcesResult, ReadResourceResult},
};
use serde_json::{Value, json};

use crate::wire::{IMAGE, cached};

/// Returns the resources, one page of them.
pub(crate) fn list() -> Result<ListResourcesResult, ErrorData> {
    cached(json!({"resources": [
        {
            "uri": "test://static-text",
            "name": "static-text",
            "description": "A text that is always the same",
            "mimeType": "text/plain",
        },
        {
            "uri": "test://static-binary",
            "name": "static-binary",
            "description": "An image that is always the same",
            "mimeType": "image/png",
        },
        {
            "uri": "test://watched-resource",
            "name": "watched-resource",
            "description": "A text that can be subscribed to",
            "mimeType": "text/plain",
        },
    ]}))
}

/// Returns the templates, one page of them.
pub(crate) fn templates() -> Result<ListResourceTemplatesResult, ErrorData> {
    cached(json!({"resourceTemplates": [{
        "uriTemplate": "test://template/{id}/data",
        "name": "template",
        "description": "A text made for an id",
        "mimeType": "application/json",
    }]}))
}

/// Returns the contents of a resource.
pub(crate) fn contents(uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let content = match uri {
        "test://static-text" => text(uri, "This is the content of the static text resource."),
        "test://static-binary" => json!({"uri": uri, "mimeType": "image/png", "blob": IMAGE}),
        "test://watched-resource" => text(uri, "This is the content of the watched resource."),
        _ => made(uri).ok_or_else(|| not_found(uri))?,
    };
    cached(json!({"contents": [content]}))
}

fn text(uri: &str, text: &str) -> Value {
    json!({"uri": uri, "mimeType": "text/plain", "text": text})
}

/// What the template yields for the id in a URI.
fn made(uri: &str) -> Option<Value> {
    let id = uri
        .strip_prefix("test://template/")?
        .strip_suffix("/data")?;
    let data = json!({"id": id, "templateTest": true, "data": format!("Data for ID: {id}")});
    Some(json!({"uri": uri, "mimeType": "application/json", "text": data.to_string()}))
}

fn not_found(uri: &str) -> ErrorData {
    ErrorData::invalid_params("Resource not found", Some(json!({"uri": uri})))
}
