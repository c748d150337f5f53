//! The machine, carried out as the driver would.

use std::sync::Arc;

use serde_json::{Map, json};

use super::{Finish, Step, StopReason, Turn};
use crate::{
    agent::limits::{MAX_REPEATS, MAX_STEPS, MAX_TURN_TOKENS},
    domain::{CallError, Decision, ToolOutcome, Usage},
    llm::{Completion, FinishReason, Message, ToolCall, ToolSpec},
};

fn tools() -> Arc<[ToolSpec]> {
    let tool = |name: &str, read_only| ToolSpec {
        name: name.to_owned(),
        description: String::new(),
        input_schema: json!({"type": "object"}),
        read_only,
    };
    Arc::new([tool("list_tasks", true), tool("add_task", false)])
}

fn turn() -> Turn {
    Turn::new(vec![Message::User("hello".to_owned())], tools())
}

fn call(id: &str, name: &str, arguments: &str) -> ToolCall {
    ToolCall {
        id: id.to_owned(),
        name: name.to_owned(),
        arguments: arguments.to_owned(),
        extra: Map::new(),
    }
}

fn asks(calls: &[ToolCall]) -> Completion {
    Completion {
        tool_calls: calls.to_vec(),
        finish: FinishReason::Stop,
        usage: None,
    }
}

fn done() -> ToolOutcome {
    ToolOutcome {
        result: json!({"ok": true}),
        failed: false,
        duration_ms: 1,
        error: None,
    }
}

/// Carries out a step as the driver would; returns the ids in batches.
fn carry_out(turn: &mut Turn, step: Step) -> (Vec<Vec<String>>, Step) {
    let Step::CallTools(batches) = step else {
        panic!("{step:?}")
    };
    for planned in batches.iter().flatten() {
        turn.called(planned.position, done());
    }
    let ids = batches
        .iter()
        .map(|batch| batch.iter().map(|call| call.id.clone()).collect());
    (ids.collect(), turn.step_done())
}

#[test]
fn an_answer_without_calls_ends_the_turn() {
    let mut turn = turn();
    assert_eq!(
        turn.answered("Hi!", asks(&[])),
        Step::Finish(Finish::Answered)
    );
    assert_eq!(turn.into_parts(), ("Hi!".to_owned(), vec![]));
}

#[test]
fn an_answer_that_says_nothing_is_given_words() {
    let mut silent = turn();
    silent.answered("", asks(&[]));
    assert!(silent.into_parts().0.contains("no answer"));
    let mut worked = turn();
    let step = worked.answered("", asks(&[call("1", "add_task", "{}")]));
    carry_out(&mut worked, step);
    worked.answered("", asks(&[]));
    assert_eq!(worked.into_parts().0, "Done.");
}

