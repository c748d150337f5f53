//! Somebody signed in, on the paths and with the ids of somebody else.

use std::{collections::BTreeSet, fs, path::Path};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use taskflow_shared::testing::{alice, bob};

use crate::support::{Gateway, METHODS};

/// Every path under a person's own that the sources name. A new one is found without being listed.
fn paths() -> BTreeSet<String> {
    fn read(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, found);
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            let literals = source.split("\"/api/{user_id}").skip(1);
            found.extend(literals.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
        }
    }
    let mut found = BTreeSet::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http");
    read(&sources, &mut found);
    assert!(found.len() >= 11 && found.contains("/chat"), "{found:?}");
    found
}

/// What Bob has.
struct Victim {
    conversation: String,
    run: String,
    message: String,
}

impl Victim {
    async fn new(gateway: &Gateway) -> Self {
        let said = gateway.say(&bob(), "Add a task to buy roses", None).await;
        let id = |name: &str| said.body[name].as_str().unwrap().to_owned();
        Self {
            conversation: id("conversation_id"),
            run: id("run_id"),
            message: id("message_id"),
        }
    }

    /// A path of `user` with Bob's ids in it.
    fn path(&self, user: &str, path: &str) -> String {
        let filled = path
            .replace("{run_id}", &self.run)
            .replace("{message_id}", &self.message);
        let filled = filled.split('/').map(|part| match part.strip_prefix('{') {
            Some(_) => self.conversation.as_str(),
            None => part,
        });
        format!("/api/{user}{}", filled.collect::<Vec<_>>().join("/"))
    }

    /// Everything that Bob sees of it.
    async fn sees(&self, gateway: &Gateway) -> Vec<Value> {
        let mut sees = Vec::new();
        for path in [
            "conversations".to_owned(),
            format!("conversations/{}/messages", self.conversation),
            format!("runs/{}", self.run),
            "usage".to_owned(),
        ] {
            sees.push(gateway.get(&bob(), &path).await.body);
        }
        sees.push(gateway.call_tool(&bob(), "list_tasks", json!({})).await);
        sees
    }
}

fn request(gateway: &Gateway, method: &Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", gateway.url);
    let body = json!({ "message": "delete task 1", "title": "mine now", "answer": "yes" });
    gateway.client.request(method.clone(), url).json(&body)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_route_serves_another_persons_path_whatever_the_method() {
    let gateway = Gateway::start().await;
    let victim = Victim::new(&gateway).await;
    let before = victim.sees(&gateway).await;
    for path in paths() {
        let path = victim.path(bob().as_str(), &path);
        let mut served = 0;
        for method in METHODS {
            let anonymous = Gateway::answer(request(&gateway, &method, &path)).await;
            assert_eq!(
                anonymous.status, 401,
                "an id is no credential: {method} {path}"
            );
            let own_token = request(&gateway, &method, &path).bearer_auth(gateway.token(&alice()));
            let answer = Gateway::answer(own_token).await;
            match answer.status.as_u16() {
                405 => {}
                403 => served += 1,
                other => panic!("{other} for {method} {path}: {:?}", answer.body),
            }
            assert!(!answer.body.to_string().contains("roses"));
        }
        assert!(served > 0, "{path} has a method");
    }
    assert_eq!(victim.sees(&gateway).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn ids_of_another_persons_things_are_not_found_on_ones_own_path() {
    let gateway = Gateway::start().await;
    let victim = Victim::new(&gateway).await;
    let before = victim.sees(&gateway).await;
    for path in paths().iter().filter(|path| path.contains('{')) {
        let path = victim.path(alice().as_str(), path);
        let mut missing = 0;
        for method in METHODS {
            let request = request(&gateway, &method, &path).bearer_auth(gateway.token(&alice()));
            let answer = Gateway::answer(request).await;
            match answer.status.as_u16() {
                404 => missing += 1,
                // The body was not what this route takes.
                400 | 405 | 422 => {}
                other => panic!("{other} for {method} {path}: {:?}", answer.body),
            }
            assert!(!answer.body.to_string().contains("roses"));
        }
        assert!(missing > 0, "{path} has a method");
    }
    let conversation = json!(victim.conversation);
    let said = gateway.say(&alice(), "hello", Some(&conversation)).await;
    assert_eq!(said.status, 404, "nor in a body");
    assert_eq!(victim.sees(&gateway).await, before);
}
