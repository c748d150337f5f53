//! On whose behalf a request is carried out.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use rmcp::{RoleServer, service::RequestContext};
use taskflow_shared::{
    auth::{Identity, Scopes},
    ids::UserId,
};

use crate::{
    language::{DateOrder, Here},
    place::Place,
};

/// On whose behalf a request is carried out, how far it may go, and where that person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) scopes: Scopes,
    pub(crate) zone: Tz,
    pub(crate) order: DateOrder,
}

/// Where a server learns who is calling.
#[derive(Debug, Clone)]
pub(crate) enum Callers {
    /// Whoever started the process.
    Local(Caller),
    /// The bearer of the HTTP request's token, as authentication left them in the request; in
    /// this place, where the token names none.
    Bearer(Place),
}

impl Caller {
    /// The caller `user`, who is in `place`.
    pub(crate) fn new(user: UserId, scopes: Scopes, place: Place) -> Self {
        Self {
            user,
            scopes,
            zone: place.zone,
            order: place.order,
        }
    }

    /// Returns when and where it is `now` for the person.
    pub(crate) fn here(&self, now: DateTime<Utc>) -> Here {
        Here {
            now,
            zone: self.zone,
            order: self.order,
        }
    }
}

impl Callers {
    /// Returns who sent a request; `None` where nobody was authenticated.
    pub(crate) fn of(&self, context: &RequestContext<RoleServer>) -> Option<Caller> {
        match self {
            Self::Local(caller) => Some(caller.clone()),
            Self::Bearer(place) => {
                let request = context.extensions.get::<http::request::Parts>()?;
                let identity = request.extensions.get::<Identity>()?;
                let (user, scopes) = (identity.user.clone(), identity.scopes.clone());
                Some(Caller::new(user, scopes, place.told_by(identity)))
            }
        }
    }
}
