//! On whose behalf a request is carried out.

use rmcp::{RoleServer, service::RequestContext};
use taskflow_shared::{
    auth::{Identity, Scopes},
    ids::UserId,
};

/// On whose behalf a request is carried out, and how far it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) scopes: Scopes,
}

/// Where a server learns who is calling.
#[derive(Debug, Clone)]
pub(crate) enum Callers {
    /// Whoever started the process.
    Local(Caller),
    /// The bearer of the HTTP request's token, as authentication left them in the request.
    Bearer,
}

impl Callers {
    /// Returns who sent a request; `None` where nobody was authenticated.
    pub(crate) fn of(&self, context: &RequestContext<RoleServer>) -> Option<Caller> {
        match self {
            Self::Local(caller) => Some(caller.clone()),
            Self::Bearer => {
                let request = context.extensions.get::<http::request::Parts>()?;
                let identity = request.extensions.get::<Identity>()?;
                Some(Caller {
                    user: identity.user.clone(),
                    scopes: identity.scopes.clone(),
                })
            }
        }
    }
}
