//! Chatting: the same request, answered whole or as a stream.

mod answer;
pub(super) mod complete;
pub(super) mod key;
pub(super) mod members;
mod start;
pub(super) mod stream;

pub(super) use answer::whole_answer;
pub(super) use start::{How, regenerate};
