//! The document as a whole.

use utoipa::openapi::{
    Components, Info, License, OpenApi, Server, Tag,
    security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};

use super::{headers, operation, problems};

/// The name of the one way to sign in.
pub(super) const BEARER: &str = "bearer";

const ABOUT: &str = "\
Chat with a task list: send a message, and an assistant does what it says and tells what it did.

`{user_id}` is always the person the token was issued to. What is refused is refused as \
`application/problem+json` (RFC 9457) with a `code` that never changes. Answers may gain members; \
none is renamed or dropped. The task server at `/mcp` speaks the Model Context Protocol, which \
describes itself.";

const SIGN_IN: &str = "\
A JSON Web Token, whose `sub` is the person. `taskflow token --user 1` prints one; in production \
your identity provider issues them.";

/// Makes the document whole: adds to what the handlers say of themselves what holds for all.
pub(in crate::http) fn complete(mut document: OpenApi) -> OpenApi {
    document.info = info();
    // Relative: whatever address the document came from.
    document.servers = Some(vec![Server::new("/")]);
    document.tags = Some(tags());
    for (path, item) in &mut document.paths.paths {
        let operations = [
            &mut item.get,
            &mut item.post,
            &mut item.put,
            &mut item.patch,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            operation::complete(path, operation);
        }
    }
    let codes = problems::codes(&document.paths);
    let components = document.components.get_or_insert_with(Components::new);
    components.headers.extend(headers::components());
    components.schemas.extend(problems::schemas(codes));
    components.add_security_scheme(BEARER, bearer());
    document
}

fn info() -> Info {
    let mut info = Info::new("TaskFlow", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    let mut license = License::new("MIT OR Apache-2.0");
    license.identifier = Some("MIT OR Apache-2.0".to_owned());
    info.license = Some(license);
    info
}

fn tags() -> Vec<Tag> {
    let tags = [
        ("chat", "Say something, and have it answered."),
        (
            "runs",
            "The answering of a message: how it stands, its events, stopping it.",
        ),
        ("conversations", "What was said."),
        ("usage", "What it cost."),
        ("service", "The service itself; no token is needed."),
    ];
    let tag = |(name, description): (&str, &str)| {
        let mut tag = Tag::new(name);
        tag.description = Some(description.to_owned());
        tag
    };
    tags.map(tag).into()
}

fn bearer() -> SecurityScheme {
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(SIGN_IN))
        .build();
    SecurityScheme::Http(scheme)
}
