//! The OpenAPI document: that it says what the routes do, and is the contract in the repository.

use std::{collections::BTreeSet, env, fs, path::Path};

use reqwest::Method;
use serde_json::{Map, Value};
use taskflow_gateway::app::App;
use taskflow_shared::testing::{alice, bob};

use crate::support::{Gateway, METHODS};

async fn document(gateway: &Gateway) -> Value {
    let request = gateway.client.get(format!("{}/openapi.json", gateway.url));
    let answer = Gateway::answer(request).await;
    assert_eq!(answer.status, 200, "no token is needed");
    assert_eq!(answer.headers["content-type"], "application/json");
    answer.body
}

/// Every path with its operations by method.
fn paths(document: &Value) -> &Map<String, Value> {
    document["paths"].as_object().unwrap()
}

/// The address of a path as `user` would call it; no such conversation or run exists.
fn address(gateway: &Gateway, path: &str, user: impl ToString) -> String {
    let path = path
        .replace("{user_id}", &user.to_string())
        .replace("{file}", "start.js");
    let filled = path.split('/').map(|segment| match segment {
        segment if segment.starts_with('{') => "01a20512-9cd3-700a-81ea-2896573b5883",
        segment => segment,
    });
    let path: Vec<&str> = filled.collect();
    format!("{}{}", gateway.url, path.join("/"))
}

fn operation<'a>(item: &'a Value, method: &Method) -> Option<&'a Value> {
    item.get(method.as_str().to_lowercase())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_is_the_contract_in_the_repository() {
    let gateway = Gateway::start().await;
    let document = document(&gateway).await;
    assert_eq!(document["openapi"], "3.1.0");
    let expected = App::openapi() + "\n";
    assert_eq!(document, serde_json::from_str::<Value>(&expected).unwrap());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &expected).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        found == expected,
        "openapi.json differs from what the service says of itself. Is the change meant? Then write \
         it anew with UPDATE_EXPECT=1 cargo test -p taskflow-gateway openapi"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_documented_path_takes_its_methods_and_no_other_one() {
    let gateway = Gateway::start().await;
    let document = document(&gateway).await;
    for (path, item) in paths(&document) {
        let described = METHODS
            .iter()
            .filter(|method| operation(item, method).is_some());
        let mut described: BTreeSet<&str> = described.map(Method::as_str).collect();
        if described.contains("GET") {
            described.insert("HEAD");
        }
        for method in METHODS {
            if described.contains(method.as_str()) {
                continue;
            }
            let url = address(&gateway, path, alice());
            let request = gateway.client.request(method.clone(), url);
            let answer = Gateway::answer(request.bearer_auth(gateway.token(&alice()))).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.body["code"], "method_not_allowed");
            let allow = answer.headers["allow"].to_str().unwrap();
            let allowed: BTreeSet<&str> = allow.split(',').map(str::trim).collect();
            assert_eq!(allowed, described, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_call_an_operation_is_what_the_document_says() {
    let gateway = Gateway::start().await;
    let document = document(&gateway).await;
    for (path, item) in paths(&document) {
        for method in METHODS {
            let Some(operation) = operation(item, &method) else {
                continue;
            };
            let call = |user| {
                let url = address(&gateway, path, user);
                gateway.client.request(method.clone(), url)
            };
            let anonymous = Gateway::answer(call(alice())).await;
            if operation["security"] == Value::Array(Vec::new()) {
                assert_eq!(anonymous.status, 200, "{method} {path}");
                continue;
            }
            assert_eq!(anonymous.status, 401, "{method} {path}");
            assert!(path.contains("{user_id}"), "{path} is nobody's");
            let foreign = call(bob()).bearer_auth(gateway.token(&alice()));
            let foreign = Gateway::answer(foreign).await;
            assert_eq!(foreign.status, 403, "{method} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_says_what_it_is_and_how_it_refuses() {
    let gateway = Gateway::start().await;
    let document = document(&gateway).await;
    let schemas = &document["components"]["schemas"];
    let members = schemas["Problem"]["properties"].as_object().unwrap();
    let codes = schemas["ProblemCode"]["enum"].as_array().unwrap();
    let mut names = BTreeSet::new();
    for (path, item) in paths(&document) {
        for operation in METHODS.iter().filter_map(|method| operation(item, method)) {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name), "{name} twice");
            assert!(operation["summary"].is_string(), "{path}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let id = &response["headers"]["X-Request-Id"];
                assert!(id.is_object(), "{name} {status}");
                if status.starts_with('2') {
                    continue;
                }
                let problem = &response["content"]["application/problem+json"];
                assert_eq!(problem["schema"]["$ref"], "#/components/schemas/Problem");
                for example in problem["examples"].as_object().unwrap().values() {
                    let example = example["value"].as_object().unwrap();
                    assert_eq!(example["status"].to_string(), *status, "{name}");
                    assert!(codes.contains(&example["code"]), "{example:?}");
                    let unknown = example.keys().find(|key| !members.contains_key(*key));
                    assert_eq!(unknown, None, "{name} {status}");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_asks_for_nothing_from_another_address() {
    let gateway = Gateway::start().await;
    let get = async |path: &str| {
        let response = gateway.client.get(format!("{}/{path}", gateway.url)).send();
        response.await.unwrap()
    };
    let page = get("docs").await;
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    for rule in [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
    ] {
        assert!(policy.contains(rule), "{policy}");
    }
    let page = page.text().await.unwrap();
    assert!(!page.contains("//"), "an address of another server: {page}");
    let attributes = page.split(['"']).filter(|text| text.starts_with("docs/"));
    let files: Vec<&str> = attributes.collect();
    assert_eq!(files.len(), 4, "{files:?}");
    for file in files {
        let file = get(file).await;
        assert_eq!(file.status(), 200);
        assert!(file.headers().contains_key("content-type"));
        assert!(file.bytes().await.unwrap().len() > 100);
    }
    assert_eq!(get("docs/swagger-ui.js").await.status(), 404);
    assert_eq!(get("docs/..%2FCargo.toml").await.status(), 404);
}
