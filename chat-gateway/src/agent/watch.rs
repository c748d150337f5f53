//! Watching runs, wherever they are driven, and stopping them.

use std::time::Duration;

use serde_json::Value;
use taskflow_shared::ids::UserId;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::run::{Agent, StartedRun};
use crate::{
    domain::question::Question,
    run_log::{Answer, Failure, RunEvent, RunLog, script::Replay},
    store::{
        StoreError,
        questions::{Asked, QuestionStatus},
        runs::{Run, RunStatus, StoredAnswer},
    },
};

/// How often a run is looked at that another program drives.
const LOOK_PERIOD: Duration = Duration::from_millis(250);
/// How long a run that is asked to stop is waited for: another program looks within a third of
/// the lease.
const STOP_WAIT: Duration = Duration::from_secs(8);

/// How often a run is looked at that waits for its person.
const WAIT_PERIOD: Duration = Duration::from_secs(1);

impl Agent {
    /// Returns the run to be watched from any event on: as it goes, where this program drives it;
    /// from storage, once it is over or waits for its person.
    pub(crate) async fn watch(&self, owner: &UserId, run: Run) -> Result<StartedRun, StoreError> {
        let live = self.live.find(owner, run.id).map(|live| live.log);
        let log = match live.filter(|log| log.end().is_none()) {
            Some(log) => log,
            None => {
                let log = RunLog::replayed(self.events(&run).await?);
                if run.status == RunStatus::Running {
                    self.copy_in_background(owner, run.id, &log);
                }
                log
            }
        };
        Ok(watched(&run, log))
    }

    /// Returns a run that waits for its person, to be watched from its question on: what follows
    /// comes when they have answered.
    pub(crate) async fn watch_on(
        &self,
        owner: &UserId,
        run: Run,
    ) -> Result<StartedRun, StoreError> {
        let log = RunLog::replayed(self.events(&run).await?);
        self.copy_in_background(owner, run.id, &log);
        Ok(watched(&run, log))
    }

    /// Asks the run to stop, waits until it has, and returns it. One that is over stays as it is.
    pub(crate) async fn cancel(&self, owner: &UserId, run_id: Uuid) -> Result<Run, StoreError> {
        let mut run = self.store.run(owner, run_id).await?;
        if run.status == RunStatus::Running {
            self.store.request_cancel(owner, run_id).await?;
            if let Some(live) = self.live.find(owner, run_id) {
                live.cancel.cancel();
            }
            // One that takes longer is still told as running.
            let _ = timeout(STOP_WAIT, self.ended(owner, run)).await;
            run = self.store.run(owner, run_id).await?;
        }
        if run.status == RunStatus::AwaitingInput {
            self.store.cancel_waiting(owner, run_id).await?;
            run = self.store.run(owner, run_id).await?;
        }
        Ok(run)
    }

    /// Waits until the run is over, or waits for its person.
    pub(super) async fn ended(&self, owner: &UserId, run: Run) -> Result<(), StoreError> {
        self.watch(owner, run).await?.log.ended().await;
        Ok(())
    }

