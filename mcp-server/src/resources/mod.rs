//! A person's tasks as resources: what a host shows, attaches to a conversation and watches.
//!
//! Each can be read as Markdown, for people and models, and as JSON, for programs: a read returns
//! both, each with its media type, and both say the same.

mod content;
mod escape;
mod json;
mod list;
mod markdown;
mod read;
mod reader;
mod uri;
mod words;

pub(crate) use list::{list, templates};
pub(crate) use read::{existing, markdown, read};
pub(crate) use reader::{Reader, failed};
pub(crate) use uri::{PROJECT_TEMPLATE, ResourceUri, TASK_TEMPLATE};
pub(crate) use words::{in_project, with_label};
