//! Answering anew, editing, and the branches that come of it.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::support::{Answer, Gateway, Options, Reply, ScriptedModel, read_events};

/// A gateway, its model, and a conversation in it.
struct Chat {
    gateway: Gateway,
    model: ScriptedModel,
    id: String,
}

impl Chat {
    /// Begins with messages, each of which is answered with its own text in capitals.
    async fn start(database: &TestDatabase, messages: &[&'static str]) -> Self {
        let model = ScriptedModel::start([]).await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let mut id = Value::Null;
        for message in messages {
            model.then(Reply::text(capitals(message)));
            let answer = gateway.say(&alice(), message, Some(&id)).await;
            assert_eq!(answer.status, 200, "{:?}", answer.body);
            id = answer.body["conversation_id"].clone();
        }
        let id = id.as_str().unwrap().to_owned();
        Self { gateway, model, id }
    }

    async fn say(&self, message: &str, answer: &'static str) -> Answer {
        self.model.then(Reply::text(answer));
        let id = json!(self.id);
        self.gateway.say(&alice(), message, Some(&id)).await
    }

    async fn edit(&self, message_id: &Value, message: &str, answer: &'static str) -> Answer {
        self.model.then(Reply::text(answer));
        let body = json!({
            "message": message, "conversation_id": self.id, "edit": message_id,
        });
        Gateway::answer(self.gateway.post(&alice(), "chat").json(&body)).await
    }

    async fn regenerate(&self, answer: &'static str) -> Answer {
        self.model.then(Reply::text(answer));
        Gateway::answer(self.post("regenerate")).await
    }

    fn post(&self, path: &str) -> RequestBuilder {
        let path = format!("conversations/{}/{path}", self.id);
        self.gateway.post(&alice(), &path)
    }

    async fn get(&self, path: &str) -> Answer {
        let path = format!("conversations/{}/{path}", self.id);
        self.gateway.get(&alice(), &path).await
    }

    async fn switch(&self, message_id: &Value) -> Answer {
        let path = format!("messages/{}/switch", message_id.as_str().unwrap());
        Gateway::answer(self.post(&path)).await
    }

    /// The active branch: each message and, where there are several, in how many branches.
    async fn active(&self) -> Vec<String> {
        shown(&self.get("messages").await.body)
    }

    async fn message(&self, content: &str) -> Value {
        let export = self.get("export").await.body;
        let mut messages = export["messages"].as_array().unwrap().iter();
        let message = messages.find(|message| message["content"] == content);
        message.unwrap_or_else(|| panic!("{content}"))["id"].clone()
    }

    /// What the model was told of the conversation the last time.
    fn told(&self) -> Vec<String> {
        let requests = self.model.requests();
        let messages = requests.last().unwrap()["messages"].as_array().unwrap();
        let contents = messages.iter().skip(1).map(|message| &message["content"]);
        contents
            .map(|content| content.as_str().unwrap().to_owned())
            .collect()
    }
}

fn capitals(text: &str) -> &'static str {
    text.to_uppercase().leak()
}

