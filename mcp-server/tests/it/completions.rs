//! Values that a host offers.

use serde_json::{Value, json};
use taskflow_shared::testing::{TestDatabase, alice, bob, on_each_database};

use crate::{
    harness::{Person, server},
    wire::{Client, ERAS, NEWEST},
};

fn template(uri: &str) -> Value {
    json!({"type": "ref/resource", "uri": uri})
}

fn prompt(name: &str) -> Value {
    json!({"type": "ref/prompt", "name": name})
}

async fn complete(client: &Client, reference: Value, name: &str, value: &str) -> Vec<String> {
    let params = json!({"ref": reference, "argument": {"name": name, "value": value}});
    let result = client.result(NEWEST, "completion/complete", params).await;
    let values = result["completion"]["values"].as_array().unwrap().iter();
    values
        .map(|value| value.as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn tasks_are_offered_by_number_and_by_the_words_of_their_titles() {
    on_each_database(async |test| {
        let router = server(&test.database);
        let person = Person::new(&router, &alice());
        for title in [
            "Buy oat milk",
            "Call the bank",
            "Bücher zurückbringen",
            "Done",
            "(Urgent) \"Invoices\"",
        ] {
            person.add(title).await;
        }
        person
            .call("complete_task", json!({"task_id": 4}))
            .await
            .value();
        Person::new(&router, &bob()).add("Buy a boat").await;
        let client = Client::new(&router, &alice());
        let number = template("task://{number}");
        for (begun, numbers) in [
            ("bu", vec!["1", "3"]),
            ("OAT", vec!["1"]),
            ("milk b", vec!["1"]),
            ("urg", vec!["5"]),
            ("(urgent) inv", vec!["5"]),
            ("bank", vec!["2"]),
            ("2", vec!["2"]),
            ("boat", vec![]),
            ("%", vec![]),
            ("", vec!["5", "3", "2", "1"]),
        ] {
            let values = complete(&client, number.clone(), "number", begun).await;
            assert_eq!(values, numbers, "{begun}");
            let uri = values.first().map(|number| format!("task://{number}"));
            if let Some(uri) = uri {
                client
                    .result(NEWEST, "resources/read", json!({"uri": uri}))
                    .await;
            }
        }
        let task = complete(&client, prompt("break_down_task"), "task", "bank").await;
        assert_eq!(task, ["2 Call the bank"]);
    })
    .await;
}

#[tokio::test]
async fn projects_and_labels_are_offered_by_how_they_begin() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let person = Person::new(&router, &alice());
    for (project, label) in [("Home", "bills"), ("Hobby", "Bank"), ("Work", "waiting")] {
        let task = json!({"title": "A", "project": project, "labels": [label]});
        person.call("add_task", task).await.value();
    }
    let client = Client::new(&router, &alice());
    let name = template("tasks://project/{name}");
    assert_eq!(
        complete(&client, name, "name", "ho").await,
        ["Hobby", "Home"]
    );
    let day = prompt("plan_my_day");
    assert_eq!(
        complete(&client, day.clone(), "project", "#w").await,
        ["Work"]
    );
    assert_eq!(
        complete(&client, day, "label", "B").await,
        ["Bank", "bills"]
    );
    let head = prompt("empty_my_head");
    assert!(complete(&client, head, "text", "h").await.is_empty());
}

#[tokio::test]
async fn at_most_twenty_values_are_offered_and_it_is_said_that_there_are_more() {
    let test = TestDatabase::sqlite().await;
    let router = server(&test.database);
    let person = Person::new(&router, &alice());
    for _ in 0..21 {
        person.add("Same").await;
    }
    let client = Client::new(&router, &alice());
    for version in ERAS {
        let argument = json!({"name": "number", "value": "sa"});
        let params = json!({"ref": template("task://{number}"), "argument": argument});
        let result = client.result(version, "completion/complete", params).await;
        assert_eq!(result["completion"]["values"].as_array().unwrap().len(), 20);
        assert_eq!(result["completion"]["hasMore"], true);
    }
}

#[tokio::test]
async fn what_cannot_be_completed_is_refused() {
    let test = TestDatabase::sqlite().await;
    let client = Client::new(&server(&test.database), &alice());
    for (reference, argument) in [
        (template("task://{id}"), "id"),
        (template("task://{number}"), "name"),
        (prompt("nothing"), "task"),
        (prompt("plan_my_day"), "task"),
    ] {
        let params = json!({"ref": reference, "argument": {"name": argument, "value": ""}});
        let (code, words) = client.error(NEWEST, "completion/complete", params).await;
        assert_eq!(code, -32602);
        assert!(words.contains("there is no"), "{words}");
    }
    let (code, _) = client
        .error(NEWEST, "completion/complete", json!({"ref": 5}))
        .await;
    assert_eq!(code, -32602);
}
