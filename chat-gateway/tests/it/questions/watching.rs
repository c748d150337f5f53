//! A run's events, across question and answer.

use reqwest::Response;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::{answer, answering, deleting, say, tasks};
use crate::support::{Gateway, Options, Reply, SseEvent, naive_events, read_events};

async fn events(gateway: &Gateway, run: &str, after: Option<usize>) -> Response {
    let after = after.map_or(String::new(), |after| format!("?after={after}"));
    let url = format!("{}/api/{}/runs/{run}/events{after}", gateway.url, alice());
    let request = gateway.client.get(url).bearer_auth(gateway.token(&alice()));
    request.send().await.unwrap()
}

fn shown(events: &[SseEvent]) -> Vec<(String, Option<String>, Value)> {
    let event = |event: &SseEvent| {
        (
            event.id.clone().unwrap(),
            event.name.clone(),
            event.data.clone(),
        )
    };
    events.iter().map(event).collect()
}

/// What was asked, as the endpoint that answers wants it.
fn asked(events: &[SseEvent]) -> Value {
    let question = events
        .iter()
        .find(|event| event.name.as_deref() == Some("question"));
    let last = &events.last().unwrap().data;
    let mut asked = last.clone();
    asked["question"] = question.unwrap().data["question"].clone();
    asked
}

async fn ask(gateway: &Gateway) -> Vec<SseEvent> {
    let body = json!({"message": "delete the party"});
    let request = gateway.post(&alice(), "chat/stream").json(&body);
    read_events(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_events_of_question_and_answer_are_those_of_one_run_from_any_one_on() {
    on_each_database(async |database: &TestDatabase| {
        let replies = [Reply::Tokens(
            vec!["Both ", "are ", "gone."],
            Default::default(),
        )];
        let (gateway, _model) = deleting(database, replies).await;
        let first = ask(&gateway).await;
        let names: Vec<Option<&str>> = first.iter().map(|event| event.name.as_deref()).collect();
        assert_eq!(
            names,
            [Some("run"), Some("tool_call"), None, Some("question"), None]
        );
        let last = &first[4].data;
        assert_eq!(
            (&last["done"], &last["tool_calls"]),
            (&json!(true), &json!([]))
        );
        let asked = asked(&first);
        let run = asked["run_id"].as_str().unwrap().to_owned();
        // Whoever comes back to the question sees what follows when it is answered.
        let waiting = events(&gateway, &run, Some(4)).await;
        let waiting = tokio::spawn(read_events(waiting));
        let request = answering(&gateway, &asked, json!({"action": "accept"}));
        let request = request.header("accept", "text/event-stream");
        let second = read_events(request.send().await.unwrap()).await;
        assert_eq!(second[1].name.as_deref(), Some("answer"));
        assert_eq!(second[1].data["accepted"], true);
        assert_eq!(second[2].name.as_deref(), Some("tool_result"));
        assert_eq!(shown(&waiting.await.unwrap()), shown(&second)[1..]);
        let whole = [shown(&first), shown(&second)[1..].to_vec()].concat();
        let ids = whole.iter().map(|(id, ..)| id.parse::<usize>().unwrap());
        assert!(ids.eq(0..whole.len()), "{whole:?}");
        for _ in 0..2 {
            let again = read_events(events(&gateway, &run, None).await).await;
            assert_eq!(shown(&again), whole);
        }
        gateway.stop().await;
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        for after in 0..whole.len() - 1 {
            let rest = read_events(events(&gateway, &run, Some(after)).await).await;
            assert_eq!(shown(&rest), whole[after + 1..], "after {after}");
        }
        assert_eq!(
            events(&gateway, &run, Some(whole.len() - 1)).await.status(),
            204
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_client_reads_the_question_as_an_answer_and_answers_it_by_a_message() {
    let database = TestDatabase::sqlite().await;
    let (gateway, _model) = deleting(&database, [Reply::text("Both are gone.")]).await;
    let send = |body: Value| gateway.post(&alice(), "chat/stream").json(&body).send();
    let text = |events: &[Value]| -> String {
        let texts = events.iter().filter_map(|event| event["content"].as_str());
        texts.collect()
    };
    let asked = send(json!({"message": "delete the party"})).await.unwrap();
    let asked = naive_events(asked).await;
    assert!(text(&asked).contains("Move these 2 tasks"), "{asked:?}");
    let last = asked.last().unwrap();
    assert_eq!(last["done"], true);
    let dones = asked.iter().filter(|event| event["done"] == true);
    assert_eq!(dones.count(), 1);
    let body = json!({"message": "yes", "conversation_id": last["conversation_id"]});
    let answered = naive_events(send(body).await.unwrap()).await;
    assert_eq!(text(&answered), "Both are gone.");
    assert_eq!(
        answered.last().unwrap()["tool_calls"][0]["result"]["status"],
        "deleted"
    );
    assert_eq!(tasks(&gateway).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_asked_in_one_gateway_is_answered_in_another_and_seen_in_both() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Gone.")]).await;
        let options = Options::with_model(&model);
        let other = Gateway::start_on(database.second().await, options).await;
        let first = ask(&gateway).await;
        let asked = asked(&first);
        let run = asked["run_id"].as_str().unwrap().to_owned();
        let waiting = events(&gateway, &run, Some(4)).await;
        let waiting = tokio::spawn(read_events(waiting));
        let answered = say(&other, &asked, "yes").await;
        assert_eq!(
            answered.body["assistant_message"], "Gone.",
            "{:?}",
            answered.body
        );
        let seen = waiting.await.unwrap();
        assert_eq!(
            seen.last().unwrap().data["message_id"],
            answered.body["message_id"]
        );
        let late = answer(&gateway, &asked, json!({"action": "accept"})).await;
        assert_eq!(late.status, 409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_set_aside_ends_its_run_for_those_who_watch() {
    let database = TestDatabase::sqlite().await;
    let (gateway, _model) = deleting(&database, [Reply::text("Hello.")]).await;
    let first = ask(&gateway).await;
    let asked = asked(&first);
    let run = asked["run_id"].as_str().unwrap().to_owned();
    let waiting = events(&gateway, &run, Some(4)).await;
    let waiting = tokio::spawn(read_events(waiting));
    say(&gateway, &asked, "hello").await;
    let seen = waiting.await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].data["code"], "question_set_aside");
    let again = read_events(events(&gateway, &run, None).await).await;
    assert_eq!(shown(&again), [shown(&first), shown(&seen)].concat());
}
