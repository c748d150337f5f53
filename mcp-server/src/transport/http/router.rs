//! The task server as an axum router.

use std::sync::Arc;

use axum::Router;
use taskflow_shared::{
    auth::Verifier, clock::Clock, config::locale::LocaleConfig, database::Database,
};
use tokio_util::sync::CancellationToken;

use super::{Authentication, Endpoint, endpoint};
use crate::{
    caller::Callers,
    place::Place,
    server::TaskServer,
    store::{Tasks, trash},
    tools,
};

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
    /// Where people are whose token does not say it.
    pub locale: LocaleConfig,
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
    let tasks = Tasks::new(parts.database, parts.clock);
    let emptying = trash::keep_empty(tasks.clone(), trash::AFTER_START, parts.stop.clone());
    tokio::spawn(emptying);
    let server = TaskServer::new(tasks, Callers::Bearer(Place::of(&parts.locale)));
    let at = Endpoint {
        resource: parts.resource,
        allowed_origins: parts.allowed_origins,
        authentication: Some(Authentication {
            verifier: parts.verifier,
            issuer: parts.issuer,
            required_scope: |tool| tools::find(tool).map(|entry| entry.scope),
        }),
        stop: parts.stop,
    };
    endpoint(move || Ok(server.clone()), at)
}
