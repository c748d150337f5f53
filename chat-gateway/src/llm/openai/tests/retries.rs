use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{
    OpenAiConfig, OpenAiModel, Outcome, call, collect, config, hello,
    server::{Reply, Server, Step},
    text,
};
use crate::llm::{LanguageModel, ModelError};

/// Asks once, with two retries and `seconds` until the deadline.
async fn ask(server: &Server, seconds: u64) -> Outcome {
    let config = OpenAiConfig {
        max_retries: 2,
        ..config(server)
    };
    let mut request = hello();
    request.deadline = Instant::now() + Duration::from_secs(seconds);
    collect(OpenAiModel::new(config).expect("a model").respond(request)).await
}

fn hi() -> Reply {
    Reply::events([text("Hi")]).done()
}

/// How long the client waited before each further request.
fn waits(server: &Server) -> Vec<Duration> {
    server
        .requests()
        .windows(2)
        .map(|pair| pair[1].at - pair[0].at)
        .collect()
}

#[tokio::test(start_paused = true)]
async fn failures_before_the_answer_are_retried_with_growing_waits() {
    let failures = [
        Reply::status(500, "", ""),
        Reply::status(429, "", "<html>busy</html>"),
    ];
    let server = Server::start(failures.into_iter().chain([hi()])).await;
    let outcome = ask(&server, 30).await;
    assert_eq!(outcome.text(), "Hi", "{outcome:?}");
    let waits = waits(&server);
    assert!((500..=630).contains(&waits[0].as_millis()), "{waits:?}");
    assert!((1_000..=1_260).contains(&waits[1].as_millis()), "{waits:?}");
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.body == requests[0].body)
    );
}

#[tokio::test(start_paused = true)]
async fn retries_stop_at_their_limit() {
    let server = Server::start((0..9).map(|_| Reply::status(502, "", ""))).await;
    let error = ask(&server, 30).await.error();
    assert!(
        matches!(error, ModelError::Failed { status: Some(502) }),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_is_retried_before_the_answer() {
    let lost = Reply::default().then(Step::Reset);
    let server = Server::start([lost, hi()]).await;
    let outcome = ask(&server, 30).await;
    assert_eq!(outcome.text(), "Hi", "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_breaks_off_is_asked_for_again_and_goes_on_where_it_was() {
    let error = json!({ "error": { "message": "m", "code": 500 } });
    for broken in [
        Reply::stream().then(Step::Reset),
        Reply::stream().end(),
        Reply::events([text("H")]).then(Step::Reset),
        Reply::events([text("H")]).end(),
        Reply::events([text("H")]).event("{\"choices\": [{").done(),
        Reply::events([text("H"), error]).done(),
        Reply::events([text("H")]).then(Step::Hang),
        Reply::events([call(
            json!({ "index": 0, "id": "a", "function": { "name": "x" } }),
        )])
        .end(),
    ] {
        let server = Server::start([broken, hi()]).await;
        let outcome = ask(&server, 60).await;
        assert_eq!(outcome.text(), "Hi", "{outcome:?}");
        assert!(outcome.completion().tool_calls.is_empty());
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].body, requests[1].body);
    }
}

#[tokio::test(start_paused = true)]
async fn all_attempts_at_an_answer_count_together_and_wait_longer_each_time() {
    let broken = || Reply::events([text("Hi")]).end();
    let busy = Reply::status(500, "", "");
    let server = Server::start([broken(), busy, broken(), hi()]).await;
    let outcome = ask(&server, 60).await;
    assert_eq!(outcome.texts, ["Hi"], "what is shown is not shown again");
    let error = outcome.error();
    assert!(matches!(error, ModelError::CutOff(_)), "{error:?}");
    let waits = waits(&server);
    assert_eq!(waits.len(), 2);
    assert!((500..=630).contains(&waits[0].as_millis()), "{waits:?}");
    assert!((1_000..=1_260).contains(&waits[1].as_millis()), "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_says_nothing_is_not_asked_again() {
    for silent in [Reply::default(), Reply::stream()] {
        let server = Server::start([silent.then(Step::Hang), hi()]).await;
        let error = ask(&server, 60).await.error();
        assert!(matches!(error, ModelError::TimedOut), "{error:?}");
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_get_better_is_not_retried() {
    for status in [307, 400, 401, 403, 404, 422] {
        let server = Server::start([Reply::status(status, "", ""), hi()]).await;
        ask(&server, 30).await.error();
        assert_eq!(server.requests().len(), 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_empty_account_is_not_retried() {
    for error in [
        json!({ "error": { "message": "m", "type": "insufficient_quota", "code": null } }),
        json!({ "error": { "message": "m", "type": null, "code": "insufficient_quota" } }),
        json!([{ "error": { "code": "insufficient_quota" } }]),
        json!({ "detail": { "type": "insufficient_quota" } }),
    ] {
        let server = Server::start([Reply::status(429, "", &error.to_string()), hi()]).await;
        let result = ask(&server, 30).await.error();
        assert!(
            matches!(result, ModelError::Busy { .. }),
            "{error}: {result:?}"
        );
        assert_eq!(server.requests().len(), 1, "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured() {
    let busy = Reply::status(429, "retry-after: 9\r\n", "");
    let server = Server::start([busy, hi()]).await;
    let outcome = ask(&server, 30).await;
    assert_eq!(outcome.text(), "Hi", "{outcome:?}");
    assert_eq!(waits(&server)[0].as_secs(), 9);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    for status in [429, 503] {
        let busy = Reply::status(status, "retry-after: 86400\r\n", "");
        let server = Server::start([busy, hi()]).await;
        let start = Instant::now();
        let error = ask(&server, 30).await.error();
        let ModelError::Busy { retry_after } = error else {
            panic!("{error:?}");
        };
        assert_eq!(retry_after, Some(Duration::from_secs(86_400)));
        assert!(start.elapsed() < Duration::from_secs(1));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn no_retry_is_begun_that_leaves_no_time_to_answer() {
    let server = Server::start([Reply::status(500, "", ""), hi()]).await;
    let error = ask(&server, 1).await.error();
    assert!(
        matches!(error, ModelError::Failed { status: Some(500) }),
        "{error:?}"
    );
    assert_eq!(server.requests().len(), 1);
}
