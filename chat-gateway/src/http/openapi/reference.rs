//! `GET /openapi.json` and `GET /docs`: the API described, for programs and for people. The page
//! needs nothing from any other address.

use std::sync::{Arc, LazyLock};

use axum::{
    body::Bytes,
    extract::{Path, rejection::PathRejection},
    response::{IntoResponse as _, Response},
};
use http::{HeaderName, HeaderValue, header};
use serde::Deserialize;
use utoipa::ToSchema;

use super::problems::NotFound;
use crate::http::{document, error::ApiError};

const PAGE: &str = include_str!("reference/page.html");
const START: &str = include_str!("reference/start.js");

/// The page's own files and calls to this very address, and nothing else. Swagger UI sets styles on
/// its elements.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A file that the page asks for.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub(in crate::http) enum PageFile {
    #[serde(rename = "start.js")]
    Start,
    #[serde(rename = "swagger-ui-bundle.js")]
    Script,
    #[serde(rename = "swagger-ui.css")]
    Style,
    #[serde(rename = "favicon-32x32.png")]
    Icon,
}

/// Answers with this document.
///
/// The OpenAPI document of this service.
#[utoipa::path(
    get, path = "/openapi.json", tag = "service",
    operation_id = "describe",
    responses((status = 200, description = "The document.", body = serde_json::Value)),
)]
pub(in crate::http) async fn json() -> Response {
    static DOCUMENT: LazyLock<Bytes> =
        LazyLock::new(|| serde_json::to_vec(&document()).unwrap_or_default().into());
    typed("application/json", DOCUMENT.clone())
}

/// Shows this document as a page.
///
/// With Swagger UI, which lets one try the requests.
#[utoipa::path(
    get, path = "/docs", tag = "service",
    operation_id = "read",
    responses((status = 200, description = "The page.", body = String, content_type = "text/html")),
)]
pub(in crate::http) async fn page() -> Response {
    let policy = [(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    )];
    (policy, typed("text/html; charset=utf-8", PAGE.into())).into_response()
}

/// Answers with a file that the page is made of.
#[utoipa::path(
    get, path = "/docs/{file}", tag = "service",
    operation_id = "read_file",
    params(("file" = inline(PageFile), Path, description = "Which one.")),
    responses(
        (status = 200, description = "The file.", content(
            (String = "text/css"), (String = "text/javascript"), (String = "image/png"),
        )),
        NotFound,
    ),
)]
pub(in crate::http) async fn file(
    file: Result<Path<PageFile>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(file) = file.map_err(|_| ApiError::NoSuchRoute)?;
    let name = match file {
        PageFile::Start => return Ok(typed("text/javascript", START.into())),
        PageFile::Script => "swagger-ui-bundle.js",
        PageFile::Style => "swagger-ui.css",
        PageFile::Icon => "favicon-32x32.png",
    };
    let config = Arc::new(utoipa_swagger_ui::Config::default());
    let found = utoipa_swagger_ui::serve(name, config).ok().flatten();
    let found = found.ok_or(ApiError::NoSuchRoute)?;
    let mut response = typed(&found.content_type, Bytes::from(found.bytes.into_owned()));
    if found.gzpipped {
        let gzip = HeaderValue::from_static("gzip");
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, gzip);
    }
    Ok(response)
}

fn typed(kind: &str, body: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (HeaderName::from_static("x-content-type-options"), "nosniff"),
    ];
    (headers, body).into_response()
}
