//! Backups of a SQLite file, and what they bring back.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, Utc};
use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, DbErr, Statement};
use taskflow_shared::{
    config::database::DatabaseConfig,
    database::{BackupError, Database, RestoreError, backup, restore},
    testing::TestDatabase,
};

const WRITERS: usize = 8;

fn now() -> DateTime<Utc> {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

fn file(test: &TestDatabase) -> PathBuf {
    test.folder().unwrap().join("taskflow.db")
}

/// The rows of a list of words, and their numbers.
async fn words(database: &Database) -> Vec<(i64, String)> {
    let sql = "SELECT rowid, word FROM words ORDER BY rowid";
    let statement = Statement::from_string(sea_orm::DbBackend::Sqlite, sql);
    let rows = database.reads().query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get_by_index(0).unwrap(),
                row.try_get_by_index(1).unwrap(),
            )
        })
        .collect()
}

async fn execute(database: &Database, sql: impl Into<String>) {
    let sql = sql.into();
    let written: Result<(), DbErr> = database
        .write(move |transaction| {
            Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
        })
        .await;
    written.unwrap();
}

async fn with_words(count: usize) -> TestDatabase {
    let test = TestDatabase::sqlite().await;
    execute(&test.database, "CREATE TABLE words (word TEXT NOT NULL)").await;
    for number in 0..count {
        execute(
            &test.database,
            format!("INSERT INTO words VALUES ('{number}')"),
        )
        .await;
    }
    test
}

