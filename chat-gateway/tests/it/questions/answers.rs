//! The endpoint that answers.

use futures::future::join_all;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use super::{answer, answering, deleting, messages, run, tasks};
use crate::support::{Gateway, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn of_many_answers_one_counts_and_the_call_is_made_once() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Gone.")]).await;
        let asked = gateway.ask("delete the party").await;
        let yes = json!({"action": "accept", "content": {"delete": true}});
        let answers = (0..10).map(|_| answer(&gateway, &asked, yes.clone()));
        let answers = join_all(answers).await;
        let (taken, refused): (Vec<_>, Vec<_>) =
            answers.iter().partition(|answer| answer.status == 200);
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].body["assistant_message"], "Gone.");
        for answer in refused {
            assert_eq!(answer.status, 409, "{:?}", answer.body);
            assert_eq!(answer.body["code"], "question_closed");
        }
        assert_eq!(tasks(&gateway).await, 0);
        assert_eq!(messages(&gateway, &asked).await[2]["content"], "Yes");
        assert_eq!(model.requests().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_does_not_fit_says_why_and_leaves_the_question_open() {
    let database = TestDatabase::sqlite().await;
    let (gateway, _model) = deleting(&database, [Reply::text("Gone.")]).await;
    let asked = gateway.ask("delete the party").await;
    for (body, words) in [
        (json!({}), "action must be"),
        (json!({"action": "approve"}), "action must be"),
        (
            json!({"action": "accept", "content": []}),
            "content must be an object",
        ),
        (
            json!({"action": "accept", "content": {"delete": "yes"}}),
            "delete must be true or false",
        ),
        (
            json!({"action": "accept", "content": {"delete": true, "task_id": 2}}),
            "task_id is not asked for",
        ),
        (json!({"action": "accept", "timezone": "Mars"}), "timezone"),
    ] {
        let refused = answer(&gateway, &asked, body).await;
        assert_eq!(refused.status, 400, "{:?}", refused.body);
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(detail.contains(words), "{detail}");
    }
    let mut foreign = asked.clone();
    for id in [json!("x"), json!(7), json!(asked["run_id"])] {
        foreign["question"]["question_id"] = id;
        let refused = answer(&gateway, &foreign, json!({"action": "accept"})).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.body["code"]),
            (404, &json!("question_not_found"))
        );
    }
    foreign["question"]["question_id"] = Value::Null;
    let refused = answer(&gateway, &foreign, json!({"action": "accept"})).await;
    assert_eq!(refused.status, 400, "{:?}", refused.body);
    let path = format!("runs/{}/answers", asked["run_id"].as_str().unwrap());
    let question = &asked["question"]["question_id"];
    let body = json!({"question_id": question, "action": "accept"});
    let bobs = Gateway::answer(gateway.post(&bob(), &path).json(&body)).await;
    assert_eq!(bobs.status, 404);
    assert_eq!(run(&gateway, &asked).await["status"], "awaiting_input");
    assert_eq!(tasks(&gateway).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_call_that_is_made_is_the_stored_one_whatever_the_client_sends() {
    let database = TestDatabase::sqlite().await;
    let (gateway, _model) = deleting(&database, [Reply::text("Gone.")]).await;
    let other = json!({ "title": "Not to be touched" });
    gateway.call_tool(&alice(), "add_task", other).await;
    let asked = gateway.ask("delete the party").await;
    let forged = json!({
        "action": "accept",
        "tool": "delete_task",
        "parameters": {"task_id": 3},
        "call": {"tool": "undo"},
    });
    let answered = answer(&gateway, &asked, forged).await;
    assert_eq!(answered.status, 200, "{:?}", answered.body);
    assert_eq!(
        answered.body["tool_calls"][0]["parameters"],
        json!({"task_id": 1})
    );
    assert_eq!(tasks(&gateway).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_sent_again_are_answered_as_they_were() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, _model) = deleting(database, [Reply::text("Gone.")]).await;
        let first = || {
            let body = json!({"message": "delete the party"});
            let request = gateway.post(&alice(), "chat").json(&body);
            Gateway::answer(request.header("idempotency-key", "first"))
        };
        let asked = first().await.body;
        assert_eq!(first().await.body, asked, "the question again");
        let yes = json!({"action": "accept"});
        let second = |body: &Value| {
            let request = answering(&gateway, &asked, body.clone());
            Gateway::answer(request.header("idempotency-key", "second"))
        };
        let answers = join_all((0..3).map(|_| second(&yes))).await;
        for answer in &answers {
            assert_eq!(answer.status, 200, "{:?}", answer.body);
            assert_eq!(answer.body, answers[0].body);
        }
        assert_eq!(answers[0].body["assistant_message"], "Gone.");
        assert_eq!(first().await.body, asked, "still the question");
        let other = second(&json!({"action": "decline"})).await;
        assert_eq!(
            (other.status.as_u16(), &other.body["code"]),
            (422, &json!("idempotency_key_reused"))
        );
        // After a restart, too.
        let url = gateway.url.clone();
        let database = gateway.stop().await;
        let gateway = Gateway::start_on(database, crate::support::Options::default()).await;
        assert_ne!(gateway.url, url);
        let again = answering(&gateway, &asked, yes.clone()).header("idempotency-key", "second");
        assert_eq!(Gateway::answer(again).await.body, answers[0].body);
    })
    .await;
}
