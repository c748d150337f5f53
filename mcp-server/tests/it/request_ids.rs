//! The id of a request: a client's own where it is one, and otherwise ours.

use serde_json::json;
use taskflow_shared::testing::TestDatabase;

use crate::harness::{request, send, server};

#[tokio::test]
async fn a_clients_id_is_kept_if_it_is_one_short_visible_word() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let long = "x".repeat(129);
    for (given, is_kept) in [
        ("mine-1", true),
        (&long[1..], true),
        (&long, false),
        ("two words", false),
        ("", false),
        ("é", false),
    ] {
        let mut refused = request(None, &json!({"jsonrpc": "2.0", "id": 1, "method": "ping"}));
        let value = http::HeaderValue::from_bytes(given.as_bytes()).unwrap();
        refused.headers_mut().insert("x-request-id", value);
        let answer = send(&router, refused).await;
        let id = answer.header("x-request-id");
        assert_eq!(id == given, is_kept, "{given}: {id}");
        assert_eq!(answer.headers.get_all("x-request-id").iter().count(), 1);
        assert_eq!(answer.json()["request_id"], id);
    }
}
