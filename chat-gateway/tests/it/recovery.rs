//! Runs whose program is gone, and runs that are asked to go.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use serde_json::json;
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use crate::support::{Gateway, Options, Reply, ScriptedModel};

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
