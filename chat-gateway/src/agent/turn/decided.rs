//! What was decided about the calls of a step, for the record.

use super::{Turn, machine::Pending};
use crate::domain::{DecidedCall, Decision, arguments_hash, recorded_name};

impl Turn {
    /// Returns what was decided about each call of the step under way, to be noted before any of
    /// them is made.
    pub(crate) fn decided(&self) -> Vec<DecidedCall> {
        let numbered = (self.calls.len() + 1..).zip(&self.pending);
        let decided = numbered.map(|(number, pending)| pending.decided(number));
        decided.collect()
    }
}

impl Pending {
    fn decided(&self, number: usize) -> DecidedCall {
        let refused = self.outcome.as_ref().and_then(|outcome| outcome.error);
        let decision = match refused {
            Some(_) => Decision::Denied,
            None => Decision::Allowed,
        };
        DecidedCall {
            number,
            tool: recorded_name(&self.call.name),
            arguments_hash: arguments_hash(&self.parameters),
            decision,
            refused,
        }
    }
}
