//! Chatting: the same request, answered whole or as a stream.

mod answer;
pub(super) mod complete;
pub(super) mod key;
mod start;
pub(super) mod stream;

pub(super) use answer::{streamed, whole};
pub(super) use start::{How, regenerate};
