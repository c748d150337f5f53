//! Tasks with all that they can have.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::{Europe::Zurich, Tz};
use proptest::{
    collection::vec, option, prelude::*, sample::subsequence, strategy::ValueTree as _,
    test_runner::TestRunner,
};
use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, EntityTrait, IntoActiveModel as _};
use taskflow_shared::{database::Database, ids::UserId, ids::new_id, testing::alice};

use crate::{
    domain::{Due, Name, Priority, Sort, StatusFilter, Title, due_key, smart_key},
    language::{DateOrder, Here},
    store::{
        StoreError,
        entities::{task_lists, tasks},
    },
};

pub(super) const STATUSES: [StatusFilter; 3] = [
    StatusFilter::All,
    StatusFilter::Pending,
    StatusFilter::Completed,
];
pub(super) const SORTS: [Sort; 5] = [
    Sort::Smart,
    Sort::Due,
    Sort::Priority,
    Sort::Created,
    Sort::Title,
];
pub(super) const ZONE: Tz = Zurich;
pub(super) const PROJECTS: [&str; 3] = ["Work", "Home office", "Größe"];
pub(super) const LABELS: [&str; 3] = ["waiting", "Calls", "2do"];
const WORDS: [&str; 12] = [
    "Buy", "milk,", "Milky", "way", "(eggs)", "CAFÉ", "call", "mom's", "50%", "a-b", "Straße",
    "x]y^z",
];

pub(super) fn now() -> DateTime<Utc> {
    "2026-11-22T18:00:00Z".parse().unwrap()
}

pub(super) fn here() -> Here {
    Here {
        now: now(),
        zone: ZONE,
        order: DateOrder::MonthFirst,
    }
}

pub(super) fn today() -> NaiveDate {
    here().local().date()
}

/// A stored task, and what other tables say of it.
#[derive(Debug, Clone)]
pub(super) struct Seeded {
    pub(super) row: tasks::Model,
    /// Folded.
    pub(super) labels: Vec<String>,
    pub(super) parent: Option<i64>,
}

#[derive(Debug, Clone)]
struct Spec {
    title: Vec<&'static str>,
    completed: Option<i64>,
    due: Option<(bool, i64, usize)>,
    priority: u8,
    project: Option<&'static str>,
    labels: Vec<&'static str>,
    recurring: bool,
    parent: Option<prop::sample::Index>,
    deleted: bool,
}

fn spec() -> impl Strategy<Value = Spec> {
    let minutes = 60 * 24 * 4_i64;
    (
        vec(prop::sample::select(WORDS.as_slice()), 1..4),
        option::weighted(0.4, -20..200_i64),
        option::weighted(0.7, (any::<bool>(), -minutes..minutes, 0..3_usize)),
        1..=4_u8,
        option::weighted(0.7, prop::sample::select(PROJECTS.as_slice())),
        subsequence(LABELS.to_vec(), 0..=2),
        prop::bool::weighted(0.2),
        option::weighted(0.4, any::<prop::sample::Index>()),
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |(title, completed, due, priority, project, labels, recurring, parent, deleted)| Spec {
                title,
                completed,
                due,
                priority,
                project,
                labels,
                recurring,
                parent,
                deleted,
            },
        )
}

fn due(spec: &Spec) -> Option<Due> {
    let (whole, minutes, zone) = spec.due?;
    let at = now() + TimeDelta::minutes(minutes);
    let zones = [
        ZONE,
        chrono_tz::Pacific::Kiritimati,
        chrono_tz::Pacific::Pago_Pago,
    ];
    Some(if whole {
        Due::Date(at.with_timezone(&ZONE).date_naive())
    } else {
        Due::At {
            at,
            zone: zones[zone],
        }
    })
}

