//! `overview`

use chrono::{DateTime, Utc};
use serde_json::json;
use taskflow_mcp::http::{HttpParts, router};
use taskflow_shared::{
    clock::Clock,
    testing::{TestDatabase, alice, bob, on_each_database},
};

use crate::harness::{Person, parts};

/// A Sunday.
fn now() -> DateTime<Utc> {
    "2026-11-22T12:30:00Z".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_tells_the_date_the_zone_and_how_the_tasks_stand() {
    on_each_database(async |test: &TestDatabase| {
        let router = router(HttpParts {
            clock: Clock::from_fn(now),
            ..parts(&test.database)
        });
        let alice = Person::new(&router, &alice());
        for task in [
            json!({"title": "A", "due": "2026-11-20", "project": "Work"}),
            json!({"title": "B", "due": "2026-11-22", "project": "work", "labels": ["calls"]}),
            json!({"title": "C", "due": "2026-11-25", "project": "Home"}),
            json!({"title": "D"}),
            json!({"title": "E", "project": "Home"}),
        ] {
            alice.call("add_task", task).await.value();
        }
        alice
            .call("complete_task", json!({"task_id": 5}))
            .await
            .value();
        assert_eq!(
            alice.call("overview", json!({})).await.value(),
            json!({
                "date": "2026-11-22",
                "weekday": "Sunday",
                "time": "12:30",
                "time_zone": "UTC",
                "pending": 4,
                "overdue": 1,
                "today": 1,
                "next_7_days": 1,
                "no_date": 1,
                "completed_this_week": 1,
                "projects": {"Home": 1, "Work": 2},
                "labels": {"calls": 1},
            })
        );
        let empty = Person::new(&router, &bob())
            .call("overview", json!({}))
            .await;
        assert_eq!(empty.value()["projects"], json!({}));
    })
    .await;
}
