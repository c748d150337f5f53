//! Being told of changes, in the newest revision and over HTTP.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::Router;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use taskflow_mcp::http::{HttpParts, router};
use taskflow_shared::{
    auth::Scopes,
    clock::Clock,
    database::Database,
    testing::{TestDatabase, alice, bob, on_each_database, token, token_for},
};

use crate::{
    harness::{Person, RESOURCE, Served, parts, server},
    wire::{Client, ERAS, Events, NEWEST, OLDER},
};

/// A server whose clock goes on by two seconds whenever it is read, so that what a test did
/// before it listened is over.
fn stepping(database: &Database) -> HttpParts {
    let start = Clock::system().now();
    let read = Arc::new(AtomicI64::new(0));
    let clock = Clock::from_fn(move || {
        start + TimeDelta::seconds(2 * read.fetch_add(1, Ordering::Relaxed))
    });
    HttpParts {
        clock,
        ..parts(database)
    }
}

fn stepping_server(database: &Database) -> Router {
    router(stepping(database))
}

async fn rename(person: &Person, number: i64, title: &str) {
    let update = json!({"task_id": number, "title": title});
    person.call("update_task", update).await.value();
}

async fn list_changed(events: &mut Events) {
    let message = events.next().await.unwrap();
    assert_eq!(
        message["method"], "notifications/resources/list_changed",
        "{message}"
    );
}

#[tokio::test]
async fn changes_are_told_whichever_process_makes_them() {
    on_each_database(async |test| {
        let router = stepping_server(&test.database);
        let other = test.second().await;
        let elsewhere = Person::new(&server(&other.database), &alice());
        let person = Person::new(&router, &alice());
        person
            .call("add_task", json!({"title": "A", "project": "Home"}))
            .await
            .value();
        person.add("B").await;
        let wanted = json!(["task://1", "tasks://project/home", "tasks://today"]);
        let (acknowledged, mut events) = Client::new(&router, &alice())
            .listen(json!({"resourceSubscriptions": wanted, "resourcesListChanged": true}))
            .await;
        assert_eq!(acknowledged["resourceSubscriptions"], wanted);
        assert_eq!(acknowledged["resourcesListChanged"], true);

        rename(&person, 2, "Nobody listens for this").await;
        rename(&elsewhere, 1, "C").await;
        assert_eq!(events.updated().await, "task://1");
        assert_eq!(events.updated().await, "tasks://project/home");

        let new = json!({"title": "D", "due": "today", "project": "New"});
        elsewhere.call("add_task", new).await.value();
        assert_eq!(events.updated().await, "tasks://today");
        list_changed(&mut events).await;

        let part = json!({"title": "E", "parent_id": 1});
        person.call("add_task", part).await.value();
        assert_eq!(events.updated().await, "task://1");
        elsewhere.call("undo", json!({})).await.value();
        assert_eq!(events.updated().await, "task://1");
    })
    .await;
}

#[tokio::test]
async fn the_list_is_another_with_the_first_task_of_a_project_and_with_the_last() {
    on_each_database(async |test| {
        let router = stepping_server(&test.database);
        let person = Person::new(&router, &alice());
        let home = json!({"title": "A", "project": "Home"});
        person.call("add_task", home.clone()).await.value();
        let wanted = json!({
            "resourceSubscriptions": ["tasks://project/home"],
            "resourcesListChanged": true,
        });
        let (_, mut events) = Client::new(&router, &alice()).listen(wanted).await;
        for _ in 0..2 {
            person.call("add_task", home.clone()).await.value();
            assert_eq!(events.updated().await, "tasks://project/home");
        }
        let moved = json!({"task_id": 2, "project": "Éire"});
        person.call("update_task", moved).await.value();
        assert_eq!(events.updated().await, "tasks://project/home");
        list_changed(&mut events).await;
        person
            .call("complete_task", json!({"task_id": 2}))
            .await
            .value();
        person
            .call("delete_task", json!({"task_id": 2}))
            .await
            .value();
        list_changed(&mut events).await;
        rename(&person, 1, "The end").await;
        assert_eq!(events.updated().await, "tasks://project/home");
    })
    .await;
}

#[tokio::test]
async fn nothing_of_other_people_is_told() {
    on_each_database(async |test| {
        let router = stepping_server(&test.database);
        let people = [alice(), bob()].map(|user| Person::new(&router, &user));
        let mut streams = Vec::new();
        for (user, person) in [alice(), bob()].iter().zip(&people) {
            person.add("A").await;
            let wanted = json!({"resourceSubscriptions": ["task://1", "task://2"]});
            let (_, events) = Client::new(&router, user).listen(wanted).await;
            streams.push(events);
        }
        let [alice, bob] = &people;
        rename(bob, 1, "B").await;
        alice.add("C").await;
        assert_eq!(streams[0].updated().await, "task://2");
        assert_eq!(streams[1].updated().await, "task://1");
    })
    .await;
}

#[tokio::test]
async fn what_is_never_told_is_not_acknowledged() {
    let test = TestDatabase::sqlite().await;
    let client = Client::new(&server(&test.database), &alice());
    let uris = [
        "file:///etc/passwd",
        "task://x",
        "tasks://overdue",
        "skill://managing-tasks/SKILL.md",
    ];
    let wanted = json!({
        "toolsListChanged": true,
        "promptsListChanged": true,
        "resourceSubscriptions": uris,
    });
    let (acknowledged, _) = client.listen(wanted).await;
    assert_eq!(
        acknowledged,
        json!({"resourceSubscriptions": ["tasks://overdue"]})
    );
    let many: Vec<String> = (1..=150).map(|number| format!("task://{number}")).collect();
    let (acknowledged, _) = client.listen(json!({"resourceSubscriptions": many})).await;
    assert_eq!(
        acknowledged["resourceSubscriptions"]
            .as_array()
            .unwrap()
            .len(),
        100
    );
}

