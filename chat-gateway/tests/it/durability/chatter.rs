//! Somebody who chats, and sends a message again until it is answered.

use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use taskflow_shared::{
    ids::UserId,
    testing::{Dice, token},
};

use super::service::Service;

/// The connection broke: nobody knows whether the message was taken in.
#[derive(Debug)]
pub(super) struct Lost;

/// What became of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It has this answer.
    Answered { message_id: String },
    /// Its run is over without one: the program was killed.
    Interrupted,
}

/// A message, and what became of it.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) text: String,
    /// The tasks that it asks for.
    pub(super) titles: Vec<String>,
    pub(super) outcome: Outcome,
    path: &'static str,
    body: Value,
    key: String,
}

/// Somebody who chats in one conversation.
#[derive(Debug)]
pub(super) struct Chatter {
    pub(super) user: UserId,
    pub(super) conversation: Value,
    pub(super) said: Vec<Said>,
    dice: Dice,
}

impl Chatter {
    pub(super) fn new(number: usize) -> Self {
        Self {
            user: format!("person-{number}").parse().unwrap(),
            conversation: Value::Null,
            said: Vec::new(),
            dice: Dice::new(number as u64 + 1),
        }
    }

    /// Says the next thing, and waits until it is known what became of it.
    pub(super) async fn say_something(&mut self, service: &Service<'_>) -> Outcome {
        let number = self.said.len();
        let title = |part: &str| format!("{}-{number}-{part}", self.user);
        let titles = match self.dice.up_to(4) {
            0 => vec![],
            1 => vec![title("a"), title("b")],
            _ => vec![title("a")],
        };
        let text = match titles.is_empty() {
            true => format!("hello {}-{number}", self.user),
            false => format!("add {}", titles.join(", ")),
        };
        let path = ["chat", "chat/stream"][self.dice.up_to(2)];
        let mut said = Said {
            body: json!({ "message": text, "conversation_id": self.conversation }),
            key: format!("key-{number}"),
            outcome: Outcome::Interrupted,
            path,
            text,
            titles,
        };
        let (outcome, conversation) = self.until_known(service, &said).await;
        self.conversation = conversation;
        said.outcome = outcome.clone();
        self.said.push(said);
        outcome
    }

    /// Sends every message once more: each has the answer that it had.
    pub(super) async fn repeat_everything(&self, service: &Service<'_>) {
        for said in &self.said {
            let (outcome, _) = self.until_known(service, said).await;
            assert_eq!(outcome, said.outcome, "{}", said.text);
        }
    }

    async fn until_known(&self, service: &Service<'_>, said: &Said) -> (Outcome, Value) {
        loop {
            let url = service.url().await;
            let url = format!("{url}/api/{}/{}", self.user, said.path);
            let request = service.client.post(url).json(&said.body);
            let request = request
                .bearer_auth(token(&self.user, "anyone"))
                .header("idempotency-key", &said.key);
            if let Ok(known) = send(request).await {
                return known;
            }
        }
    }
}

async fn send(request: RequestBuilder) -> Result<(Outcome, Value), Lost> {
    let response = request.send().await.map_err(|_| Lost)?;
    let is_stream = response.headers()["content-type"] == "text/event-stream";
    let status = response.status().as_u16();
    let last = match is_stream {
        true => last_event(response).await?,
        false => response.json().await.map_err(|_| Lost)?,
    };
    let outcome = match (status, last["message_id"].as_str(), last["code"].as_str()) {
        (200, Some(message_id), None) => Outcome::Answered {
            message_id: message_id.to_owned(),
        },
        (200 | 503, None, Some("interrupted")) => Outcome::Interrupted,
        _ => panic!("{status}: {last}"),
    };
    Ok((outcome, last["conversation_id"].clone()))
}

async fn last_event(response: Response) -> Result<Value, Lost> {
    let text = response.text().await.map_err(|_| Lost)?;
    let mut events = text.lines().filter_map(|line| line.strip_prefix("data: "));
    let last: Value = serde_json::from_str(events.next_back().unwrap()).unwrap();
    assert_eq!(last["done"], true, "{last}");
    Ok(last)
}
