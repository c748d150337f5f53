//! The gateway from outside: over HTTP, with a real task server and a scripted model endpoint.

mod chat;
mod concurrency;
mod conversations;
mod mcp;
mod model_faults;
mod process;
mod recovery;
mod refusals;
mod stream;
mod support;
