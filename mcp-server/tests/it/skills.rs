//! What a model can learn of the tools.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice};

use crate::{
    harness::server,
    wire::{Client, ERAS, NEWEST},
};

const URI: &str = "skill://managing-tasks/SKILL.md";

#[tokio::test]
async fn the_skill_is_listed_and_read_as_its_manifest_says() {
    let test = TestDatabase::sqlite().await;
    let client = Client::new(&server(&test.database), &alice());
    for version in ERAS {
        let listed = client.result(version, "skills/list", json!({})).await;
        let skills = listed["skills"].as_array().unwrap();
        assert_eq!(skills.len(), 1);
        assert_eq!(skills[0]["uri"], URI);
        assert_eq!(skills[0]["frontmatter"]["name"], "managing-tasks");
        let got = client
            .result(version, "skills/get", json!({"uri": URI}))
            .await;
        assert_eq!(got["skill"], skills[0]);

        let read = client
            .result(version, "resources/read", json!({"uri": URI}))
            .await;
        let contents = read["contents"].as_array().unwrap();
        assert_eq!(contents.len(), 1);
        let text = contents[0]["text"].as_str().unwrap();
        let file = &skills[0]["resources"][0];
        assert_eq!(file["uri"], URI);
        assert_eq!(file["size"], text.len());
        assert_eq!(file["digest"], rmcp::model::sha256_digest(text.as_bytes()));
        assert!(text.starts_with("---\nname: managing-tasks\n"));
    }
}

#[tokio::test]
async fn there_is_no_other_skill() {
    let test = TestDatabase::sqlite().await;
    let client = Client::new(&server(&test.database), &alice());
    for uri in ["skill://other/SKILL.md", "tasks://today", ""] {
        let params = json!({"uri": uri});
        let (code, _) = client.error(NEWEST, "skills/get", params).await;
        assert_eq!(code, -32602, "{uri}");
    }
    let params = json!({"uri": "skill://managing-tasks"});
    let (code, _): (i64, String) = client
        .error(NEWEST, "resources/directory/read", params)
        .await;
    assert_eq!(code, -32601);
    let _: Value = client.result(NEWEST, "skills/list", json!({})).await;
}
