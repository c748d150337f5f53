//! The Model Context Protocol server: what it is, and how its tools are listed and called.

mod handler;
mod info;
mod page;
mod unread;

use rmcp::{ErrorData, RoleServer, service::RequestContext};
use taskflow_shared::auth::Scope;

use crate::{
    caller::{Caller, Callers},
    calls::Calls,
    resources::Reader,
    store::Tasks,
    subscriptions::{Subscribed, Watcher},
};

/// Serves tasks. Clones serve the same.
#[derive(Debug, Clone)]
pub(crate) struct TaskServer {
    callers: Callers,
    tasks: Tasks,
    calls: Calls,
    watcher: Watcher,
    subscribed: Subscribed,
}

impl TaskServer {
    /// A server of these tasks to these callers, who are told of changes by `watcher`.
    pub(crate) fn new(tasks: Tasks, callers: Callers, watcher: Watcher) -> Self {
        Self {
            callers,
            calls: Calls::new(tasks.clone()),
            tasks,
            watcher,
            subscribed: Subscribed::default(),
        }
    }

    /// Whether there is a session, in which a host can be told of something.
    fn has_session(&self) -> bool {
        matches!(self.callers, Callers::Local(_))
    }

    /// Returns on whose behalf something is read.
    fn reader<'a>(&'a self, caller: &'a Caller) -> Reader<'a> {
        Reader {
            tasks: &self.tasks,
            caller,
            here: caller.here(self.tasks.now()),
        }
    }

    fn caller(&self, context: &RequestContext<RoleServer>) -> Result<Caller, ErrorData> {
        let caller = self.callers.of(context);
        caller.ok_or_else(|| ErrorData::invalid_request("nobody is signed in", None))
    }

    /// Returns the caller, if that may read tasks; tools have scopes of their own.
    fn reading_caller(&self, context: &RequestContext<RoleServer>) -> Result<Caller, ErrorData> {
        let caller = self.caller(context)?;
        if caller.scopes.contains(Scope::Read) {
            return Ok(caller);
        }
        let refusal = format!("this needs the scope {}, which is not granted", Scope::Read);
        Err(ErrorData::invalid_request(refusal, None))
    }
}
