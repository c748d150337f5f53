//! What everything that is stored relies on, on both databases.

use futures::future::join_all;
use sea_orm::{ConnectionTrait as _, DbErr, RuntimeErr, Statement};
use taskflow_shared::{
    database::Database,
    testing::{TestDatabase, on_each_database},
};

async fn add(database: &Database, user: &str) -> Result<(), DbErr> {
    let user = user.to_owned();
    database
        .write(|transaction| {
            Box::pin(async move {
                // Reads, then writes what it read plus one: wrong wherever two of them overlap.
                let before = last_number(transaction, &user).await?;
                let sql = match before {
                    None => format!(
                        "INSERT INTO task_lists (user_id, last_number) VALUES ('{user}', 1)"
                    ),
                    Some(number) => {
                        format!(
                            "UPDATE task_lists SET last_number = {} WHERE user_id = '{user}'",
                            number + 1
                        )
                    }
                };
                transaction.execute_unprepared(&sql).await.map(drop)
            })
        })
        .await
}

async fn last_number(
    connection: &impl sea_orm::ConnectionTrait,
    user: &str,
) -> Result<Option<i64>, DbErr> {
    let sql = format!(
        "SELECT last_number FROM task_lists WHERE user_id = '{user}' {}",
        lock(connection)
    );
    let row = connection
        .query_one_raw(Statement::from_string(
            connection.get_database_backend(),
            sql,
        ))
        .await?;
    row.map(|row| row.try_get_by_index(0)).transpose()
}

