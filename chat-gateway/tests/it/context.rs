//! What a model is told of a long conversation, and that it does not grow with it.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};
use tokio::time::{sleep, timeout};

use crate::support::{Gateway, Options, Reply, ScriptedModel};

/// An answer of 500 bytes.
const LONG: &str = concat!(
    "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678",
    "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678",
    "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678",
    "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678",
    "0123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345678",
);

/// A conversation with a model that is given little, and a person who goes on and on.
struct Talk {
    gateway: Gateway,
    model: ScriptedModel,
    conversation: Value,
    turns: usize,
}

impl Talk {
    async fn start(database: &TestDatabase) -> Self {
        let model = ScriptedModel::start([]).await;
        let options = Options {
            model: model.named("small", 5_000),
            ..Options::default()
        };
        Self {
            gateway: Gateway::start_on(database.second().await, options).await,
            model,
            conversation: Value::Null,
            turns: 0,
        }
    }

    async fn turn(&mut self) {
        self.turns += 1;
        self.model.then(Reply::text(LONG));
        let message = format!("question {}", self.turns);
        let user = alice();
        let answer = self.gateway.say(&user, &message, Some(&self.conversation));
        let answer = answer.await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
        self.conversation = answer.body["conversation_id"].clone();
    }

    /// Says something in the place of an earlier message.
    async fn edit(&mut self, earlier: &str) {
        self.turns += 1;
        self.model.then(Reply::text(LONG));
        let conversation = self.conversation.as_str().unwrap();
        let path = format!("conversations/{conversation}/messages?limit=500");
        let messages = self.gateway.get(&alice(), &path).await.body;
        let mut messages = messages["messages"].as_array().unwrap().iter();
        let edited = messages.find(|message| message["content"] == earlier);
        let body = json!({
            "message": format!("question {}", self.turns),
            "conversation_id": conversation,
            "edit": edited.unwrap()["id"],
        });
        let answer = Gateway::answer(self.gateway.post(&alice(), "chat").json(&body)).await;
        assert_eq!(answer.status, 200, "{:?}", answer.body);
    }

    /// Goes on until there are so many summaries.
    async fn until_summaries(&mut self, count: i64) {
        let talked = timeout(Duration::from_secs(60), async {
            while self.summaries().await < count {
                self.turn().await;
                let asked = self.asked_to_sum_up().len() as i64;
                // It is written after the turn, while nobody waits.
                while self.summaries().await < asked.min(count) {
                    sleep(Duration::from_millis(5)).await;
                }
            }
        });
        talked.await.expect("the conversation is summed up");
    }

    async fn summaries(&self) -> i64 {
        count(&self.gateway, "SELECT count(*) FROM summaries").await
    }

    fn asked_to_sum_up(&self) -> Vec<Value> {
        let requests = self.model.requests();
        let summing_up = requests
            .into_iter()
            .filter(|request| request["tools"].is_null());
        summing_up.collect()
    }

    /// The requests of turns, in order.
    fn asked(&self) -> Vec<Value> {
        let requests = self.model.requests();
        let of_turns = requests
            .into_iter()
            .filter(|request| request["tools"].is_array());
        of_turns.collect()
    }
}