#[tokio::test]
async fn nothing_piles_up_for_a_host_that_does_not_read() {
    const ROUNDS: usize = 24;
    let test = TestDatabase::sqlite().await;
    let parts = stepping(&test.database);
    let leaving = parts.leaving.clone();
    let router = router(parts);
    let person = Person::new(&router, &alice());
    person.add("A").await;
    let client = Client::new(&router, &alice());
    let wanted = json!({"resourceSubscriptions": ["task://1"]});
    let (_, mut idle) = client.listen(wanted.clone()).await;
    let (_, mut awake) = client.listen(wanted).await;
    // Each round is a notification for whoever reads.
    for round in 0..ROUNDS {
        rename(&person, 1, &format!("Round {round}")).await;
        awake.updated().await;
    }
    leaving.cancel();
    let mut kept = 0;
    while idle.next().await.unwrap()["result"].is_null() {
        kept += 1;
    }
    assert!((1..ROUNDS).contains(&kept), "{kept} were kept");
}

#[tokio::test]
async fn a_subscription_ends_gracefully_when_the_server_leaves() {
    let test = TestDatabase::sqlite().await;
    let served = Served::start(&test).await;
    let url = served.url.clone();
    let message = json!({"jsonrpc": "2.0", "id": "s", "method": "subscriptions/listen", "params": {
        "notifications": {"resourcesListChanged": true},
        "_meta": {
            "io.modelcontextprotocol/protocolVersion": NEWEST,
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        },
    }});
    let mut answer = reqwest::Client::new()
        .post(&url)
        .bearer_auth(token(&alice(), &url))
        .header("content-type", "application/json")
        .header("accept", "application/json, text/event-stream")
        .header("mcp-protocol-version", NEWEST)
        .header("mcp-method", "subscriptions/listen")
        .body(message.to_string())
        .send()
        .await
        .unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("acknowledged"));
    served.leave();
    let mut rest = String::new();
    while let Some(chunk) = answer.chunk().await.unwrap() {
        rest += std::str::from_utf8(&chunk).unwrap();
    }
    let data = rest.lines().find_map(|line| line.strip_prefix("data:"));
    let last: Value = serde_json::from_str(data.unwrap()).unwrap();
    assert_eq!(last["id"], "s");
    assert_eq!(last["result"]["resultType"], "complete");
    served.stop().await;
}

#[tokio::test]
async fn a_subscription_ends_with_its_token() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let short = token_for(&alice(), RESOURCE, &Scopes::all(), TimeDelta::seconds(2));
    let client = Client::with_token(&router, short);
    let (_, mut events) = client.listen(json!({"resourcesListChanged": true})).await;
    let last = events.next().await.unwrap();
    assert_eq!(last["result"]["resultType"], "complete", "{last}");
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn lists_of_a_day_change_when_the_day_does() {
    let test = TestDatabase::sqlite().await;
    let mut parts = parts(&test.database);
    let begun = std::time::Instant::now();
    // In Auckland, it is half a second to midnight.
    parts.locale.time_zone = "Pacific/Auckland".parse().unwrap();
    parts.clock = Clock::from_fn(move || {
        let start: chrono::DateTime<Utc> = "2026-11-22T10:59:59.500Z".parse().unwrap();
        start + begun.elapsed()
    });
    let client = Client::new(&router(parts), &alice());
    let wanted = json!(["task://1", "tasks://overdue", "tasks://today"]);
    let (_, mut events) = client
        .listen(json!({"resourceSubscriptions": wanted}))
        .await;
    assert_eq!(events.updated().await, "tasks://overdue");
    assert_eq!(events.updated().await, "tasks://today");
}

#[tokio::test]
async fn one_person_has_a_bounded_number_of_subscriptions() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let client = Client::new(&router, &alice());
    let mut open = Vec::new();
    for _ in 0..64 {
        open.push(client.listen(json!({"resourcesListChanged": true})).await);
    }
    let (_, mut refused) = client.listen(json!({"resourcesListChanged": true})).await;
    let error = refused.next().await.unwrap();
    assert_eq!(error["error"]["code"], -32600, "{error}");
    let (_, mut others) = Client::new(&router, &bob())
        .listen(json!({"resourceSubscriptions": ["task://1"]}))
        .await;
    Person::new(&router, &bob()).add("B").await;
    assert_eq!(others.updated().await, "task://1");
    drop(open);
}

#[tokio::test]
async fn each_era_has_its_own_way_to_subscribe() {
    let test = TestDatabase::sqlite().await;
    let client = Client::new(&server(&test.database), &alice());
    let today = json!({"uri": "tasks://today"});
    for method in ["resources/subscribe", "resources/unsubscribe"] {
        for version in ERAS {
            // Over HTTP no session lasts in which a host could be told.
            let (code, _) = client.error(version, method, today.clone()).await;
            assert_eq!(code, -32601, "{method} in {version}");
        }
    }
    let listen = json!({"notifications": {"resourcesListChanged": true}});
    let (code, _) = client.error(OLDER, "subscriptions/listen", listen).await;
    assert_eq!(code, -32601);
}
