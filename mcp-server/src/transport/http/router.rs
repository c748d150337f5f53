//! The task server as an axum router.

use std::sync::Arc;

use axum::Router;
use rmcp::model::{
    CompleteRequestMethod, ConstString as _, GetPromptRequestMethod, ListResourcesRequestMethod,
    ReadResourceRequestMethod, SubscriptionsListenRequestMethod,
};
use taskflow_shared::{
    auth::{Scope, Verifier},
    clock::Clock,
    config::locale::LocaleConfig,
    database::Database,
};
use tokio_util::sync::CancellationToken;

use super::{
    Admission, Authentication, Endpoint, RequiredScope,
    endpoint::{checked, described},
};
use crate::{
    caller::{Access, Callers},
    place::Place,
    server::TaskServer,
    store::{Tasks, trash},
    subscriptions::Watcher,
    tools,
};

/// The methods beside tools that tell of a person's tasks.
const READING: &[&str] = &[
    CompleteRequestMethod::VALUE,
    GetPromptRequestMethod::VALUE,
    ListResourcesRequestMethod::VALUE,
    ReadResourceRequestMethod::VALUE,
    SubscriptionsListenRequestMethod::VALUE,
];

/// What the task server needs to be served over HTTP.
#[derive(Debug, Clone)]
pub struct HttpParts {
    /// Where the tasks are.
    pub database: Database,
    /// Tells the time of changes.
    pub clock: Clock,
    /// Verifies callers' tokens; its audience must be `resource`.
    pub verifier: Arc<Verifier>,
    /// The URL clients use, ending in `/mcp`.
    pub resource: String,
    /// Who issues tokens to people, where that is known: its URL.
    pub issuer: Option<String>,
    /// Web origins that may call from a browser, beside the server's own.
    pub allowed_origins: Vec<String>,
    /// What anybody may do, whatever their token allows.
    pub access: Access,
    /// Where people are whose token does not say it.
    pub locale: LocaleConfig,
    /// Ends subscriptions, which nobody waits for: cancelled when the program begins to stop.
    pub leaving: CancellationToken,
    /// Ends at once what is still being answered; to stop gently, wait for answers first.
    pub stop: CancellationToken,
}

/// Returns the task server: `/mcp`, and the metadata under `/.well-known/`.
///
/// It brings its own request ids, problems, checks and authentication, and may be merged into
/// another router or be called as a tower service within the process. Such calls need an
/// `Authorization` as any other; `Host` may be left out, and `Origin` should be.
///
/// To be called in a tokio runtime, in which the trash is emptied until `stop` is cancelled.
pub fn router(parts: HttpParts) -> Router {
    described(undescribed(parts))
}

/// The same without request ids and problems, for a router that brings them for more than this.
pub(super) fn undescribed(parts: HttpParts) -> Router {
    let tasks = Tasks::new(parts.database, parts.clock);
    let watcher = Watcher::new(tasks.clone(), parts.leaving);
    let callers = Callers::Bearer(Place::of(&parts.locale), parts.access);
    let emptying = trash::keep_empty(tasks.clone(), trash::AFTER_START, parts.stop.clone());
    tokio::spawn(emptying);
    let server = TaskServer::new(tasks, callers, watcher);
    let at = Endpoint {
        resource: parts.resource,
        allowed_origins: parts.allowed_origins,
        admission: Admission::Tokens(Authentication {
            verifier: parts.verifier,
            issuer: parts.issuer,
            required_scope: required_scope(parts.access),
            scopes: parts.access.scopes(),
        }),
        stop: parts.stop,
    };
    checked(move || Ok(server.clone()), at)
}

/// Where nothing can be changed, no token that allows more would help: the tools that would change
/// something are unknown, not out of reach.
fn required_scope(access: Access) -> RequiredScope {
    match access {
        Access::Full => scope,
        Access::ReadOnly => |method, name| {
            let scope = scope(method, name)?;
            (scope == Scope::Read).then_some(scope)
        },
    }
}

fn scope(method: &str, name: Option<&str>) -> Option<Scope> {
    match method {
        "tools/call" => tools::find(name?).map(|entry| entry.scope),
        method if READING.contains(&method) => Some(Scope::Read),
        _ => None,
    }
}
