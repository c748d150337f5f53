//! Searching titles and messages.

use reqwest::{Method, RequestBuilder};
use sea_orm::{ConnectionTrait as _, DbErr};
use serde_json::{Value, json};
use taskflow_shared::{
    ids::UserId,
    testing::{TestDatabase, alice, bob, on_each_database},
};

use crate::support::{Answer, Gateway, Options, Reply, ScriptedModel};

async fn search(gateway: &Gateway, user: &UserId, query: &[(&str, &str)]) -> Answer {
    let url = format!("{}/api/{user}/conversations/search", gateway.url);
    let request = gateway.client.get(url).query(query);
    Gateway::answer(request.bearer_auth(gateway.token(user))).await
}

/// What was found, each as its text with what matched in brackets, titles with a #.
async fn found(gateway: &Gateway, user: &UserId, q: &str) -> Vec<String> {
    let answer = search(gateway, user, &[("q", q)]).await;
    assert_eq!(answer.status, 200, "{q}: {:?}", answer.body);
    let results = answer.body["results"].as_array().unwrap();
    results.iter().map(shown).collect()
}

fn shown(result: &Value) -> String {
    let pieces = result["snippet"].as_array().unwrap();
    let piece = |piece: &Value| match piece["match"].as_bool().unwrap() {
        true => format!("[{}]", piece["text"].as_str().unwrap()),
        false => piece["text"].as_str().unwrap().to_owned(),
    };
    let text: String = pieces.iter().map(piece).collect();
    match result["message_id"].is_null() {
        true => format!("#{text}"),
        false => text,
    }
}

fn with(gateway: &Gateway, method: Method, id: &Value) -> RequestBuilder {
    let (url, user) = (&gateway.url, alice());
    let url = format!("{url}/api/{user}/conversations/{}", id.as_str().unwrap());
    let request = gateway.client.request(method, url);
    request.bearer_auth(gateway.token(&user))
}

