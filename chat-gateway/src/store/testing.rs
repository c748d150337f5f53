//! What tests of the store share: turns, and how SQLite goes about a statement, so that it stays so.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use taskflow_shared::testing::{TestDatabase, alice};
use uuid::Uuid;

use super::{
    Store,
    runs::{Asked, BegunTurn, NewTurn, RunStatus, TurnEnd},
};
use crate::domain::{Quotas, Usage};

/// Begins a turn of Alice's.
pub(super) async fn ask(store: &Store, conversation_id: Option<Uuid>, asked: Asked) -> BegunTurn {
    let turn = NewTurn {
        owner: alice(),
        conversation_id,
        asked,
        model: "m".to_owned(),
        key: None,
        quotas: Quotas::default(),
        sets_aside: None,
    };
    store.begin_turn(turn).await.unwrap()
}

/// Returns how a turn ends that was answered.
pub(super) fn answered(store: &Store) -> TurnEnd {
    TurnEnd {
        message_id: store.new_id(),
        status: RunStatus::Completed,
        text: "Hi.".to_owned(),
        tool_calls: Vec::new(),
        usage: None,
        cost: Usage::default(),
        error: None,
        model: None,
        script: String::new(),
    }
}

/// Returns the steps of a statement, one a line.
pub(super) async fn plan(database: &TestDatabase, statement: Statement) -> String {
    assert_eq!(statement.db_backend, DbBackend::Sqlite);
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", statement.sql),
        ..statement
    };
    let steps = database.database.reads().query_all_raw(explain).await;
    let steps: Vec<String> = steps
        .unwrap()
        .iter()
        .map(|step| step.try_get("", "detail").unwrap())
        .collect();
    steps.join("\n")
}
