//! The record of tool calls, which only grows.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DbBackend, DbErr};
use serde_json::{Value, json};
use taskflow_gateway::audit::{Query, read};
use taskflow_shared::{
    clock::Clock,
    ids::UserId,
    testing::{TestDatabase, alice, bob, on_each_database},
};
use uuid::Uuid;

use crate::support::{
    Call, Gateway, Options, Reply, ScriptedModel,
    program::{run, start, taskflow},
};

const EVERYTHING: Query = Query {
    since: None,
    run_id: None,
    cursor: None,
    limit: 100,
};

async fn page(database: &TestDatabase, user: &UserId, query: Query) -> Value {
    let page = read(database.open_again().await, Clock::system(), user, query).await;
    serde_json::from_str(&page.unwrap().json()).unwrap()
}

async fn calls(database: &TestDatabase, user: &UserId) -> Vec<Value> {
    let page = page(database, user, EVERYTHING).await;
    page["calls"].as_array().unwrap().clone()
}

/// Tool, decision and result of each.
fn in_short(calls: &[Value]) -> Vec<String> {
    let word = |call: &Value, name: &str| call[name].as_str().unwrap_or("?").to_owned();
    let short = |call| {
        ["tool", "decision", "result"]
            .map(|name| word(call, name))
            .join(" ")
    };
    calls.iter().map(short).collect()
}

async fn execute(database: &TestDatabase, sql: &str) -> Result<(), DbErr> {
    let sql = sql.to_owned();
    let write = database.database.write(|transaction| {
        Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
    });
    write.await
}

