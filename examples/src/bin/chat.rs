//! A chat in the terminal that shows the answer while the model writes it.
//!
//! Reads messages from stdin, one a line, and goes on in one conversation. The answer goes to
//! stdout; what the tools do goes to stderr.
//!
//! ```sh
//! TASKFLOW_TOKEN=$(taskflow token --user 1) chat [http://127.0.0.1:8080] [user]
//! ```

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the terminal"
)]

use std::{
    env,
    error::Error,
    io::{Write as _, stdout},
    process::ExitCode,
};

use futures::StreamExt as _;
use reqwest::{Client, Response};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut chat = Chat::from_arguments()?;
    let mut lines = BufReader::new(stdin()).lines();
    let mut outcome = ExitCode::SUCCESS;
    while let Some(line) = lines.next_line().await? {
        if line.trim().is_empty() {
            continue;
        }
        // A refusal ends the answer, not the chat.
        if let Err(error) = chat.say(&line).await {
            eprintln!("{error}");
            outcome = ExitCode::FAILURE;
        }
    }
    Ok(outcome)
}

struct Chat {
    http: Client,
    url: String,
    token: String,
    conversation: Option<Value>,
}

impl Chat {
    fn from_arguments() -> Result<Self, Box<dyn Error>> {
        let mut arguments = env::args().skip(1);
        let server = arguments
            .next()
            .unwrap_or_else(|| "http://127.0.0.1:8080".to_owned());
        let user = arguments.next().unwrap_or_else(|| "1".to_owned());
        Ok(Self {
            http: Client::new(),
            url: format!("{server}/api/{user}/chat/stream"),
            token: env::var("TASKFLOW_TOKEN")
                .map_err(|_| "set TASKFLOW_TOKEN to what `taskflow token` prints")?,
            conversation: None,
        })
    }

    async fn say(&mut self, message: &str) -> Result<(), Box<dyn Error>> {
        let body = match &self.conversation {
            None => json!({ "message": message }),
            Some(id) => json!({ "message": message, "conversation_id": id }),
        };
        let request = self.http.post(&self.url).bearer_auth(&self.token);
        let response = accepted(request.json(&body).send().await?).await?;
        let mut bytes = response.bytes_stream();
        let mut events = Events::default();
        while let Some(chunk) = bytes.next().await {
            for event in events.read(&chunk?) {
                if self.show(event)? {
                    return Ok(());
                }
            }
        }
        Err("the answer was cut off".into())
    }

    /// Shows an event; true when it was the last of the answer.
    fn show(&mut self, event: Event) -> Result<bool, Box<dyn Error>> {
        let data: Value = serde_json::from_str(&event.data)?;
        if let Some(id) = data.get("conversation_id") {
            self.conversation = Some(id.clone());
        }
        if let Some(name) = event.name {
            if name.starts_with("tool") {
                eprintln!("· {name} {data}");
            }
            return Ok(false);
        }
        if let Some(error) = text(&data, "error") {
            return Err(error.into());
        }
        print!("{}", text(&data, "content").unwrap_or_default());
        stdout().flush()?;
        let done = data.get("done") == Some(&Value::Bool(true));
        if done {
            println!();
        }
        Ok(done)
    }
}

/// Passes a successful response on; of a refusal it makes an error in the server's words.
async fn accepted(response: Response) -> Result<Response, Box<dyn Error>> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let problem: Value = response.json().await.unwrap_or_default();
    let detail = text(&problem, "detail").unwrap_or("no reason was given");
    Err(format!("{status}: {detail}").into())
}

fn text<'a>(object: &'a Value, member: &str) -> Option<&'a str> {
    object.get(member)?.as_str()
}

/// A server-sent event; the text of the answer comes in events without a name.
#[derive(Debug, Default, PartialEq)]
struct Event {
    name: Option<String>,
    data: String,
}

/// Puts events together from chunks of the stream, which end anywhere.
#[derive(Default)]
struct Events {
    unread: Vec<u8>,
    current: Event,
}

impl Events {
    fn read(&mut self, chunk: &[u8]) -> Vec<Event> {
        self.unread.extend_from_slice(chunk);
        let mut complete = Vec::new();
        while let Some(end) = self.unread.iter().position(|&byte| byte == b'\n') {
            let line: Vec<u8> = self.unread.drain(..=end).collect();
            self.take_line(String::from_utf8_lossy(&line).trim_end(), &mut complete);
        }
        complete
    }

    fn take_line(&mut self, line: &str, complete: &mut Vec<Event>) {
        if line.is_empty() {
            let event = std::mem::take(&mut self.current);
            complete.extend((!event.data.is_empty()).then_some(event));
        } else if let Some(name) = line.strip_prefix("event:") {
            self.current.name = Some(name.trim().to_owned());
        } else if let Some(data) = line.strip_prefix("data:") {
            self.current.data.push_str(data.trim_start());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_whole_wherever_the_stream_is_cut() {
        let stream =
            ": open\n\ndata: {\"content\": \"né\"}\n\nevent: tool\nid: 7\ndata: {}\r\n\r\n";
        let expected = vec![
            Event {
                name: None,
                data: "{\"content\": \"né\"}".to_owned(),
            },
            Event {
                name: Some("tool".to_owned()),
                data: "{}".to_owned(),
            },
        ];
        for size in 1..=stream.len() {
            let mut events = Events::default();
            let chunks = stream.as_bytes().chunks(size);
            let found: Vec<Event> = chunks.flat_map(|chunk| events.read(chunk)).collect();
            assert_eq!(found, expected, "in chunks of {size}");
        }
    }
}
