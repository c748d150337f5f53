//! One JSON-RPC message a line, each way.
//!
//! The library's own transport passes over lines that are not JSON, and gives up on a host whose
//! first message is a notification. Here a bad line is answered as JSON-RPC 2.0 (section 5.1) has
//! it, and the session goes on.

use std::{io, sync::Arc};

use rmcp::{
    ErrorData, RoleServer,
    model::{ClientJsonRpcMessage, ErrorCode, RequestId, ServerJsonRpcMessage},
    transport::Transport,
};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader},
    sync::Mutex,
    task::JoinSet,
};
use tokio_util::sync::CancellationToken;

use super::glimpse::Glimpse;

/// The longest line that is read, as over HTTP.
const MAX_LINE: usize = 1024 * 1024;

/// Refusals that wait to be written at the most.
const MAX_REFUSALS: usize = 64;

/// Messages as lines of text.
#[derive(Debug)]
pub(super) struct Lines<R, W> {
    input: BufReader<R>,
    /// What of the present line has been read. It outlives a call to `receive` that is dropped.
    line: Vec<u8>,
    /// What was seen of the present line, which is too long to be kept.
    skipped: Option<Glimpse>,
    /// Whether a request has come: what a host may send first.
    begun: bool,
    output: Arc<Mutex<W>>,
    refusals: JoinSet<()>,
    /// Cancelled when there is nothing more to read.
    end: CancellationToken,
}

/// What came of reading a line.
enum Line {
    Whole,
    /// With the id of the request that it is, as far as that can be seen.
    TooLong(Option<RequestId>),
    End,
}

impl<R, W> Lines<R, W>
where
    R: AsyncRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    pub(super) fn new(input: R, output: W, end: CancellationToken) -> Self {
        Self {
            input: BufReader::new(input),
            line: Vec::new(),
            skipped: None,
            begun: false,
            output: Arc::new(Mutex::new(output)),
            refusals: JoinSet::new(),
            end,
        }
    }

    /// Reads to the end of the line. Nothing is lost where the caller stops waiting: bytes are
    /// taken from the input and kept without a pause in between.
    async fn read_line(&mut self) -> io::Result<Line> {
        loop {
            let available = self.input.fill_buf().await?;
            if available.is_empty() {
                // A last line without its end is a line too.
                return Ok(match self.skipped.take() {
                    Some(skipped) => Line::TooLong(skipped.id()),
                    None if self.line.is_empty() => Line::End,
                    None => Line::Whole,
                });
            }
            let end = available.iter().position(|byte| *byte == b'\n');
            let part = available.split_at(end.unwrap_or(available.len())).0;
            match &mut self.skipped {
                Some(skipped) => skipped.read(part),
                None => self.line.extend_from_slice(part),
            }
            let taken = part.len() + usize::from(end.is_some());
            self.input.consume(taken);
            if self.line.len() > MAX_LINE {
                let begun = std::mem::take(&mut self.line);
                self.skipped.get_or_insert_default().read(&begun);
            }
            if end.is_some() {
                return Ok(match self.skipped.take() {
                    Some(skipped) => Line::TooLong(skipped.id()),
                    None => Line::Whole,
                });
            }
        }
    }

    /// Takes the message out of the line that was read, if it is one and now is its time.
    fn take_message(&mut self) -> Option<ClientJsonRpcMessage> {
        let line = std::mem::take(&mut self.line);
        let text = line
            .strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(&line)
            .trim_ascii();
        if text.is_empty() {
            return None;
        }
        match serde_json::from_slice(text) {
            Ok(message) => {
                self.begun |= matches!(message, ClientJsonRpcMessage::Request(_));
                self.begun.then_some(message)
            }
            Err(_) => {
                if let Some((error, id)) = fault(text) {
                    self.refuse(error, id);
                }
                None
            }
        }
    }

    /// Waits while a host sends bad lines faster than it reads what is said of them.
    async fn make_room(&mut self) {
        while self.refusals.try_join_next().is_some() {}
        while self.refusals.len() >= MAX_REFUSALS {
            self.refusals.join_next().await;
        }
    }

    /// Waits until every refusal is written.
    async fn refused(&mut self) {
        while self.refusals.join_next().await.is_some() {}
    }

    /// Answers beside the session. As a task of its own, so that it is written whole even when
    /// the caller stops waiting.
    fn refuse(&mut self, error: ErrorData, id: Option<RequestId>) {
        let message = json!({"jsonrpc": "2.0", "id": id, "error": error});
        let output = Arc::clone(&self.output);
        self.refusals.spawn(async move {
            if let Err(error) = write(&output, &message).await {
                tracing::debug!(%error, "the host no longer listens");
            }
        });
    }
}

