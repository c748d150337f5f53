//! The next message of the conversation answers.

use reqwest::StatusCode;
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::{deleting, messages, run, say, tasks};
use crate::support::{Answer, Gateway, Reply};

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tool_asks_is_asked_in_words_and_answered_by_the_next_message() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, model) = deleting(database, [Reply::text("Both are gone.")]).await;
        let asked = gateway.ask("delete the party").await;
        let words = asked["response"].as_str().unwrap();
        assert!(
            words.contains("Move these 2 tasks to the trash?"),
            "{words}"
        );
        assert!(words.contains("Bake the cake") && words.ends_with("(yes or no)"));
        assert_eq!(asked["assistant_message"], asked["response"]);
        let question = &asked["question"];
        assert_eq!(question["source"], "tool");
        assert_eq!(
            question["schema"]["properties"]["delete"]["type"],
            "boolean"
        );
        assert_eq!(
            question["choices"],
            json!([
                {"title": "Yes", "action": "accept", "content": {"delete": true}},
                {"title": "No", "action": "decline"},
            ])
        );
        let waiting = run(&gateway, &asked).await;
        assert_eq!(waiting["status"], "awaiting_input");
        assert_eq!(waiting["question"], *question);
        let stored = messages(&gateway, &asked).await;
        assert_eq!(stored[1]["status"], "awaiting_input");
        assert_eq!(stored[1]["question"], *question);
        assert_eq!(stored[1]["id"], asked["message_id"]);
        assert_eq!(
            tasks(&gateway).await,
            2,
            "nothing is done before the answer"
        );

        let answered = say(&gateway, &asked, "Yes, please!").await;
        assert_eq!(answered.status, StatusCode::OK, "{:?}", answered.body);
        assert_eq!(answered.body["assistant_message"], "Both are gone.");
        assert_eq!(
            answered.body["run_id"], asked["run_id"],
            "the same run goes on"
        );
        let call = &answered.body["tool_calls"][0];
        assert_eq!(call["parameters"], json!({"task_id": 1}));
        assert_eq!(call["result"]["status"], "deleted");
        assert_eq!(tasks(&gateway).await, 0);
        let over = run(&gateway, &asked).await;
        assert_eq!(
            (&over["status"], &over["question"]),
            (&json!("completed"), &Value::Null)
        );
        let stored = messages(&gateway, &asked).await;
        let statuses: Vec<&Value> = stored.iter().map(|message| &message["status"]).collect();
        assert_eq!(statuses, ["complete"; 4]);
        assert_eq!(stored[2]["content"], "Yes, please!");
        for pair in stored.windows(2) {
            assert_eq!(pair[1]["parent_id"], pair[0]["id"]);
        }
        for (words, found) in [("please", &stored[2]), ("trash", &stored[1])] {
            let path = format!("conversations/search?q={words}");
            let hits = gateway.get(&alice(), &path).await.body;
            assert_eq!(hits["results"][0]["message_id"], found["id"], "{hits}");
        }
        model.requests();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_anew_is_what_led_to_the_question_not_its_answer() {
    on_each_database(async |database: &TestDatabase| {
        let replies = ["Both are gone.", "They were gone already."].map(Reply::text);
        let (gateway, model) = deleting(database, replies).await;
        let asked = gateway.ask("delete the party").await;
        say(&gateway, &asked, "yes").await;
        let conversation = asked["conversation_id"].as_str().unwrap();
        let path = format!("conversations/{conversation}/regenerate");
        let anew = Gateway::answer(gateway.post(&alice(), &path)).await;
        assert_eq!(anew.body["response"], "They were gone already.");
        let told = model.requests().pop().unwrap();
        let last = told["messages"].as_array().unwrap().last().unwrap();
        assert_eq!(last["content"], "delete the party");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_is_told_to_the_tool_and_the_model() {
    let database = TestDatabase::sqlite().await;
    let (gateway, model) = deleting(&database, [Reply::text("I left them.")]).await;
    let asked = gateway.ask("delete the party").await;
    let answered = say(&gateway, &asked, "no, keep them").await;
    assert_eq!(answered.body["assistant_message"], "I left them.");
    let result = &answered.body["tool_calls"][0]["result"]["error"];
    assert!(result.as_str().unwrap().contains("declined"), "{result}");
    assert_eq!(tasks(&gateway).await, 2);
    let told = model.requests().pop().unwrap()["messages"].to_string();
    assert!(told.contains("Nothing was changed"), "{told}");
}

/// Posts to a path of the conversation.
async fn post(gateway: &Gateway, asked: &Value, path: &str) -> Answer {
    let conversation = asked["conversation_id"].as_str().unwrap();
    let path = format!("conversations/{conversation}/{path}");
    Gateway::answer(gateway.post(&alice(), &path)).await
}

/// The question is over, nothing was done, and `other` says so; it is the only answer on the active
/// branch.
async fn assert_set_aside(gateway: &Gateway, asked: &Value, other: &Answer) {
    assert_eq!(other.status, StatusCode::OK, "{:?}", other.body);
    let words = other.body["assistant_message"].as_str().unwrap();
    assert!(words.starts_with("I have set my question aside"), "{words}");
    assert_eq!(tasks(gateway).await, 2);
    let over = run(gateway, asked).await;
    assert_eq!(over["error"]["code"], "question_set_aside");
    let active = messages(gateway, asked).await;
    assert_eq!(active.len(), 2, "{active:?}");
    assert_eq!(active[1]["id"], other.body["message_id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_sets_the_question_aside_and_never_answers_it() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, _model) = deleting(database, [Reply::text("Yes what?")]).await;
        let asked = gateway.ask("delete the party").await;
        let before = messages(&gateway, &asked).await;
        let switch = format!("messages/{}/switch", before[0]["id"].as_str().unwrap());
        let switched = post(&gateway, &asked, &switch).await;
        assert_eq!(switched.body["code"], "conversation_busy");
        let edit = json!({
            "message": "yes", "conversation_id": asked["conversation_id"],
            "edit": before[0]["id"],
        });
        let other = Gateway::answer(gateway.post(&alice(), "chat").json(&edit)).await;
        assert_set_aside(&gateway, &asked, &other).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_regenerate_sets_the_question_aside() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, _model) = deleting(database, [Reply::text("Which party?")]).await;
        let asked = gateway.ask("delete the party").await;
        let other = post(&gateway, &asked, "regenerate").await;
        assert_set_aside(&gateway, &asked, &other).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_about_something_else_sets_the_question_aside() {
    on_each_database(async |database: &TestDatabase| {
        let replies = [Reply::text("You have two tasks."), Reply::text("Sure.")];
        let (gateway, model) = deleting(database, replies).await;
        let asked = gateway.ask("delete the party").await;
        let other = say(&gateway, &asked, "yes, but first show my tasks").await;
        assert_eq!(other.status, StatusCode::OK, "{:?}", other.body);
        let words = other.body["assistant_message"].as_str().unwrap();
        assert!(words.starts_with("I have set my question aside"), "{words}");
        assert!(words.ends_with("\n\nYou have two tasks."), "{words}");
        assert_ne!(other.body["run_id"], asked["run_id"]);
        assert_eq!(tasks(&gateway).await, 2);
        let over = run(&gateway, &asked).await;
        assert_eq!(over["status"], "cancelled");
        assert_eq!(over["error"]["code"], "question_set_aside");
        let stored = messages(&gateway, &asked).await;
        assert_eq!(stored[1]["status"], "set_aside");
        assert!(stored[1]["tool_calls"][0]["result"]["error"].is_string());
        // What comes later answers nothing.
        let late = super::answer(&gateway, &asked, json!({"action": "accept"})).await;
        assert_eq!(
            (late.status.as_u16(), &late.body["code"]),
            (409, &json!("question_closed"))
        );
        say(&gateway, &asked, "yes").await;
        assert_eq!(tasks(&gateway).await, 2);
        // The model reads a well-formed history, without the words that are ours.
        let told = model.requests().pop().unwrap()["messages"].to_string();
        assert!(!told.contains("set my question aside"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_waited_for_its_turn_answers_no_question_that_came_meanwhile() {
    use std::time::Duration;

    use crate::support::{Call, Options, ScriptedModel};
    on_each_database(async |database: &TestDatabase| {
        let pause = Duration::from_millis(300);
        let model = ScriptedModel::start([
            Reply::CallAfter(pause, Call("delete_task", super::DELETE)),
            Reply::text("I left them."),
            Reply::text("Yes what?"),
        ])
        .await;
        let options = Options::with_model(&model);
        let gateway = Gateway::start_on(database.second().await, options).await;
        super::add_tasks(&gateway).await;
        let conversation = uuid_of_new_conversation(&gateway, &model).await;
        let send = |message: &str, when_busy: &str| {
            let body = json!({
                "message": message,
                "conversation_id": conversation,
                "when_busy": when_busy,
            });
            tokio::spawn(Gateway::answer(gateway.post(&alice(), "chat").json(&body)))
        };
        let first = send("delete the party", "reject");
        while model.requests().len() < 2 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let early = send("yes", "queue");
        let asked = first.await.unwrap().body;
        assert!(asked["question"].is_object(), "{asked}");
        // An answer does not wait behind a message that waits for it.
        let answered = send("no", "queue").await.unwrap();
        assert_eq!(answered.body["assistant_message"], "I left them.");
        let early = early.await.unwrap();
        assert_eq!(early.body["assistant_message"], "Yes what?");
        assert_eq!(tasks(&gateway).await, 2);
    })
    .await;
}

/// A conversation, begun with a message of its own.
async fn uuid_of_new_conversation(
    gateway: &Gateway,
    model: &crate::support::ScriptedModel,
) -> Value {
    model.before(Reply::text("Hello."));
    gateway.ask("hello").await["conversation_id"].clone()
}
