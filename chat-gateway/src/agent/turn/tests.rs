//! The machine, carried out as the driver would.

use std::sync::Arc;

use serde_json::{Map, json};

use super::{Finish, Segment, Step, StopReason, Turn};
use crate::{
    agent::limits::{MAX_REPEATS, MAX_ROUNDS, MAX_STEPS, MAX_TURN_TOKENS},
    domain::{CallError, CallRecord, Decision, ToolOutcome, ToolQuestions, Usage, question::Reply},
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
    under("")
}

/// A turn under a policy.
fn under(policy: &str) -> Turn {
    let policy = Arc::new(policy.parse().unwrap());
    Turn::new(vec![Message::User("hello".to_owned())], tools(), policy)
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

/// Carries out the batches of a step as the driver would; returns the ids in batches.
fn carry_out(turn: &mut Turn, step: Step) -> (Vec<Vec<String>>, Step) {
    let (mut ids, mut step) = (Vec::new(), step);
    while let Step::CallTools(batch) = step {
        for planned in &batch {
            turn.called(planned.position, done());
        }
        ids.push(batch.iter().map(|call| call.id.clone()).collect());
        step = turn.batch_done();
    }
    (ids, step)
}

/// Number, decision and refusal of each call about which something was decided.
fn decided(turn: &mut Turn) -> Vec<(u32, Decision, Option<CallError>)> {
    let decided = turn.take_decided().into_iter();
    decided
        .map(|call| (call.number, call.decision, call.refused))
        .collect()
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
    let refused = Some(CallError::UnknownTool);
    let expected = [(1, Decision::Allowed, None), (2, Decision::Denied, refused)];
    assert_eq!(decided(&mut turn), expected);
    carry_out(&mut turn, step);
    turn.answered("", asks(&[call("c", "list_tasks", "{}")]));
    assert_eq!(decided(&mut turn), [(3, Decision::Allowed, None)]);
    let errors = turn.into_parts().1.into_iter().map(|call| call.error);
    assert!(errors.eq([None, refused, Some(CallError::Interrupted)]));
}

#[test]
fn what_was_decided_by_the_policy_and_by_the_person_is_told_once_and_with_its_call() {
    let mut turn = under("add_task=ask,list_tasks=deny");
    let add = call("b", "add_task", r#"{"title":"x"}"#);
    let calls = [call("a", "list_tasks", "{}"), add];
    assert_eq!(turn.answered("", asks(&calls)), Step::AskPerson);
    let (by_policy, by_person) = (Some(CallError::NotAllowed), Some(CallError::Declined));
    let expected = [(1, Decision::Denied, by_policy), (2, Decision::Asked, None)];
    assert_eq!(decided(&mut turn), expected);
    turn.take_segment();
    let mut agreed = turn.clone();
    turn.replied(&Reply::decline());
    assert_eq!(decided(&mut turn), [(2, Decision::Denied, by_person)]);
    agreed.replied(&Reply::accept(Map::new()));
    assert_eq!(decided(&mut agreed), [(2, Decision::Approved, None)]);
    let step = agreed.batch_done();
    carry_out(&mut agreed, step);
    agreed.answered("", asks(&[call("c", "no_such_tool", "{}")]));
    let numbers = agreed.into_parts().1.into_iter().map(|call| call.number);
    assert!(numbers.eq([2, 3]), "that of the first is stored");
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
    let messages = turn.messages();
    let ids: Vec<_> = messages[2..]
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

/// Waits as the driver would: what is stored is all that is left. Returns what was stored.
fn wait(turn: Turn, policy: &str) -> (Turn, Segment) {
    let mut turn = turn;
    let segment = turn.take_segment();
    let stored = serde_json::to_value(&turn).unwrap();
    let history = vec![Message::User("hello".to_owned())];
    let policy = Arc::new(policy.parse().unwrap());
    let turn = Turn::resumed(stored, history, tools(), policy).unwrap();
    (turn, segment)
}

fn ids(records: &[CallRecord]) -> Vec<(&str, bool, Decision)> {
    let records = records.iter();
    records
        .map(|record| (record.id.as_str(), record.failed, record.decision))
        .collect()
}

fn asks_for_two(turn: &mut Turn) -> Step {
    turn.answered(
        "Let me see.",
        asks(&[
            call("a", "list_tasks", "{}"),
            call("b", "add_task", r#"{"title":"x"}"#),
            call("c", "add_task", r#"{"title":"y"}"#),
        ]),
    )
}

#[test]
fn a_call_that_needs_approval_waits_and_is_made_as_it_was_stored() {
    let mut turn = under("add_*=ask");
    let step = asks_for_two(&mut turn);
    let (made, step) = carry_out(&mut turn, step);
    assert_eq!((made, step), (vec![vec!["a".to_owned()]], Step::AskPerson));
    let asked = turn.ask().unwrap();
    assert_eq!(asked.call.id, "b");
    assert_eq!(asked.message, "Shall I call add_task with title: x?");
    let (mut turn, segment) = wait(turn, "add_*=ask");
    assert_eq!(segment.text, "Let me see.");
    assert_eq!(ids(&segment.calls), [("a", false, Decision::Allowed)]);
    assert_eq!(
        ids(&segment.unanswered),
        [("b", true, Decision::Asked), ("c", true, Decision::Allowed)]
    );
    assert!(turn.replied(&Reply::accept(Map::new())).is_none());
    let step = turn.batch_done();
    let (made, step) = carry_out(&mut turn, step);
    assert_eq!((made, step), (vec![vec!["b".to_owned()]], Step::AskPerson));
    // The next one waits, too, and is refused.
    let (mut turn, segment) = wait(turn, "add_*=ask");
    assert_eq!(ids(&segment.calls), [("b", false, Decision::Approved)]);
    let refused = turn.replied(&Reply::decline()).unwrap();
    assert_eq!(
        (refused.id.as_str(), refused.decision),
        ("c", Decision::Denied)
    );
    assert_eq!(turn.batch_done(), Step::AskModel);
    let results = turn.messages().into_iter().skip(2);
    let results: Vec<(String, bool)> = results
        .filter_map(|message| match message {
            Message::ToolResult {
                call_id, is_error, ..
            } => Some((call_id, is_error)),
            _ => None,
        })
        .collect();
    let expected = [("a", false), ("b", false), ("c", true)];
    assert_eq!(
        results,
        expected.map(|(id, failed)| (id.to_owned(), failed))
    );
    turn.answered("Added one.", asks(&[]));
    let (text, calls) = turn.into_parts();
    assert_eq!(text, "Added one.");
    assert_eq!(
        ids(&calls),
        [("c", true, Decision::Denied)],
        "nothing is told twice"
    );
}

#[test]
fn what_is_denied_is_not_made_and_neither_is_what_was_allowed_when_it_was_asked() {
    let mut turn = under("add_*=deny");
    let step = asks_for_two(&mut turn);
    let refused = turn.take_refused();
    assert_eq!(
        ids(&refused),
        [("b", true, Decision::Denied), ("c", true, Decision::Denied)]
    );
    assert_eq!(carry_out(&mut turn, step).0, [vec!["a"]]);
    let mut turn = under("add_*=ask");
    let step = asks_for_two(&mut turn);
    carry_out(&mut turn, step);
    let (mut turn, _) = wait(turn, "add_*=deny");
    let refused = turn.replied(&Reply::accept(Map::new())).unwrap();
    assert_eq!(refused.decision, Decision::Denied);
}

fn asked_back(names: &[&str]) -> ToolQuestions {
    let question = |name: &&str| {
        let (words, schema) = (format!("{name}?"), json!({"type": "object"}));
        (name.to_string(), words, schema)
    };
    ToolQuestions {
        questions: names.iter().map(question).collect(),
        state: Some("sealed".to_owned()),
    }
}

#[test]
fn a_tool_that_asks_back_is_called_again_with_all_answers_and_its_state() {
    let mut turn = turn();
    let step = turn.answered("", asks(&[call("a", "add_task", "{}")]));
    let Step::CallTools(batch) = step else {
        panic!("{step:?}")
    };
    assert!(
        turn.asked_back(&batch[0], asked_back(&["one", "two"]))
            .is_none()
    );
    for words in ["one?", "two?"] {
        assert_eq!(turn.batch_done(), Step::AskPerson);
        assert_eq!(turn.ask().unwrap().message, words);
        turn = wait(turn, "").0;
        assert!(turn.replied(&Reply::accept(Map::new())).is_none());
    }
    let Step::CallTools(batch) = turn.batch_done() else {
        panic!("it is made again")
    };
    let accepted = json!({"action": "accept", "content": {}});
    let round = batch[0].round.clone().unwrap();
    assert_eq!(round.state.as_deref(), Some("sealed"));
    assert_eq!(
        json!(round.responses),
        json!({"one": accepted, "two": accepted})
    );
    let record = turn.called(0, done()).unwrap();
    assert_eq!(record.decision, Decision::Approved);
}

#[test]
fn a_tool_is_told_of_a_no_and_of_what_was_not_asked_any_more() {
    let mut turn = turn();
    let step = turn.answered("", asks(&[call("a", "add_task", "{}")]));
    let Step::CallTools(batch) = step else {
        panic!("{step:?}")
    };
    turn.asked_back(&batch[0], asked_back(&["one", "two"]));
    turn.replied(&Reply::decline());
    let Step::CallTools(batch) = turn.batch_done() else {
        panic!("the tool is told")
    };
    assert_eq!(
        json!(batch[0].round.clone().unwrap().responses),
        json!({"one": {"action": "decline"}, "two": {"action": "cancel"}})
    );
    assert_eq!(turn.called(0, done()).unwrap().decision, Decision::Denied);
}

#[test]
fn a_tool_that_only_puts_off_is_called_again_at_once_and_not_for_ever() {
    let mut turn = turn();
    let mut step = turn.answered("", asks(&[call("a", "add_task", "{}")]));
    let mut rounds = 0;
    while let Step::CallTools(batch) = step {
        turn.asked_back(&batch[0], asked_back(&[]));
        rounds += 1;
        step = turn.batch_done();
    }
    assert_eq!((rounds, step), (MAX_ROUNDS + 1, Step::AskModel));
    assert!(turn.into_parts().1[0].failed);
}
