//! A conversation as a file: JSON as the lists have it, or Markdown to be read.

use std::fmt::Write as _;

use async_stream::try_stream;
use futures::{Stream, StreamExt as _};
use serde::{Deserialize, Serialize};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, Ref, RefOr, Schema, schema::ArrayBuilder},
};

use super::lists::{ConversationItem, MessageItem};
use crate::store::{
    StoreError,
    conversations::Conversation,
    messages::{Message, Role},
};

/// The form of the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    /// `{"conversation": {…}, "messages": […]}`
    #[default]
    Json,
    /// A heading a message.
    Markdown,
}

impl Format {
    /// Returns the media type.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }

    /// Returns how a file's name ends.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    fn head(self, conversation: &Conversation) -> String {
        match self {
            Self::Json => {
                let item = json(&ConversationItem::from(conversation));
                format!("{{\"conversation\":{item},\"messages\":[")
            }
            Self::Markdown => format!("# {}\n", inline(&conversation.title)),
        }
    }

    fn message(self, message: &Message, is_first: bool) -> String {
        match self {
            Self::Json => {
                let comma = if is_first { "" } else { "," };
                format!("{comma}{}", json(&MessageItem::from(message)))
            }
            Self::Markdown => markdown(message),
        }
    }

    fn tail(self) -> &'static str {
        match self {
            Self::Json => "]}\n",
            Self::Markdown => "",
        }
    }
}

/// Returns the file, piece by piece, as the messages are read.
pub(crate) fn file(
    format: Format,
    conversation: Conversation,
    messages: impl Stream<Item = Result<Message, StoreError>> + Send + 'static,
) -> impl Stream<Item = Result<String, StoreError>> + Send + 'static {
    try_stream! {
        yield format.head(&conversation);
        let mut is_first = true;
        let mut messages = std::pin::pin!(messages);
        while let Some(message) = messages.next().await {
            yield format.message(&message?, is_first);
            is_first = false;
        }
        yield format.tail().to_owned();
    }
}

/// The file in JSON, which is written piece by piece.
pub(crate) struct JsonFile;

impl PartialSchema for JsonFile {
    fn schema() -> RefOr<Schema> {
        let message = Ref::from_schema_name(MessageItem::name());
        ObjectBuilder::new()
            .property(
                "conversation",
                Ref::from_schema_name(ConversationItem::name()),
            )
            .property("messages", ArrayBuilder::new().items(message))
            .required("conversation")
            .required("messages")
            .into()
    }
}

impl ToSchema for JsonFile {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        for (name, schema) in [
            (ConversationItem::name(), ConversationItem::schema()),
            (MessageItem::name(), MessageItem::schema()),
        ] {
            schemas.push((name.into_owned(), schema));
        }
        ConversationItem::schemas(schemas);
        MessageItem::schemas(schemas);
    }
}

fn json(value: &impl Serialize) -> String {
    // Texts, numbers and times always have a JSON form.
    serde_json::to_string(value).unwrap_or_default()
}

/// What people and models wrote is quoted, so that no line of it passes for one of ours, and nothing
/// of it is loaded or run where the file is shown.
fn markdown(message: &Message) -> String {
    let who = match message.role {
        Role::User => "You",
        Role::Assistant => "TaskFlow",
    };
    let mut text = format!("\n## {who}, {}\n\n", message.created_at.format("%F %T UTC"));
    // A line of Markdown ends at either (CommonMark 0.31.2, section 2.1).
    for line in message.content.replace("\r\n", "\n").split(['\n', '\r']) {
        let _ = writeln!(text, "> {}", harmless(line));
    }
    for call in &message.tool_calls {
        let failed = if call.failed { ", which failed" } else { "" };
        let _ = write!(text, "\n- called `{}`{failed}", inline(&call.tool));
    }
    if !message.tool_calls.is_empty() {
        text.push('\n');
    }
    text
}

/// A line in which nothing is HTML or an image; other Markdown is kept.
fn harmless(line: &str) -> String {
    line.replace('<', "&lt;").replace("![", "!\\[")
}

/// A text on one line in which nothing begins code, HTML, a link or an image.
fn inline(text: &str) -> String {
    text.replace(['\n', '\r', '`'], " ")
        .replace('<', "&lt;")
        .replace('[', "\\[")
}
