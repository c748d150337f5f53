//! An issuer of its own, as hosts meet it: from the refusal to the keys, and up to a wider scope.
//!
//! The key pairs are those of the tests of `shared`; they protect nothing.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use chrono::TimeDelta;
use http::StatusCode;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use taskflow_shared::{clock::Clock, config::auth::PeopleKeys, testing::TestDatabase};

use crate::harness::{Served, config_for};

const JWKS: &str = include_str!("../../../shared/tests/it/keys/jwks.json");
const RSA: &[u8] = include_bytes!("../../../shared/tests/it/keys/rsa.pem");
const EC: &[u8] = include_bytes!("../../../shared/tests/it/keys/ec.pem");
const ED: &[u8] = include_bytes!("../../../shared/tests/it/keys/ed.pem");

/// An authorization server that signs what it is asked to.
#[derive(Clone)]
struct Issuer {
    url: Arc<str>,
}

impl Issuer {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let issuer = Self { url: url.into() };
        let metadata = get(async |State(issuer): State<Self>| Json(issuer.metadata()));
        let keys = get(async || Json(serde_json::from_str::<Value>(JWKS).unwrap()));
        let router = Router::new()
            .route("/.well-known/oauth-authorization-server", metadata.clone())
            .route("/.well-known/openid-configuration", metadata)
            .route("/keys", keys)
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        issuer
    }

    fn metadata(&self) -> Value {
        json!({
            "issuer": &*self.url,
            "jwks_uri": format!("{}/keys", self.url),
            "response_types_supported": ["code"],
        })
    }

    fn token(&self, algorithm: Algorithm, audience: &str, scope: &str) -> String {
        self.token_of(algorithm, &self.url, audience, scope)
    }

    fn token_of(&self, algorithm: Algorithm, issuer: &str, audience: &str, scope: &str) -> String {
        let (kid, key) = match algorithm {
            Algorithm::RS256 => ("rsa-1", EncodingKey::from_rsa_pem(RSA)),
            Algorithm::ES256 => ("ec-1", EncodingKey::from_ec_pem(EC)),
            _ => ("ed-1", EncodingKey::from_ed_pem(ED)),
        };
        let header = Header {
            kid: Some(kid.to_owned()),
            ..Header::new(algorithm)
        };
        let ends = (Clock::system().now() + TimeDelta::hours(1)).timestamp();
        let claims = json!({
            "iss": issuer, "sub": "somebody@sign-in", "aud": audience, "exp": ends, "scope": scope,
        });
        encode(&header, &claims, &key.unwrap()).unwrap()
    }
}

/// A host: it knows the server's URL and nothing else.
struct Client {
    http: reqwest::Client,
    url: String,
}

impl Client {
    async fn post(&self, token: Option<&str>, message: &Value) -> reqwest::Response {
        let mut request = self.http.post(&self.url).json(message);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap()
    }

    async fn call(&self, token: &str, tool: &str, arguments: Value) -> reqwest::Response {
        let params = json!({"name": tool, "arguments": arguments});
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        self.post(Some(token), &call).await
    }

    async fn get(&self, url: &str) -> Value {
        let answer = self.http.get(url).send().await.unwrap();
        answer.error_for_status().unwrap().json().await.unwrap()
    }
}

/// Returns a quoted parameter of the answer's challenge.
fn challenged(answer: &reqwest::Response, name: &str) -> String {
    let challenge = answer.headers()["www-authenticate"].to_str().unwrap();
    let (_, rest) = challenge
        .split_once(&format!("{name}=\""))
        .expect(challenge);
    rest.split_once('"').unwrap().0.to_owned()
}

/// Starts a server that trusts the issuer; runs `test` as a host of it.
async fn with_server(test: impl AsyncFnOnce(Client, Issuer)) {
    let database = TestDatabase::sqlite().await;
    let issuer = Issuer::start().await;
    let mut config = config_for(&database);
    config.auth.keys = PeopleKeys::JwksUrl(format!("{}/keys", issuer.url));
    config.auth.issuer = Some(issuer.url.to_string());
    let served = Served::start_with(config, Clock::system()).await;
    let client = Client {
        http: reqwest::Client::new(),
        url: served.url.clone(),
    };
    test(client, issuer).await;
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_finds_the_issuer_and_steps_up_when_it_needs_to_write() {
    with_server(async |host, issuer| {
        let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
        let refused = host.post(None, &list).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        let metadata = host.get(&challenged(&refused, "resource_metadata")).await;
        assert_eq!(metadata["resource"], host.url);
        let server = metadata["authorization_servers"][0].as_str().unwrap();
        for path in ["oauth-authorization-server", "openid-configuration"] {
            let found = host.get(&format!("{server}/.well-known/{path}")).await;
            assert_eq!(found["issuer"], server, "RFC 8414, section 3.3");
        }

        let audience = metadata["resource"].as_str().unwrap();
        let reading = issuer.token(Algorithm::RS256, audience, "openid tasks:read");
        let read = host.call(&reading, "list_tasks", json!({})).await;
        assert_eq!(read.status(), StatusCode::OK);
        let refused = host
            .call(&reading, "add_task", json!({"title": "Step up"}))
            .await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert_eq!(challenged(&refused, "error"), "insufficient_scope");
        let needed = challenged(&refused, "scope");
        assert_eq!(needed, "tasks:read tasks:write");

        let wider = issuer.token(Algorithm::RS256, audience, &needed);
        let added = host
            .call(&wider, "add_task", json!({"title": "Step up"}))
            .await;
        assert_eq!(added.status(), StatusCode::OK);
        let read = host.call(&reading, "list_tasks", json!({})).await;
        let read: Value = read.json().await.unwrap();
        assert_eq!(read["result"]["structuredContent"]["total"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_key_that_the_issuer_publishes_is_accepted() {
    with_server(async |host, issuer| {
        for algorithm in [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA] {
            let token = issuer.token(algorithm, &host.url, "tasks:read");
            let answer = host.call(&token, "list_tasks", json!({})).await;
            assert_eq!(answer.status(), StatusCode::OK, "{algorithm:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_of_other_issuers_and_for_other_servers_are_refused_with_the_reason() {
    with_server(async |host, issuer| {
        let other = "https://other.example";
        for (token, words) in [
            (
                issuer.token(Algorithm::ES256, other, "tasks:read"),
                "audience",
            ),
            (
                issuer.token_of(Algorithm::ES256, other, &host.url, "tasks:read"),
                "issuer",
            ),
        ] {
            let answer = host.call(&token, "list_tasks", json!({})).await;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(challenged(&answer, "error"), "invalid_token");
            let said = challenged(&answer, "error_description");
            assert!(said.contains(words), "{said}");
        }
        let nothing = issuer.token(Algorithm::ES256, &host.url, "openid profile");
        let answer = host.call(&nothing, "list_tasks", json!({})).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert_eq!(challenged(&answer, "scope"), "tasks:read tasks:write");
    })
    .await;
}
