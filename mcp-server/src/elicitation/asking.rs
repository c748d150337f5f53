//! Putting a question to the host, in the way that it understands.

use std::{sync::Mutex, time::Duration};

use chrono::{DateTime, Utc};
use rmcp::{
    RoleServer,
    model::{
        ElicitRequest, ElicitResult, InputRequest, InputRequests, InputRequiredResult,
        InputResponses, RequestStateCodec,
    },
    service::RequestContext,
};
use taskflow_shared::ids::new_id;

use super::{
    Bound, Question, State, Unanswered,
    question::About,
    reply::{chosen, confirmed},
};
use crate::domain::TaskNumber;

/// How long a host of an older revision may take to answer.
const PATIENCE: Duration = Duration::from_secs(600);

/// How questions of one call reach the person.
#[derive(Debug)]
pub(crate) struct Asking<'a> {
    way: Way<'a>,
    /// What was chosen in this call.
    chosen: Mutex<Option<TaskNumber>>,
}

/// The three ways.
#[derive(Debug)]
pub(crate) enum Way<'a> {
    /// The host cannot be asked.
    None,
    /// It is asked and answers while the call waits.
    Session(&'a RequestContext<RoleServer>),
    /// It is asked by the call's result, and calls again.
    Rounds {
        codec: &'a RequestStateCodec,
        bound: Bound<'a>,
        now: DateTime<Utc>,
        /// What the round before left.
        state: Option<State>,
        responses: InputResponses,
    },
}

impl<'a> Asking<'a> {
    /// Questions in this way.
    pub(crate) fn new(way: Way<'a>) -> Self {
        let chosen = match &way {
            Way::Rounds { state, .. } => state.as_ref().and_then(|state| state.chosen),
            Way::None | Way::Session(_) => None,
        };
        Self {
            way,
            chosen: Mutex::new(chosen),
        }
    }

    /// Tells whether the person can be asked.
    pub(crate) fn is_possible(&self) -> bool {
        !matches!(self.way, Way::None)
    }

    /// Returns the task that was chosen in an earlier round.
    pub(crate) fn answered(&self) -> Result<Option<TaskNumber>, Unanswered> {
        if let Some(number) = self.chosen() {
            return Ok(Some(number));
        }
        let Some((About::Which(offered), reply)) = self.reply() else {
            return Ok(None);
        };
        self.choose(&reply, offered).map(Some)
    }

    /// Asks which task is meant; to be asked only where it was not answered.
    pub(crate) async fn which(&self, question: Question) -> Result<TaskNumber, Unanswered> {
        let reply = self.ask(&question).await?;
        match &question.about {
            About::Which(offered) => self.choose(&reply, offered),
            About::Deleting(_) => Err(Unanswered::Failed),
        }
    }

    /// Asks whether to go on, where it was not answered in the round before; returns the tasks for
    /// which it was confirmed.
    pub(crate) async fn confirm(&self, question: Question) -> Result<Vec<TaskNumber>, Unanswered> {
        if let Some((About::Deleting(shown), reply)) = self.reply() {
            return confirmed(&reply).map(|()| shown.clone());
        }
        let reply = self.ask(&question).await?;
        confirmed(&reply)?;
        match question.about {
            About::Deleting(shown) => Ok(shown),
            About::Which(_) => Err(Unanswered::Failed),
        }
    }

    /// What was asked in the round before, and the answer to it, where there is one.
    fn reply(&self) -> Option<(&About, ElicitResult)> {
        let Way::Rounds {
            state, responses, ..
        } = &self.way
        else {
            return None;
        };
        let asked = &state.as_ref()?.asked;
        let reply = responses.get(asked.key())?.clone();
        Some((asked, serde_json::from_value(reply).ok()?))
    }

    async fn ask(&self, question: &Question) -> Result<ElicitResult, Unanswered> {
        match &self.way {
            Way::None => Err(Unanswered::Failed),
            Way::Session(context) => wait(context, question).await,
            Way::Rounds {
                codec,
                bound,
                now,
                state,
                ..
            } => {
                let call = state
                    .as_ref()
                    .map_or_else(|| new_id(*now), |state| state.call);
                let state = State::new(call, self.chosen(), question.about.clone(), *now);
                Err(result(question, &state, codec, *bound))
            }
        }
    }

    fn choose(
        &self,
        reply: &ElicitResult,
        offered: &[TaskNumber],
    ) -> Result<TaskNumber, Unanswered> {
        let number = chosen(reply, offered)?;
        if let Ok(mut chosen) = self.chosen.lock() {
            *chosen = Some(number);
        }
        Ok(number)
    }

    fn chosen(&self) -> Option<TaskNumber> {
        self.chosen.lock().ok().and_then(|chosen| *chosen)
    }
}

/// The question as the result of the call.
fn result(
    question: &Question,
    state: &State,
    codec: &RequestStateCodec,
    bound: Bound<'_>,
) -> Unanswered {
    let sealed = state.sealed(codec, bound).and_then(|sealed| {
        let request = InputRequest::Elicitation(ElicitRequest::new(question.params()?));
        let requests = InputRequests::from([(question.about.key().to_owned(), request)]);
        Ok(InputRequiredResult::new(Some(requests), Some(sealed)))
    });
    sealed.map_or_else(
        |error| failed(&error),
        |result| Unanswered::Asked(result.into()),
    )
}

/// Waits for the answer; a call that is cancelled meanwhile is not carried out.
async fn wait(
    context: &RequestContext<RoleServer>,
    question: &Question,
) -> Result<ElicitResult, Unanswered> {
    let params = question.params().map_err(|error| failed(&error))?;
    let peer = &context.peer;
    let answer = peer.create_elicitation_with_timeout(params, Some(PATIENCE));
    tokio::select! {
        answer = answer => answer.map_err(|error| failed(&error)),
        () = context.ct.cancelled() => Err(Unanswered::Declined("cancelled")),
    }
}

fn failed(error: &dyn std::error::Error) -> Unanswered {
    tracing::warn!(%error, "a question could not be asked");
    Unanswered::Failed
}