/// PostgreSQL runs writers side by side; SQLite's wait for each other.
fn lock(connection: &impl sea_orm::ConnectionTrait) -> &'static str {
    match connection.get_database_backend() {
        sea_orm::DbBackend::Postgres => "FOR UPDATE",
        _ => "",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_writers_through_several_handles_never_lose_a_write_or_see_a_locked_database() {
    on_each_database(async |test: &TestDatabase| {
        let handles = [
            test.database.clone(),
            test.open_again().await,
            test.open_again().await,
        ];
        add(&test.database, "u").await.unwrap();
        let writes = (0..300).map(|turn| {
            let database = handles[turn % handles.len()].clone();
            tokio::spawn(async move { add(&database, "u").await })
        });
        for write in join_all(writes).await {
            write.unwrap().unwrap();
        }
        let last = last_number(test.database.reads(), "u").await.unwrap();
        assert_eq!(last, Some(301));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_fails_leaves_nothing_and_does_not_disturb_those_beside_it() {
    on_each_database(async |test: &TestDatabase| {
        let writes = (0..60).map(|turn| {
            let database = test.database.clone();
            tokio::spawn(async move {
                let user = format!("u{turn}");
                add(&database, &user).await?;
                database
                    .write(move |transaction| {
                        Box::pin(async move {
                            let sql = format!("DELETE FROM task_lists WHERE user_id = 'u{turn}'");
                            transaction.execute_unprepared(&sql).await?;
                            match turn % 3 {
                                0 => Ok(()),
                                1 => Err(DbErr::Query(RuntimeErr::Internal("no".to_owned()))),
                                _ => transaction.execute_unprepared("rubbish").await.map(drop),
                            }
                        })
                    })
                    .await
            })
        });
        for (turn, write) in join_all(writes).await.into_iter().enumerate() {
            assert_eq!(write.unwrap().is_ok(), turn % 3 == 0);
            let left = last_number(test.database.reads(), &format!("u{turn}"))
                .await
                .unwrap();
            assert_eq!(left, (turn % 3 != 0).then_some(1), "{turn}");
        }
    })
    .await;
}

/// Inserts counters, and where that fails goes on as if it had not.
async fn insert_regardless(database: &Database, first: &str, second: &str) -> Result<(), DbErr> {
    let insert = |user: &str| {
        let sql = "INSERT INTO task_lists (user_id, last_number) VALUES";
        format!("{sql} ('{user}', 1) RETURNING last_number")
    };
    let (first, second) = (insert(first), insert(second));
    database
        .write(|transaction| {
            Box::pin(async move {
                let backend = transaction.get_database_backend();
                let _ = transaction
                    .query_one_raw(Statement::from_string(backend, first))
                    .await;
                let second = Statement::from_string(backend, second);
                transaction.query_one_raw(second).await.map(drop)
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_follows_a_first_statement_that_failed() {
    on_each_database(async |test: &TestDatabase| {
        add(&test.database, "there").await.unwrap();
        let alone = insert_regardless(&test.database, "there", "alone").await;
        assert!(alone.is_err());
        let writes = (0..40).map(|turn| {
            let database = test.database.clone();
            tokio::spawn(async move {
                let first = if turn % 4 == 0 {
                    "there"
                } else {
                    &format!("first{turn}")
                };
                insert_regardless(&database, first, &format!("u{turn}")).await
            })
        });
        for (turn, write) in join_all(writes).await.into_iter().enumerate() {
            assert_eq!(write.unwrap().is_ok(), turn % 4 != 0, "{turn}");
            let left = last_number(test.database.reads(), &format!("u{turn}")).await;
            assert_eq!(left.unwrap(), (turn % 4 != 0).then_some(1), "{turn}");
        }
        let reads = test.database.reads();
        assert_eq!(last_number(reads, "alone").await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_never_got_to_its_savepoint_takes_nothing_back_that_is_acknowledged() {
    let test = TestDatabase::sqlite().await;
    let writes = (0..90).map(|turn: u64| {
        let database = test.database.clone();
        tokio::spawn(async move {
            // The driver panics at numbers that SQLite does not have.
            let number = if turn % 3 == 2 { u64::MAX } else { turn };
            let sql = "INSERT INTO task_lists (user_id, last_number) VALUES (?, ?) \
                       RETURNING last_number";
            let values = [format!("u{turn}").into(), number.into()];
            let insert = Statement::from_sql_and_values(sea_orm::DbBackend::Sqlite, sql, values);
            database
                .write(|transaction| {
                    Box::pin(async move { transaction.query_one_raw(insert).await.map(drop) })
                })
                .await
        })
    });
    for (turn, write) in join_all(writes).await.into_iter().enumerate() {
        let is_acknowledged = write.unwrap().is_ok();
        let there = last_number(test.database.reads(), &format!("u{turn}")).await;
        assert_eq!(there.unwrap().is_some(), is_acknowledged, "{turn}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_statement_tells_how_many_rows_it_touched() {
    on_each_database(async |test: &TestDatabase| {
        for user in ["a", "b", "c"] {
            add(&test.database, user).await.unwrap();
        }
        let touch = async |condition: &'static str| {
            let sql = format!("UPDATE task_lists SET pending = 0 WHERE {condition}");
            test.database
                .write(|transaction| {
                    Box::pin(async move {
                        let backend = transaction.get_database_backend();
                        let touch = Statement::from_string(backend, sql);
                        let touched = transaction.execute_raw(touch).await?;
                        Ok::<_, DbErr>(touched.rows_affected())
                    })
                })
                .await
                .unwrap()
        };
        assert_eq!(touch("1 = 1").await, 3);
        assert_eq!(touch("1 = 2").await, 0);
        assert_eq!(touch("user_id = 'b'").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_panics_is_an_error_and_the_next_one_works() {
    let test = TestDatabase::sqlite().await;
    let result: Result<(), DbErr> = test
        .database
        .write(|_| Box::pin(async { panic!("a fault in a write") }))
        .await;
    assert!(result.unwrap_err().to_string().contains("panicked"));
    add(&test.database, "u").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_after_a_transaction_that_sqlite_ended_by_itself_is_there() {
    let test = TestDatabase::sqlite().await;
    // So does a full disk.
    let ended: Result<(), DbErr> = test
        .database
        .write(|transaction| {
            Box::pin(async move { transaction.execute_unprepared("ROLLBACK").await.map(drop) })
        })
        .await;
    assert!(ended.is_err());
    let refused: Result<(), DbErr> = test
        .database
        .write(|_| Box::pin(async { Err(DbErr::Query(RuntimeErr::Internal("no".to_owned()))) }))
        .await;
    assert!(refused.is_err());
    add(&test.database, "u").await.unwrap();
    let reads = test.database.reads();
    assert_eq!(last_number(reads, "u").await.unwrap(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connections_for_reading_refuse_to_write_on_sqlite() {
    let test = TestDatabase::sqlite().await;
    let written = test
        .database
        .reads()
        .execute_unprepared("INSERT INTO task_lists (user_id) VALUES ('u')")
        .await;
    assert!(written.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_goes_down_and_up_again() {
    use sea_orm_migration::MigratorTrait as _;
    on_each_database(async |test: &TestDatabase| {
        test.database
            .write(|transaction| {
                Box::pin(async move {
                    taskflow_migrations::Migrator::down(transaction.of_driver().await?, None)
                        .await?;
                    taskflow_migrations::Migrator::up(transaction.of_driver().await?, None).await
                })
            })
            .await
            .unwrap_or_else(|error: DbErr| panic!("{error}"));
        add(&test.database, "u").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_programs_may_open_a_new_database_at_once() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let config =
            taskflow_shared::config::database::DatabaseConfig::Sqlite(folder.path().join("new.db"));
        let opened = join_all((0..6).map(|_| Database::open(&config))).await;
        assert!(opened.into_iter().all(|database| database.is_ok()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_waits_for_what_was_queued() {
    let test = TestDatabase::sqlite().await;
    let again = test.open_again().await;
    let writes: Vec<_> = (0..20)
        .map(|turn| {
            let database = test.database.clone();
            tokio::spawn(async move { add(&database, &format!("u{turn}")).await })
        })
        .collect();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    test.database.clone().close().await.unwrap();
    assert_eq!(last_number(again.reads(), "u19").await.unwrap(), Some(1));
    assert!(
        add(&test.database, "u").await.is_err(),
        "a closed database takes no more writes"
    );
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_people_write_is_for_the_owner_of_the_file_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    use taskflow_shared::config::database::DatabaseConfig;
    let above = tempfile::tempdir().unwrap();
    let folder = above.path().join("taskflow");
    let config = DatabaseConfig::Sqlite(folder.join("taskflow.db"));
    let database = Database::open(&config).await.unwrap();
    add(&database, "u").await.unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<_> = folder
        .read_dir()
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert!(files.len() >= 3, "{files:?}");
    for file in files {
        assert_eq!(mode(&file), 0o600, "{file:?}");
    }
}
