//! Questions back to the person, in each way that a host can be asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use chrono::TimeDelta;
use http::{Request, StatusCode, header};
use rmcp::{
    ClientHandler, ErrorData, RoleClient, ServiceExt as _,
    model::{
        CallToolRequestParams, ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult,
        ElicitationAction, ElicitationCapability, FormElicitationCapability,
    },
    service::{RequestContext, RunningService},
};
use serde_json::{Value, json};
use taskflow_mcp::http::{HttpParts, router as router_of};
use taskflow_shared::{
    clock::Clock,
    ids::UserId,
    testing::{TestDatabase, alice, bob, on_each_database, token},
};

use crate::harness::{Called, Person, RESOURCE, parts, send, server};

const NEWEST: &str = "2026-07-28";

/// A host of the newest revision that can ask its person.
#[derive(Debug, Clone)]
struct Host {
    router: Router,
    user: UserId,
}

/// What a call led to.
#[derive(Debug)]
struct Answered {
    answer: Value,
}

impl Host {
    fn new(router: &Router, user: &UserId) -> Self {
        Self {
            router: router.clone(),
            user: user.clone(),
        }
    }

    async fn call(&self, mut params: Value, capabilities: Value) -> Answered {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": NEWEST,
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": capabilities,
        });
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        let request = Request::post("/mcp")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::ACCEPT, "application/json, text/event-stream")
            .header(
                header::AUTHORIZATION,
                format!("Bearer {}", token(&self.user, RESOURCE)),
            )
            .header("mcp-protocol-version", NEWEST)
            .header("mcp-method", "tools/call")
            .header("mcp-name", params["name"].as_str().unwrap());
        let answer = send(
            &self.router,
            request.body(message.to_string().into()).unwrap(),
        )
        .await;
        assert!(
            answer.status == StatusCode::OK || answer.status == 400,
            "{answer:?}"
        );
        Answered {
            answer: answer.json(),
        }
    }

    async fn ask(&self, tool: &str, arguments: Value) -> Answered {
        let params = json!({"name": tool, "arguments": arguments});
        self.call(params, json!({"elicitation": {"form": {}}}))
            .await
    }

    /// Calls again with an answer to the question.
    async fn reply(&self, tool: &str, arguments: Value, state: &Value, reply: Value) -> Answered {
        let params = json!({
            "name": tool,
            "arguments": arguments,
            "requestState": state,
            "inputResponses": reply,
        });
        self.call(params, json!({"elicitation": {"form": {}}}))
            .await
    }
}

impl Answered {
    fn done(&self) -> Called {
        assert_eq!(
            self.answer["result"]["resultType"], "complete",
            "{:?}",
            self.answer
        );
        Called::read(&self.answer["result"])
    }

    /// The question under this name, and the state that goes back with its answer.
    fn question(&self, name: &str) -> (&Value, &Value) {
        let result = &self.answer["result"];
        assert_eq!(result["resultType"], "input_required", "{:?}", self.answer);
        let request = &result["inputRequests"][name];
        assert_eq!(request["method"], "elicitation/create", "{result}");
        (&request["params"], &result["requestState"])
    }

    fn refusal(&self) -> &str {
        assert_eq!(self.answer["error"]["code"], -32602, "{:?}", self.answer);
        self.answer["error"]["message"].as_str().unwrap()
    }
}

fn chosen(task: &str) -> Value {
    json!({"task": {"action": "accept", "content": {"task": task}}})
}

fn confirmed(delete: bool) -> Value {
    json!({"delete": {"action": "accept", "content": {"delete": delete}}})
}

async fn with_milk(test: &TestDatabase) -> (Router, Person) {
    let router = server(&test.database);
    let person = Person::new(&router, &alice());
    for title in ["Buy milk", "Milk the cow", "Pay rent"] {
        person.add(title).await;
    }
    (router, person)
}

