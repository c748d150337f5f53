//! Where the few tasks that a condition leaves are found, each by an index of its own.

use std::ops::Range;

use super::{
    conditions,
    keys::{self, Status},
    sql::Sql,
};
use crate::domain::{Condition, Name, TaskNumber, Time, words};

/// A condition that an index answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'f> {
    /// What no task of this status is.
    Nothing,
    /// A condition on the columns of a task.
    Tasks(&'f Condition),
    Label(&'f Name),
    Below(TaskNumber),
    /// The beginning of a word of the title.
    Word(&'f str),
}

impl<'f> Source<'f> {
    /// Returns the ways to find what meets the condition, any of which will do.
    pub(super) fn of(condition: &'f Condition, status: Status) -> Vec<Self> {
        /// The rarest of so many words is rare enough.
        const MAX_WORDS: usize = 3;
        match (condition, status) {
            (Condition::Everything, _) => Vec::new(),
            (Condition::Overdue(_), Status::Completed)
            | (Condition::During(Time::Completed, _), Status::Pending) => vec![Self::Nothing],
            (Condition::Label(name), _) => vec![Self::Label(name)],
            (Condition::Below(number), _) => vec![Self::Below(*number)],
            (Condition::Search(search), _) => {
                let words = search.words().iter().take(MAX_WORDS);
                words.map(|word| Self::Word(word)).collect()
            }
            (condition, _) => vec![Self::Tasks(condition)],
        }
    }

    /// Tells whether counting it reads the index alone, and counts just what is of the status.
    pub(super) fn is_index_only(&self) -> bool {
        matches!(self, Self::Tasks(_) | Self::Label(_))
    }

    /// Adds `FROM` and `WHERE` of the tasks found.
    pub(super) fn push(&self, sql: &mut Sql, status: Status) {
        match self {
            Self::Nothing => {
                sql.push(" FROM tasks AS t WHERE 1 = 0");
                return;
            }
            Self::Tasks(condition) => return tasks(sql, condition, status),
            Self::Label(_) | Self::Below(_) | Self::Word(_) => {
                sql.push(" FROM ");
                self.table(sql, status);
            }
        }
        sql.push(if sql.is_postgres() {
            " JOIN "
        } else {
            " CROSS JOIN "
        });
        sql.push("tasks AS t ON ");
        sql.push(match self {
            Self::Below(_) => "t.id = s.id",
            _ => "t.user_id = s.user_id AND t.number = s.number",
        });
        sql.push(" WHERE ").owned();
        sql.push(match status {
            Status::Pending => " AND t.completed_at IS NULL",
            Status::Completed => " AND t.completed_at IS NOT NULL",
        });
    }

    /// Adds `FROM` and `WHERE` of what is counted beforehand: at least as many as are found.
    pub(super) fn push_counted(&self, sql: &mut Sql, status: Status) {
        if matches!(self, Self::Tasks(_) | Self::Nothing) {
            self.push(sql, status);
        } else {
            sql.push(" FROM ");
            self.table(sql, status);
        }
    }

    /// Adds what another table says, as `s`.
    fn table(&self, sql: &mut Sql, status: Status) {
        sql.push("(");
        match self {
            Self::Nothing | Self::Tasks(_) => {}
            Self::Label(name) => {
                sql.push("SELECT user_id, number FROM labels WHERE user_id = ")
                    .user();
                sql.push(" AND name = ").bind(name.folded());
                between(sql, "list_key", &status.list_keys());
            }
            Self::Below(number) => {
                sql.push("WITH RECURSIVE ");
                conditions::below(sql, number.get()).push(" SELECT id FROM below");
            }
            Self::Word(word) => {
                let begin: String = word.chars().take(words::MAX_INDEXED).collect();
                let end = format!("{begin}{}", char::MAX);
                sql.push("SELECT user_id, number FROM task_words WHERE user_id = ")
                    .user();
                sql.push(match status {
                    Status::Pending => " AND completed = 0",
                    Status::Completed => " AND completed = 1",
                });
                sql.push(" AND word >= ").bind(begin);
                sql.push(" AND word < ").bind(end);
            }
        }
        sql.push(") AS s");
    }
}

/// Adds the tasks that meet a condition on their columns.
fn tasks(sql: &mut Sql, condition: &Condition, status: Status) {
    let index = index(condition, status);
    sql.push(" FROM ").tasks_by(index).push(" WHERE ").owned();
    if let Some(range) = keys::due_keys(condition) {
        let (pending, completed) = (
            " AND t.completed_at IS NULL",
            " AND t.completed_at IS NOT NULL",
        );
        sql.push(if status == Status::Pending {
            pending
        } else {
            completed
        });
        between(sql, "t.due_key", &range);
        sql.push(" AND ");
        conditions::is(sql, condition);
        return;
    }
    let keys = keys::list_keys(condition, status);
    let keys = keys.map_or(status.list_keys(), |keys| {
        keys::within(&keys, &status.list_keys())
    });
    match condition {
        Condition::During(Time::Completed, _) => {}
        condition => {
            sql.push(" AND ");
            conditions::is(sql, condition);
        }
    }
    between(sql, "t.list_key", &keys);
}

/// Returns the index that holds what meets the condition side by side.
fn index(condition: &Condition, status: Status) -> &'static str {
    match (condition, status) {
        (Condition::Project(_) | Condition::NoProject, _) => "tasks_project",
        (Condition::Priority(_), _) => "tasks_priority",
        (Condition::Recurring, _) => "tasks_recurring",
        (Condition::Subtask, _) => "tasks_subtasks",
        (Condition::NoLabels, _) => "tasks_unlabelled",
        (Condition::During(Time::Created, _), _) => "tasks_created",
        (Condition::During(Time::Completed, _), _) => "tasks_smart",
        (_, Status::Pending) => "tasks_pending_due",
        (_, Status::Completed) => "tasks_completed_due",
    }
}

/// Adds the condition that a key lies within.
pub(super) fn between(sql: &mut Sql, key: &str, range: &Range<i64>) {
    sql.push(" AND ").push(key).push(" >= ").number(range.start);
    if range.end != i64::MAX {
        sql.push(" AND ").push(key).push(" < ").number(range.end);
    }
}
