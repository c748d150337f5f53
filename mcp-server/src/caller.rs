//! On whose behalf a request is carried out.

use rmcp::{RoleServer, service::RequestContext};
use taskflow_shared::{
    auth::{Identity, Scope, Scopes},
    ids::UserId,
};

/// On whose behalf a request is carried out, and how far it may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) user: UserId,
    pub(crate) scopes: Scopes,
}

/// What those who use a server may do with it, whoever they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// All tools.
    Full,
    /// Only the tools that change nothing are listed and can be called.
    ReadOnly,
}

impl Access {
    /// Returns every scope that is of use.
    pub(crate) fn scopes(self) -> Scopes {
        match self {
            Self::Full => Scopes::all(),
            Self::ReadOnly => [Scope::Read].into_iter().collect(),
        }
    }
}

/// Where a server learns who is calling.
#[derive(Debug, Clone)]
pub(crate) enum Callers {
    /// Whoever started the process.
    Local(Caller),
    /// The bearer of the HTTP request's token, as authentication left them in the request.
    Bearer(Access),
}

impl Callers {
    /// Returns who sent a request; `None` where nobody was authenticated.
    pub(crate) fn of(&self, context: &RequestContext<RoleServer>) -> Option<Caller> {
        match self {
            Self::Local(caller) => Some(caller.clone()),
            Self::Bearer(access) => {
                let request = context.extensions.get::<http::request::Parts>()?;
                let identity = request.extensions.get::<Identity>()?;
                Some(Caller {
                    user: identity.user.clone(),
                    scopes: within(&identity.scopes, *access),
                })
            }
        }
    }
}

fn within(granted: &Scopes, access: Access) -> Scopes {
    let possible = access.scopes();
    let scopes = Scope::ALL.into_iter();
    scopes
        .filter(|scope| granted.contains(*scope) && possible.contains(*scope))
        .collect()
}