fn row(user: &UserId, number: i64, spec: &Spec) -> tasks::Model {
    let title = Title::parse(&spec.title.join(" ")).unwrap();
    let due = due(spec);
    let created_at = now() - TimeDelta::hours((number * 37) % 300);
    let priority = Priority::new(spec.priority).unwrap();
    let (due_date, due_at, due_zone) = match due {
        None => (None, None, None),
        Some(Due::Date(day)) => (Some(day), None, None),
        Some(Due::At { at, zone }) => (due.map(|due| due.day()), Some(at), Some(zone.to_string())),
    };
    tasks::Model {
        id: new_id(created_at),
        user_id: user.to_string(),
        number,
        title_folded: title.folded(),
        title: title.into(),
        description: format!("About {number}"),
        completed_at: spec
            .completed
            .map(|hours| now() - TimeDelta::milliseconds(hours * 3_600_123)),
        due_date,
        due_at,
        due_zone,
        recurrence: spec.recurring.then(|| "FREQ=DAILY".to_owned()),
        priority: spec.priority.into(),
        project: spec.project.map(str::to_owned),
        parent_id: None,
        parent_number: None,
        created_at,
        updated_at: created_at,
        deleted_at: spec.deleted.then(now),
        version: 1,
        project_folded: spec.project.map(|name| Name::parse(name).unwrap().folded()),
        labels: serde_json::to_string(&spec.labels).unwrap(),
        repeats_from_completion: false,
        due_key: due_key(due.as_ref()),
        smart_key: smart_key(due.as_ref(), priority),
    }
}

/// Makes up so many tasks, the same at each call.
pub(super) fn tasks(user: &UserId, count: usize) -> Vec<Seeded> {
    let specs = vec(spec(), count)
        .new_tree(&mut TestRunner::deterministic())
        .unwrap()
        .current();
    let mut seeded: Vec<Seeded> = Vec::new();
    for (number, spec) in (1..).zip(&specs) {
        let mut row = row(user, number, spec);
        let parent = spec
            .parent
            .filter(|_| number > 5)
            .map(|index| index.get(&seeded).row.clone());
        row.parent_id = parent.as_ref().map(|parent| parent.id);
        row.parent_number = parent.as_ref().map(|parent| parent.number);
        let folded = |name: &&str| Name::parse(name).unwrap().folded();
        seeded.push(Seeded {
            row,
            labels: spec.labels.iter().map(folded).collect(),
            parent: parent.map(|parent| parent.number),
        });
    }
    seeded
}

/// Stores tasks as those of their owner.
pub(super) async fn store(database: &Database, tasks: &[Seeded]) {
    let tasks = tasks.to_vec();
    let stored: Result<(), StoreError> = database
        .write(move |transaction| {
            Box::pin(async move {
                let live = tasks.iter().filter(|task| task.row.deleted_at.is_none());
                let (pending, completed): (Vec<_>, Vec<_>) =
                    live.partition(|task| task.row.completed_at.is_none());
                let list = task_lists::ActiveModel {
                    user_id: Set(tasks[0].row.user_id.clone()),
                    last_number: Set(i64::try_from(tasks.len()).unwrap()),
                    pending: Set(i64::try_from(pending.len()).unwrap()),
                    completed: Set(i64::try_from(completed.len()).unwrap()),
                    last_change: Set(0),
                };
                list.insert(transaction).await?;
                for chunk in tasks.chunks(100) {
                    let rows = chunk
                        .iter()
                        .map(|task| task.row.clone().into_active_model());
                    tasks::Entity::insert_many(rows)
                        .exec_without_returning(transaction)
                        .await?;
                }
                for task in &tasks {
                    for label in &task.labels {
                        let values = [
                            task.row.id.into(),
                            label.into(),
                            task.row.user_id.clone().into(),
                        ];
                        let sql = match sea_orm::ConnectionTrait::get_database_backend(transaction)
                        {
                            sea_orm::DbBackend::Postgres => {
                                "INSERT INTO labels (task_id, name, user_id) VALUES ($1, $2, $3)"
                            }
                            _ => "INSERT INTO labels (task_id, name, user_id) VALUES (?, ?, ?)",
                        };
                        let backend = sea_orm::ConnectionTrait::get_database_backend(transaction);
                        let statement =
                            sea_orm::Statement::from_sql_and_values(backend, sql, values);
                        sea_orm::ConnectionTrait::execute_raw(transaction, statement).await?;
                    }
                }
                Ok(())
            })
        })
        .await;
    stored.unwrap();
}

/// So many tasks of Alice, stored.
pub(super) async fn alices(database: &Database, count: usize) -> Vec<Seeded> {
    let tasks = tasks(&alice(), count);
    store(database, &tasks).await;
    tasks
}
