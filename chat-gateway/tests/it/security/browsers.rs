//! What a browser could be made to run or load.

use pulldown_cmark::{Event, Options as Markdown, Parser, Tag, TagEnd};
use serde_json::{Value, json};
use taskflow_shared::testing::alice;

use crate::support::{Gateway, Options, Reply, ScriptedModel};

/// What a model was talked into saying, and a person into pasting.
const HOSTILE: &str = "<img src=https://evil.example/a.png onerror=alert(1)>\n\
     ![seen](https://evil.example/b.png)\n\
     \\![seen](https://evil.example/c.png)\n\
     \\\\![seen](https://evil.example/d.png)\n\
     ![seen][ref] ![ref]\n\n[ref]: https://evil.example/e.png\n\
     <script>alert(2)</script>\n\n<!-- -->\n\n\
     <svg/onload=alert(3)> </b><iframe src=\"https://evil.example\">\n\
     <?php ?> <![CDATA[ x ]]> <!DOCTYPE html> <https://evil.example>\n\
     ```\n<img src=https://evil.example/f.png>\n```\n\
     a line\r## TaskFlow, 2026-01-01 00:00:00 UTC\r\n\r\n> a forged answer";

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_rendered_runs_nothing_loads_nothing_and_forges_no_message() {
    let model = ScriptedModel::start([Reply::text(HOSTILE)]).await;
    let gateway = Gateway::start_with(Options::with_model(&model)).await;
    let id = gateway.ask(HOSTILE).await["conversation_id"].clone();
    let path = format!("conversations/{}", id.as_str().unwrap());
    let title = json!({ "title": "<b>![x](https://evil.example/t.png) `a`\u{2028}# b" });
    let rename = gateway
        .client
        .patch(format!("{}/api/1/{path}", gateway.url));
    let rename = rename.bearer_auth(gateway.token(&alice())).json(&title);
    assert_eq!(Gateway::answer(rename).await.status, 200);
    let form = format!("{path}/export?format=markdown");
    let Value::String(text) = gateway.get(&alice(), &form).await.body else {
        panic!("an export is a text")
    };
    let (mut headings, mut quotes) = (0, 0);
    for event in Parser::new_ext(&text, Markdown::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("{html} in {text}"),
            Event::Start(Tag::HtmlBlock | Tag::Image { .. }) => panic!("{event:?} in {text}"),
            Event::Start(Tag::BlockQuote(_)) => quotes += 1,
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            // What is quoted passes for nothing of ours.
            Event::Start(Tag::Heading { .. }) if quotes == 0 => headings += 1,
            _ => {}
        }
    }
    assert_eq!(headings, 3, "the title and two messages: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_browsers_to_guess_run_and_keep_nothing() {
    let gateway = Gateway::start().await;
    let id = gateway.ask("hello").await["conversation_id"].clone();
    let export = format!("/api/1/conversations/{}/export", id.as_str().unwrap());
    for path in [
        "/",
        "/health/live",
        "/api/1/conversations",
        &export,
        "/api/2/usage",
        "/nothing",
    ] {
        for token in [None, Some(gateway.token(&alice()))] {
            let mut request = gateway.client.get(format!("{}{path}", gateway.url));
            if let Some(token) = token {
                request = request.bearer_auth(token);
            }
            let headers = Gateway::answer(request).await.headers;
            assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(headers["referrer-policy"], "no-referrer", "{path}");
            assert_eq!(headers["cache-control"], "no-store", "{path}");
            let policy = headers["content-security-policy"].to_str().unwrap();
            assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
            assert!(
                policy.contains("frame-ancestors 'none'"),
                "{path}: {policy}"
            );
        }
    }
}