    /// What another program does is seen when it is stored. A run may also have been begun, or gone
    /// on with, by this program a moment ago.
    fn copy_in_background(&self, owner: &UserId, run_id: Uuid, log: &RunLog) {
        let (agent, owner, log) = (self.clone(), owner.clone(), log.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = agent.copy(&owner, run_id, &log) => {}
                () = agent.interrupt.cancelled() => {}
            }
        });
    }

    /// Passes on what the run's log has more, until its end or its next question, or until nobody
    /// is interested.
    async fn copy(&self, owner: &UserId, run_id: Uuid, log: &RunLog) {
        loop {
            if let Some(live) = self.live.find(owner, run_id)
                && live.log.len() > log.len()
            {
                return live.log.copy_to(log).await;
            }
            let period = match self.news(owner, run_id, log.len()).await {
                Ok(News::More(events)) => {
                    return events.into_iter().for_each(|event| log.append(event));
                }
                Ok(News::Running) => LOOK_PERIOD,
                Ok(News::Waiting) => WAIT_PERIOD,
                Err(error) => {
                    tracing::warn!(%error, %run_id, "a run cannot be looked at");
                    WAIT_PERIOD
                }
            };
            sleep(period).await;
            if !log.is_watched() {
                return;
            }
        }
    }

    /// Looks for events beyond the first `known` ones.
    async fn news(&self, owner: &UserId, run_id: Uuid, known: usize) -> Result<News, StoreError> {
        let run = self.store.run(owner, run_id).await?;
        if run.status == RunStatus::Running {
            return Ok(News::Running);
        }
        let mut events = self.events(&run).await?;
        if events.len() > known {
            return Ok(News::More(events.split_off(known)));
        }
        Ok(News::Waiting)
    }

    /// The events of a run that are stored: all, once it is over or waits for its person. Of one
    /// whose program was killed the last are lost, but for the end.
    pub(super) async fn events(&self, run: &Run) -> Result<Vec<RunEvent>, StoreError> {
        let asked = self.store.questions(run).await?;
        let answer = self.store.answer(run).await?;
        let answered = answer.iter().flat_map(|answer| &answer.tool_calls);
        let before = asked.iter().flat_map(|asked| &asked.message.tool_calls);
        let open = asked.iter().flat_map(|asked| &asked.unanswered);
        let mut replay = Replay::new(answered.chain(before).chain(open));
        let mut events = Vec::new();
        for asked in &asked {
            let StoredAnswer { script, text, .. } = &asked.message;
            events.extend(replay.part(script, text));
            events.extend(question_events(asked));
        }
        match &answer {
            Some(answer) => {
                events.extend(replay.part(&answer.script, &answer.text));
                events.push(RunEvent::Ended(ended(run, answer)));
            }
            None if run.status.is_under_way() => {}
            None => events.push(RunEvent::Ended(Err(failure(run)))),
        }
        Ok(events)
    }
}

/// What there is to be seen of a run that was looked at before.
enum News {
    /// Nothing: it is under way.
    Running,
    /// Nothing: it waits for its person.
    Waiting,
    /// This.
    More(Vec<RunEvent>),
}

fn watched(run: &Run, log: RunLog) -> StartedRun {
    StartedRun {
        run_id: run.id,
        conversation_id: run.conversation_id,
        log,
        from: 0,
    }
}

fn ended(run: &Run, answer: &StoredAnswer) -> Result<Answer, Failure> {
    match run.status {
        RunStatus::Completed => Ok(told(answer, None)),
        _ => Err(failure(run)),
    }
}

fn question_events(asked: &Asked) -> Vec<RunEvent> {
    let question = asked.question.clone();
    let mut told = told(&asked.message, Some(question.clone()));
    // What was added when the question was closed had not been told when it was asked.
    let is_open = |id: &str| asked.unanswered.iter().any(|call| call.id == id);
    told.tool_calls.retain(|call| !is_open(&call.id));
    let question_id = question.id;
    let mut events = vec![RunEvent::Asked(question), RunEvent::Paused(told)];
    match asked.status {
        QuestionStatus::Accepted | QuestionStatus::Declined => events.push(RunEvent::Answered {
            question_id,
            is_agreed: asked.status == QuestionStatus::Accepted,
        }),
        QuestionStatus::Open | QuestionStatus::Closed(_) => {}
    }
    events
}

fn told(answer: &StoredAnswer, question: Option<Question>) -> Answer {
    Answer {
        message_id: answer.message_id,
        text: answer.text.clone(),
        tool_calls: answer.tool_calls.clone(),
        question,
        at: answer.at,
    }
}

fn failure(run: &Run) -> Failure {
    let code = run.error.as_ref().and_then(|error| error.get("code"));
    code.and_then(Value::as_str)
        .map_or(Failure::Interrupted, Failure::of_code)
}