fn shown(page: &Value) -> Vec<String> {
    let messages = page["messages"].as_array().unwrap();
    assert_eq!(page["total"], messages.len());
    let show = |message: &Value| {
        let content = message["content"].as_str().unwrap();
        match message["branches"].as_u64() {
            None => content.to_owned(),
            Some(branches) => format!("{content} /{branches}"),
        }
    };
    messages.iter().map(show).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_answer_is_replaced_and_stays_reachable_and_the_model_is_not_told_of_it() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one", "two"]).await;
        let again = chat.regenerate("second").await;
        assert_eq!(again.status, 200, "{:?}", again.body);
        assert_eq!(again.body["response"], "second");
        assert_eq!(chat.told(), ["one", "ONE", "two"]);
        assert_eq!(chat.active().await, ["one", "ONE", "two", "second /2"]);
        chat.say("three", "THREE").await;
        assert_eq!(chat.told(), ["one", "ONE", "two", "second", "three"]);

        let id = again.body["message_id"].as_str().unwrap();
        let branches = chat.get(&format!("messages/{id}/branches")).await.body;
        let contents: Vec<_> = branches["branches"]
            .as_array()
            .unwrap()
            .iter()
            .map(|branch| (branch["content"].clone(), branch["active"].clone()))
            .collect();
        assert_eq!(
            contents,
            [(json!("TWO"), json!(false)), (json!("second"), json!(true))]
        );
        assert_eq!(branches["total"], 2);
        let old = branches["branches"][0]["id"].as_str().unwrap();
        let read = chat.get(&format!("messages?branch={old}")).await.body;
        assert_eq!(shown(&read), ["one", "ONE", "two", "TWO /2"]);
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_branches_at_any_message_and_one_can_go_back_and_on() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one", "two", "three"]).await;
        let two = chat.message("two").await;
        let edited = chat.edit(&two, "zwei", "ZWEI").await;
        assert_eq!(edited.status, 200, "{:?}", edited.body);
        assert_eq!(chat.told(), ["one", "ONE", "zwei"]);
        assert_eq!(chat.active().await, ["one", "ONE", "zwei /2", "ZWEI"]);
        // From the very beginning.
        let one = chat.message("one").await;
        chat.edit(&one, "eins", "EINS").await;
        assert_eq!(chat.told(), ["eins"]);
        assert_eq!(chat.active().await, ["eins /2", "EINS"]);
        // An edit of a message that is on another branch goes there.
        let three = chat.message("three").await;
        chat.edit(&three, "drei", "DREI").await;
        assert_eq!(chat.told(), ["one", "ONE", "two", "TWO", "drei"]);
        assert_eq!(
            chat.active().await,
            ["one /2", "ONE", "two /2", "TWO", "drei /2", "DREI"]
        );
        // Back to where the person was last below the message.
        chat.switch(&chat.message("eins").await).await;
        assert_eq!(chat.active().await, ["eins /2", "EINS"]);
        let switched = chat.switch(&one).await;
        assert_eq!(switched.status, 200, "{:?}", switched.body);
        let expected = ["one /2", "ONE", "two /2", "TWO", "drei /2", "DREI"];
        assert_eq!(shown(&switched.body), expected);
        chat.switch(&chat.message("ZWEI").await).await;
        chat.say("more", "MORE").await;
        assert_eq!(chat.told(), ["one", "ONE", "zwei", "ZWEI", "more"]);
        // On the branch that is active already nothing changes.
        let before = chat.active().await;
        assert_eq!(shown(&chat.switch(&one).await.body), before);
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_is_read_in_pages_whether_it_is_active_or_not() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one", "two", "three"]).await;
        let three = chat.message("THREE").await;
        let two = chat.message("two").await;
        let active = chat.get("messages").await.body["messages"].clone();
        for is_active in [true, false] {
            if !is_active {
                chat.edit(&two, "zwei", "ZWEI").await;
            }
            let base = format!("messages?limit=4&branch={}", three.as_str().unwrap());
            let (mut path, mut read) = (base.clone(), Vec::new());
            loop {
                let page = chat.get(&path).await.body;
                assert_eq!(page["total"], 6, "{page}");
                let messages = page["messages"].as_array().unwrap();
                read.splice(0..0, messages.iter().map(|one| one["id"].clone()));
                let Some(cursor) = page["next_cursor"].as_str() else {
                    break;
                };
                path = format!("{base}&cursor={cursor}");
            }
            let ids = active
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].clone());
            assert!(read.iter().cloned().eq(ids), "{read:?}");
        }
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_regenerated_as_a_stream_once_a_key_and_only_when_nothing_is_under_way() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one"]).await;
        chat.model.then(Reply::text("streamed"));
        let keyed = || {
            chat.post("regenerate/stream")
                .header("idempotency-key", "k1")
        };
        let events = read_events(keyed().send().await.unwrap()).await;
        assert_eq!(events.last().unwrap().data["done"], true);
        let message = events.last().unwrap().data["message_id"].clone();
        // Again with the same key: the same run, in either form.
        let repeated = read_events(keyed().send().await.unwrap()).await;
        assert_eq!(repeated.last().unwrap().data["message_id"], message);
        let whole = chat.post("regenerate").header("idempotency-key", "k1");
        assert_eq!(Gateway::answer(whole).await.body["message_id"], message);
        // Another body: another request.
        let other = json!({ "when_busy": "queue" });
        let other = chat
            .post("regenerate")
            .header("idempotency-key", "k1")
            .json(&other);
        assert_eq!(Gateway::answer(other).await.status, 422);
        let body = json!({ "message": "one", "conversation_id": chat.id });
        let chatted = chat
            .gateway
            .post(&alice(), "chat")
            .header("idempotency-key", "k1");
        assert_eq!(Gateway::answer(chatted.json(&body)).await.status, 422);

        let words = vec!["slow ", "answer"];
        chat.model
            .then(Reply::Tokens(words, Duration::from_millis(400)));
        let asking = tokio::spawn(Gateway::answer(chat.post("regenerate")));
        while chat.model.requests().len() < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let busy = Gateway::answer(chat.post("regenerate")).await;
        assert_eq!(
            (busy.status.as_u16(), &busy.body["code"]),
            (409, &json!("conversation_busy"))
        );
        let refused = chat.switch(&chat.message("ONE").await).await;
        assert_eq!(refused.status, 409, "{:?}", refused.body);
        let queued = json!({ "when_busy": "queue" });
        chat.model.then(Reply::text("queued"));
        let queued = Gateway::answer(chat.post("regenerate").json(&queued)).await;
        assert_eq!(queued.body["response"], "queued", "{:?}", queued.body);
        assert_eq!(asking.await.unwrap().body["response"], "slow answer");
        assert_eq!(chat.active().await, ["one", "queued /4"]);
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_answer_and_one_that_was_lost_can_be_asked_for_again() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one"]).await;
        chat.model.then(Reply::Status(400, None, "no"));
        let failed = Gateway::answer(chat.post("regenerate")).await;
        assert_eq!(failed.status, 502, "{:?}", failed.body);
        let again = chat.regenerate("at last").await;
        assert_eq!(again.body["response"], "at last", "{:?}", again.body);
        assert_eq!(chat.active().await, ["one", "at last /3"]);
        assert_eq!(chat.told(), ["one"]);
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_ones_own_messages_of_the_conversation_are_edited_read_and_switched_to() {
    let database = TestDatabase::sqlite().await;
    let chat = Chat::start(&database, &["one"]).await;
    chat.model.then(Reply::text("there"));
    let other = chat.gateway.ask("elsewhere").await["message_id"].clone();
    let answer = chat.message("ONE").await;
    let refused = chat.edit(&answer, "mine", "never").await;
    assert_eq!(
        (refused.status.as_u16(), &refused.body["code"]),
        (400, &json!("not_editable"))
    );
    let unknown = json!("00000000-0000-0000-0000-000000000000");
    for id in [&unknown, &other, &json!("rubbish"), &json!(7)] {
        let refused = chat.edit(id, "x", "never").await;
        assert_eq!(refused.status, 404, "{id}: {:?}", refused.body);
        assert_eq!(refused.body["code"], "message_not_found");
        let Some(id) = id.as_str() else { continue };
        for path in [
            format!("messages/{id}/branches"),
            format!("messages?branch={id}"),
        ] {
            let refused = chat.get(&path).await;
            assert_eq!(refused.status, 404, "{path}: {:?}", refused.body);
        }
        assert_eq!(chat.switch(&json!(id)).await.status, 404);
    }
    let body = json!({ "message": "x", "edit": answer });
    let alone = Gateway::answer(chat.gateway.post(&alice(), "chat").json(&body)).await;
    assert_eq!(alone.status, 400, "{:?}", alone.body);
    // Bob's path, Alice's conversation.
    for path in ["regenerate", "regenerate/stream", "messages/x/switch"] {
        let path = format!("conversations/{}/{path}", chat.id);
        let refused = Gateway::answer(chat.gateway.post(&bob(), &path)).await;
        assert_eq!(refused.status, 404, "{path}");
    }
    assert_eq!(chat.active().await, ["one", "ONE"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_has_all_branches_in_json_and_the_active_one_to_read() {
    on_each_database(async |database: &TestDatabase| {
        let chat = Chat::start(database, &["one"]).await;
        chat.regenerate("second").await;
        let messages = chat.get("export").await.body["messages"].clone();
        let marked: Vec<_> = messages
            .as_array()
            .unwrap()
            .iter()
            .map(|message| {
                (
                    message["content"].as_str().unwrap(),
                    message["active"] == true,
                )
            })
            .collect();
        assert_eq!(marked, [("one", true), ("ONE", false), ("second", true)]);
        assert_eq!(messages[2]["parent_id"], messages[0]["id"]);
        let text = chat.get("export?format=markdown").await.body;
        let text = text.as_str().unwrap();
        assert!(
            text.contains("> second") && !text.contains("> ONE"),
            "{text}"
        );
        chat.gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn regenerating_counts_against_the_rate_limit() {
    let model = ScriptedModel::start([Reply::text("a"), Reply::text("b")]).await;
    let options = Options {
        rate_limit: "1/hour+2",
        ..Options::with_model(&model)
    };
    let gateway = Gateway::start_with(options).await;
    let id = gateway.ask("hello").await["conversation_id"].clone();
    let path = format!("conversations/{}/regenerate", id.as_str().unwrap());
    let again = || Gateway::answer(gateway.post(&alice(), &path));
    assert_eq!(again().await.headers["x-ratelimit-remaining"], "0");
    assert_eq!(again().await.status, 429);
}
