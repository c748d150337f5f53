//! Where people are: what their words and their results mean there.

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use taskflow_mcp::http::{HttpParts, router};
use taskflow_shared::{
    auth::{Grant, Issuer, Scopes},
    clock::Clock,
    config::locale::LocaleConfig,
    testing::{SECRET, TestDatabase, alice},
};

use crate::harness::{Person, RESOURCE, parts};

/// A Sunday evening in Europe, and Monday morning in Tokyo.
fn now() -> DateTime<Utc> {
    "2026-11-22T19:30:00Z".parse().unwrap()
}

fn server(test: &TestDatabase, locale: LocaleConfig) -> Router {
    router(HttpParts {
        clock: Clock::from_fn(now),
        locale,
        ..parts(&test.database)
    })
}

fn person(router: &Router, time_zone: Option<&str>, locale: Option<&str>) -> Person {
    let issuer = Issuer::new(&SECRET.into(), None, Clock::system());
    let token = issuer.issue(&Grant {
        user: &alice(),
        audience: &[RESOURCE.to_owned()],
        scopes: &Scopes::all(),
        time_zone,
        locale,
        lifetime: TimeDelta::hours(1),
    });
    Person::with_token(router, token.unwrap())
}

async fn due(person: &Person, due: &str) -> Value {
    let task = json!({"title": "A", "due": due});
    person.call("add_task", task).await.value()["due"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn days_and_times_are_those_of_the_persons_zone() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test, LocaleConfig::default());
    let zurich = person(&router, Some("Europe/Zurich"), None);
    let tokyo = person(&router, Some("Asia/Tokyo"), None);
    let nowhere = person(&router, Some("Mars/Olympus"), None);
    assert_eq!(due(&zurich, "tomorrow").await, "2026-11-23");
    assert_eq!(due(&tokyo, "tomorrow").await, "2026-11-24");
    assert_eq!(due(&nowhere, "tomorrow").await, "2026-11-23");
    assert_eq!(due(&zurich, "tomorrow 5pm").await, "2026-11-23T17:00");
    let seen = tokyo.call("overview", json!({})).await.value();
    assert_eq!(seen["date"], "2026-11-23");
    assert_eq!(seen["weekday"], "Monday");
    assert_eq!(seen["time"], "04:30");
    assert_eq!(seen["time_zone"], "Asia/Tokyo");
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_read_in_the_order_of_the_token_or_of_the_setting() {
    let test = TestDatabase::sqlite().await;
    let british = LocaleConfig {
        locale: Some("en-GB".parse().unwrap()),
        ..LocaleConfig::default()
    };
    let plain = server(&test, LocaleConfig::default());
    let british = server(&test, british);
    for (router, locale, expected) in [
        (&plain, None, "2026-12-01"),
        (&plain, Some("de-CH"), "2027-01-12"),
        (&british, None, "2027-01-12"),
        (&british, Some("en-US"), "2026-12-01"),
    ] {
        let person = person(router, None, locale);
        assert_eq!(due(&person, "12/1").await, expected, "{locale:?}");
    }
}
