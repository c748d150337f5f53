//! What a question leaves with the host, until the call is made again with the answer.

use chrono::{DateTime, TimeDelta, Utc};
use rmcp::model::{RequestStateCodec, SealOptions};
use serde::{Deserialize, Serialize};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::question::About;
use crate::domain::TaskNumber;

/// How long an answer may take: a day, which is how long the gateway waits, and an hour in which a
/// host that counts by itself is not told otherwise.
const LIFETIME: TimeDelta = TimeDelta::hours(25);

/// How far a call has come that is made in several rounds. The host keeps it, and can read it, but
/// cannot change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    /// The same in all rounds of a call: what is done is done once, however often the last round
    /// is repeated.
    pub(crate) call: Uuid,
    /// When it is no longer taken.
    expires: DateTime<Utc>,
    /// What was chosen in an earlier round.
    pub(super) chosen: Option<TaskNumber>,
    /// What was asked in the last one.
    pub(super) asked: About,
}

/// What a state belongs to: it is worth nothing for another person, tool or arguments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bound<'a> {
    pub(crate) user: &'a UserId,
    /// The hash of the tool and its arguments.
    pub(crate) call: &'a [u8; 32],
}

/// The state was made by somebody else, belongs to another call, or is too old; which of these is
/// not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the requestState is not one for this call, or has expired; call again without it")]
pub(crate) struct InvalidState;

impl State {
    /// The state of `call` after asking, at `now`.
    pub(super) fn new(
        call: Uuid,
        chosen: Option<TaskNumber>,
        asked: About,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            call,
            expires: now + LIFETIME,
            chosen,
            asked,
        }
    }

    /// Returns the state as it is handed out.
    pub(super) fn sealed(
        &self,
        codec: &RequestStateCodec,
        bound: Bound<'_>,
    ) -> Result<String, serde_json::Error> {
        let payload = serde_json::to_vec(self)?;
        let data = bound.data();
        Ok(codec.seal_with(&payload, &SealOptions::new().associated_data(&data)))
    }

    /// Takes a state that came back at `now`.
    pub(crate) fn open(
        sealed: &str,
        codec: &RequestStateCodec,
        bound: Bound<'_>,
        now: DateTime<Utc>,
    ) -> Result<Self, InvalidState> {
        let state: Self = codec
            .open_json_with(sealed, &bound.data())
            .map_err(|error| {
                tracing::debug!(%error, "a request state was refused");
                InvalidState
            })?;
        if now < state.expires {
            Ok(state)
        } else {
            Err(InvalidState)
        }
    }
}

impl Bound<'_> {
    fn data(&self) -> Vec<u8> {
        let mut data = self.call.to_vec();
        data.extend_from_slice(self.user.as_str().as_bytes());
        data
    }
}

#[cfg(test)]
mod tests {
    use taskflow_shared::testing::{alice, bob};

    use super::*;

    #[test]
    fn a_state_opens_for_its_person_and_call_in_time_and_unchanged() {
        let codec = RequestStateCodec::try_new([7; 32]).unwrap();
        let (alice, bob, call) = (alice(), bob(), [1; 32]);
        let bound = Bound {
            user: &alice,
            call: &call,
        };
        let now = DateTime::UNIX_EPOCH;
        let asked = About::Which(vec![TaskNumber::new(3)]);
        let state = State::new(Uuid::nil(), None, asked, now);
        let sealed = state.sealed(&codec, bound).unwrap();
        let open = |sealed: &str, bound, now| State::open(sealed, &codec, bound, now);
        assert_eq!(open(&sealed, bound, now + TimeDelta::hours(24)), Ok(state));
        let late = now + LIFETIME;
        let foreign = Bound {
            user: &bob,
            ..bound
        };
        let other = Bound {
            call: &[2; 32],
            ..bound
        };
        assert_eq!(open(&sealed, bound, late), Err(InvalidState));
        assert_eq!(open(&sealed, foreign, now), Err(InvalidState));
        assert_eq!(open(&sealed, other, now), Err(InvalidState));
        let forged = RequestStateCodec::try_new([8; 32]).unwrap();
        assert_eq!(State::open(&sealed, &forged, bound, now), Err(InvalidState));
        assert_eq!(open("rs1.AAAA.AAAA", bound, now), Err(InvalidState));
    }
}
