//! Runs whose program is gone, and runs that are asked to go.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel};

async fn statuses(database: &TestDatabase) -> Vec<String> {
    let reads = database.database.reads();
    let sql = "SELECT status FROM runs ORDER BY created_at, id";
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    let rows = reads.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_lease_ran_out_gives_its_conversation_back() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        let conversation = gateway.ask("hello").await["conversation_id"].clone();
        // As a program leaves it that was killed an hour ago and never came back.
        let written: Result<(), DbErr> = database
            .database
            .write(|transaction| {
                Box::pin(async move {
                    let sql = "UPDATE runs SET status = 'running', \
                               lease_expires_at = '2026-01-01T00:00:00+00:00'";
                    transaction.execute_unprepared(sql).await.map(drop)
                })
            })
            .await;
        written.unwrap();
        let answer = gateway
            .say(&alice(), "still there?", Some(&conversation))
            .await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        assert_eq!(statuses(database).await, ["interrupted", "completed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_gateway_on_the_same_file_leaves_the_runs_of_the_first_alone() {
    let words = vec!["still ", "here"];
    let model = ScriptedModel::start([Reply::Tokens(words, Duration::from_millis(500))]).await;
    let first = Gateway::start_with(Options::with_model(&model)).await;
    let asking = {
        let request = first
            .post(&alice(), "chat")
            .json(&json!({ "message": "hello" }));
        tokio::spawn(Gateway::answer(request))
    };
    while model.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let second = first.test_database.second().await;
    let second = Gateway::start_on(second, Options::default()).await;
    assert_eq!(
        asking.await.unwrap().body["assistant_message"],
        "still here"
    );
    assert_eq!(statuses(&second.test_database).await, ["completed"]);
}

/// What a program finds that was asleep, or whose clock was moved, while it answered.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_others_took_for_abandoned_still_tells_what_it_has_done() {
    on_each_database(async |database: &TestDatabase| {
        let pause = Duration::from_millis(400);
        let model = ScriptedModel::start([
            Reply::call("add_task", r#"{"title":"Milk"}"#),
            Reply::Tokens(vec!["Added ", "it."], pause),
        ])
        .await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        let asking = {
            let request = gateway
                .post(&alice(), "chat")
                .json(&json!({ "message": "add milk" }));
            tokio::spawn(Gateway::answer(request))
        };
        while model.requests().len() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let written: Result<(), DbErr> = database
            .database
            .write(|transaction| {
                Box::pin(async move {
                    let sql = "UPDATE runs SET status = 'interrupted'";
                    transaction.execute_unprepared(sql).await.map(drop)
                })
            })
            .await;
        written.unwrap();
        let answer = asking.await.unwrap();
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        assert_eq!(answer.body["tool_calls"][0]["result"]["title"], "Milk");
        assert_eq!(statuses(database).await, ["completed"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_goes_on_using_its_tools_while_the_gateway_stops() {
    let pause = Duration::from_millis(300);
    let add = Call("add_task", r#"{"title":"Milk"}"#);
    let model = ScriptedModel::start([Reply::CallAfter(pause, add), Reply::text("Added.")]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let asking = {
        let request = gateway
            .post(&alice(), "chat")
            .json(&json!({ "message": "add milk" }));
        tokio::spawn(Gateway::answer(request))
    };
    while model.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    gateway.stop().await;
    let answer = asking.await.unwrap();
    assert_eq!(
        answer.body["tool_calls"][0]["result"]["status"], "created",
        "{:?}",
        answer.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_that_does_not_end_in_time_is_interrupted_when_the_gateway_stops() {
    let model = ScriptedModel::start([Reply::Silence(Duration::from_secs(60))]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let asking = {
        let request = gateway
            .post(&alice(), "chat")
            .json(&json!({ "message": "hello" }));
        tokio::spawn(Gateway::answer(request))
    };
    while model.requests().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let database = gateway.stop().await;
    let answer = asking.await.unwrap();
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (503, &json!("interrupted"))
    );
    assert_eq!(statuses(&database).await, ["interrupted"]);
}
