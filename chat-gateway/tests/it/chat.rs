//! A turn, answered whole.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::support::{Call, Gateway, Options, Reply, ScriptedModel};

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_everything_that_clients_rely_on() {
    let gateway = Gateway::start().await;
    let body = gateway.ask("Add a task to buy groceries").await;
    for field in ["conversation_id", "message_id", "run_id", "timestamp"] {
        assert!(body[field].is_string(), "{field} in {body}");
    }
    assert_eq!(body["assistant_message"], body["response"]);
    let call = &body["tool_calls"][0];
    assert_eq!(call["tool"], "add_task");
    assert_eq!(call["parameters"], json!({ "title": "Buy groceries" }));
    assert_eq!(
        call["result"],
        json!({ "task_id": 1, "status": "created", "title": "Buy groceries", "change_id": 1 })
    );
    assert!(call["duration_ms"].is_u64());
    let greeting = gateway.ask("Hello!").await;
    assert_eq!(greeting["tool_calls"], json!([]));
}

/// The table that agents and people were promised, in one conversation; then a restart.
#[tokio::test(flavor = "multi_thread")]
async fn what_people_say_happens_and_the_conversation_survives_a_restart() {
    let gateway = Gateway::start().await;
    let mut conversation = Value::Null;
    let table = [
        (
            "Add a task to buy groceries",
            "add_task",
            json!({ "title": "Buy groceries" }),
        ),
        (
            "I need to remember to pay bills",
            "add_task",
            json!({ "title": "Pay bills" }),
        ),
        ("Add a task to prepare the meeting", "add_task", json!({})),
        ("Show me all my tasks", "list_tasks", json!({})),
        (
            "What's pending?",
            "list_tasks",
            json!({ "status": "pending" }),
        ),
        (
            "Mark task 2 as complete",
            "complete_task",
            json!({ "task_id": 2 }),
        ),
        (
            "Delete the meeting task",
            "delete_task",
            json!({ "task_id": 3 }),
        ),
        (
            "Change task 1 to 'Call mom tonight'",
            "update_task",
            json!({ "task_id": 1, "title": "Call mom tonight" }),
        ),
        (
            "What have I completed?",
            "list_tasks",
            json!({ "status": "completed" }),
        ),
    ];
    for (message, tool, parameters) in table {
        let answer = gateway.say(&alice(), message, Some(&conversation)).await;
        assert_eq!(answer.status, 200, "{message}: {:?}", answer.body);
        let calls = answer.body["tool_calls"].as_array().unwrap();
        let call = calls.iter().find(|call| call["tool"] == tool);
        let call = call.unwrap_or_else(|| panic!("{message}: no {tool} in {calls:?}"));
        for (name, value) in parameters.as_object().unwrap() {
            assert_eq!(&call["parameters"][name], value, "{message}");
        }
        assert!(call["result"]["error"].is_null(), "{message}: {call}");
        conversation = answer.body["conversation_id"].clone();
    }

    let database = gateway.stop().await;
    let gateway = Gateway::start_on(database, Options::default()).await;
    let answer = gateway
        .say(&alice(), "what's pending?", Some(&conversation))
        .await;
    assert_eq!(answer.body["conversation_id"], conversation);
    let text = answer.body["assistant_message"].as_str().unwrap();
    assert!(
        text.contains("Call mom tonight") && !text.contains("Pay bills"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_works_in_several_steps_and_sees_each_result() {
    on_each_database(async |database: &TestDatabase| {
        let model = ScriptedModel::start([
            Reply::Calls(vec![
                Call("add_task", r#"{"title":"Bob's \"quoted\" <task> & more"}"#),
                Call("add_task", r#"{"title":"Second"}"#),
            ]),
            Reply::call("list_tasks", r#"{"status":"pending"}"#),
            Reply::text("All there."),
        ])
        .await;
        let gateway = Gateway::start_on(database.second().await, Options::with_model(&model)).await;
        let body = gateway.ask("Don't lose my 'quotes' & <tags>").await;
        assert_eq!(body["assistant_message"], "All there.");
        let titles: Vec<_> = body["tool_calls"][2]["result"]["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|task| task["title"].as_str().unwrap())
            .collect();
        assert_eq!(titles, ["Bob's \"quoted\" <task> & more", "Second"]);
        let requests = model.requests();
        assert_eq!(requests.len(), 3);
        assert_eq!(
            requests[0]["messages"][1]["content"],
            "Don't lose my 'quotes' & <tags>"
        );
        let tools: Vec<_> = requests[0]["tools"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tool| tool["function"]["name"].as_str().unwrap())
            .collect();
        assert!(tools.contains(&"add_task") && tools.len() >= 5, "{tools:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_turn_sees_the_calls_of_the_last_one_with_their_results() {
    let model = ScriptedModel::start([
        Reply::call("add_task", r#"{"title":"Milk"}"#),
        Reply::text("Added."),
        Reply::text("You are welcome."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let first = gateway.ask("add milk").await;
    gateway
        .say(&alice(), "thanks", Some(&first["conversation_id"]))
        .await;
    let requests = model.requests();
    let roles: Vec<_> = requests[2]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(
        roles,
        ["system", "user", "assistant", "tool", "assistant", "user"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_error_goes_back_to_the_model_which_may_recover() {
    let model = ScriptedModel::start([
        Reply::call("complete_task", r#"{"task_id":99}"#),
        Reply::text("There is no task 99."),
    ])
    .await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let body = gateway.ask("complete 99").await;
    assert_eq!(
        body["tool_calls"][0]["result"],
        json!({ "error": "Task not found" })
    );
    let told = model.requests()[1]["messages"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone();
    assert!(
        told["content"].as_str().unwrap().contains("Task not found"),
        "{told}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn people_never_see_each_others_tasks_or_conversations() {
    let gateway = Gateway::start().await;
    let hers = gateway.ask("Add a task to buy a surprise").await;
    let list = gateway.say(&bob(), "Show me all my tasks", None).await;
    assert!(!list.body.to_string().contains("surprise"));
    let delete = gateway.say(&bob(), "delete task 1", None).await;
    assert!(
        delete.body["tool_calls"]
            .to_string()
            .contains("Task not found"),
        "{:?}",
        delete.body
    );
    let answer = gateway
        .say(&bob(), "hello", Some(&hers["conversation_id"]))
        .await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.body["code"], "conversation_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_only_token_chats_without_changing_anything() {
    use taskflow_shared::{
        auth::{Scope, Scopes},
        testing::token_for,
    };
    let gateway = Gateway::start().await;
    gateway.ask("Add a task to buy milk").await;
    let scopes = Scopes::from_iter([Scope::Read]);
    let token = token_for(&alice(), &gateway.url, &scopes, chrono::TimeDelta::hours(1));
    let say = async |message: &str| {
        let request = gateway.client.post(format!("{}/api/1/chat", gateway.url));
        Gateway::answer(
            request
                .bearer_auth(&token)
                .json(&json!({ "message": message })),
        )
        .await
    };
    let list = say("show all tasks").await;
    assert!(
        list.body["assistant_message"]
            .as_str()
            .unwrap()
            .contains("Buy milk")
    );
    let delete = say("delete task 1").await;
    assert_eq!(delete.status, 200, "{:?}", delete.body);
    let tasks = gateway.call_tool(&alice(), "list_tasks", json!({})).await;
    assert_eq!(tasks["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_changed_the_chat_reads_and_says_so() {
    let writing = Gateway::start().await;
    writing.ask("Add a task to buy milk").await;
    let test = writing.stop().await;
    let here = Gateway::start_on(
        test,
        Options {
            read_only: true,
            ..Options::default()
        },
    )
    .await;
    let answer = |body: &Value| body["assistant_message"].as_str().unwrap().to_owned();
    assert!(answer(&here.ask("show all tasks").await).contains("Buy milk"));
    for (message, said) in [
        ("delete task 1", "can’t delete tasks here"),
        ("add a task to buy bread", "can’t add tasks here"),
    ] {
        let said_so = here.ask(message).await;
        assert!(answer(&said_so).contains(said), "{said_so}");
        assert_eq!(said_so["tool_calls"], json!([]));
    }
    let person = alice();
    let refused = here.call_tool(&person, "add_task", json!({"title": "Bread"}));
    assert_eq!(refused.await, Value::Null);
    let tasks = here.call_tool(&alice(), "list_tasks", json!({})).await;
    assert_eq!(tasks["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_changed_a_task_server_elsewhere_is_only_read() {
    let elsewhere = Gateway::start().await;
    elsewhere.ask("Add a task to buy milk").await;
    let here = Gateway::start_with(Options {
        read_only: true,
        mcp_url: Some(format!("{}/mcp", elsewhere.url)),
        ..Options::default()
    })
    .await;
    let said = here.ask("delete task 1").await;
    let said = said["assistant_message"].as_str().unwrap();
    assert!(said.contains("can’t delete tasks here"), "{said}");
    let tasks = elsewhere.call_tool(&alice(), "list_tasks", json!({})).await;
    assert_eq!(tasks["total"], 1);
}
