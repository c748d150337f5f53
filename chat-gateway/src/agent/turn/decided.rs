//! What was decided about calls, for the record.

use super::{Turn, pending::Pending};
use crate::domain::{CallError, DecidedCall, Decision, Rule, arguments_hash, recorded_name};

impl Turn {
    /// Takes what was decided since this was last asked for, to be noted before anything else is
    /// done.
    pub(crate) fn take_decided(&mut self) -> Vec<DecidedCall> {
        std::mem::take(&mut self.decided)
    }

    /// Puts down what was decided when a call was asked for.
    pub(super) fn decide_planned(&mut self, pending: &Pending) {
        let refused = pending.outcome.as_ref().and_then(|outcome| outcome.error);
        let decision = match (refused, self.policy.rule(&pending.call.name)) {
            (Some(_), _) => Decision::Denied,
            (None, Rule::Ask) => Decision::Asked,
            (None, Rule::Allow | Rule::Deny) => Decision::Allowed,
        };
        self.decided.push(pending.decided(decision, refused));
    }

    /// Puts down what was decided later about a call of the step under way.
    pub(super) fn decide(
        &mut self,
        position: usize,
        decision: Decision,
        refused: Option<CallError>,
    ) {
        let pending = self.pending.get(position);
        let decided = pending.map(|pending| pending.decided(decision, refused));
        self.decided.extend(decided);
    }
}

impl Pending {
    fn decided(&self, decision: Decision, refused: Option<CallError>) -> DecidedCall {
        DecidedCall {
            number: self.number,
            tool: recorded_name(&self.call.name),
            arguments_hash: arguments_hash(&self.parameters),
            decision,
            refused,
        }
    }
}
