//! Through the store.

use std::sync::{Arc, Mutex};

use taskflow_shared::{
    clock::Clock,
    testing::{TestDatabase, alice, bob, on_each_database},
};

use super::*;
use crate::store::{Progress, Tasks, Write};

fn by(user: taskflow_shared::ids::UserId) -> Write {
    Write {
        user,
        tool: "import",
        request: None,
        zone: Zurich,
    }
}

fn silent() -> Progress {
    Progress(Arc::new(|_| ()))
}

/// Numbers and ids are new; all else is the same.
fn same(before: &[Task], after: &[Task]) {
    assert_eq!(imported(before), imported(after));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_person_exports_another_imports_and_one_undo_takes_it_back() {
    on_each_database(async |test: &TestDatabase| {
        let store = Tasks::new(test.database.clone(), Clock::system());
        let mut given = vec![task(1, "Above"), task(2, "Below"), task(3, "Done")];
        given[1].parent = Some(TaskNumber::new(1));
        given[1].labels = Labels::new([Name::parse("Shop").unwrap()]).unwrap();
        given[2].completed_at = Some(second(1_700_000_000));
        let first = imported(&given);
        store.import(by(alice()), first, silent()).await.unwrap();
        let hers = store.all(&alice()).await.unwrap();
        same(&given, &hers);

        let text = write(Format::Json, &hers);
        let again = read(Format::Json, &text).unwrap();
        store
            .import(by(bob()), again.clone(), silent())
            .await
            .unwrap();
        store.import(by(bob()), again, silent()).await.unwrap();
        let his = store.all(&bob()).await.unwrap();
        assert_eq!(his.len(), 6);
        same(&hers, &his[..3]);
        assert_eq!(his[4].parent, Some(his[3].number));
        store.undo(by(bob()), None).await.unwrap();
        let his = store.all(&bob()).await.unwrap();
        same(&hers, &his);
        same(&hers, &store.all(&alice()).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_import_says_how_far_it_is() {
    let test = TestDatabase::sqlite().await;
    let store = Tasks::new(test.database.clone(), Clock::system());
    let told = Arc::new(Mutex::new(Vec::new()));
    let telling = Arc::clone(&told);
    let progress = Progress(Arc::new(move |written| {
        telling.lock().unwrap().push(written)
    }));
    let many = read(Format::TodoTxt, &"A @b\n".repeat(1_234)).unwrap();
    store.import(by(alice()), many, progress).await.unwrap();
    assert_eq!(*told.lock().unwrap(), [500, 1_000, 1_234]);
    assert_eq!(store.all(&alice()).await.unwrap().len(), 1_234);
}
