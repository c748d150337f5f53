//! What a host is told of the tools: a contract, and weight in every conversation.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, token};

use crate::harness::{RESOURCE, request, send, server};

pub(crate) async fn tools() -> Value {
    let test = TestDatabase::sqlite().await;
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let request = request(Some(&token(&alice(), RESOURCE)), &message);
    send(&server(&test.database), request).await.json()["result"].clone()
}

#[tokio::test]
async fn the_tools_are_these() {
    insta::assert_json_snapshot!(tools().await);
}

#[tokio::test]
async fn no_schema_says_what_some_host_does_not_understand() {
    fn check(schema: &Value) {
        let keywords = schema.as_object().unwrap();
        for refused in [
            "$ref", "$defs", "$schema", "anyOf", "oneOf", "allOf", "format",
        ] {
            assert!(!keywords.contains_key(refused), "{refused} in {schema}");
        }
        assert!(keywords["type"].is_string(), "{schema}");
        let properties = keywords.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(|properties| properties.values())
            .for_each(check);
        keywords.get("items").into_iter().for_each(check);
    }
    for tool in tools().await["tools"].as_array().unwrap() {
        check(&tool["inputSchema"]);
        check(&tool["outputSchema"]);
        for hint in [
            "readOnlyHint",
            "destructiveHint",
            "idempotentHint",
            "openWorldHint",
        ] {
            assert!(tool["annotations"][hint].is_boolean(), "{hint}");
        }
    }
}