/// A gateway that has made a few calls for Alice, good and bad, in two runs.
async fn after_two_runs(database: &TestDatabase) -> (Gateway, [Uuid; 2]) {
    let add = Call("add_task", r#"{"title":"Marigolds"}"#);
    let model = ScriptedModel::start([
        Reply::Calls(vec![
            add.clone(),
            Call("no_such_tool", "{}"),
            Call("list_tasks", "not an object"),
            Call("complete_task", r#"{"task_id":99}"#),
        ]),
        Reply::Calls(vec![add, Call("list_tasks", "{}")]),
        Reply::text("Done."),
        Reply::call("list_tasks", r#"{"status":"all"}"#),
        Reply::text("One."),
    ])
    .await;
    let options = Options::with_model(&model);
    let gateway = Gateway::start_on(database.second().await, options).await;
    let mut runs = Vec::new();
    for message in ["plant marigolds", "list"] {
        let run = gateway.ask(message).await["run_id"].clone();
        runs.push(run.as_str().unwrap().parse().unwrap());
    }
    (gateway, runs.try_into().unwrap())
}

const IN_SHORT: [&str; 7] = [
    "add_task allowed ok",
    "no_such_tool denied unknown_tool",
    "list_tasks denied bad_arguments",
    "complete_task allowed tool_error",
    "add_task denied repeated_call",
    "list_tasks allowed ok",
    "list_tasks allowed ok",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_call_is_on_record_with_what_was_decided_and_what_came_of_it() {
    on_each_database(async |database: &TestDatabase| {
        let (_gateway, [first, second]) = after_two_runs(database).await;
        let calls = calls(database, &alice()).await;
        assert_eq!(in_short(&calls), IN_SHORT);
        let numbers: Vec<_> = calls
            .iter()
            .map(|call| {
                (
                    call["run_id"].as_str().unwrap().parse().unwrap(),
                    &call["call"],
                )
            })
            .collect();
        let of = |run: Uuid, number: i32| (run, json!(number));
        let expected = [1, 2, 3, 4, 5, 6].map(|number| of(first, number));
        let expected = expected.into_iter().chain([of(second, 1)]);
        assert!(
            numbers
                .into_iter()
                .map(|(run, number)| (run, number.clone()))
                .eq(expected)
        );
        // SHA-256 of {"title":"Marigolds"}.
        let hash = "5d3b8b3d2364ac49af05777f2cc272570725e45571d0e9d297e4b91afe4721b2";
        assert_eq!(calls[0]["arguments_sha256"], hash);
        assert_eq!(calls[4]["arguments_sha256"], hash);
        assert!(calls[0]["duration_ms"].is_u64() && calls[1]["duration_ms"].is_null());
        let whole = Value::from(calls).to_string();
        assert!(
            !whole.contains("arigold"),
            "what was said is not on record: {whole}"
        );
        assert_eq!(self::calls(database, &bob()).await, [] as [Value; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_policy_and_the_person_decide_is_on_record_across_messages() {
    on_each_database(async |database: &TestDatabase| {
        let add = |arguments| Call("add_task", arguments);
        let model = ScriptedModel::start([
            Reply::Calls(vec![
                add(r#"{"title":"Milk"}"#),
                Call("undo", "{}"),
                Call("list_tasks", "{}"),
            ]),
            Reply::Calls(vec![add(r#"{"title":"Bread"}"#)]),
            Reply::text("As you like."),
            Reply::Calls(vec![add(r#"{"title":"Salt"}"#), Call("list_tasks", "{}")]),
            Reply::text("Hello."),
            Reply::Calls(vec![add(r#"{"title":"Tea"}"#)]),
        ])
        .await;
        let options = Options {
            tool_policy: "undo=deny,add_*=ask",
            ..Options::with_model(&model)
        };
        let gateway = Gateway::start_on(database.second().await, options).await;
        let first = gateway.ask("buy things").await;
        let conversation = Some(&first["conversation_id"]);
        let asked = [
            "add_task asked ?",
            "undo denied not_allowed",
            "list_tasks allowed ?",
        ];
        assert_eq!(in_short(&calls(database, &alice()).await), asked);
        // Yes to the first, no to the second; the third is set aside, the last one cancelled.
        for message in ["yes", "no", "salt", "something else"] {
            let answer = gateway.say(&alice(), message, conversation).await;
            assert_eq!(answer.status, 200, "{message}: {:?}", answer.body);
        }
        let last = gateway.say(&alice(), "tea", conversation).await.body;
        let run = last["run_id"].as_str().unwrap();
        let stopped = gateway
            .post(&alice(), &format!("runs/{run}/cancel"))
            .send()
            .await;
        assert!(stopped.unwrap().status().is_success());
        let calls = calls(database, &alice()).await;
        let expected = [
            "add_task approved ok",
            "undo denied not_allowed",
            "list_tasks allowed ok",
            "add_task denied declined",
            "add_task denied declined",
            "list_tasks allowed not_made",
            "add_task asked not_made",
        ];
        assert_eq!(in_short(&calls), expected);
        let numbers: Vec<&Value> = calls.iter().map(|call| &call["call"]).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 1, 2, 1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_read_in_pages_by_run_and_by_time() {
    on_each_database(async |database: &TestDatabase| {
        let (_gateway, [_, second]) = after_two_runs(database).await;
        let whole = calls(database, &alice()).await;
        for limit in [1, 2, 3, 7, 8] {
            let (mut joined, mut cursor) = (Vec::new(), None);
            loop {
                let query = Query { limit, cursor, ..EVERYTHING };
                let page = page(database, &alice(), query).await;
                let calls = page["calls"].as_array().unwrap().clone();
                assert!(calls.len() <= limit as usize);
                joined.extend(calls);
                cursor = page["next_cursor"].as_str().map(str::to_owned);
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(joined, whole, "{limit} at once");
        }
        let of_run = Query { run_id: Some(second), ..EVERYTHING };
        assert_eq!(page(database, &alice(), of_run).await["calls"], json!(whole[6..]));
        // The first run happened long ago; one of its calls was heard of again.
        let now = Clock::system().now();
        let old = "INSERT INTO audit_events (user_id, run_id, call_number, event, tool, \
                   arguments_hash, created_at) VALUES ('1', RUN, 1, 'asked', 'delete_task', HASH, AT)";
        let (run, hash) = match database.database.reads().get_database_backend() {
            DbBackend::Postgres => ("'00000000-0000-7000-8000-000000000001'", "'\\x00'"),
            _ => ("x'00000000000070008000000000000001'", "x'00'"),
        };
        let old = old.replace("RUN", run).replace("HASH", hash);
        let asked = old.replace("AT)", "'2020-01-01T00:00:00+00:00')");
        let approved = asked.replace("asked", "approved").replace("2020-01-01", "2020-01-02");
        execute(database, &asked).await.unwrap();
        execute(database, &approved).await.unwrap();
        let since = |day: &str| Query {
            since: Some(format!("{day}T00:00:00Z").parse().unwrap()),
            ..EVERYTHING
        };
        let on_the_second = page(database, &alice(), since("2020-01-02")).await;
        let on_the_second = on_the_second["calls"].as_array().unwrap();
        assert_eq!(in_short(on_the_second)[0], "delete_task approved ?");
        assert_eq!(on_the_second[0]["at"], "2020-01-01T00:00:00.000Z");
        assert_eq!(on_the_second.len(), 8);
        assert_eq!(page(database, &alice(), since("2020-01-03")).await["calls"], json!(whole));
        let tomorrow = Query { since: Some(now + chrono::TimeDelta::days(1)), ..EVERYTHING };
        assert_eq!(page(database, &alice(), tomorrow).await["calls"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_lets_nobody_change_or_remove_what_is_on_record() {
    on_each_database(async |database: &TestDatabase| {
        let (_gateway, _) = after_two_runs(database).await;
        let before = calls(database, &alice()).await;
        let mut attacks = vec![
            "UPDATE audit_events SET result = 'ok' WHERE result = 'tool_error'",
            "UPDATE audit_events SET user_id = '2'",
            "DELETE FROM audit_events WHERE user_id = '1'",
        ];
        let postgres = database.database.reads().get_database_backend() == DbBackend::Postgres;
        if postgres {
            attacks.push("TRUNCATE audit_events");
            attacks.push(
                "INSERT INTO audit_events SELECT * FROM audit_events \
                 ON CONFLICT (user_id, run_id, call_number, event) DO UPDATE SET result = 'ok'",
            );
        }
        for attack in attacks {
            let refused = execute(database, attack).await.unwrap_err().to_string();
            assert!(refused.contains("append-only"), "{attack}: {refused}");
        }
        if !postgres {
            let replace = "INSERT OR REPLACE INTO audit_events SELECT user_id, run_id, \
                           call_number, event, 'other', arguments_hash, 'ok', 1, created_at \
                           FROM audit_events";
            execute(database, replace).await.unwrap();
        }
        assert_eq!(calls(database, &alice()).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_record_for_more_than_a_year_is_forgotten_and_nothing_else() {
    on_each_database(async |database: &TestDatabase| {
        let (gateway, _) = after_two_runs(database).await;
        gateway.stop().await;
        let old = "INSERT INTO audit_events SELECT user_id, run_id, call_number + 100, event, tool, \
                   arguments_hash, result, duration_ms, '2020-01-01T00:00:00+00:00' \
                   FROM audit_events";
        execute(database, old).await.unwrap();
        assert_eq!(calls(database, &alice()).await.len(), 14);
        let _again = Gateway::start_on(database.second().await, Options::default()).await;
        while calls(database, &alice()).await.len() > 7 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(in_short(&calls(database, &alice()).await), IN_SHORT);
        let after = execute(database, "DELETE FROM audit_events").await;
        assert!(after.is_err(), "it is closed again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_a_crash_cut_off_is_on_record() {
    let data = tempfile::tempdir().unwrap();
    let model = ScriptedModel::start([
        Reply::call("add_task", r#"{"title":"Marigolds"}"#),
        Reply::Silence(Duration::from_secs(60)),
    ])
    .await;
    let mut command = taskflow(data.path());
    command.env("OPENAI_BASE_URL", model.url());
    let mut running = start(command);
    let asking = reqwest::Client::new()
        .post(format!("{}/api/1/chat", running.url))
        .bearer_auth(&running.token)
        .json(&json!({ "message": "plant marigolds" }));
    let asking = tokio::spawn(asking.send());
    while model.requests().len() < 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    running.child.kill().unwrap();
    running.child.wait().unwrap();
    assert!(asking.await.unwrap().is_err(), "the connection broke");
    let output = run(data.path(), &["audit", "--user", "1", "--json"], &[]);
    assert!(output.status.success(), "{output:?}");
    let page: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        in_short(page["calls"].as_array().unwrap()),
        ["add_task allowed ?"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_is_printed_as_a_table() {
    let database = TestDatabase::sqlite().await;
    let (gateway, [_, second]) = after_two_runs(&database).await;
    gateway.stop().await;
    let data = database.folder().unwrap();
    let print = |arguments: &[&str]| {
        let arguments: Vec<_> = ["audit", "--user", "1"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let output = run(data, &arguments, &[]);
        let said = |bytes| String::from_utf8(bytes).unwrap();
        (
            output.status.code(),
            said(output.stdout),
            said(output.stderr),
        )
    };
    let (code, table, said) = print(&[]);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 8, "{table}");
    assert!(
        lines[0].starts_with("TIME  ") && lines[0].ends_with("MS"),
        "{table}"
    );
    let columns: Vec<&str> = lines[2].split_whitespace().collect();
    assert_eq!(columns[2..4], ["2", "no_such_tool"], "{table}");
    assert_eq!(columns[5..], ["denied", "unknown_tool", "-"], "{table}");
    let widths: Vec<usize> = lines.iter().map(|line| line.len()).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{table}");
    let (_, table, said) = print(&["--limit", "2", "--since", "1h"]);
    assert_eq!(table.lines().count(), 3);
    let cursor = said.trim().rsplit(' ').next().unwrap();
    let (_, table, _) = print(&["--limit", "2", "--cursor", cursor]);
    assert!(
        table.contains("bad_arguments") && table.contains("tool_error"),
        "{table}"
    );
    let (_, table, _) = print(&["--run", &second.to_string()]);
    assert_eq!(table.lines().count(), 2);
    for bad in [["--since", "soon"], ["--cursor", "?"], ["--limit", "0"]] {
        assert_eq!(print(&bad).0, Some(2), "{bad:?}");
    }
}
