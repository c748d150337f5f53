//! Calls are made on record: what was decided about them is durable before one is made that may
//! change something, so that the record also knows of those that a crash cut off.

use super::{run::Agent, turn::Turn};
use crate::{
    domain::{Person, PlannedCall},
    run_log::{Failure, RunLog},
    store::runs::BegunTurn,
};

impl Agent {
    /// Makes calls. Those that cannot be recorded are not made, and end the run.
    ///
    /// The first write of a step covers what was decided about all of its calls. Where those that
    /// are made only read, it goes on beside them: it delays nothing, and a crash between the two
    /// loses the record of an answer that nobody got.
    pub(super) async fn call_on_record(
        &self,
        (person, begun): (&Person, &BegunTurn),
        turn: &mut Turn,
        calls: &[PlannedCall],
        log: &RunLog,
    ) -> Result<(), Failure> {
        if calls.iter().all(|call| call.read_only) {
            let noting = self.store.note_decisions(begun, turn.take_decided());
            let making = self.call_tools(person, turn, calls, log);
            return tokio::join!(noting, making).0.map_err(unrecorded);
        }
        self.note_decided(begun, turn).await?;
        self.call_tools(person, turn, calls, log).await;
        Ok(())
    }

    /// Notes what was decided since the last time, if anything was.
    pub(super) async fn note_decided(
        &self,
        begun: &BegunTurn,
        turn: &mut Turn,
    ) -> Result<(), Failure> {
        let noted = self.store.note_decisions(begun, turn.take_decided());
        noted.await.map_err(unrecorded)
    }
}

fn unrecorded(error: sea_orm::DbErr) -> Failure {
    tracing::error!(%error, "tool calls cannot be recorded, so the run ends");
    Failure::Internal
}