/// Says what is wrong with a line that is not a message, and to which request that is the answer;
/// nothing where it is a notification, which has no answer.
fn fault(line: &[u8]) -> Option<(ErrorData, Option<RequestId>)> {
    let Ok(value) = serde_json::from_slice::<Value>(line) else {
        let error = ErrorData::new(ErrorCode::PARSE_ERROR, "The line is not JSON", None);
        return Some((error, None));
    };
    let id = value.get("id");
    let readable: Option<RequestId> = id.and_then(|id| serde_json::from_value(id.clone()).ok());
    let is_request = value.get("jsonrpc").is_some_and(|version| version == "2.0")
        && value.get("method").is_some_and(Value::is_string);
    let error = match (id, &readable) {
        _ if !is_request => {
            let words = "The line is JSON, but not one JSON-RPC 2.0 message";
            ErrorData::invalid_request(words, None)
        }
        (None, _) => return None,
        (Some(_), None) => {
            ErrorData::invalid_request("The id must be a string or a whole number", None)
        }
        (Some(_), Some(_)) => {
            ErrorData::invalid_params("The parameters are not what this method takes", None)
        }
    };
    Some((error, readable))
}

async fn write<W: AsyncWrite + Unpin>(
    output: &Mutex<W>,
    message: &impl Serialize,
) -> io::Result<()> {
    let mut line = serde_json::to_vec(message)?;
    line.push(b'\n');
    let mut output = output.lock().await;
    output.write_all(&line).await?;
    output.flush().await
}

impl<R, W> Transport<RoleServer> for Lines<R, W>
where
    R: AsyncRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin + 'static,
{
    type Error = io::Error;

    fn send(
        &mut self,
        message: ServerJsonRpcMessage,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = Arc::clone(&self.output);
        async move { write(&output, &message).await }
    }

    async fn receive(&mut self) -> Option<ClientJsonRpcMessage> {
        loop {
            self.make_room().await;
            match self.read_line().await {
                Ok(Line::Whole) => {
                    if let Some(message) = self.take_message() {
                        return Some(message);
                    }
                }
                Ok(Line::TooLong(id)) => {
                    let words = format!("The line is longer than {MAX_LINE} bytes");
                    self.refuse(ErrorData::invalid_request(words, None), id);
                }
                Ok(Line::End) => {
                    self.end.cancel();
                    self.refused().await;
                    return None;
                }
                Err(error) => {
                    tracing::warn!(%error, "the input cannot be read");
                    self.end.cancel();
                    return None;
                }
            }
        }
    }

    async fn close(&mut self) -> io::Result<()> {
        self.refused().await;
        self.output.lock().await.flush().await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::io::{AsyncReadExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn a_host_that_does_not_read_is_not_read_from_for_ever() {
        let (output, mut host) = duplex(16);
        let input = "not json\n".repeat(1_000);
        let mut lines = Lines::new(input.as_bytes(), output, CancellationToken::new());
        let receiving = tokio::time::timeout(Duration::from_millis(100), lines.receive());
        assert!(receiving.await.is_err());
        assert_eq!(lines.refusals.len(), MAX_REFUSALS);

        let reading = tokio::spawn(async move {
            let mut answers = String::new();
            host.read_to_string(&mut answers).await.map(|_| answers)
        });
        assert!(lines.receive().await.is_none());
        drop(lines);
        let answers = reading.await.unwrap().unwrap();
        assert_eq!(answers.lines().count(), 1_000);
    }
}
