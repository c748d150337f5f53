//! How refusals look: described from the very errors that are answered.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use chrono::DateTime;
use serde_json::Value;
use taskflow_shared::problem::Problem;
use utoipa::{
    IntoResponses,
    openapi::{
        Content, ObjectBuilder, Paths, Ref, RefOr, Response, Schema,
        example::ExampleBuilder,
        schema::{KnownFormat, SchemaFormat, Type},
    },
};
use uuid::{Uuid, uuid};

use super::headers;
use crate::{http::error::ApiError, run_log::Failure, store::usage::UsedUp};

const MEDIA_TYPE: &str = "application/problem+json";
const RUN: Uuid = uuid!("01a20512-9cd3-700a-81ea-28985a4fe027");
const CONVERSATION: Uuid = uuid!("01a20512-9cd3-700a-81ea-2896573b5883");

/// Responses by status.
type Responses = BTreeMap<String, RefOr<Response>>;

/// There is nothing there.
pub(super) struct NotFound;

impl IntoResponses for NotFound {
    fn responses() -> Responses {
        of([ApiError::NoSuchRoute])
    }
}

/// The service cannot work.
pub(in crate::http) struct NotReady;

impl IntoResponses for NotReady {
    fn responses() -> Responses {
        of([ApiError::NotReady("The database")])
    }
}

/// Why a message is not taken in.
pub(in crate::http) struct StartProblems;

impl IntoResponses for StartProblems {
    fn responses() -> Responses {
        of(start_errors())
    }
}

/// Why a message is not taken in, or not answered.
pub(in crate::http) struct AnswerProblems;

impl IntoResponses for AnswerProblems {
    fn responses() -> Responses {
        let run = Failure::ALL.map(|failure| ApiError::Run {
            failure,
            run_id: RUN,
            conversation_id: CONVERSATION,
        });
        of(start_errors().into_iter().chain(run))
    }
}

fn start_errors() -> [ApiError; 7] {
    let until = DateTime::from_timestamp(1_795_392_000, 0).unwrap_or_default();
    [
        ApiError::NoSuchConversation,
        ApiError::Busy(RUN),
        ApiError::QueueFull(RUN),
        ApiError::KeyReused(RUN),
        ApiError::TooManyRequests {
            retry_after: Duration::from_secs(1),
        },
        ApiError::UsedUp(UsedUp::Tokens {
            quota: 200_000,
            until,
        }),
        ApiError::UsedUp(UsedUp::Runs(4)),
    ]
}

fn of(errors: impl IntoIterator<Item = ApiError>) -> Responses {
    let mut responses = Responses::new();
    for error in errors {
        add(&mut responses, &error);
    }
    responses
}

/// Adds an error to the response with its status, with its body as an example.
pub(super) fn add(responses: &mut Responses, error: &ApiError) {
    let problem = error.problem();
    let status = problem.status().as_u16().to_string();
    let response = responses
        .entry(status)
        .or_insert_with(|| RefOr::T(Response::new("")));
    let RefOr::T(response) = response else {
        return;
    };
    let content = response
        .content
        .entry(MEDIA_TYPE.to_owned())
        .or_insert_with(|| RefOr::T(Content::new(Some(Ref::from_schema_name("Problem")))));
    let RefOr::T(content) = content else { return };
    let example = ExampleBuilder::new().value(Some(body(&problem)));
    let code = problem.code().to_owned();
    content.examples.insert(code, RefOr::T(example.build()));
    let codes: Vec<String> = content
        .examples
        .keys()
        .map(|code| format!("`{code}`"))
        .collect();
    response.description = codes.join(", ");
    for (name, refers) in [
        ("Retry-After", http::header::RETRY_AFTER),
        ("WWW-Authenticate", http::header::WWW_AUTHENTICATE),
    ] {
        if problem.headers().contains_key(refers) {
            headers::refer(response, name);
        }
    }
}

/// Returns the codes of the errors in the document, and of those that belong to no operation.
pub(super) fn codes(paths: &Paths) -> BTreeSet<String> {
    let nowhere = [ApiError::NoSuchRoute, ApiError::MethodNotAllowed];
    let nowhere = nowhere.map(|error| error.problem().code().to_owned());
    let items = paths.paths.values();
    let operations = items.flat_map(|item| {
        let operations = [&item.get, &item.post, &item.put, &item.patch, &item.delete];
        operations.into_iter().flatten()
    });
    let responses = operations.flat_map(|operation| operation.responses.responses.values());
    let described = responses.filter_map(|response| match response {
        RefOr::T(response) => response.content.get(MEDIA_TYPE),
        RefOr::Ref(_) => None,
    });
    let described = described.flat_map(|content| match content {
        RefOr::T(content) => content.examples.keys().cloned().collect(),
        RefOr::Ref(_) => Vec::new(),
    });
    // What libraries refuse before anybody here sees it.
    let unread = "bad_request".to_owned();
    described.chain(nowhere).chain([unread]).collect()
}

/// Returns the schema of problems, and that of their codes.
pub(super) fn schemas(codes: BTreeSet<String>) -> [(String, RefOr<Schema>); 2] {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let known = |format| text().format(Some(SchemaFormat::KnownFormat(format)));
    let described = |schema: ObjectBuilder, words: &str| schema.description(Some(words)).build();
    let status = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(400))
        .maximum(Some(599));
    let problem = ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("What went wrong, and what to do about it (RFC 9457)."))
        .property("type", text().enum_values(Some(["about:blank"])))
        .property("title", described(text(), "The status in words."))
        .property("status", described(status, "The HTTP status."))
        .property("code", Ref::from_schema_name("ProblemCode"))
        .property("detail", described(text(), "A sentence for people."))
        .property("request_id", described(text(), "As in `X-Request-Id`."))
        .property(
            "run_id",
            described(known(KnownFormat::Uuid), "The run that it is about."),
        )
        .property(
            "conversation_id",
            described(known(KnownFormat::Uuid), "In which one can go on."),
        )
        .property(
            "lifts_at",
            described(
                known(KnownFormat::DateTime),
                "When there is more of the quota.",
            ),
        );
    let required = ["type", "title", "status", "code", "detail", "request_id"];
    let problem = required.into_iter().fold(problem, ObjectBuilder::required);
    let code = text()
        .description(Some(
            "What went wrong, for programs. A code never changes its meaning.",
        ))
        .enum_values(Some(codes));
    [
        ("Problem".to_owned(), problem.build().into()),
        ("ProblemCode".to_owned(), code.build().into()),
    ]
}

fn body(problem: &Problem) -> Value {
    problem.body(Some(&http::HeaderValue::from_static(
        "01a20512-9cd3-700a-81ea-2896573b5883",
    )))
}
