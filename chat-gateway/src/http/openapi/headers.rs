//! The headers of answers.

use utoipa::openapi::{
    Header, HeaderBuilder, ObjectBuilder, Ref, RefOr, Response,
    schema::{KnownFormat, SchemaFormat, Type},
};

/// Of every answer.
pub(super) const REQUEST_ID: &str = "X-Request-Id";
/// Of answers that were counted against the rate limit.
pub(super) const RATE_LIMIT: [&str; 3] = [
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
];

/// Returns the headers that answers refer to, by name.
pub(super) fn components() -> impl Iterator<Item = (String, RefOr<Header>)> {
    let [limit, remaining, reset] = RATE_LIMIT;
    let headers = [
        (
            REQUEST_ID,
            Type::String,
            "The request's id: its own, if it sent one of at most 128 visible ASCII characters.",
        ),
        (
            limit,
            Type::Integer,
            "Messages a minute, or whatever the period is.",
        ),
        (
            remaining,
            Type::Integer,
            "Messages that may be sent at once now.",
        ),
        (
            reset,
            Type::Integer,
            "Unix time, in seconds, at which as many as may be sent at once may be again.",
        ),
        (
            "Retry-After",
            Type::String,
            "When to try again: seconds, at least 1, or a date (RFC 9110, section 10.2.3).",
        ),
        (
            "WWW-Authenticate",
            Type::String,
            "The challenge (RFC 6750, section 3).",
        ),
    ];
    headers.into_iter().map(|(name, kind, words)| {
        let mut schema = ObjectBuilder::new().schema_type(kind.clone());
        if kind == Type::Integer {
            schema = schema
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
                .minimum(Some(0));
        }
        let header = HeaderBuilder::new()
            .schema(Some(schema.build()))
            .description(Some(words))
            .build();
        (name.to_owned(), RefOr::T(header))
    })
}

/// Says that a response has this header, which is one of [`components`].
pub(super) fn refer(response: &mut Response, name: &str) {
    let header = Ref::new(format!("#/components/headers/{name}"));
    response.headers.insert(name.to_owned(), RefOr::Ref(header));
}