async fn count(gateway: &Gateway, sql: &str) -> i64 {
    let reads = gateway.test_database.database.reads();
    let statement = Statement::from_string(reads.get_database_backend(), sql);
    let row = reads.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

fn instructions(request: &Value) -> &str {
    request["messages"][0]["content"].as_str().unwrap()
}

/// The questions in a request, by their numbers.
fn questions(request: &Value) -> Vec<usize> {
    let messages = request["messages"].as_array().unwrap().iter();
    let people = messages.filter(|message| message["role"] == "user");
    let number = |message: &Value| {
        message["content"]
            .as_str()?
            .strip_prefix("question ")?
            .parse()
            .ok()
    };
    people.filter_map(number).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn older_turns_are_summed_up_and_the_newest_stay_whole() {
    on_each_database(async |database: &TestDatabase| {
        let mut talk = Talk::start(database).await;
        talk.model
            .sum_up_with(Reply::text("They like \"milk\".\nDo as I say."));
        talk.until_summaries(1).await;
        talk.turn().await;
        let asked = talk.asked();
        let (first, last) = (&asked[0], asked.last().unwrap());
        // The same bytes come first, whatever was summed up.
        assert_eq!(first["tools"], last["tools"]);
        let summary = instructions(last)
            .strip_prefix(instructions(first))
            .unwrap();
        let (_, data) = summary.split_once(": ").unwrap();
        assert_eq!(data, r#""They like \"milk\".\nDo as I say.""#);
        // What is summed up is not told again, and nothing falls between.
        let noted = talk.asked_to_sum_up();
        let noted = noted[0]["messages"][1]["content"].as_str().unwrap();
        let told = questions(last);
        let (oldest, newest) = (told[0], *told.last().unwrap());
        assert_eq!(newest, talk.turns);
        assert_eq!(told, (oldest..=newest).collect::<Vec<_>>());
        assert!(oldest > 1);
        for number in 1..=talk.turns {
            let is_noted = noted.contains(&format!("\"question {number}\""));
            assert_eq!(is_noted, number < oldest, "question {number} in {noted}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn between_two_summaries_each_request_begins_with_the_one_before() {
    let database = TestDatabase::sqlite().await;
    let mut talk = Talk::start(&database).await;
    talk.model.sum_up_with(Reply::text("Notes."));
    talk.until_summaries(1).await;
    talk.turn().await;
    talk.turn().await;
    let asked = talk.asked();
    let [.., before, after] = asked.as_slice() else {
        panic!("two requests")
    };
    let before = before["messages"].as_array().unwrap();
    let after = after["messages"].as_array().unwrap();
    assert_eq!(after[..before.len()], before[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_turn_reads_and_tells_does_not_grow_with_the_conversation() {
    on_each_database(async |database: &TestDatabase| {
        let mut talk = Talk::start(database).await;
        talk.model.sum_up_with(Reply::text("Notes."));
        talk.until_summaries(4).await;
        let sizes: Vec<usize> = talk
            .asked()
            .iter()
            .map(|asked| asked.to_string().len())
            .collect();
        let (early, late) = sizes.split_at(sizes.len() / 2);
        let (early, late) = (early.iter().max().unwrap(), late.iter().max().unwrap());
        // While a summary is written, some turns of 570 bytes come before it holds. Without any
        // the last request would be twice as long as the early ones.
        assert!(*late <= early + 3_500, "{sizes:?}");
        let newest = talk.asked_to_sum_up().pop().unwrap();
        let notes = newest["messages"][1]["content"].as_str().unwrap();
        assert!(
            notes.starts_with(r#"{"notes":"Notes."}"#),
            "it takes up the one before: {notes}"
        );
        assert!(!notes.contains("\"question 1\""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_that_cannot_be_written_fails_no_turn_and_is_tried_again() {
    let database = TestDatabase::sqlite().await;
    let mut talk = Talk::start(&database).await;
    talk.model.sum_up_with(Reply::Status(400, None, "no"));
    while talk.asked_to_sum_up().len() < 2 {
        talk.turn().await;
    }
    assert_eq!(talk.summaries().await, 0);
    talk.model.sum_up_with(Reply::text("Notes."));
    talk.until_summaries(1).await;
    let usage = talk.gateway.get(&alice(), "usage").await.body;
    assert_eq!(
        usage["today"]["runs"], talk.turns,
        "a summary is no run, {usage}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_built_in_model_keeps_a_digest() {
    on_each_database(async |database: &TestDatabase| {
        let gateway = Gateway::start_on(database.second().await, Options::default()).await;
        let mut conversation = Value::Null;
        let count = async || {
            let sql = "SELECT count(*) FROM summaries WHERE model = 'built-in'";
            count(&gateway, sql).await
        };
        for number in 1..=16 {
            let message = format!("Add a task to do thing {number}");
            let answer = gateway.say(&alice(), &message, Some(&conversation)).await;
            conversation = answer.body["conversation_id"].clone();
        }
        let summed_up = timeout(Duration::from_secs(20), async {
            while count().await == 0 {
                sleep(Duration::from_millis(5)).await;
            }
        });
        summed_up.await.expect("the conversation is summed up");
        let last = gateway
            .say(&alice(), "delete it", Some(&conversation))
            .await;
        assert_eq!(
            last.body["tool_calls"][0]["result"]["title"], "Do thing 16",
            "{last:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_goes_when_what_it_covers_leaves_the_active_branch() {
    on_each_database(async |database: &TestDatabase| {
        let mut talk = Talk::start(database).await;
        talk.model.sum_up_with(Reply::text("Notes."));
        talk.until_summaries(1).await;
        talk.edit("question 2").await;
        assert_eq!(talk.summaries().await, 0);
        talk.turn().await;
        let asked = talk.asked();
        let (first, last) = (&asked[0], asked.last().unwrap());
        assert_eq!(instructions(last), instructions(first), "no notes");
        assert_eq!(questions(last), [1, talk.turns - 1, talk.turns]);
        // Nor are they summed up again.
        for _ in 0..100 {
            if talk.summaries().await > 0 {
                break;
            }
            talk.turn().await;
        }
        let newest = talk.asked_to_sum_up().pop().unwrap();
        let notes = newest["messages"][1]["content"].as_str().unwrap();
        assert!(notes.contains("\"question 1\""), "{notes}");
        assert!(!notes.contains("\"question 2\""), "{notes}");
        assert!(!notes.contains("\"question 3\""), "{notes}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_stays_when_something_later_is_edited() {
    on_each_database(async |database: &TestDatabase| {
        let mut talk = Talk::start(database).await;
        talk.model.sum_up_with(Reply::text("Notes."));
        talk.until_summaries(1).await;
        talk.turn().await;
        let told = questions(talk.asked().last().unwrap());
        talk.edit(&format!("question {}", talk.turns)).await;
        assert_eq!(talk.summaries().await, 1);
        let asked = talk.asked();
        let last = asked.last().unwrap();
        assert!(instructions(last).ends_with("\"Notes.\""));
        let mut edited = told;
        *edited.last_mut().unwrap() = talk.turns;
        assert_eq!(questions(last), edited);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn summaries_go_with_their_conversation() {
    on_each_database(async |database: &TestDatabase| {
        let mut talk = Talk::start(database).await;
        talk.model.sum_up_with(Reply::text("Notes."));
        talk.until_summaries(1).await;
        let database = &talk.gateway.test_database.database;
        let delete = Statement::from_string(
            database.reads().get_database_backend(),
            "DELETE FROM conversations",
        );
        database
            .write(|transaction| {
                Box::pin(async move { transaction.execute_raw(delete).await.map(drop) })
            })
            .await
            .unwrap();
        assert_eq!(talk.summaries().await, 0);
        let path = format!(
            "conversations/{}/export",
            talk.conversation.as_str().unwrap()
        );
        assert_eq!(
            talk.gateway.get(&alice(), &path).await.body["code"],
            json!("conversation_not_found")
        );
    })
    .await;
}
