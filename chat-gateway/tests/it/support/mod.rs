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

/// The methods that a path may take.
pub(crate) const METHODS: [reqwest::Method; 5] = [
    reqwest::Method::GET,
    reqwest::Method::POST,
    reqwest::Method::PUT,
    reqwest::Method::PATCH,
    reqwest::Method::DELETE,
];
