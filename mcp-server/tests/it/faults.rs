//! When something breaks.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
    mpsc,
};

use sea_orm::{ConnectionTrait as _, DbErr};
use serde_json::json;
use taskflow_mcp::http::router;
use taskflow_shared::{
    clock::Clock,
    testing::{TestDatabase, alice, on_each_database, token},
};

use crate::harness::{Person, Served, config_for, parts, server};

const APOLOGY: &str = "Something went wrong on our side; please try again";

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_fails_is_not_talked_about_and_nothing_stays_half_done() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        rename(test, "changes", "hidden").await;
        let refusal = alice
            .call("add_task", json!({"title": "B"}))
            .await
            .refusal();
        assert_eq!(refusal, APOLOGY);
        let refusal = alice
            .call("complete_task", json!({"task_id": 1}))
            .await
            .refusal();
        assert_eq!(refusal, APOLOGY);
        rename(test, "hidden", "changes").await;
        assert_eq!(alice.list(json!({"status": "pending"})).await, (vec![1], 1));
        assert_eq!(alice.add("B").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_counted_is_not_made() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::new(&server(&test.database), &alice());
        alice.add("A").await;
        let uncounted: Result<(), DbErr> = test
            .database
            .write(|transaction| {
                let sql = "DELETE FROM task_lists";
                Box::pin(async move { transaction.execute_unprepared(sql).await.map(drop) })
            })
            .await;
        uncounted.unwrap();
        let done = alice.call("complete_task", json!({"task_id": 1})).await;
        assert_eq!(done.refusal(), APOLOGY);
    })
    .await;
}

async fn rename(test: &TestDatabase, from: &str, to: &str) {
    let sql = format!("ALTER TABLE {from} RENAME TO {to}");
    let renamed: Result<(), DbErr> = test
        .database
        .write(|transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    renamed.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_that_panics_is_answered_and_the_next_call_works() {
    let test = TestDatabase::sqlite().await;
    let mut broken = parts(&test.database);
    let is_broken = Arc::new(AtomicBool::new(true));
    let faulty = Arc::clone(&is_broken);
    broken.clock = Clock::from_fn(move || {
        assert!(!faulty.load(Ordering::SeqCst), "a fault in the clock");
        Clock::system().now()
    });
    let alice = Person::new(&router(broken), &alice());
    let refusal = alice
        .call("add_task", json!({"title": "A"}))
        .await
        .refusal();
    assert_eq!(refusal, APOLOGY);
    is_broken.store(false, Ordering::SeqCst);
    assert_eq!(alice.list(json!({})).await, (vec![], 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_before_the_server_was_stopped_is_answered() {
    let test = TestDatabase::sqlite().await;
    let (arrived, arrival) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    let released = Mutex::new(released);
    // Holds the request up until the server has been told to stop.
    let clock = Clock::from_fn(move || {
        arrived.send(()).unwrap();
        let _ = released.lock().unwrap().recv();
        Clock::system().now()
    });
    let served = Served::start_with(config_for(&test), clock).await;
    let url = served.url.clone();
    let params = json!({"name": "add_task", "arguments": {"title": "A"}});
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let request = reqwest::Client::new()
        .post(&url)
        .header("content-type", "application/json")
        .bearer_auth(token(&alice(), &url))
        .body(message.to_string());
    let asked = tokio::spawn(request.send());
    tokio::task::block_in_place(|| arrival.recv().unwrap());
    served.leave();
    drop(release);
    let answer = asked.await.unwrap().unwrap().text().await.unwrap();
    assert!(answer.contains("created"), "{answer}");
    served.stop().await;
}