#[test]
fn calls_are_numbered_through_the_turn_and_each_says_what_was_decided() {
    let mut turn = turn();
    let add = call("a", "add_task", r#"{"title":"x"}"#);
    let step = turn.answered("", asks(&[add, call("b", "no_such_tool", "{}")]));
    let decided = turn.decided();
    let decisions = decided
        .iter()
        .map(|call| (call.number, call.decision, call.refused));
    let refused = Some(CallError::UnknownTool);
    let expected = [(1, Decision::Allowed, None), (2, Decision::Denied, refused)];
    assert!(decisions.eq(expected), "{decided:?}");
    carry_out(&mut turn, step);
    turn.answered("", asks(&[call("c", "list_tasks", "{}")]));
    assert_eq!(turn.decided()[0].number, 3);
    let errors = turn.into_parts().1.into_iter().map(|call| call.error);
    assert!(errors.eq([None, refused, Some(CallError::Interrupted)]));
}

#[test]
fn reads_run_at_once_and_writes_in_their_order() {
    let mut turn = turn();
    let step = turn.answered(
        "",
        asks(&[
            call("a", "list_tasks", r#"{"status":"all"}"#),
            call("b", "list_tasks", r#"{"status":"pending"}"#),
            call("c", "add_task", r#"{"title":"x"}"#),
            call("d", "add_task", r#"{"title":"y"}"#),
            call("e", "list_tasks", "{}"),
        ]),
    );
    let (batches, next) = carry_out(&mut turn, step);
    assert_eq!(batches, [vec!["a", "b"], vec!["c"], vec!["d"], vec!["e"]]);
    assert_eq!(next, Step::AskModel);
}

#[test]
fn every_call_has_its_result_directly_after_it() {
    let mut turn = turn();
    let calls = [
        call("a", "list_tasks", "not json"),
        call("b", "no_such_tool", "{}"),
        call("c", "list_tasks", ""),
    ];
    let step = turn.answered("Looking.", asks(&calls));
    let (batches, _) = carry_out(&mut turn, step);
    assert_eq!(
        batches,
        [vec!["c"]],
        "the others are answered without being carried out"
    );
    let ids: Vec<_> = turn.messages()[2..]
        .iter()
        .map(|message| match message {
            Message::ToolResult {
                call_id, is_error, ..
            } => (call_id.as_str(), *is_error),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(ids, [("a", true), ("b", true), ("c", false)]);
}

#[test]
fn the_same_call_is_not_made_twice_unless_something_changed() {
    let mut turn = turn();
    let list = call("1", "list_tasks", r#"{"status":"all"}"#);
    let step = turn.answered("", asks(std::slice::from_ref(&list)));
    assert_eq!(carry_out(&mut turn, step).0.len(), 1);
    let step = turn.answered("", asks(std::slice::from_ref(&list)));
    assert_eq!(carry_out(&mut turn, step).0.len(), 0, "nothing has changed");
    let step = turn.answered("", asks(&[call("2", "add_task", "{}")]));
    assert_eq!(carry_out(&mut turn, step).0.len(), 1);
    let step = turn.answered("", asks(&[list]));
    assert_eq!(carry_out(&mut turn, step).0.len(), 1, "a task was added");
}

#[test]
fn a_list_asked_for_together_with_a_change_is_read_again_and_a_write_is_not_done_twice() {
    let mut turn = turn();
    let list = call("1", "list_tasks", "{}");
    let add = call("2", "add_task", r#"{"title":"x"}"#);
    let step = turn.answered("", asks(std::slice::from_ref(&list)));
    carry_out(&mut turn, step);
    let step = turn.answered("", asks(&[add.clone(), list]));
    assert_eq!(
        carry_out(&mut turn, step).0.len(),
        2,
        "the list has changed meanwhile"
    );
    let step = turn.answered("", asks(&[add]));
    assert_eq!(carry_out(&mut turn, step).0.len(), 0, "added once");
}

#[test]
fn ids_that_come_again_are_told_apart() {
    let mut turn = turn();
    for title in ["a", "b"] {
        let arguments = format!(r#"{{"title":"{title}"}}"#);
        let step = turn.answered("", asks(&[call("call_1", "add_task", &arguments)]));
        carry_out(&mut turn, step);
    }
    let ids: Vec<_> = turn
        .into_parts()
        .1
        .into_iter()
        .map(|record| record.id)
        .collect();
    assert_eq!(ids, ["call_1", "call_1-2"]);
}

#[test]
fn a_model_that_only_repeats_itself_is_stopped() {
    let mut turn = turn();
    let list = call("1", "list_tasks", "{}");
    for round in 0.. {
        let step = turn.answered("", asks(std::slice::from_ref(&list)));
        let (_, next) = carry_out(&mut turn, step);
        if next == Step::Finish(Finish::Stopped(StopReason::Repetition)) {
            assert_eq!(round, MAX_REPEATS + 1);
            break;
        }
    }
}

#[test]
fn a_model_that_never_ends_is_stopped_after_its_steps() {
    let mut turn = turn();
    for step in 1..MAX_STEPS {
        let title = format!(r#"{{"title":"{step}"}}"#);
        let next = turn.answered("", asks(&[call("1", "add_task", &title)]));
        assert_eq!(carry_out(&mut turn, next).1, Step::AskModel);
    }
    let last = turn.answered("", asks(&[call("1", "add_task", "{}")]));
    assert_eq!(last, Step::Finish(Finish::Stopped(StopReason::Steps)));
    assert_eq!(turn.into_parts().1.len() as u32, MAX_STEPS - 1);
}

#[test]
fn a_turn_that_uses_too_many_tokens_is_stopped() {
    let mut turn = turn();
    let usage = Usage {
        input_tokens: MAX_TURN_TOKENS,
        ..Usage::default()
    };
    let completion = Completion {
        usage: Some(usage),
        ..asks(&[call("1", "add_task", "{}")])
    };
    let next = turn.answered("", completion);
    assert_eq!(next, Step::Finish(Finish::Stopped(StopReason::Tokens)));
}

#[test]
fn a_call_that_was_cut_off_is_kept_with_an_error() {
    let mut turn = turn();
    turn.answered(
        "",
        asks(&[call("a", "add_task", "{}"), call("b", "list_tasks", "{}")]),
    );
    turn.called(0, done());
    let (_, calls) = turn.into_parts();
    assert!(!calls[0].failed);
    assert!(
        calls[1].failed
            && calls[1].result["error"]
                .as_str()
                .unwrap()
                .contains("may have")
    );
}

#[test]
fn text_before_and_after_calls_is_kept_apart() {
    let mut turn = turn();
    assert_eq!(turn.separator(), "");
    let step = turn.answered("Let me look.", asks(&[call("a", "list_tasks", "{}")]));
    carry_out(&mut turn, step);
    let text = format!("{}You have none.", turn.separator());
    turn.answered(&text, asks(&[]));
    assert_eq!(turn.into_parts().0, "Let me look.\n\nYou have none.");
}
