//! What an endpoint sends as the body of an answer, turned into frames.
//!
//! The client library parses server-sent events itself, but it swallows `[DONE]`, so that a stream
//! that was cut off looks like one that ended; it flattens every fault into text; and it logs the
//! content of an event that is not JSON. So the body is read here, and the library is handed a
//! stream of its own kind in which each event is one [`Frame`] as JSON: always well-formed, with
//! the endpoint's payload inside as a string.

use std::{mem, time::Duration};

use futures::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout, timeout_at};

use super::error::Fault;

/// One step of an answer's body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Frame {
    /// An event's payload, unparsed.
    Data(String),
    /// `[DONE]`, or the end of a body that was one JSON document.
    Done,
    /// Nothing came for too long.
    TimedOut,
    /// The body went bad.
    Broken(Fault),
}

impl Frame {
    /// Writes the frame as a server-sent event.
    pub(super) fn to_event(&self) -> serde_json::Result<String> {
        Ok(format!("data: {}\n\n", serde_json::to_string(self)?))
    }
}

/// Returns the body of an answer that is nothing but withheld.
pub(super) fn withheld() -> [Frame; 2] {
    let end = r#"{"choices":[{"delta":{},"finish_reason":"content_filter"}]}"#;
    [Frame::Data(end.to_owned()), Frame::Done]
}

/// More than any model writes in one answer, and few enough to hold in memory.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// How long to read on after `[DONE]` for the end of the body, while nobody waits: with it the
/// connection returns to the pool, without it a connection is made anew. It usually comes in the
/// same packet.
const DRAIN: Duration = Duration::from_millis(50);

/// Reads `body` into frames. The first byte must come before `first_byte`, each next one within
/// `idle`. A body that just ends, ends the frames without a [`Frame::Done`].
pub(super) fn read<S, B, E>(
    body: S,
    first_byte: Instant,
    idle: Duration,
) -> impl Stream<Item = Frame> + Send
where
    S: Stream<Item = Result<B, E>> + Send + 'static,
    B: AsRef<[u8]> + Send + 'static,
    E: Send + 'static,
{
    async_stream::stream! {
        let mut body = Box::pin(body);
        let mut decoder = Decoder::default();
        let mut until = first_byte;
        loop {
            let frames = match timeout_at(until, body.next()).await {
                Err(_) => vec![Frame::TimedOut],
                Ok(Some(Err(_))) => vec![Frame::Broken(Fault::Connection)],
                Ok(Some(Ok(bytes))) => decoder.push(bytes.as_ref()),
                Ok(None) => break,
            };
            for frame in frames {
                if frame == Frame::Done {
                    // A task of its own, because the reader drops this stream at `[DONE]`.
                    tokio::spawn(drain(body));
                    yield frame;
                    return;
                }
                let is_last = !matches!(frame, Frame::Data(_));
                yield frame;
                if is_last {
                    return;
                }
            }
            until = Instant::now() + idle;
        }
        for frame in decoder.finish() {
            yield frame;
        }
    }
}

/// Reads `body` to its end, for at most [`DRAIN`].
async fn drain<B, E>(mut body: impl Stream<Item = Result<B, E>> + Unpin) {
    let end = async { while let Some(Ok(_)) = body.next().await {} };
    // An end that does not come costs a connection, nothing else.
    let _ = timeout(DRAIN, end).await;
}

/// Splits a body into frames, without waiting for anything.
#[derive(Debug, Default)]
struct Decoder {
    kind: Option<Kind>,
    /// The unfinished line, or the whole document so far.
    buffer: Vec<u8>,
    /// Whether the last line ended in CR: a LF that comes next belongs to it.
    is_after_cr: bool,
    /// The unfinished event's payload.
    payload: Option<String>,
    size: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Events,
    /// A complete answer in spite of `stream: true`.
    Document,
}

impl Decoder {
    fn push(&mut self, bytes: &[u8]) -> Vec<Frame> {
        self.size = self.size.saturating_add(bytes.len());
        if self.size > MAX_BODY_BYTES {
            return vec![Frame::Broken(Fault::TooLarge)];
        }
        // The content, because the content type is often wrong.
        if self.kind.is_none() {
            self.kind = match bytes.trim_ascii_start().first() {
                None => None,
                Some(b'{' | b'[') => Some(Kind::Document),
                Some(_) => Some(Kind::Events),
            };
        }
        match self.kind {
            None => Vec::new(),
            Some(Kind::Document) => {
                self.buffer.extend_from_slice(bytes);
                Vec::new()
            }
            Some(Kind::Events) => bytes
                .split_inclusive(|byte| matches!(byte, b'\r' | b'\n'))
                .filter_map(|piece| self.push_piece(piece))
                .collect(),
        }
    }

    fn finish(&mut self) -> Vec<Frame> {
        let rest = mem::take(&mut self.buffer);
        if self.kind == Some(Kind::Document) {
            return match String::from_utf8(rest) {
                Ok(document) => vec![Frame::Data(document), Frame::Done],
                Err(_) => vec![Frame::Broken(Fault::NotUtf8)],
            };
        }
        // Some endpoints leave out the empty line after their last event.
        let last = self.line(&rest);
        last.into_iter().chain(self.event()).collect()
    }

    /// Takes a line with its end, which is CR, LF or both, or as much of it as has come.
    fn push_piece(&mut self, piece: &[u8]) -> Option<Frame> {
        if mem::take(&mut self.is_after_cr) && piece == b"\n" {
            return None;
        }
        let (line, end) = match piece {
            [line @ .., end @ (b'\r' | b'\n')] => (line, Some(*end)),
            line => (line, None),
        };
        self.buffer.extend_from_slice(line);
        self.is_after_cr = end? == b'\r';
        let line = mem::take(&mut self.buffer);
        self.line(&line)
    }

    /// Takes one line of an event stream, without its end, as WHATWG HTML section 9.2.6 says; only
    /// `data` fields mean something here.
    fn line(&mut self, line: &[u8]) -> Option<Frame> {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        if line.is_empty() {
            return self.event();
        }
        let value = line.strip_prefix(b"data:")?;
        let Ok(value) = std::str::from_utf8(value) else {
            return Some(Frame::Broken(Fault::NotUtf8));
        };
        match &mut self.payload {
            None => self.payload = Some(value.to_owned()),
            Some(payload) => {
                payload.push('\n');
                payload.push_str(value);
            }
        }
        None
    }

    fn event(&mut self) -> Option<Frame> {
        let payload = self.payload.take()?;
        match payload.trim() {
            "" => None,
            "[DONE]" => Some(Frame::Done),
            payload => Some(Frame::Data(payload.to_owned())),
        }
    }
}
