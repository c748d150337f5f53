//! What an operation has by where it stands: the rules of the layers around the handlers, and of
//! the extractors that they ask for.

use taskflow_shared::auth::TokenError;
use utoipa::openapi::{
    RefOr,
    path::{Operation, Parameter, ParameterIn},
    security::SecurityRequirement,
};

use super::{document::BEARER, headers, parameters, problems};
use crate::http::{UNAUTHENTICATED_ROUTES, error::ApiError};

/// Adds to an operation what follows from its path and from what it takes.
pub(super) fn complete(path: &str, operation: &mut Operation) {
    let mut refusals = vec![ApiError::Internal];
    if UNAUTHENTICATED_ROUTES.contains(&path) {
        operation.security = Some(Vec::new());
    } else {
        operation.security = Some(vec![SecurityRequirement::new(BEARER, [""; 0])]);
        refusals.extend([
            ApiError::NoToken,
            ApiError::Token(TokenError::Expired),
            ApiError::Token(TokenError::KeysUnavailable),
        ]);
    }
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            parameters::cannot_be_null(parameter);
        }
    }
    refusals.extend(of_parameters(operation));
    refusals.extend(of_path(path, operation));
    if operation.request_body.is_some() {
        refusals.extend([
            ApiError::Invalid("The body cannot be read: it is not JSON.".to_owned()),
            ApiError::UnsupportedMediaType,
            ApiError::TooLarge,
            ApiError::BodyTimeout,
        ]);
    }
    for refusal in &refusals {
        problems::add(&mut operation.responses.responses, refusal);
    }
    add_headers(operation);
}

fn of_path(path: &str, operation: &mut Operation) -> Vec<ApiError> {
    let described = operation.parameters.get_or_insert_default();
    let known = parameters::names(path).filter_map(parameters::of_path);
    described.splice(0..0, known.map(RefOr::T));
    parameters::names(path)
        .filter_map(|name| match name {
            "user_id" => Some(ApiError::NotYours),
            "id" => Some(ApiError::NoSuchConversation),
            "run_id" => Some(ApiError::NoSuchRun),
            _ => None,
        })
        .collect()
}

/// Of those that the handler has described: queries and headers can be wrong.
fn of_parameters(operation: &Operation) -> Option<ApiError> {
    let mut parameters = operation.parameters.iter().flatten();
    let wrong = |parameter: &RefOr<_>| match parameter {
        RefOr::T(parameter) => is_of_query_or_header(parameter),
        RefOr::Ref(_) => false,
    };
    let words = "A parameter of the query or a header cannot be read.";
    parameters
        .any(wrong)
        .then(|| ApiError::Invalid(words.to_owned()))
}

fn is_of_query_or_header(parameter: &Parameter) -> bool {
    matches!(
        parameter.parameter_in,
        ParameterIn::Query | ParameterIn::Header
    )
}

/// Whoever can be refused for too many requests is told how many are left.
fn add_headers(operation: &mut Operation) {
    let responses = &mut operation.responses.responses;
    let is_limited = responses.contains_key("429");
    for (status, response) in responses {
        let RefOr::T(response) = response else {
            continue;
        };
        headers::refer(response, headers::REQUEST_ID);
        if is_limited && (status.starts_with('2') || status == "429") {
            for name in headers::RATE_LIMIT {
                headers::refer(response, name);
            }
        }
    }
}
