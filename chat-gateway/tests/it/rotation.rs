//! Keys that are replaced under traffic: no request fails.

use std::{
    fs,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, Uri, header},
    response::{IntoResponse as _, Response},
};
use taskflow_mcp::{Access, config::HttpConfig, http::Server};
use taskflow_shared::{
    auth::{Grant, Issuer, Scopes, Verifier, bearer_token},
    clock::Clock,
    config::{
        SecretSource,
        auth::{AuthConfig, PeopleKeys},
        http::HttpConfig as Served,
        telemetry::TelemetryConfig,
    },
    testing::{SECRET, TestDatabase, alice, auth_config},
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::support::{Gateway, Options};

/// Longer than a file is left alone, many times over.
const PATIENCE: Duration = Duration::from_secs(60);

fn secret(number: usize) -> String {
    format!("secret number {number}, thirty-two bytes or more")
}

/// Replaces a file at once, as whoever rotates keys should.
fn replace(file: &Path, secret: &str) {
    let draft = file.with_extension("new");
    fs::write(&draft, format!("{secret}\n")).unwrap();
    fs::rename(draft, file).unwrap();
}

fn signed_with(secret: &str) -> AuthConfig {
    AuthConfig {
        keys: PeopleKeys::Secret(secret.into()),
        ..auth_config()
    }
}

/// What stands between the gateway and the task server, and sees the tokens.
#[derive(Clone)]
struct Proxy {
    url: String,
    behind: Arc<Mutex<String>>,
    tokens: Arc<Mutex<Vec<String>>>,
    client: reqwest::Client,
}

impl Proxy {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let proxy = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            behind: Arc::default(),
            tokens: Arc::default(),
            client: reqwest::Client::new(),
        };
        let router = Router::new().fallback(Self::pass).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        proxy
    }

    async fn pass(
        State(proxy): State<Self>,
        method: Method,
        uri: Uri,
        mut headers: HeaderMap,
        body: Bytes,
    ) -> Response {
        let token = bearer_token(&headers).unwrap().to_owned();
        proxy.tokens.lock().unwrap().push(token);
        headers.remove(header::HOST);
        let url = format!("{}{uri}", proxy.behind.lock().unwrap());
        let request = proxy
            .client
            .request(method, url)
            .headers(headers)
            .body(body);
        let answer = request.send().await.unwrap();
        let (status, kind) = (
            answer.status(),
            answer.headers().get("content-type").cloned(),
        );
        let mut response = (status, answer.bytes().await.unwrap()).into_response();
        response.headers_mut().remove(header::CONTENT_TYPE);
        if let Some(kind) = kind {
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
        }
        response
    }

    /// Waits until tokens are minted with this secret.
    async fn sees(&self, secret: &str) {
        let verifier = Verifier::for_people(&signed_with(secret), None, Clock::system()).unwrap();
        let seen = async {
            loop {
                let last = self.tokens.lock().unwrap().last().cloned();
                if let Some(last) = last
                    && verifier.verify(&last).await.is_ok()
                {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, seen)
            .await
            .expect("the new secret is used");
    }
}

async fn task_server(proxy: &Proxy, secret: SecretSource, stop: CancellationToken) {
    let test = TestDatabase::sqlite().await;
    let config = HttpConfig {
        database: test.config.clone(),
        auth: AuthConfig {
            mcp_secret: Some(secret),
            ..auth_config()
        },
        served: Served {
            listen: "127.0.0.1:0".parse().unwrap(),
            public_url: Some(proxy.url.clone()),
            allowed_origins: Vec::new(),
        },
        access: Access::Full,
        locale: Default::default(),
        telemetry: TelemetryConfig::off(),
        warnings: Vec::new(),
    };
    let listen = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listen.local_addr().unwrap();
    drop(listen);
    let config = HttpConfig {
        served: Served {
            listen: address,
            ..config.served
        },
        ..config
    };
    let server = Server::open(config, Clock::system(), stop).await.unwrap();
    *proxy.behind.lock().unwrap() = format!("http://{address}");
    tokio::spawn(async move {
        server.run().await;
        drop(test);
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_minted_tokens_is_replaced_again_and_again_and_no_call_fails() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mcp-secret");
    replace(&file, &secret(0));
    let (proxy, stop) = (Proxy::start().await, CancellationToken::new());
    task_server(&proxy, SecretSource::File(file.clone()), stop.clone()).await;
    let options = Options {
        mcp_url: Some(format!("{}/mcp", proxy.url)),
        mcp_secret: Some(SecretSource::File(file.clone())),
        ..Options::default()
    };
    let gateway = Arc::new(Gateway::start_with(options).await);
    let (done, answered) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicUsize::new(0)),
    );
    let traffic = (0..4).map(|_| {
        let (gateway, done, answered) = (gateway.clone(), done.clone(), answered.clone());
        tokio::spawn(async move {
            while !done.load(Ordering::Relaxed) {
                let answer = gateway.ask("Show me all my tasks").await;
                assert_eq!(answer["tool_calls"][0]["result"]["total"], 0, "{answer}");
                answered.fetch_add(1, Ordering::Relaxed);
            }
        })
    });
    let traffic: Vec<_> = traffic.collect();
    for number in 0..4 {
        replace(&file, &secret(number));
        proxy.sees(&secret(number)).await;
    }
    done.store(true, Ordering::Relaxed);
    for loops in traffic {
        loops.await.unwrap();
    }
    assert!(answered.load(Ordering::Relaxed) > 10);
    let stale = secret(9);
    let stranger = Issuer::new(&stale.into(), None, Clock::system());
    let tools = reqwest::Client::new()
        .post(format!("{}/mcp", proxy.url))
        .body("{}");
    let forged = tools.bearer_auth(token_of(&stranger)).send().await.unwrap();
    assert_eq!(forged.status(), 401);
    stop.cancel();
}

fn token_of(issuer: &Issuer) -> String {
    let user = alice();
    let grant = Grant {
        user: &user,
        audience: &[],
        scopes: &Scopes::all(),
        time_zone: None,
        locale: None,
        lifetime: chrono::TimeDelta::hours(1),
    };
    issuer.issue(&grant).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_secret_signs_people_in_at_once_and_the_old_one_does_for_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("jwt-secret");
    replace(&file, SECRET);
    let options = Options {
        keys: PeopleKeys::SecretFile(file.clone()),
        ..Options::default()
    };
    let gateway = Gateway::start_with(options).await;
    let status = async |secret: &str| {
        let issuer = Issuer::new(&secret.into(), None, Clock::system());
        let url = format!("{}/api/1/conversations", gateway.url);
        let request = gateway.client.get(url).bearer_auth(token_of(&issuer));
        Gateway::answer(request).await.status.as_u16()
    };
    let (new, newer) = (secret(1), secret(2));
    assert_eq!((status(SECRET).await, status(&new).await), (200, 401));
    replace(&file, &new);
    assert_eq!((status(&new).await, status(SECRET).await), (200, 200));
    // What is not a secret changes nothing.
    fs::write(&file, "short").unwrap();
    assert_eq!((status(&newer).await, status(&new).await), (401, 200));
    replace(&file, &newer);
    assert_eq!((status(&newer).await, status(&new).await), (200, 200));
}