/// A gateway whose model answers with these texts.
async fn answering(database: &TestDatabase, answers: &[&'static str]) -> Gateway {
    let model = ScriptedModel::start(answers.iter().map(|text| Reply::text(text))).await;
    Gateway::start_on(database.second().await, Options::with_model(&model)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_and_messages_are_found_latest_first_whatever_their_case_and_accents() {
    on_each_database(async |database: &TestDatabase| {
        let answers = ["Your CAFÉ is noted.", "Ёлка? Done.", "Nothing."];
        let gateway = answering(database, &answers).await;
        let first = gateway
            .ask("Reserve a table at the Cafe\u{301} Müller")
            .await;
        gateway.ask("ёлку купить").await;
        gateway.ask("cafeteria").await;
        assert_eq!(
            found(&gateway, &alice(), "cafe").await,
            [
                "[cafeteria]",
                "#[cafeteria]",
                "Your [CAFÉ] is noted.",
                "Reserve a table at the [Cafe\u{301}] Müller",
                "#Reserve a table at the [Cafe\u{301}] Müller"
            ]
        );
        assert_eq!(found(&gateway, &alice(), "ЁЛКА").await, ["[Ёлка]? Done."]);
        assert_eq!(found(&gateway, &alice(), "müller CAFÉ tab").await.len(), 2);
        assert_eq!(found(&gateway, &alice(), "cafe nowhere").await, [""; 0]);
        let answer = search(&gateway, &alice(), &[("q", "noted")]).await;
        let result = &answer.body["results"][0];
        assert_eq!(result["conversation_id"], first["conversation_id"]);
        assert_eq!(result["message_id"], first["message_id"]);
        assert_eq!(result["role"], "assistant");
        assert_eq!(result["active"], true);
        assert_eq!(result["title"], "Reserve a table at the Cafe\u{301} Müller");
        assert_eq!(found(&gateway, &bob(), "cafe").await, [""; 0]);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_searched_is_words_and_never_syntax() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = answering(database, &["Well: a AND b, c:d*."]).await;
        gateway.ask("NEAR misses").await;
        for q in [
            "\"",
            "'",
            "\\",
            "*",
            "a\"b",
            "'; DROP TABLE messages; --",
            "NEAR(a b)",
            "a AND",
            "words:a",
            "{words}: a",
            "^a",
            "a & | ! b:*",
            "<->",
            "-a",
            "(((",
            "a\u{0}b",
            "%",
            "_",
            "\u{301}",
            "日本",
            "🎉",
            "a*b*c",
            ":*",
            "''",
            "$1",
            "?1",
        ] {
            found(&gateway, &alice(), q).await;
        }
        let well = ["Well: [a] [AND] [b], [c]:[d]*."];
        assert_eq!(found(&gateway, &alice(), "a AND \"b\" c:d*").await, well);
        assert_eq!(found(&gateway, &alice(), "near").await.len(), 2);
        let long = "x".repeat(201);
        for query in [
            &[("q", "")][..],
            &[("q", " \t")],
            &[("q", &long)],
            &[],
            &[("q", "a"), ("limit", "101")],
            &[("q", "a"), ("cursor", "rubbish")],
            &[("q", "a"), ("colour", "red")],
        ] {
            let answer = search(&gateway, &alice(), query).await;
            assert_eq!(answer.status, 400, "{query:?}");
            assert_eq!(answer.body["code"], "invalid_request");
        }
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_renamed_or_put_away_is_found_as_it_is_now() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = answering(database, &["Yes."]).await;
        let id = gateway.ask("milk").await["conversation_id"].clone();
        let renamed = with(&gateway, Method::PATCH, &id).json(&json!({ "title": "Dairy" }));
        assert_eq!(Gateway::answer(renamed).await.status, 200);
        assert_eq!(found(&gateway, &alice(), "dairy").await, ["#[Dairy]"]);
        assert_eq!(found(&gateway, &alice(), "milk").await, ["[milk]"]);
        assert_eq!(
            Gateway::answer(with(&gateway, Method::DELETE, &id))
                .await
                .status,
            204
        );
        assert_eq!(found(&gateway, &alice(), "dairy").await, [""; 0]);
        assert_eq!(found(&gateway, &alice(), "yes").await, [""; 0]);
        let path = format!("conversations/{}/restore", id.as_str().unwrap());
        Gateway::answer(gateway.post(&alice(), &path)).await;
        assert_eq!(found(&gateway, &alice(), "yes").await, ["[Yes]."]);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_comes_in_pages_without_gaps_or_repetition() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = answering(database, &["one", "two", "three", "four", "five"]).await;
        for number in 1..=5 {
            gateway.ask(&format!("thing {number}")).await;
        }
        let whole = found(&gateway, &alice(), "thing").await;
        assert_eq!(whole.len(), 10);
        let mut pages = Vec::new();
        let mut cursor = None;
        loop {
            let mut query = vec![("q", "thing"), ("limit", "3")];
            query.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let page = search(&gateway, &alice(), &query).await.body;
            pages.extend(page["results"].as_array().unwrap().iter().map(shown));
            // What comes meanwhile stands before, and moves nothing.
            gateway.say(&bob(), "thing of mine", None).await;
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(pages, whole);
        gateway.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_before_there_was_a_search_becomes_findable_in_its_order() {
    on_each_database(async |database: &TestDatabase| {
        let answers = ["Olive oil.", "Olives.", "An olive tree."];
        let gateway = answering(database, &answers).await;
        gateway.ask("olive").await;
        gateway.ask("olives, many").await;
        let whole = found(&gateway, &alice(), "olive").await;
        assert_eq!(whole.len(), 6);
        gateway.stop().await;
        let below = match database.database.reads().get_database_backend() {
            sea_orm::DbBackend::Postgres => "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
            _ => "x'ffffffffffffffffffffffffffffffff'",
        };
        let sql = format!(
            "DELETE FROM search_entries; INSERT INTO search_backlog (below, number) \
             VALUES ({below}, 0)"
        );
        let written: Result<(), DbErr> = database
            .database
            .write(move |transaction| {
                Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
            })
            .await;
        written.unwrap();
        let gateway = answering(database, &["A new olive."]).await;
        while found(&gateway, &alice(), "olive").await.len() < 6 {
            tokio::task::yield_now().await;
        }
        assert_eq!(found(&gateway, &alice(), "olive").await, whole);
        gateway.ask("and olive trees").await;
        let newer = found(&gateway, &alice(), "olive").await;
        assert_eq!(newer[0], "A new [olive].");
        assert_eq!(newer[3..], whole);
        gateway.stop().await;
    })
    .await;
}
