//! Models behind an OpenAI-compatible Chat Completions endpoint.
//!
//! Many endpoints only claim to be compatible, so nothing here trusts a field to be present or of
//! its documented type. An answer passes four stages, each a file: [`transport`] sends the request
//! and sees status and headers; [`frames`] turns the body into events; [`chunk`] reads an event
//! leniently; [`answer`] puts the pieces together. One that breaks off is asked for again, and
//! [`shown`] lets it go on where it was.

mod answer;
mod chunk;
mod config;
mod endpoint;
mod error;
mod frames;
mod lenient;
mod model;
mod reasoning;
mod request;
mod retry;
mod shown;
mod status;
mod tool_calls;
mod transport;

#[cfg(test)]
mod tests;

pub(crate) use config::OpenAiConfig;
pub(crate) use model::OpenAiModel;
