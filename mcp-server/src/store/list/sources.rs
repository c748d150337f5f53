//! Where the few tasks that a condition leaves are found, each by an index of its own.

use std::ops::Range;

use super::{
    conditions,
    keys::{self, Status},
    plan::required,
    sql::Sql,
};
use crate::domain::{Condition, Name, Priority, TaskNumber, Time, Tree, words};

/// A condition that an index answers, with the tree it is part of: what must hold beside it narrows
/// the stretch of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'f> {
    /// What no task of this status is.
    Nothing,
    /// A condition on the columns of a task.
    Tasks(&'f Condition, &'f Tree),
    Label(&'f Name, &'f Tree),
    Below(TaskNumber),
    /// The beginning of a word of the title.
    Word(&'f str),
}

impl<'f> Source<'f> {
    /// Returns the ways to find what meets the condition and the tree it is part of, any of which
    /// will do.
    pub(super) fn of(condition: &'f Condition, tree: &'f Tree, status: Status) -> Vec<Self> {
        /// The rarest of so many words is rare enough.
        const MAX_WORDS: usize = 3;
        match (condition, status) {
            // Hardly ever few.
            (Condition::Everything | Condition::NoLabels, _) => Vec::new(),
            (Condition::Overdue(_), Status::Completed)
            | (Condition::During(Time::Completed, _), Status::Pending) => vec![Self::Nothing],
            (Condition::Label(name), _) => vec![Self::Label(name, tree)],
            (Condition::Below(number), _) => vec![Self::Below(*number)],
            (Condition::Search(search), _) => {
                let words = search.words().iter().take(MAX_WORDS);
                words.map(|word| Self::Word(word)).collect()
            }
            (condition, _) => vec![Self::Tasks(condition, tree)],
        }
    }

    /// Tells whether all that it finds meets a condition, so that nobody need look again.
    pub(super) fn proves(&self, condition: &Condition) -> bool {
        match (self, condition) {
            (Self::Label(name, _), Condition::Label(asked)) => *name == asked,
            (Self::Word(word), Condition::Search(search)) => {
                search.words() == [*word] && word.chars().count() <= words::MAX_INDEXED
            }
            _ => false,
        }
    }

    /// Tells whether it finds all that a filter holds for and nothing else, so that the entries of
    /// its index may be counted.
    pub(super) fn is_whole(&self, tree: &Tree) -> bool {
        let all = match tree {
            Tree::Is(_) => return matches!(self, Self::Tasks(..) | Self::Label(..)),
            Tree::All(trees) => trees.len(),
            _ => return false,
        };
        let number = |of: fn(&Condition) -> bool| required(tree).filter(|one| of(one)).count();
        let labels = number(|one| matches!(one, Condition::Label(_)));
        let priorities = number(|one| matches!(one, Condition::Priority(_)));
        let projects = number(|one| matches!(one, Condition::Project(_) | Condition::NoProject));
        let known = match self {
            Self::Label(..) => labels == 1,
            Self::Tasks(Condition::Project(_) | Condition::NoProject, _) => labels == 0,
            _ => false,
        };
        known && priorities <= 1 && projects <= 1 && labels + priorities + projects == all
    }

    /// Adds `FROM` and `WHERE` of the tasks found.
    pub(super) fn push(&self, sql: &mut Sql, status: Status) {
        match self {
            Self::Nothing => {
                sql.push(" FROM tasks AS t WHERE 1 = 0 AND ").owned();
                return;
            }
            Self::Tasks(condition, tree) => return tasks(sql, condition, tree, status),
            Self::Label(..) | Self::Below(_) | Self::Word(_) => {
                sql.push(" FROM ");
                self.table(sql, status);
            }
        }
        sql.push(if sql.is_postgres() {
            " JOIN "
        } else {
            " CROSS JOIN "
        });
        match self {
            Self::Below(_) => sql.push("tasks AS t ON t.id = s.id"),
            Self::Label(..) => {
                sql.tasks_by("tasks_smart")
                    .push(" ON t.user_id = s.user_id ");
                sql.push("AND t.list_key = s.list_key AND t.number = s.number")
            }
            _ => {
                sql.tasks_by(match status {
                    Status::Pending => "tasks_pending",
                    Status::Completed => "tasks_completed",
                });
                sql.push(" ON t.user_id = s.user_id AND t.number = s.number")
            }
        };
        sql.push(" WHERE ").owned();
        sql.push(match status {
            Status::Pending => " AND t.completed_at IS NULL",
            Status::Completed => " AND t.completed_at IS NOT NULL",
        });
    }

