//! What is refused, and how it is said.

use chrono::TimeDelta;
use reqwest::Method;
use secrecy::SecretString;
use serde_json::json;
use taskflow_shared::{
    auth::{Grant, Issuer, Scopes},
    clock::Clock,
    testing::{alice, bob, token_for},
};

use crate::support::{Gateway, Options};

/// {"alg":"none","typ":"JWT"} . {"sub":"1","exp":4102444800} . nothing
const UNSIGNED: &str =
    "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiIxIiwiZXhwIjo0MTAyNDQ0ODAwfQ.";
#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_is_told_apart_from_none() {
    let gateway = Gateway::start().await;
    let expired = token_for(&alice(), &gateway.url, &Scopes::all(), TimeDelta::hours(-1));
    let for_mcp_alone = token_for(
        &alice(),
        &format!("{}/mcp", gateway.url),
        &Scopes::all(),
        TimeDelta::hours(1),
    );
    let stranger = SecretString::from("another secret of thirty-two bytes");
    let stranger = Issuer::new(&stranger, None, Clock::system());
    let grant = Grant {
        user: &alice(),
        audience: &[],
        scopes: &Scopes::all(),
        time_zone: None,
        locale: None,
        lifetime: TimeDelta::hours(1),
    };
    let wrong_key = stranger.issue(&grant).unwrap();
    let cases = [
        (None, "no_token", "Sign in"),
        (Some("rubbish"), "invalid_token", "not a JSON Web Token"),
        (Some(expired.as_str()), "invalid_token", "expired"),
        (Some(UNSIGNED), "invalid_token", "algorithm"),
        (Some(wrong_key.as_str()), "invalid_token", "signature"),
        (
            Some(for_mcp_alone.as_str()),
            "invalid_token",
            "another audience",
        ),
    ];
    for (token, code, words) in cases {
        let mut request = gateway.client.post(format!("{}/api/1/chat", gateway.url));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = Gateway::answer(request.json(&json!({ "message": "hello" }))).await;
        assert_eq!(answer.status, 401, "{token:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        assert!(
            answer.headers["www-authenticate"]
                .to_str()
                .unwrap()
                .starts_with("Bearer")
        );
        assert_eq!(answer.body["code"], code, "{token:?}");
        assert!(
            answer.body["detail"].as_str().unwrap().contains(words),
            "{:?}",
            answer.body
        );
        assert_eq!(
            answer.body["request_id"],
            answer.headers["x-request-id"].to_str().unwrap()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_but_the_named_few_needs_a_token_also_those_that_do_not_exist() {
    let gateway = Gateway::start().await;
    for path in [
        "/",
        "/health/live",
        "/health/ready",
        "/.well-known/oauth-protected-resource",
    ] {
        let answer = Gateway::answer(gateway.client.get(format!("{}{path}", gateway.url))).await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let paths = [
        "/api/1/chat",
        "/api/1/chat/stream",
        "/api/1/conversations",
        "/api/1/conversations/x/messages",
        "/api/1/runs/x/answers",
        "/api/1/anything",
        "/metrics",
        "/mcp",
        "/admin",
    ];
    for path in paths {
        for method in [
            Method::GET,
            Method::POST,
            Method::DELETE,
            Method::PUT,
            Method::PATCH,
        ] {
            let url = format!("{}{path}", gateway.url);
            let answer = Gateway::answer(gateway.client.request(method.clone(), url)).await;
            assert_eq!(answer.status, 401, "{method} {path}: {:?}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_answered_says_what_to_do() {
    let gateway = Gateway::start().await;
    let json_type = "application/json";
    let message = |text: &str| json!({ "message": text }).to_string();
    let with = |id| json!({ "message": "hi", "conversation_id": id }).to_string();
    let cases = [
        (
            json_type,
            message(""),
            400,
            "invalid_request",
            "message is required",
        ),
        (
            json_type,
            message(" \n\t "),
            400,
            "invalid_request",
            "message is required",
        ),
        (
            json_type,
            message(&"é".repeat(2_001)),
            400,
            "invalid_request",
            "2001 characters",
        ),
        (
            json_type,
            "{}".into(),
            400,
            "invalid_request",
            "message is required",
        ),
        (
            json_type,
            "{\"message\": 5}".into(),
            400,
            "invalid_request",
            "wrong type",
        ),
        (
            json_type,
            "{\"message\": \"hi".into(),
            400,
            "invalid_request",
            "cannot be read",
        ),
        (
            json_type,
            with(json!("nope")),
            404,
            "conversation_not_found",
            "no such conversation",
        ),
        (
            json_type,
            with(json!(7)),
            404,
            "conversation_not_found",
            "no such conversation",
        ),
        (
            "text/plain",
            message("hi"),
            415,
            "unsupported_media_type",
            "application/json",
        ),
        (
            json_type,
            message(&"x".repeat(100_000)),
            413,
            "too_large",
            "larger",
        ),
    ];
    for path in ["chat", "chat/stream"] {
        for (kind, body, status, code, words) in &cases {
            let request = gateway.post(&alice(), path).header("content-type", *kind);
            let answer = Gateway::answer(request.body(body.clone())).await;
            let start: String = body.chars().take(60).collect();
            assert_eq!(answer.status.as_u16(), *status, "{path} {start}");
            assert_eq!(answer.body["code"], *code, "{path} {start}");
            assert_eq!(answer.body["status"], *status);
            let detail = answer.body["detail"].as_str().unwrap();
            assert!(detail.contains(words), "{path} {start}: {detail}");
        }
    }
    let longest = message(&"é".repeat(2_000));
    let request = gateway
        .post(&alice(), "chat")
        .header("content-type", json_type)
        .body(longest);
    assert_eq!(Gateway::answer(request).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_persons_path_is_forbidden_and_costs_neither_of_them_anything() {
    let options = Options {
        rate_limit: "1/hour+2",
        ..Options::default()
    };
    let gateway = Gateway::start_with(options).await;
    for _ in 0..5 {
        let request = gateway
            .client
            .post(format!("{}/api/{}/chat", gateway.url, bob()));
        let request = request.bearer_auth(gateway.token(&alice()));
        let answer = Gateway::answer(request.json(&json!({ "message": "hi" }))).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["code"]),
            (403, &json!("not_yours"))
        );
    }
    assert_eq!(gateway.say(&bob(), "hi", None).await.status, 200);
    assert_eq!(gateway.say(&alice(), "hi", None).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_chat_routes_share_a_persons_bucket_and_say_what_is_left() {
    let options = Options {
        rate_limit: "60/hour+2",
        ..Options::default()
    };
    let gateway = Gateway::start_with(options).await;
    for (path, left) in [("chat", "1"), ("chat/stream", "0")] {
        let request = gateway
            .post(&alice(), path)
            .json(&json!({ "message": "hi" }));
        let answer = Gateway::answer(request).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.headers["x-ratelimit-limit"], "60");
        assert_eq!(answer.headers["x-ratelimit-remaining"], left);
        assert!(answer.headers.contains_key("x-ratelimit-reset"));
    }
    let answer = gateway.say(&alice(), "hi", None).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["code"]),
        (429, &json!("rate_limited"))
    );
    let wait: u64 = answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(
        gateway.say(&bob(), "hi", None).await.status,
        200,
        "bob has his own"
    );
    assert_eq!(
        gateway.get(&alice(), "conversations").await.status,
        200,
        "reading is free"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn only_configured_origins_are_let_in_by_browsers() {
    let allowed_origins = vec!["https://app.example.com".to_owned()];
    let gateway = Gateway::start_with(Options {
        allowed_origins,
        ..Options::default()
    })
    .await;
    let preflight = async |origin: &str| {
        let request = gateway
            .client
            .request(Method::OPTIONS, format!("{}/api/1/chat", gateway.url))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                "authorization,content-type",
            );
        Gateway::answer(request)
            .await
            .headers
            .get("access-control-allow-origin")
            .cloned()
    };
    let allowed = preflight("https://app.example.com").await.unwrap();
    assert_eq!(allowed, "https://app.example.com");
    assert_eq!(preflight("https://evil.example.com").await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_id_is_kept_if_it_is_fit_and_made_otherwise() {
    let gateway = Gateway::start().await;
    let health = |id: &str| {
        let url = format!("{}/health/live", gateway.url);
        Gateway::answer(gateway.client.get(url).header("x-request-id", id))
    };
    assert_eq!(health("abc-123").await.headers["x-request-id"], "abc-123");
    for unfit in ["two words", &"x".repeat(200)] {
        assert_eq!(
            health(unfit).await.headers["x-request-id"].len(),
            36,
            "{unfit}"
        );
    }
}
