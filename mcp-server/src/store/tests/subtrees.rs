use sea_orm::{ConnectionTrait as _, DatabaseConnection, QueryResult, Statement};
use taskflow_shared::testing::{TestDatabase, alice, on_each_database};

use super::harness::{Person, numbers, titled};
use crate::{
    domain::{ChangeNumber, NewTask},
    store::{
        list::Sql,
        tree::{Roots, Way, statement},
    },
};

async fn steps(reads: &DatabaseConnection, statement: Statement) -> Vec<String> {
    let explain = Statement {
        sql: format!("EXPLAIN QUERY PLAN {}", statement.sql),
        ..statement
    };
    let detail = |step: QueryResult| step.try_get("", "detail").unwrap();
    let steps = reads.query_all_raw(explain).await.unwrap();
    steps.into_iter().map(detail).collect()
}

/// Rows found by their owner alone are all tasks of the person.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_and_above_tasks_costs_as_much_as_there_is_of_it() {
    let test = TestDatabase::sqlite().await;
    let reads = test.database.reads();
    let named = numbers(&[1, 2]);
    for roots in [Roots::Numbers(&named), Roots::Changed(ChangeNumber::new(7))] {
        for (way, step) in [
            (Way::Nowhere, ""),
            (Way::Up, "(id=?)"),
            (Way::Down, "USING INDEX tasks_parent (parent_id=?)"),
        ] {
            let sql = Sql::new(reads.get_database_backend(), &alice());
            let steps = steps(reads, statement(sql, roots, way)).await;
            let is_bad = |step: &String| {
                step.ends_with("(user_id=?)")
                    || step.contains("AUTOMATIC")
                    || (step.starts_with("SCAN") && step != "SCAN tree")
            };
            assert!(!steps.iter().any(is_bad), "{roots:?} {way:?}: {steps:#?}");
            assert!(steps.iter().any(|one| one.contains(step)), "{steps:#?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tasks_directly_under_one_are_read_by_number_up_to_a_limit() {
    on_each_database(async |test: &TestDatabase| {
        let alice = Person::alice(test);
        let parent = alice.add("Parent").await;
        let child = NewTask {
            parent: Some(parent),
            ..titled("Child")
        };
        alice.add_all(vec![child; 4]).await;
        alice.add_under(numbers(&[2])[0], "Grandchild").await;
        alice.delete(&numbers(&[3])).await;
        let parent = alice.get(parent).await;
        let children = alice.tasks.children(&alice.user, &parent, 2).await.unwrap();
        let children: Vec<_> = children.iter().map(|task| task.number).collect();
        assert_eq!(children, numbers(&[2, 4]));
    })
    .await;
}