    /// Adds `FROM` and `WHERE` of what is counted beforehand: at least as many as are found.
    pub(super) fn push_counted(&self, sql: &mut Sql, status: Status) {
        if matches!(self, Self::Tasks(..) | Self::Nothing) {
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
            Self::Nothing | Self::Tasks(..) => {}
            Self::Label(name, tree) => {
                sql.push("SELECT user_id, list_key, number FROM labels AS l WHERE l.user_id = ")
                    .user();
                sql.push(" AND l.name = ").bind(name.folded());
                priorities(sql, "l.", tree);
                project(sql, tree);
                between(sql, "l.list_key", &list_keys(tree, status));
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
fn tasks(sql: &mut Sql, condition: &Condition, tree: &Tree, status: Status) {
    let index = index(condition, status);
    sql.push(" FROM ").tasks_by(index).push(" WHERE ").owned();
    match condition {
        Condition::During(Time::Completed, _) => {}
        Condition::During(Time::Created, _) => {
            for condition in required(tree).filter(|also| is_created(also)) {
                sql.push(" AND ");
                conditions::is(sql, condition);
            }
        }
        condition => {
            sql.push(" AND ");
            conditions::is(sql, condition);
        }
    }
    if keys::due_keys(condition).is_some() {
        sql.push(match status {
            Status::Pending => " AND t.completed_at IS NULL",
            Status::Completed => " AND t.completed_at IS NOT NULL",
        });
        let keys = keys::narrowed(0..i64::MAX, required(tree), keys::due_keys);
        return between(sql, "t.due_key", &keys);
    }
    if matches!(condition, Condition::Project(_) | Condition::NoProject) {
        priorities(sql, "t.", tree);
    }
    between(sql, "t.list_key", &list_keys(tree, status));
}

fn is_created(condition: &Condition) -> bool {
    matches!(condition, Condition::During(Time::Created, _))
}

/// Returns the stretch of `list_key` in which everything lies that a tree holds for.
pub(super) fn list_keys(tree: &Tree, status: Status) -> Range<i64> {
    let stretch = |condition: &Condition| keys::list_keys(condition, status);
    keys::narrowed(status.list_keys(), required(tree), stretch)
}

/// Returns the priorities that what a tree holds for can have, the most urgent first.
pub(super) fn possible(tree: &Tree) -> impl Iterator<Item = Priority> {
    let asked = required(tree).find_map(|condition| match condition {
        Condition::Priority(priority) => Some(priority.get()),
        _ => None,
    });
    asked
        .map_or(1..=4, |one| one..=one)
        .filter_map(Priority::new)
}

/// Adds the priorities, by which the entries of a project or a label are kept. Without all of them
/// named, what follows in the index would not be found by it.
pub(super) fn priorities(sql: &mut Sql, table: &str, tree: &Tree) {
    sql.push(" AND ").push(table).push("priority IN (");
    sql.list(possible(tree), ", ", |sql, priority| {
        sql.number(priority.get());
    });
    sql.push(")");
}

/// Adds the project of what has a label, where one is asked for.
pub(super) fn project(sql: &mut Sql, tree: &Tree) {
    for condition in required(tree) {
        match condition {
            Condition::Project(name) => sql.push(" AND l.project_folded = ").bind(name.folded()),
            Condition::NoProject => sql.push(" AND l.project_folded IS NULL"),
            _ => sql,
        };
    }
}

/// Returns the index that holds what meets the condition side by side.
fn index(condition: &Condition, status: Status) -> &'static str {
    match (condition, status) {
        (Condition::Project(_) | Condition::NoProject, _) => "tasks_project",
        (Condition::Priority(_), _) => "tasks_priority",
        (Condition::Recurring, _) => "tasks_recurring",
        (Condition::Subtask, _) => "tasks_subtasks",
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
