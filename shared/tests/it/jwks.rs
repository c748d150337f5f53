//! People's tokens, signed by an issuer that publishes its keys.
//!
//! The key pairs in `keys/` were made for these tests and protect nothing.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use taskflow_shared::{
    auth::{Keyring, TokenError, Verifier},
    clock::Clock,
    config::auth::{AuthConfig, PeopleKeys},
};

const JWKS: &str = include_str!("keys/jwks.json");
const RSA: &[u8] = include_bytes!("keys/rsa.pem");
const EC: &[u8] = include_bytes!("keys/ec.pem");
const ED: &[u8] = include_bytes!("keys/ed.pem");

fn all_keys() -> Value {
    serde_json::from_str(JWKS).unwrap()
}

/// The published set without the key with this id.
fn without(kid: &str) -> Value {
    let mut keys = all_keys();
    keys["keys"]
        .as_array_mut()
        .unwrap()
        .retain(|key| key["kid"] != kid);
    keys
}

fn signed(algorithm: Algorithm, key: &EncodingKey, kid: Option<&str>) -> String {
    let header = Header {
        kid: kid.map(str::to_owned),
        ..Header::new(algorithm)
    };
    encode(
        &header,
        &json!({ "sub": "9", "exp": 4_102_444_800_i64 }),
        key,
    )
    .unwrap()
}

fn rsa() -> EncodingKey {
    EncodingKey::from_rsa_pem(RSA).unwrap()
}

fn verifier(keys: PeopleKeys) -> Verifier {
    let config = AuthConfig {
        keys,
        issuer: None,
        audience: None,
        mcp_secret: None,
    };
    Verifier::for_people(&config, None, Clock::system()).unwrap()
}

/// An issuer's key endpoint.
#[derive(Clone)]
struct Issuer {
    url: String,
    /// What it answers; nothing makes it fail.
    published: Arc<Mutex<Option<Value>>>,
    asked: Arc<AtomicUsize>,
}

impl Issuer {
    async fn start(published: Value) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap();
        let issuer = Self {
            url: format!("http://{}/keys", listener.local_addr().unwrap()),
            published: Arc::new(Mutex::new(Some(published))),
            asked: Arc::default(),
        };
        let router = Router::new()
            .route("/keys", get(Self::answer))
            .with_state(issuer.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        issuer
    }

