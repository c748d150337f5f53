//! Being told of changes over stdio, in either era.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::Stdio,
    time::Duration,
};

use rmcp::{
    ClientHandler, RoleClient, ServiceExt as _,
    model::{
        CallToolRequestParams, ProtocolVersion, ResourceUpdatedNotificationParam,
        ServerNotification, SubscriptionFilter,
    },
    service::{
        ClientLifecycleMode, ClientServiceExt as _, NotificationContext, RunningService,
        ServiceError,
    },
};
use serde_json::json;
use taskflow_shared::testing::TestDatabase;
use tokio::sync::mpsc;

use crate::stdio::{child, program};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A host that notes what it is told.
#[derive(Debug, Clone)]
struct Host(mpsc::UnboundedSender<String>);

impl ClientHandler for Host {
    async fn on_resource_updated(
        &self,
        params: ResourceUpdatedNotificationParam,
        _context: NotificationContext<RoleClient>,
    ) {
        let _ = self.0.send(params.uri);
    }
}

/// A host of the older era that has started the program, and what it is told.
async fn session(
    test: &TestDatabase,
) -> (
    RunningService<RoleClient, Host>,
    mpsc::UnboundedReceiver<String>,
) {
    let (sender, told) = mpsc::unbounded_channel();
    let client = Host(sender).serve(child(test, &[])).await.unwrap();
    (client, told)
}

async fn next(told: &mut mpsc::UnboundedReceiver<String>) -> String {
    let next = tokio::time::timeout(PATIENCE, told.recv()).await;
    next.expect("a notification in time").unwrap()
}

async fn call(
    client: &RunningService<RoleClient, Host>,
    tool: &'static str,
    arguments: serde_json::Value,
) {
    let arguments = arguments.as_object().unwrap().clone();
    let call = CallToolRequestParams::new(tool).with_arguments(arguments);
    client.call_tool(call).await.unwrap();
}

#[expect(deprecated, reason = "the older era has these methods")]
mod older {
    use rmcp::model::{SubscribeRequestParams, UnsubscribeRequestParams};

    use super::*;

    pub(super) async fn subscribe(
        client: &RunningService<RoleClient, Host>,
        uri: &str,
    ) -> Result<(), ServiceError> {
        client.subscribe(SubscribeRequestParams::new(uri)).await
    }

    pub(super) async fn unsubscribe(client: &RunningService<RoleClient, Host>, uri: &str) {
        let params = UnsubscribeRequestParams::new(uri);
        client.unsubscribe(params).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_hears_what_another_program_wrote() {
    let test = TestDatabase::sqlite().await;
    let (one, mut told) = session(&test).await;
    let (other, mut others_told) = session(&test).await;
    let info = one.peer_info().unwrap();
    let resources = info.capabilities.resources.clone().unwrap();
    assert_eq!(
        (resources.subscribe, resources.list_changed),
        (Some(true), None)
    );
    call(&one, "add_task", json!({"title": "A"})).await;
    call(&one, "add_task", json!({"title": "B"})).await;
    for uri in ["task://1", "task://2", "task://1"] {
        older::subscribe(&one, uri).await.unwrap();
    }
    call(&other, "update_task", json!({"task_id": 1, "title": "C"})).await;
    assert_eq!(next(&mut told).await, "task://1");

    older::unsubscribe(&one, "task://1").await;
    call(&other, "update_task", json!({"task_id": 1, "title": "D"})).await;
    call(&other, "complete_task", json!({"task_id": 2})).await;
    assert_eq!(next(&mut told).await, "task://2");
    assert!(
        told.try_recv().is_err(),
        "to subscribe twice is to subscribe once"
    );
    assert!(
        others_told.try_recv().is_err(),
        "who did not ask is told nothing"
    );

    let missing = older::subscribe(&one, "task://9").await.unwrap_err();
    let ServiceError::McpError(error) = missing else {
        panic!("{missing}");
    };
    assert_eq!(error.code.0, -32002);
    one.cancel().await.unwrap();
    other.cancel().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_of_the_newest_revision_listens() {
    let test = TestDatabase::sqlite().await;
    let (other, _) = session(&test).await;
    let (sender, _told) = mpsc::unbounded_channel();
    let lifecycle = ClientLifecycleMode::Discover {
        preferred_versions: vec![ProtocolVersion::V_2026_07_28],
    };
    let client = Host(sender)
        .serve_with_lifecycle(child(&test, &[]), lifecycle)
        .await
        .unwrap();
    let filter = SubscriptionFilter::builder()
        .resource_subscription("task://1")
        .build();
    let mut subscription = client.listen(filter.clone()).await.unwrap();
    assert_eq!(subscription.acknowledged(), &filter);
    call(&other, "add_task", json!({"title": "A"})).await;
    let told = tokio::time::timeout(PATIENCE, subscription.next()).await;
    let told = told.unwrap().unwrap();
    let Some(ServerNotification::ResourceUpdatedNotification(update)) = told else {
        panic!("no update");
    };
    assert_eq!(update.params.uri, "task://1");
    client.cancel().await.unwrap();
    other.cancel().await.unwrap();
}

#[test]
fn a_subscription_does_not_keep_the_program_when_the_input_ends() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let test = runtime.block_on(TestDatabase::sqlite());
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = json!({"notifications": {"resourcesListChanged": true}, "_meta": meta});
    let listen =
        json!({"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen", "params": params});
    let mut program = program(&test, &[]);
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut message = || -> serde_json::Value {
        let line = output.next().expect("a message").unwrap();
        serde_json::from_str(&line).unwrap()
    };
    writeln!(input, "{listen}").unwrap();
    assert_eq!(
        message()["method"],
        "notifications/subscriptions/acknowledged"
    );
    drop(input);
    let last = message();
    assert_eq!(last["id"], 1);
    assert_eq!(last["result"]["resultType"], "complete");
    assert!(child.wait().unwrap().success());
}