/// Opens a file as the program does.
async fn open(path: &Path) -> Database {
    let config = DatabaseConfig::Sqlite(path.to_owned());
    Database::open(&config).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_writes_has_every_write_that_was_acknowledged_before() {
    let test = with_words(0).await;
    let folder = tempfile::tempdir().unwrap();
    let is_done = AtomicBool::new(false);
    let acknowledged: Vec<_> = (0..WRITERS)
        .map(|_| tokio::sync::watch::Sender::new(0))
        .collect();
    let writing = join_all(
        acknowledged
            .iter()
            .enumerate()
            .map(async |(writer, count)| {
                while !is_done.load(Ordering::Relaxed) {
                    let number = *count.borrow();
                    let insert = format!("INSERT INTO words VALUES ('{writer} {number}')");
                    execute(&test.database, insert).await;
                    count.send_replace(number + 1);
                }
            }),
    );
    let saving = async {
        let mut backups = Vec::new();
        for number in 0..5 {
            let mut first = acknowledged[0].subscribe();
            first.wait_for(|count| *count > number * 20).await.unwrap();
            let before: Vec<usize> = acknowledged.iter().map(|count| *count.borrow()).collect();
            let target = folder.path().join(format!("{number}.backup"));
            backup(&file(&test), &target).await.unwrap();
            backups.push((target, before));
        }
        is_done.store(true, Ordering::Relaxed);
        backups
    };
    let (_, backups) = tokio::join!(writing, saving);
    for (target, before) in backups {
        let found = words(&open(&target).await).await;
        for (writer, before) in before.into_iter().enumerate() {
            let of_writer = found.iter().filter_map(|(_, word)| {
                let (name, number) = word.split_once(' ').unwrap();
                (name == writer.to_string()).then(|| number.parse::<usize>().unwrap())
            });
            let of_writer: Vec<usize> = of_writer.collect();
            assert!(of_writer.len() >= before, "{} < {before}", of_writer.len());
            assert!(of_writer.iter().copied().eq(0..of_writer.len()), "a gap");
        }
    }
}

#[tokio::test]
async fn a_backup_keeps_the_numbers_of_rows_by_which_indexes_refer_to_them() {
    let test = with_words(5).await;
    execute(&test.database, "DELETE FROM words WHERE word IN ('0', '2')").await;
    let target = test.folder().unwrap().join("backup");
    backup(&file(&test), &target).await.unwrap();
    let expected = [(2, "1"), (4, "3"), (5, "4")].map(|(row, word)| (row, word.to_owned()));
    assert_eq!(words(&open(&target).await).await, expected);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_is_the_owners_alone_and_leaves_nothing_beside_it() {
    let test = with_words(1).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tasks.backup");
    let bytes = backup(&file(&test), &target).await.unwrap();
    assert_eq!(fs::metadata(&target).unwrap().len(), bytes);
    let error = backup(&file(&test), &target).await.unwrap_err();
    assert!(matches!(error, BackupError::Exists(_)), "{error}");
    let missing = folder.path().join("missing.db");
    let error = backup(&missing, &folder.path().join("other"))
        .await
        .unwrap_err();
    assert!(matches!(error, BackupError::NoDatabase(_)), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn of_a_damaged_database_there_is_no_backup() {
    let test = with_words(2_000).await;
    let path = file(&test);
    let folder = test.folder().unwrap().to_owned();
    let copy = folder.join("damaged.db");
    backup(&path, &copy).await.unwrap();
    let mut bytes = fs::read(&copy).unwrap();
    let length = bytes.len();
    bytes[length - 6_000..].fill(0x5a);
    fs::write(&copy, bytes).unwrap();
    let target = folder.join("backup");
    let error = backup(&copy, &target).await.unwrap_err();
    assert!(
        matches!(error, BackupError::Damaged(_) | BackupError::Database(_)),
        "{error}"
    );
    assert!(!target.exists());
    let error = restore(&copy, &folder.join("new.db"), now())
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            RestoreError::Damaged(_) | RestoreError::NotABackup(_)
        ),
        "{error}"
    );
    assert!(!folder.join("new.db").exists());
}

#[tokio::test]
async fn a_restore_brings_back_what_was_and_keeps_what_is() {
    let test = with_words(3).await;
    let (path, target) = (file(&test), test.folder().unwrap().join("backup"));
    backup(&path, &target).await.unwrap();
    execute(&test.database, "INSERT INTO words VALUES ('later')").await;
    test.database.clone().close().await.unwrap();

    let kept = restore(&target, &path, now()).await.unwrap().unwrap();
    assert_eq!(
        kept,
        test.folder()
            .unwrap()
            .join("taskflow.db.before-20261122T120000Z")
    );
    let restored = open(&path).await;
    assert_eq!(words(&restored).await.len(), 3);
    execute(&restored, "INSERT INTO words VALUES ('after')").await;
    restored.close().await.unwrap();
    // And what was kept can be restored in its turn.
    let later = "2026-11-22T12:00:01Z".parse().unwrap();
    restore(&kept, &path, later).await.unwrap();
    let last = words(&open(&path).await).await.pop().unwrap().1;
    assert_eq!(last, "later");
}

#[tokio::test]
async fn a_restore_is_refused_while_anything_uses_the_database() {
    let test = with_words(1).await;
    let (path, target) = (file(&test), test.folder().unwrap().join("backup"));
    backup(&path, &target).await.unwrap();
    let error = restore(&target, &path, now()).await.unwrap_err();
    assert!(matches!(error, RestoreError::InUse), "{error}");
    execute(&test.database, "INSERT INTO words VALUES ('still here')").await;
    assert_eq!(words(&test.database).await.len(), 2);
}

#[tokio::test]
async fn a_restore_takes_only_whole_backups_of_taskflow_that_it_knows() {
    let test = with_words(1).await;
    let folder = test.folder().unwrap().to_owned();
    let path = folder.join("new.db");
    let refused = async |backup: &Path| restore(backup, &path, now()).await.unwrap_err();
    fs::write(folder.join("text"), "hello, I am no database at all").unwrap();
    let error = refused(&folder.join("text")).await;
    assert!(matches!(error, RestoreError::NotABackup(_)), "{error}");
    fs::write(folder.join("empty"), "").unwrap();
    let error = refused(&folder.join("empty")).await;
    assert!(matches!(error, RestoreError::NotABackup(_)), "{error}");
    let error = refused(&folder.join("missing")).await;
    assert!(matches!(error, RestoreError::Unreadable(..)), "{error}");
    // A copy of the file alone lacks what is not in it yet.
    let error = refused(&file(&test)).await;
    assert!(matches!(error, RestoreError::NotWhole(..)), "{error}");
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m2999_newer', 1)";
    execute(&test.database, newer).await;
    backup(&file(&test), &folder.join("newer")).await.unwrap();
    let error = refused(&folder.join("newer")).await;
    assert!(error.to_string().contains("m2999_newer"), "{error}");
    assert!(!path.exists());
}

#[tokio::test]
async fn a_restore_replaces_a_damaged_database_and_starts_an_empty_folder() {
    let test = with_words(3).await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("backup");
    backup(&file(&test), &target).await.unwrap();
    let path = folder.path().join("deep").join("taskflow.db");
    assert_eq!(restore(&target, &path, now()).await.unwrap(), None);
    assert_eq!(words(&open(&path).await).await.len(), 3);

    let broken = folder.path().join("broken.db");
    fs::write(&broken, "what a disk leaves").unwrap();
    fs::write(folder.path().join("broken.db-wal"), "and of its changes").unwrap();
    let kept = restore(&target, &broken, now()).await.unwrap().unwrap();
    assert_eq!(fs::read(&kept).unwrap(), b"what a disk leaves");
    assert_eq!(words(&open(&broken).await).await.len(), 3);
}