    async fn answer(State(issuer): State<Self>) -> Result<Json<Value>, StatusCode> {
        issuer.asked.fetch_add(1, Ordering::Relaxed);
        let published = issuer.published.lock().unwrap().clone();
        published.map(Json).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn verifier(&self) -> Verifier {
        verifier(PeopleKeys::JwksUrl(self.url.clone()))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn rsa_ec_and_ed25519_keys_are_accepted_and_fetched_once() {
    let issuer = Issuer::start(all_keys()).await;
    let verifier = issuer.verifier();
    let tokens = [
        signed(Algorithm::RS256, &rsa(), Some("rsa-1")),
        signed(
            Algorithm::ES256,
            &EncodingKey::from_ec_pem(EC).unwrap(),
            Some("ec-1"),
        ),
        signed(
            Algorithm::EdDSA,
            &EncodingKey::from_ed_pem(ED).unwrap(),
            Some("ed-1"),
        ),
        signed(Algorithm::RS256, &rsa(), None),
    ];
    for token in tokens {
        assert_eq!(verifier.verify(&token).await.unwrap().user.as_str(), "9");
    }
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn a_public_key_is_no_secret_to_sign_with() {
    let issuer = Issuer::start(all_keys()).await;
    let public = all_keys()["keys"][0]["n"].as_str().unwrap().to_owned();
    let forged = signed(
        Algorithm::HS256,
        &EncodingKey::from_secret(public.as_bytes()),
        Some("rsa-1"),
    );
    assert_eq!(
        issuer.verifier().verify(&forged).await,
        Err(TokenError::Algorithm)
    );
}

#[tokio::test]
async fn an_algorithm_other_than_the_keys_own_is_refused() {
    let issuer = Issuer::start(all_keys()).await;
    let other = signed(Algorithm::RS512, &rsa(), Some("rsa-1"));
    assert_eq!(
        issuer.verifier().verify(&other).await,
        Err(TokenError::Signature)
    );
}

#[tokio::test(start_paused = true)]
async fn a_new_key_is_found_without_a_restart_and_strangers_do_not_wear_the_issuer_out() {
    let issuer = Issuer::start(without("rsa-1")).await;
    let verifier = issuer.verifier();
    let token = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    for _ in 0..10 {
        assert_eq!(verifier.verify(&token).await, Err(TokenError::Signature));
    }
    assert_eq!(
        issuer.asked(),
        1,
        "an unknown key is asked for, but not for every token"
    );
    *issuer.published.lock().unwrap() = Some(all_keys());
    tokio::time::advance(std::time::Duration::from_secs(31)).await;
    assert!(verifier.verify(&token).await.is_ok());
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_key_ends_and_a_silent_issuer_locks_nobody_out() {
    let issuer = Issuer::start(all_keys()).await;
    let verifier = issuer.verifier();
    let token = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    assert!(verifier.verify(&token).await.is_ok());
    let later = std::time::Duration::from_secs(601);
    *issuer.published.lock().unwrap() = None;
    tokio::time::advance(later).await;
    assert!(
        verifier.verify(&token).await.is_ok(),
        "the last known keys are used"
    );
    *issuer.published.lock().unwrap() = Some(without("rsa-1"));
    tokio::time::advance(later).await;
    assert_eq!(verifier.verify(&token).await, Err(TokenError::Signature));
}

#[tokio::test]
async fn keys_that_were_never_fetched_are_unavailable_not_wrong() {
    let issuer = Issuer::start(all_keys()).await;
    *issuer.published.lock().unwrap() = None;
    let token = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    assert_eq!(
        issuer.verifier().verify(&token).await,
        Err(TokenError::KeysUnavailable)
    );
}

#[tokio::test]
async fn keys_may_stand_in_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, JWKS).unwrap();
    let verifier = verifier(PeopleKeys::JwksFile(path));
    let token = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    assert!(verifier.verify(&token).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_rotation_under_traffic_fails_nobody() {
    let issuer = Issuer::start(without("ec-1")).await;
    let verifier = issuer.verifier();
    let old = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    let ec = EncodingKey::from_ec_pem(EC).unwrap();
    let new = signed(Algorithm::ES256, &ec, Some("ec-1"));
    assert!(verifier.verify(&old).await.is_ok());
    *issuer.published.lock().unwrap() = Some(all_keys());
    tokio::time::advance(std::time::Duration::from_secs(6)).await;
    let both = [&old, &new].into_iter().cycle().take(40);
    let all = futures::future::join_all(both.map(|token| verifier.verify(token))).await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(issuer.asked(), 2, "one of them asks for all");
    *issuer.published.lock().unwrap() = Some(without("rsa-1"));
    tokio::time::advance(std::time::Duration::from_secs(601)).await;
    assert!(verifier.verify(&new).await.is_ok());
    assert_eq!(verifier.verify(&old).await, Err(TokenError::Signature));
}

#[tokio::test(start_paused = true)]
async fn an_issuer_that_stays_silent_for_a_day_cannot_keep_its_old_keys_alive() {
    let issuer = Issuer::start(all_keys()).await;
    let verifier = issuer.verifier();
    let token = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    assert!(verifier.verify(&token).await.is_ok());
    *issuer.published.lock().unwrap() = None;
    tokio::time::advance(std::time::Duration::from_secs(24 * 3_600 + 1)).await;
    assert_eq!(
        verifier.verify(&token).await,
        Err(TokenError::KeysUnavailable)
    );
    *issuer.published.lock().unwrap() = Some(all_keys());
    tokio::time::advance(std::time::Duration::from_secs(3)).await;
    assert!(verifier.verify(&token).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_file_of_keys_that_is_replaced_counts_within_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jwks.json");
    std::fs::write(&path, without("ec-1").to_string()).unwrap();
    let verifier = verifier(PeopleKeys::JwksFile(path.clone()));
    let old = signed(Algorithm::RS256, &rsa(), Some("rsa-1"));
    let ec = EncodingKey::from_ec_pem(EC).unwrap();
    let new = signed(Algorithm::ES256, &ec, Some("ec-1"));
    assert!(verifier.verify(&old).await.is_ok());
    assert_eq!(verifier.verify(&new).await, Err(TokenError::Signature));
    // One that is only half there changes nothing.
    std::fs::write(&path, "{\"keys\": [").unwrap();
    tokio::time::advance(std::time::Duration::from_secs(3)).await;
    assert!(verifier.verify(&old).await.is_ok());
    std::fs::write(&path, without("rsa-1").to_string()).unwrap();
    tokio::time::advance(std::time::Duration::from_secs(3)).await;
    assert!(verifier.verify(&new).await.is_ok());
    assert_eq!(verifier.verify(&old).await, Err(TokenError::Signature));
}

/// An issuer that accepts connections and never answers.
async fn silent_issuer() -> (tokio::net::TcpListener, String) {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let url = format!("http://{}/keys", listener.local_addr().unwrap());
    (listener, url)
}

#[tokio::test]
async fn a_silent_issuer_holds_those_who_ask_up_once_and_together() {
    let (_listener, url) = silent_issuer().await;
    let verifier = verifier(PeopleKeys::JwksUrl(url));
    let started = std::time::Instant::now();
    let tokens: Vec<_> = (0..10)
        .map(|number| signed(Algorithm::RS256, &rsa(), Some(&number.to_string())))
        .collect();
    let refused =
        futures::future::join_all(tokens.iter().map(|token| verifier.verify(token))).await;
    assert!(
        refused
            .iter()
            .all(|result| *result == Err(TokenError::KeysUnavailable))
    );
    // One wait of five seconds, not ten of them.
    assert!(started.elapsed() < std::time::Duration::from_secs(20));
}

#[tokio::test]
async fn tokens_signed_with_a_secret_never_wait_for_the_issuer() {
    let (_listener, url) = silent_issuer().await;
    let secret = "a secret of at least thirty-two bytes";
    let verifier = verifier(PeopleKeys::JwksUrl(url)).and_keys(Keyring::fixed(secret.into()));
    let key = EncodingKey::from_secret(secret.as_bytes());
    let verified = verifier.verify(&signed(Algorithm::HS256, &key, None)).await;
    assert_eq!(verified.unwrap().user.as_str(), "9");
}
