//! A gateway to test, people to test it as, and a model endpoint that does as it is told.

mod gateway;
mod model;
pub(crate) mod program;
mod sse;
mod tools;

pub(crate) use gateway::{Answer, Gateway, Options};
pub(crate) use model::{Call, Reply, ScriptedModel, chunk, events, faults};
pub(crate) use sse::{SseEvent, naive_events, read_events};
pub(crate) use tools::{ScriptedTools, asking, done};
