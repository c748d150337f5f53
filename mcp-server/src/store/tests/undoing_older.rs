//! Undoing what older versions of the program wrote.

use sea_orm::{
    ColumnTrait as _, DbBackend, EntityTrait as _, QueryFilter as _, prelude::Json, sea_query::Expr,
};
use taskflow_shared::testing::{TestDatabase, on_each_database};

use super::harness::Person;
use crate::{domain::ChangeNumber, store::entities::changes};

fn change(number: i64) -> Option<ChangeNumber> {
    Some(ChangeNumber::new(number))
}

/// A program of the release before, which still runs, knows no numbers of changes.
#[tokio::test(flavor = "multi_thread")]
async fn writes_of_an_older_program_beside_this_one_are_kept_and_passed_over() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.rename(number, "B").await;
        let id = match test.database.reads().get_database_backend() {
            DbBackend::Postgres => "gen_random_uuid()",
            _ => "randomblob(16)",
        };
        for _ in 0..2 {
            let older = format!(
                "INSERT INTO changes (id, user_id, task_id, tool, before, after, created_at) \
                 SELECT {id}, user_id, task_id, tool, before, after, created_at \
                 FROM changes WHERE number = 2"
            );
            alice.run(&older).await;
        }
        assert_eq!(alice.count("changes WHERE number = 0").await, 2);
        assert_eq!(alice.cannot_undo(change(0)).await, "There is no change 0");
        assert_eq!(alice.undo(None).await.unwrap().undone, change(2));
        assert_eq!(alice.undo(None).await.unwrap().undone, change(1));
        assert_eq!(alice.cannot_undo(None).await, "There is nothing to undo");
    })
    .await;
}

/// As the entries were before tasks had dates, labels and projects.
async fn forget_newer_fields(test: &TestDatabase) {
    let log = changes::Entity::find()
        .all(test.database.reads())
        .await
        .unwrap();
    for row in log {
        let older = |state: Option<Json>| {
            let mut state = state?;
            let fields = state.as_object_mut().unwrap();
            for field in ["labels", "repeats_from_completion", "due_key", "smart_key"] {
                assert!(fields.remove(field).is_some());
            }
            fields
                .retain(|field, _| !["project_folded", "parent_number"].contains(&field.as_str()));
            Some(state)
        };
        let (before, after) = (older(row.before.clone()), older(row.after.clone()));
        let update = changes::Entity::update_many()
            .col_expr(changes::Column::Before, Expr::val(before))
            .col_expr(changes::Column::After, Expr::val(after))
            .filter(changes::Column::Id.eq(row.id));
        let written = test
            .database
            .write(move |transaction| Box::pin(async move { update.exec(transaction).await }));
        written.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_logged_before_there_were_dates_and_labels_can_be_undone() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let number = alice.add("A").await;
        alice.rename(number, "B").await;
        forget_newer_fields(test).await;
        alice.undo(None).await.unwrap();
        assert_eq!(alice.get(number).await.title.as_str(), "A");
        alice.undo(None).await.unwrap();
        assert!(!alice.is_there(number).await);
    })
    .await;
}
