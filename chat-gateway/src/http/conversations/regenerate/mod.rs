//! The last answer, once more: whole or as a stream.

pub(in crate::http) mod complete;
pub(in crate::http) mod stream;
