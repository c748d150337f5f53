//! Calls are made on record: what was decided about them is durable before one is made that may
//! change something, so that the record also knows of those that a crash cut off.

use super::{run::Agent, turn::Turn};
use crate::{
    domain::{Person, PlannedCall},
    run_log::{Failure, RunLog},
    store::runs::BegunTurn,
};

impl Agent {
    /// Makes the calls of a step. Calls that cannot be recorded are not made, and end the run.
    ///
    /// One write covers the step. Where all of its calls only read, it goes on beside them: it
    /// delays nothing, and a crash between the two loses the record of an answer that nobody got.
    pub(super) async fn call_on_record(
        &self,
        (person, begun): (&Person, &BegunTurn),
        turn: &mut Turn,
        batches: Vec<Vec<PlannedCall>>,
        log: &RunLog,
    ) -> Result<(), Failure> {
        let noting = self.store.note_decisions(begun, turn.decided());
        let only_reads = batches.iter().flatten().all(|call| call.read_only);
        let noted = if only_reads {
            tokio::join!(noting, self.call_tools(person, turn, batches, log)).0
        } else {
            let noted = noting.await;
            if noted.is_ok() {
                self.call_tools(person, turn, batches, log).await;
            }
            noted
        };
        noted.map_err(|error| {
            tracing::error!(%error, "tool calls cannot be recorded, so the run ends");
            Failure::Internal
        })
    }
}