#[tokio::test(flavor = "multi_thread")]
async fn where_several_tasks_match_the_person_chooses_one() {
    on_each_database(async |test: &TestDatabase| {
        let (router, person) = with_milk(test).await;
        let host = Host::new(&router, &alice());
        let find = json!({"find": "milk"});
        let asked = host.ask("complete_task", find.clone()).await;
        let (question, state) = asked.question("task");
        assert_eq!(question["message"], "Which task is \"milk\"?");
        let choices = &question["requestedSchema"]["properties"]["task"]["enum"];
        assert_eq!(*choices, json!(["1: Buy milk", "2: Milk the cow"]));
        assert_eq!(person.list(json!({"status": "pending"})).await.1, 3);

        let reply = chosen("2: Milk the cow");
        let done = host
            .reply("complete_task", find.clone(), state, reply.clone())
            .await;
        assert_eq!(done.done().value()["task_id"], 2);
        // Made once more, as after an answer that got lost, it is answered the same.
        let again = host.reply("complete_task", find, state, reply).await;
        assert_eq!(again.done().value()["change_id"], 4);
        assert_eq!(
            person.list(json!({"status": "pending"})).await,
            (vec![1, 3], 2)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_no_or_none_of_those_offered_changes_nothing() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let host = Host::new(&router, &alice());
    let find = json!({"find": "milk"});
    let asked = host.ask("complete_task", find.clone()).await;
    let (_, state) = asked.question("task");
    for (reply, words) in [
        (
            json!({"task": {"action": "decline"}}),
            "the question was declined",
        ),
        (
            json!({"task": {"action": "cancel"}}),
            "the question was cancelled",
        ),
        (chosen("3: Pay rent"), "not one of those that were offered"),
        (chosen("milk"), "not one of those that were offered"),
    ] {
        let refused = host
            .reply("complete_task", find.clone(), state, reply)
            .await;
        let refusal = refused.done().refusal();
        assert!(refusal.starts_with("Nothing was changed"), "{refusal}");
        assert!(refusal.contains(words), "{refusal}");
    }
    // Without an answer it is asked once more.
    let again = host.reply("complete_task", find, state, json!({})).await;
    again.question("task");
    assert_eq!(person.list(json!({"status": "pending"})).await.1, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_no_longer_matches_changes_nothing() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let host = Host::new(&router, &alice());
    let find = json!({"find": "milk"});
    let asked = host.ask("complete_task", find.clone()).await;
    let (_, state) = asked.question("task");
    let renamed = json!({"task_id": 1, "title": "Buy tea"});
    person.call("update_task", renamed).await.value();
    let refused = host
        .reply("complete_task", find, state, chosen("1: Buy milk"))
        .await;
    let refusal = refused.done().refusal();
    assert!(refusal.contains("changed meanwhile"), "{refusal}");
    assert_eq!(person.list(json!({"status": "pending"})).await.1, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_more_than_one_task_is_confirmed_with_what_goes() {
    on_each_database(async |test: &TestDatabase| {
        let (router, person) = with_milk(test).await;
        let part = json!({"title": "Find the cow", "parent_id": 2});
        person.call("add_task", part).await.value();
        let host = Host::new(&router, &alice());
        let parent = json!({"task_id": 2});
        let asked = host.ask("delete_task", parent.clone()).await;
        let (question, state) = asked.question("delete");
        assert_eq!(
            question["message"],
            "Move these 2 tasks to the trash?\n2 Milk the cow\n  4 Find the cow"
        );
        let no = host
            .reply("delete_task", parent.clone(), state, confirmed(false))
            .await;
        no.done().refusal();
        assert_eq!(person.list(json!({})).await.1, 4);
        let yes = host
            .reply("delete_task", parent, state, confirmed(true))
            .await;
        let deleted = yes.done().value();
        assert_eq!(
            (&deleted["task_id"], &deleted["subtasks"]),
            (&2.into(), &1.into())
        );
        assert_eq!(deleted.get("note"), None);
        // One alone is not asked about.
        let one = host.ask("delete_task", json!({"task_id": 1})).await;
        assert_eq!(one.done().value()["status"], "deleted");
        assert_eq!(person.list(json!({})).await, (vec![3], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_shown_is_not_deleted() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let host = Host::new(&router, &alice());
    let both = json!({"task_ids": [1, 2]});
    let asked = host.ask("delete_task", both.clone()).await;
    let (_, state) = asked.question("delete");
    let part = json!({"title": "Find the cow", "parent_id": 2});
    person.call("add_task", part).await.value();
    let refused = host
        .reply("delete_task", both, state, confirmed(true))
        .await;
    let refusal = refused.done().refusal();
    assert!(refusal.contains("more tasks would be deleted"), "{refusal}");
    assert_eq!(person.list(json!({})).await.1, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_and_then_a_confirmation_are_two_rounds_of_one_call() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let part = json!({"title": "Find the cow", "parent_id": 2});
    person.call("add_task", part).await.value();
    let host = Host::new(&router, &alice());
    let find = json!({"find": "milk"});
    let first = host.ask("delete_task", find.clone()).await;
    let (_, state) = first.question("task");
    let second = host
        .reply(
            "delete_task",
            find.clone(),
            state,
            chosen("2: Milk the cow"),
        )
        .await;
    let (_, state) = second.question("delete");
    let done = host
        .reply("delete_task", find, state, confirmed(true))
        .await;
    assert_eq!(done.done().value()["task_id"], 2);
    assert_eq!(person.list(json!({})).await, (vec![1, 3], 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_is_worth_nothing_for_another_person_tool_or_arguments_or_when_forged_or_late() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let hers = Host::new(&router, &alice());
    let his = Host::new(&router, &bob());
    let late = router_of(HttpParts {
        clock: Clock::from_fn(|| Clock::system().now() + TimeDelta::hours(26)),
        ..parts(&test.database)
    });
    let late = Host::new(&late, &alice());
    let both = json!({"task_ids": [1, 2]});
    let asked = hers.ask("delete_task", both.clone()).await;
    let (_, state) = asked.question("delete");
    let forged = state.as_str().unwrap().replace("rs1.", "rs1.A").into();
    let other = json!({"task_ids": [1, 3]});
    for (host, tool, arguments, state) in [
        (&his, "delete_task", &both, state),
        (&hers, "complete_task", &both, state),
        (&hers, "delete_task", &other, state),
        (&hers, "delete_task", &both, &forged),
        (&hers, "delete_task", &both, &json!("rubbish")),
        (&late, "delete_task", &both, state),
    ] {
        let refused = host
            .reply(tool, arguments.clone(), state, confirmed(true))
            .await;
        assert!(
            refused.refusal().contains("requestState"),
            "{tool} {arguments}"
        );
    }
    assert_eq!(person.list(json!({"status": "pending"})).await.1, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_process_takes_the_answer() {
    on_each_database(async |test: &TestDatabase| {
        let (router, person) = with_milk(test).await;
        let both = json!({"task_ids": [1, 2]});
        let host = Host::new(&router, &alice());
        let asked = host.ask("delete_task", both.clone()).await;
        let (_, state) = asked.question("delete");
        let other = Host::new(&server(&test.open_again().await), &alice());
        let done = other
            .reply("delete_task", both, state, confirmed(true))
            .await;
        assert_eq!(done.done().value()["results"].as_array().unwrap().len(), 2);
        assert_eq!(person.list(json!({})).await, (vec![3], 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_cannot_be_asked_gets_candidates_and_deletions_that_can_be_undone() {
    let test = TestDatabase::sqlite().await;
    let (router, person) = with_milk(&test).await;
    let host = Host::new(&router, &alice());
    for capabilities in [json!({}), json!({"elicitation": {"url": {}}})] {
        let params = json!({"name": "complete_task", "arguments": {"find": "milk"}});
        let refusal = host.call(params, capabilities).await.done().refusal();
        assert!(refusal.contains("1 Buy milk, 2 Milk the cow"), "{refusal}");
    }
    let both = json!({"task_ids": [1, 2]});
    let deleted = person.call("delete_task", both).await.value();
    assert_eq!(deleted["note"], "undo brings them back");
    person.call("undo", json!({})).await.value();
    assert_eq!(person.list(json!({})).await.1, 3);
}

/// A host of an older revision that is asked within its session.
#[derive(Debug, Clone)]
struct Asked {
    reply: ElicitResult,
    questions: Arc<Mutex<Vec<String>>>,
}

impl ClientHandler for Asked {
    fn get_info(&self) -> ClientConfig {
        let mut info = ClientConfig::default();
        let mut capabilities = ClientCapabilities::default();
        let mut elicitation = ElicitationCapability::default();
        elicitation.form = Some(FormElicitationCapability::default());
        capabilities.elicitation = Some(elicitation);
        info.capabilities = capabilities;
        info
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        if let ElicitRequestParams::FormElicitationParams { message, .. } = request {
            self.questions.lock().unwrap().push(message);
        }
        Ok(self.reply.clone())
    }
}

async fn call(client: &RunningService<RoleClient, Asked>, tool: &str, arguments: Value) -> Called {
    let arguments = arguments.as_object().unwrap().clone();
    let call = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
    let result = client.call_tool(call).await.unwrap();
    Called::read(&serde_json::to_value(result).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_of_an_older_revision_is_asked_over_stdio() {
    let test = TestDatabase::sqlite().await;
    let (_, person) = with_milk(&test).await;
    let accept = ElicitResult::new(ElicitationAction::Accept);
    let decline = ElicitResult::new(ElicitationAction::Decline);
    let choice = accept
        .clone()
        .with_content(json!({"task": "2: Milk the cow"}));
    for (reply, tool, arguments, question) in [
        (
            decline,
            "delete_task",
            json!({"task_ids": [1, 2]}),
            "Move these 2 tasks",
        ),
        (
            choice,
            "complete_task",
            json!({"find": "milk"}),
            "Which task is \"milk\"?",
        ),
        (
            accept,
            "delete_task",
            json!({"task_ids": [1, 2]}),
            "Move these 2 tasks",
        ),
    ] {
        let questions = Arc::default();
        let host = Asked {
            reply: reply.clone(),
            questions: Arc::clone(&questions),
        };
        let client = host.serve(crate::stdio::child(&test, &[])).await.unwrap();
        let called = call(&client, tool, arguments).await;
        let asked = questions.lock().unwrap().clone();
        assert!(
            asked.len() == 1 && asked[0].starts_with(question),
            "{asked:?}"
        );
        match reply.action {
            ElicitationAction::Decline => {
                let refusal = called.refusal();
                assert_eq!(refusal, "Nothing was changed: the question was declined");
                assert_eq!(person.list(json!({"status": "pending"})).await.1, 3);
            }
            _ => drop(called.value()),
        }
        client.cancel().await.unwrap();
    }
    assert_eq!(person.list(json!({})).await, (vec![3], 1));
}
