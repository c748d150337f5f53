use std::{
    fmt::{Debug, Write},
    sync::{Arc, Mutex},
};

use serde_json::json;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
    subscriber::set_default,
};

use super::{
    OpenAiConfig, OpenAiModel, collect, config, request,
    server::{Reply, Server, Step},
    text,
};
use crate::llm::{LanguageModel, Message};

/// Keeps everything that anything logs, at every level.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<String>>);

impl Visit for Journal {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut journal = self.0.lock().expect("no panic");
        writeln!(journal, "{field}={value:?}").expect("memory");
    }
}

impl Subscriber for Journal {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }
    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn neither_content_nor_bodies_nor_the_key_are_logged() {
    let journal = Journal::default();
    let _guard = set_default(journal.clone());
    tracing::info!("the journal is open");
    let secret = "marigold";
    let broken = format!("{{\"choices\":[{{\"delta\":{{\"content\":\"{secret}");
    let error = json!({ "error": { "message": secret, "code": 500 } });
    let replies = [
        Reply::status(500, "", secret),
        Reply::status(400, "", secret),
        Reply::status(422, "", &error.to_string()),
        Reply::status(429, "", &format!("<html>{secret}</html>")),
        Reply::events([text(secret)]).event(&broken).done(),
        Reply::events([text(secret), error]).done(),
        Reply::events([json!({ "choices": [{ "delta": { "content": { "text": secret } } }] })])
            .done(),
        Reply::stream().part(b"data: marigold \xff\n\n").done(),
        Reply::events([text(secret)]).then(Step::Reset),
        Reply::status(200, "", &format!("{{\"marigold\": {secret}")),
        Reply::events([text(secret)]).done(),
    ];
    let count = replies.len();
    let server = Server::start(replies).await;
    let api_key = Some(secret.into());
    let model = OpenAiModel::new(OpenAiConfig {
        api_key,
        ..config(&server)
    })
    .expect("a model");
    for _ in 0..count {
        let request = request(vec![Message::User(secret.to_owned())]);
        let outcome = collect(model.respond(request)).await;
        if let Err(error) = outcome.end {
            assert!(!format!("{error:?}").contains(secret), "{error:?}");
        }
    }
    assert_eq!(server.requests().len(), count);
    let journal = journal.0.lock().expect("no panic");
    assert!(journal.contains("the journal is open"));
    assert!(!journal.contains(secret), "{journal}");
}
