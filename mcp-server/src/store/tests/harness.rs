//! A person's tasks on a new database, on a clock that the test sets.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Europe::Zurich;
use sea_orm::{
    ConnectionTrait as _, DbErr, EntityTrait as _, QueryOrder as _, QueryResult, Statement,
};
use taskflow_shared::{
    clock::Clock,
    database::Database,
    ids::UserId,
    testing::{TestDatabase, alice},
};

use crate::{
    domain::{
        ChangeNumber, Due, Labels, Name, NewTask, Priority, Task, TaskNumber, TaskUpdate, Title,
    },
    language::{DateOrder, Here},
    store::{
        Applied, Done, Refusal, Request, StoreError, Tasks, What, Write,
        entities::{changes, labels, tasks},
    },
};

/// A Sunday evening in Zurich.
pub(super) const NOW: &str = "2026-11-22T18:00:00Z";

/// A person who writes.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) tasks: Tasks,
    pub(super) database: Database,
    pub(super) user: UserId,
    /// Microseconds since 1970: each look at the clock is one later.
    clock: Arc<AtomicI64>,
}

impl Person {
    pub(super) fn alice(test: &TestDatabase) -> Self {
        Self::new(&test.database, alice())
    }

    pub(super) fn new(database: &Database, user: UserId) -> Self {
        let start: DateTime<Utc> = NOW.parse().unwrap();
        let clock = Arc::new(AtomicI64::new(start.timestamp_micros()));
        let ticks = Arc::clone(&clock);
        let tell = move || {
            let micros = ticks.fetch_add(1, Ordering::Relaxed);
            DateTime::from_timestamp_micros(micros).unwrap()
        };
        Self {
            tasks: Tasks::new(database.clone(), Clock::from_fn(tell)),
            database: database.clone(),
            user,
            clock,
        }
    }

    /// The same person at another program that has the database open.
    pub(super) fn at(&self, database: &Database) -> Self {
        Self {
            tasks: Self::new(database, self.user.clone()).tasks,
            database: database.clone(),
            ..self.clone()
        }
    }

    /// Somebody else at the same program.
    pub(super) fn beside(&self, user: UserId) -> Self {
        Self {
            user,
            ..self.clone()
        }
    }

    pub(super) fn pass(&self, time: TimeDelta) {
        let micros = time.num_microseconds().unwrap();
        self.clock.fetch_add(micros, Ordering::Relaxed);
    }

    pub(super) fn here(&self) -> Here {
        let micros = self.clock.load(Ordering::Relaxed);
        Here {
            now: DateTime::from_timestamp_micros(micros).unwrap(),
            zone: Zurich,
            order: DateOrder::MonthFirst,
        }
    }

    pub(super) fn write(&self) -> Write {
        Write {
            user: self.user.clone(),
            tool: "test",
            request: None,
            zone: Zurich,
        }
    }

    pub(super) fn requesting(&self, id: &str, hash: u8) -> Write {
        Write {
            request: Some(Request {
                id: id.to_owned(),
                hash: [hash; 32],
            }),
            ..self.write()
        }
    }

    pub(super) async fn add_all(&self, new: Vec<NewTask>) -> Applied {
        self.tasks.add(self.write(), new).await.unwrap()
    }

    pub(super) async fn add(&self, title: &str) -> TaskNumber {
        self.add_one(titled(title)).await
    }

    pub(super) async fn add_one(&self, new: NewTask) -> TaskNumber {
        done(&self.add_all(vec![new]).await, 0).number
    }

    pub(super) async fn add_under(&self, parent: TaskNumber, title: &str) -> TaskNumber {
        let parent = Some(parent);
        self.add_one(NewTask {
            parent,
            ..titled(title)
        })
        .await
    }

    pub(super) async fn complete(&self, targets: &[TaskNumber]) -> Applied {
        let done = self.tasks.complete(self.write(), targets.to_vec());
        done.await.unwrap()
    }

    pub(super) async fn reopen(&self, targets: &[TaskNumber]) -> Applied {
        let done = self.tasks.reopen(self.write(), targets.to_vec());
        done.await.unwrap()
    }

    pub(super) async fn update(&self, targets: &[TaskNumber], update: TaskUpdate) -> Applied {
        let done = self.tasks.update(self.write(), targets.to_vec(), update);
        done.await.unwrap()
    }

    pub(super) async fn rename(&self, target: TaskNumber, title: &str) -> Applied {
        let update = TaskUpdate {
            title: Some(Title::parse(title).unwrap()),
            ..TaskUpdate::default()
        };
        self.update(&[target], update).await
    }

    pub(super) async fn delete(&self, targets: &[TaskNumber]) -> Applied {
        let done = self.tasks.delete(self.write(), targets.to_vec());
        done.await.unwrap()
    }

    pub(super) async fn undo(&self, change: Option<ChangeNumber>) -> Result<Applied, StoreError> {
        self.tasks.undo(self.write(), change).await
    }

