//! Putting the gateway together and running it. Programs and tests start the very same thing.

use std::{net::SocketAddr, num::NonZeroU32, sync::Arc, time::Duration};

use ::http::HeaderValue;
use axum::{Router, middleware};
use taskflow_mcp::{
    Access,
    http::{HttpParts, router as mcp_router},
};
use taskflow_shared::{
    auth::{Issuer, KeyError, Keyring, Verifier, random_secret},
    clock::Clock,
    database::Database,
    serve::serve,
    telemetry::http::observe,
};
use tokio::{net::TcpListener, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    agent::{live::LiveRuns, queue::Queues, run::Agent, summary::Folds},
    config::{Config, ModelConfig},
    housekeeping,
    http::{self, AppState, RateLimiter},
    llm::{
        LanguageModel,
        builtin::BuiltinModel,
        fallback::ModelChain,
        openai::{OpenAiConfig, OpenAiModel},
    },
    mcp::{
        client::{Connection, Minter, Wire},
        embedded::Embedded,
        toolbox::Toolbox,
    },
    recovery::{self, Presence, RecoveryError},
    store::Store,
};

/// How long runs under way may go on once the program is asked to stop: supervisors commonly
/// kill after ten seconds.
const GRACE: Duration = Duration::from_secs(7);
/// How long interrupted runs may take to be stored.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// The gateway, ready to be run.
#[derive(Debug)]
pub struct App {
    router: Router,
    store: Store,
    audit_days: NonZeroU32,
    limiter: RateLimiter,
    runs: TaskTracker,
    live: LiveRuns,
    interrupt: CancellationToken,
    stop: CancellationToken,
    /// Ends what the task server in this process still answers, when nobody is there to hear it.
    stop_tasks: CancellationToken,
    presence: Presence,
}

/// Why the gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A key is missing.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Abandoned runs could not be looked for.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    /// The model cannot be set up as configured.
    #[error(transparent)]
    Model(Box<dyn std::error::Error + Send + Sync>),
    /// The HTTP client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(#[from] reqwest::Error),
    /// The address is not one that can stand in a header.
    #[error("the public URL cannot be used: {0}")]
    Host(#[from] ::http::header::InvalidHeaderValue),
}

impl App {
    /// Puts the gateway together, to be served at `served` until `stop` is cancelled.
    ///
    /// # Errors
    /// [`StartError`] where a key is missing or the database fails.
    pub async fn build(
        config: &Config,
        database: Database,
        clock: Clock,
        served: SocketAddr,
        stop: CancellationToken,
    ) -> Result<Self, StartError> {
        let store = Store::new(database.clone(), clock.clone());
        let presence = recovery::recover(&store, &config.database).await?;
        let gateway_url = config.http.url(served);
        let stop_tasks = CancellationToken::new();
        let tasks = TaskServer::new(config, database, &clock, &gateway_url, (&stop, &stop_tasks))?;
        let models = models(&config.models)?;
        let agent = Agent {
            store: store.clone(),
            summarizer: models
                .summarizers()
                .map(|models| Arc::new(models) as Arc<_>),
            model: Arc::new(models),
            toolbox: Toolbox::new(tasks.connection, config.read_only),
            turn_timeout: config.turn_timeout,
            question_timeout: config.question_timeout,
            policy: Arc::new(config.tool_policy.clone()),
            quotas: config.quotas,
            runs: TaskTracker::new(),
            interrupt: CancellationToken::new(),
            live: LiveRuns::default(),
            queues: Queues::default(),
            folds: Folds::default(),
        };
        let limiter = RateLimiter::new(config.rate_limit);
        let state = AppState {
            store: store.clone(),
            agent: agent.clone(),
            verifier: Arc::new(Verifier::for_people(
                &config.auth,
                config.auth.audience.clone(),
                clock.clone(),
            )?),
            limiter: limiter.clone(),
            clock,
            mcp_audience: tasks.audience.trim_end_matches('/').into(),
            time_zone: config.locale.time_zone,
        };
        let router = http::router(state, &config.http.allowed_origins);
        let router = match tasks.router {
            Some(tasks) => tasks.merge(router),
            None => router,
        };
        Ok(Self {
            router: router.layer(middleware::from_fn(observe)),
            store,
            audit_days: config.audit_days,
            limiter,
            runs: agent.runs,
            live: agent.live,
            interrupt: agent.interrupt,
            stop,
            stop_tasks,
            presence,
        })
    }

    /// Returns the OpenAPI document of the HTTP API, in JSON to be read.
    pub fn openapi() -> String {
        // Texts and numbers always have a JSON form.
        serde_json::to_string_pretty(&http::document()).unwrap_or_default()
    }

