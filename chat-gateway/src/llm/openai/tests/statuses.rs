use std::time::Duration;

use super::{
    OpenAiConfig, OpenAiModel, answer_to, collect, hello,
    server::{Reply, Server, Step},
};
use crate::llm::{LanguageModel, ModelError};

/// Every shape an error body is known to take.
const BODIES: [&str; 7] = [
    r#"{"error":{"message":"m","type":"t","param":null,"code":null}}"#,
    r#"{"error":"model not found"}"#,
    r#"{"detail":[{"loc":["body"],"msg":"field required"}]}"#,
    r#"[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]"#,
    "<html><h1>Bad gateway</h1></html>",
    r#"{"choices":[{"message":{"content":"not an answer"}}]}"#,
    "",
];

async fn errors_of(status: u16) -> Vec<ModelError> {
    let mut errors = Vec::new();
    for body in BODIES {
        errors.push(answer_to(Reply::status(status, "", body)).await.error());
    }
    errors
}

#[tokio::test]
async fn a_refused_key_is_told_apart() {
    for status in [401, 403] {
        for error in errors_of(status).await {
            assert!(matches!(error, ModelError::KeyRefused { status: s } if s == status));
        }
    }
}

#[tokio::test]
async fn other_client_errors_are_rejections() {
    for status in [400, 404, 413, 422] {
        for error in errors_of(status).await {
            assert!(matches!(error, ModelError::Rejected { status: s } if s == status));
        }
    }
}

#[tokio::test]
async fn server_errors_are_failures() {
    for status in [408, 409, 500, 502, 503, 529] {
        for error in errors_of(status).await {
            assert!(matches!(error, ModelError::Failed { status: Some(s) } if s == status));
        }
    }
}

#[tokio::test]
async fn too_many_requests_is_busy_whatever_the_body() {
    for error in errors_of(429).await {
        assert!(
            matches!(error, ModelError::Busy { retry_after: None }),
            "{error:?}"
        );
    }
}

async fn busy_for(status: u16, headers: &str) -> Option<Duration> {
    match answer_to(Reply::status(status, headers, "")).await.error() {
        ModelError::Busy { retry_after } => retry_after,
        error => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn retry_after_is_read_as_seconds_or_as_a_date() {
    let seconds = Duration::from_secs;
    assert_eq!(busy_for(429, "retry-after: 7\r\n").await, Some(seconds(7)));
    assert_eq!(
        busy_for(503, "retry-after: 0.5\r\n").await,
        Some(Duration::from_millis(500))
    );
    let date = "date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
    let later = format!("{date}retry-after: Sun, 06 Nov 1994 08:50:07 GMT\r\n");
    assert_eq!(busy_for(429, &later).await, Some(seconds(30)));
    let earlier = format!("{date}retry-after: Sun, 06 Nov 1994 08:00:00 GMT\r\n");
    assert_eq!(busy_for(429, &earlier).await, Some(seconds(0)));
    for nonsense in [
        "soon",
        "-3",
        "NaN",
        "1e400",
        "Sun, 06 Nov 1994 08:50:07 GMT",
    ] {
        assert_eq!(
            busy_for(429, &format!("retry-after: {nonsense}\r\n")).await,
            None
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::start([]).await;
    let location = format!("location: {}/v1/chat/completions\r\n", elsewhere.url);
    let error = answer_to(Reply::status(307, &location, "")).await.error();
    assert!(
        matches!(error, ModelError::Failed { status: Some(307) }),
        "{error:?}"
    );
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn an_endpoint_that_is_not_there_is_unreachable() {
    let config = OpenAiConfig {
        // Port 1 is reserved and needs privileges to listen on.
        base_url: "http://127.0.0.1:1/v1?key=password".to_owned(),
        max_retries: 0,
        ..OpenAiConfig::new("test-model")
    };
    let model = OpenAiModel::new(config).expect("a model");
    let error = collect(model.respond(hello())).await.error();
    assert!(matches!(error, ModelError::Unreachable(_)), "{error:?}");
    assert!(!format!("{error:?}").contains("password"), "{error:?}");
}

#[tokio::test]
async fn a_connection_lost_before_the_answer_is_a_cut() {
    for end in [Step::Close, Step::Reset] {
        let error = answer_to(Reply::default().then(end)).await.error();
        assert!(matches!(error, ModelError::CutOff(Some(_))), "{error:?}");
    }
}