    /// The words of an undo that is refused.
    pub(super) async fn cannot_undo(&self, change: Option<ChangeNumber>) -> String {
        self.undo(change).await.unwrap_err().to_string()
    }

    pub(super) async fn get(&self, number: TaskNumber) -> Task {
        self.tasks.get(&self.user, number).await.unwrap()
    }

    pub(super) async fn is_there(&self, number: TaskNumber) -> bool {
        self.tasks.get(&self.user, number).await.is_ok()
    }

    /// All that can be seen of the tasks that are there, to the letter.
    pub(super) async fn visible(&self) -> Vec<String> {
        let numbers: Vec<TaskNumber> = (1..=500).map(TaskNumber::new).collect();
        let tasks = self.tasks.by_numbers(&self.user, &numbers).await.unwrap();
        let unstamped = |task| Task {
            updated_at: DateTime::UNIX_EPOCH,
            ..task
        };
        let tasks = tasks.into_iter().map(unstamped);
        tasks.map(|task| format!("{task:?}")).collect()
    }

    pub(super) async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let reads = self.database.reads();
        let statement = Statement::from_string(reads.get_database_backend(), sql);
        reads.query_all_raw(statement).await.unwrap()
    }

    /// Writes past the store.
    pub(super) async fn run(&self, sql: &str) {
        let sql = sql.to_owned();
        let ran: Result<(), DbErr> = self
            .database
            .write(|transaction| {
                Box::pin(async move { transaction.execute_unprepared(&sql).await.map(drop) })
            })
            .await;
        ran.unwrap();
    }

    pub(super) async fn count(&self, sql: &str) -> i64 {
        let sql = format!("SELECT COUNT(*) AS count FROM {sql}");
        let row = self.rows(&sql).await.remove(0);
        row.try_get("", "count").unwrap()
    }

    /// Checks what must hold whatever has happened: the counters are exact, the log of each task
    /// is a chain from its beginning to its row, no number of a change is left out, the labels
    /// beside the tasks are theirs, and nothing stands under what is in the trash.
    pub(super) async fn check(&self) {
        let wrong = "task_lists l WHERE \
             last_number <> (SELECT COALESCE(MAX(number), 0) FROM tasks t WHERE t.user_id = l.user_id) \
             OR pending <> (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NULL) \
             OR completed <> (SELECT COUNT(*) FROM tasks t WHERE t.user_id = l.user_id \
                 AND deleted_at IS NULL AND completed_at IS NOT NULL) \
             OR last_change <> (SELECT COUNT(DISTINCT number) FROM changes c \
                 WHERE c.user_id = l.user_id)";
        assert_eq!(self.count(wrong).await, 0, "the counters");
        let orphans = "tasks t JOIN tasks p ON p.id = t.parent_id \
             WHERE t.deleted_at IS NULL AND p.deleted_at IS NOT NULL";
        assert_eq!(self.count(orphans).await, 0, "the parents");
        let reads = self.database.reads();
        let log = changes::Entity::find().order_by_asc(changes::Column::Number);
        let log = log.all(reads).await.unwrap();
        let beside = labels::Entity::find().all(reads).await.unwrap();
        for row in tasks::Entity::find().all(reads).await.unwrap() {
            let mut state = None;
            for change in log.iter().filter(|change| change.task_id == row.id) {
                assert_eq!(change.before, state, "the log of task {}", row.number);
                state = change.after.clone();
            }
            assert_eq!(state, Some(serde_json::to_value(&row).unwrap()));
            let its = beside.iter().filter(|label| label.task_id == row.id);
            let mut its: Vec<String> = its.map(|label| label.name.clone()).collect();
            let task = Task::from(row);
            let mut names: Vec<String> = task.labels.names().iter().map(Name::folded).collect();
            its.sort();
            names.sort();
            assert_eq!(its, names);
        }
    }
}

pub(super) fn titled(title: &str) -> NewTask {
    NewTask::titled(Title::parse(title).unwrap())
}

pub(super) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

pub(super) fn labels(names: &[&str]) -> Labels {
    Labels::new(names.iter().map(|text| name(text))).unwrap()
}

pub(super) fn day(text: &str) -> Due {
    Due::date(text.parse().unwrap()).unwrap()
}

pub(super) fn local(text: &str) -> Due {
    Due::local(text.parse().unwrap(), Zurich).unwrap()
}

pub(super) fn priority(number: u8) -> Priority {
    Priority::new(number).unwrap()
}

/// What was done to a target.
pub(super) fn done(applied: &Applied, item: usize) -> &Done {
    applied.items[item].as_ref().unwrap()
}

/// What became of each target.
pub(super) fn outcomes(applied: &Applied) -> Vec<Result<What, Refusal>> {
    let items = applied.items.iter();
    let outcome = |item: &Result<Done, _>| match item {
        Ok(done) => Ok(done.what),
        Err(refused) => Err(crate::store::Refused::clone(refused).reason),
    };
    items.map(outcome).collect()
}

pub(super) fn numbers(numbers: &[i64]) -> Vec<TaskNumber> {
    numbers.iter().copied().map(TaskNumber::new).collect()
}