    /// Serves until asked to stop; then accepts nothing more, lets running turns finish for a
    /// while, and marks the rest interrupted.
    pub async fn run(self, listener: TcpListener) {
        let background = [
            tokio::spawn(recovery::watch(self.store.clone(), self.live)),
            tokio::spawn(housekeeping::keep(self.store, self.audit_days)),
            tokio::spawn(self.limiter.forget_idle()),
        ];
        let serving = serve(listener, self.router, self.stop.clone(), GRACE + LAST_WORDS);
        let draining = async {
            self.stop.cancelled().await;
            self.runs.close();
            if timeout(GRACE, self.runs.wait()).await.is_err() {
                tracing::warn!(runs = self.runs.len(), "running turns are interrupted");
            }
            // Also for a request that was accepted before and starts its run only now.
            self.interrupt.cancel();
        };
        tokio::join!(serving, draining);
        self.stop_tasks.cancel();
        let _ = timeout(LAST_WORDS, self.runs.wait()).await;
        for task in background {
            task.abort();
        }
        drop(self.presence);
    }
}

/// The task server as configured: behind a URL, or in this process.
struct TaskServer {
    connection: Connection,
    audience: String,
    /// What serves `/mcp` to other hosts, where it is in this process.
    router: Option<Router>,
}

impl TaskServer {
    fn new(
        config: &Config,
        database: Database,
        clock: &Clock,
        gateway_url: &str,
        (leaving, stop): (&CancellationToken, &CancellationToken),
    ) -> Result<Self, StartError> {
        let audience = config.mcp_audience(gateway_url);
        let keys = minting_keys(config)?;
        let issuer = Issuer::with_keys(keys.clone(), config.auth.issuer.clone(), clock.clone());
        let minter = Arc::new(Minter::new(issuer, audience.clone()));
        let (wire, router) = match &config.mcp_url {
            Some(_) => (Wire::Remote(http_client()?), None),
            None => {
                let verifier =
                    Verifier::for_people(&config.auth, Some(audience.clone()), clock.clone())?
                        .and_keys(keys);
                let router = mcp_router(HttpParts {
                    database,
                    clock: clock.clone(),
                    verifier: Arc::new(verifier),
                    resource: audience.clone(),
                    issuer: config.auth.issuer.clone(),
                    allowed_origins: config.http.allowed_origins.clone(),
                    access: match config.read_only {
                        true => Access::ReadOnly,
                        false => Access::Full,
                    },
                    locale: config.locale.clone(),
                    leaving: leaving.clone(),
                    stop: stop.clone(),
                });
                let wire = Wire::Embedded(Embedded::new(router.clone(), host(gateway_url)?));
                (wire, Some(router))
            }
        };
        Ok(Self {
            connection: Connection::new(wire, minter, &audience),
            audience,
            router,
        })
    }
}

/// Within one process the key need not outlive it, or be known to anyone.
fn minting_keys(config: &Config) -> Result<Keyring, KeyError> {
    match (&config.auth.mcp_secret, &config.mcp_url) {
        (Some(secret), _) => Keyring::of(secret),
        (None, None) => Ok(Keyring::fixed(random_secret())),
        (None, Some(_)) => Keyring::of_people(&config.auth.keys),
    }
}

fn models(configs: &[ModelConfig]) -> Result<ModelChain, StartError> {
    let models: Result<Vec<_>, _> = configs.iter().map(model).collect();
    Ok(ModelChain::new(models?))
}

fn model(config: &ModelConfig) -> Result<Arc<dyn LanguageModel>, StartError> {
    Ok(match config {
        ModelConfig::BuiltIn => Arc::new(BuiltinModel),
        ModelConfig::OpenAi {
            base_url,
            api_key,
            model,
            context_tokens,
        } => {
            let model = OpenAiModel::new(OpenAiConfig {
                base_url: base_url.clone(),
                api_key: api_key.clone(),
                context_tokens: *context_tokens,
                ..OpenAiConfig::new(model)
            });
            Arc::new(model.map_err(|error| StartError::Model(error.into()))?)
        }
    })
}

fn http_client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .tcp_nodelay(true)
        .connect_timeout(Duration::from_secs(5))
        // Where the task server is, the operator says: neither it nor the environment sends
        // tokens elsewhere.
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
}

/// The host under which the task server expects to be called.
fn host(url: &str) -> Result<HeaderValue, ::http::header::InvalidHeaderValue> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    HeaderValue::from_str(rest.split('/').next().unwrap_or(rest))
}
