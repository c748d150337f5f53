//! The REST and SSE of this project, as the README shows them.
//!
//! A client of the stream that reads only lines starting with `data: `, and of those only
//! `content`, `done`, `error` and what stands in the last one, needs nothing else: every event's
//! data has `content` and `done`, whatever its name.

mod answer;
mod event_schema;
pub(crate) mod export;
mod lists;
mod question;
mod run;
mod stream;
mod time;
mod usage;

pub(crate) use answer::{WholeAnswer, json_answer};
pub(crate) use event_schema::StreamEvent;
pub(crate) use lists::{ConversationItem, ConversationPage, MessagePage};
pub(crate) use run::RunItem;
pub(crate) use stream::{answer_stream, event_stream};
pub(crate) use usage::UsageReport;
