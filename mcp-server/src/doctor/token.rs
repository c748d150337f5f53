//! What a token says of itself. Nothing is verified here: that is the server's to do.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::Finding;

const SUBJECT: &str = "token";
const NEW: &str = "Get a new one: taskflow token --user 1 --ttl 30d";

pub(super) fn examine(token: &str, now: DateTime<Utc>) -> Finding {
    let Some(claims) = claims(token) else {
        let words = "is not a JSON Web Token";
        return Finding::wrong(SUBJECT, words, format!("See that it is whole. {NEW}"));
    };
    let scope = claims.get("scope").and_then(Value::as_str);
    let scope = scope.unwrap_or("nothing");
    let ends = claims.get("exp").and_then(Value::as_i64);
    let Some(ends) = ends.and_then(|ends| DateTime::from_timestamp(ends, 0)) else {
        return Finding::wrong(SUBJECT, "does not say when it ends", NEW);
    };
    let left = ends - now;
    if left <= TimeDelta::zero() {
        let words = format!("ended at {}", ends.format("%Y-%m-%d %H:%M UTC"));
        return Finding::wrong(SUBJECT, words, NEW);
    }
    let ends = ends.format("%Y-%m-%d %H:%M UTC");
    Finding::good(SUBJECT, format!("allows {scope}, until {ends}"))
}

fn claims(token: &str) -> Option<Value> {
    let mut parts = token.split('.');
    let claims = parts.nth(1)?;
    parts.next()?;
    let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
    serde_json::from_slice(&claims).ok()
}
