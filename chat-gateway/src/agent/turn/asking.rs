//! Calls that wait for the person: because the policy says so, or because the tool asks back.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{machine::Turn, plan::Batch, step::Step};
use crate::{
    agent::limits::MAX_ROUNDS,
    domain::{
        CallError, CallRecord, Decision, PlannedCall, Round, Rule, ToolOutcome, ToolQuestions,
        question::{Action, AskedCall, Question, Reply, Source},
    },
};

/// A call that waits for the person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Asking {
    call: PlannedCall,
    about: About,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum About {
    /// Whether it may be made.
    Approval,
    /// What its tool asks, one after the other, and what was answered so far.
    Tool {
        questions: VecDeque<(String, String, Value)>,
        round: Round,
    },
}

/// What the person is to be asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ask {
    pub(crate) source: Source,
    pub(crate) message: String,
    pub(crate) schema: Value,
    pub(crate) call: AskedCall,
}

/// What a turn has come to since it began, or since it last waited.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) text: String,
    pub(crate) calls: Vec<CallRecord>,
    /// The calls that have no result yet, as they are to be told where they never get one.
    pub(crate) unanswered: Vec<CallRecord>,
}

impl Turn {
    /// Takes what the tool of a call asks back.
    pub(crate) fn asked_back(
        &mut self,
        call: &PlannedCall,
        asked: ToolQuestions,
    ) -> Option<CallRecord> {
        let pending = self.pending.get_mut(call.position)?;
        pending.rounds += 1;
        if pending.rounds > MAX_ROUNDS {
            let words = format!("The tool asked more than {MAX_ROUNDS} times and was given up.");
            return self.called(call.position, ToolOutcome::failure(words, 0));
        }
        let round = Round {
            state: asked.state,
            ..Round::default()
        };
        // A tool that wants nothing but its state back has only put the call off.
        if asked.questions.is_empty() {
            self.make_again(call.clone(), round);
            return None;
        }
        pending.decision = Decision::Asked;
        self.decide(call.position, Decision::Asked, None);
        let questions = asked.questions.into();
        self.asking.push_back(Asking {
            call: call.clone(),
            about: About::Tool { questions, round },
        });
        None
    }

    /// Returns what the person is to be asked after [`Step::AskPerson`].
    pub(crate) fn ask(&self) -> Option<Ask> {
        let Asking { call, about } = self.asking.front()?;
        let call = AskedCall {
            id: call.id.clone(),
            tool: call.tool.clone(),
            parameters: call.parameters.clone(),
        };
        let (source, (message, schema)) = match about {
            About::Approval => (Source::Policy, Question::approval(&call)),
            About::Tool { questions, .. } => {
                let (_, message, schema) = questions.front()?;
                (Source::Tool, (message.clone(), schema.clone()))
            }
        };
        Some(Ask {
            source,
            message,
            schema,
            call,
        })
    }

    /// Takes what has come about, to be stored with the question; the turn goes on from nothing.
    pub(crate) fn take_segment(&mut self) -> Segment {
        let step = self.step;
        let mut calls = std::mem::take(&mut self.calls);
        let mut unanswered = Vec::new();
        for pending in &mut self.pending {
            match pending.outcome.clone() {
                Some(_) if pending.is_kept => {}
                Some(outcome) => {
                    pending.is_kept = true;
                    calls.push(pending.record(outcome, step));
                }
                None => {
                    let words = match pending.decision {
                        Decision::Asked => "The person did not agree, so this was not done.",
                        _ => "The call was not carried out.",
                    };
                    unanswered.push(pending.record(ToolOutcome::failure(words, 0), step));
                }
            }
        }
        self.counted = self.usage.unwrap_or_default();
        Segment {
            text: std::mem::take(&mut self.text),
            calls,
            unanswered,
        }
    }

    /// Takes the person's answer to what was asked; returns the call where it is not made. What is
    /// made is the call that was asked about, as it was then.
    pub(crate) fn replied(&mut self, reply: &Reply) -> Option<CallRecord> {
        let Asking { call, about } = self.asking.pop_front()?;
        let is_allowed = self.is_allowed(&call);
        let decision = match reply.is_agreed() && is_allowed {
            true => Decision::Approved,
            false => Decision::Denied,
        };
        self.pending.get_mut(call.position)?.decision = decision;
        let refused = match &about {
            _ if !is_allowed => Some(CallError::NotAllowed),
            About::Approval if !reply.is_agreed() => Some(CallError::Declined),
            // A tool is told the answer, also where it is no.
            About::Approval | About::Tool { .. } => None,
        };
        self.decide(call.position, decision, refused);
        match about {
            _ if !is_allowed => {
                let words = "Calls of this tool are not allowed any more, so it was not made.";
                let outcome = ToolOutcome::failure(words, 0).because(CallError::NotAllowed);
                self.called(call.position, outcome)
            }
            About::Approval if reply.is_agreed() => {
                self.batches.push_front(Batch::Calls(vec![call]));
                None
            }
            About::Approval => {
                let words = "The person did not agree to this call, so it was not made.";
                let outcome = ToolOutcome::failure(words, 0).because(CallError::Declined);
                self.called(call.position, outcome)
            }
            About::Tool { questions, round } => {
                self.answer_tool(call, (questions, round), reply);
                None
            }
        }
    }

    /// Asks whether a call may be made.
    pub(super) fn ask_approval(&mut self, call: PlannedCall) -> Step {
        if let Some(pending) = self.pending.get_mut(call.position) {
            pending.decision = Decision::Asked;
        }
        self.asking.push_back(Asking {
            call,
            about: About::Approval,
        });
        Step::AskPerson
    }

    /// Time has passed, in which the policy or what the person may do can have changed.
    fn is_allowed(&self, call: &PlannedCall) -> bool {
        let is_offered = self.tools.iter().any(|tool| tool.name == call.tool);
        is_offered && self.policy.rule(&call.tool) != Rule::Deny
    }

    /// The call is made again when its tool has all answers, or a no.
    fn answer_tool(
        &mut self,
        call: PlannedCall,
        (mut questions, mut round): (VecDeque<(String, String, Value)>, Round),
        reply: &Reply,
    ) {
        let Some((name, ..)) = questions.pop_front() else {
            return;
        };
        round.responses.insert(name, response(reply));
        if reply.action == Action::Accept && !questions.is_empty() {
            let about = About::Tool { questions, round };
            self.asking.push_front(Asking { call, about });
            return;
        }
        let cancelled = Reply {
            action: Action::Cancel,
            content: None,
        };
        let rest = questions.into_iter();
        let rest = rest.map(|(name, ..)| (name, response(&cancelled)));
        round.responses.extend(rest);
        self.make_again(call, round);
    }

    fn make_again(&mut self, call: PlannedCall, round: Round) {
        let round = Some(round);
        self.batches
            .push_front(Batch::Calls(vec![PlannedCall { round, ..call }]));
    }
}

/// Texts and numbers always have a JSON form.
fn response(reply: &Reply) -> Value {
    serde_json::to_value(reply).unwrap_or_default()
}
