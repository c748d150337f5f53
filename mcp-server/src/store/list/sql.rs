//! SQL with its values, written in the order in which it is read.

use std::fmt::Write as _;

use sea_orm::{DbBackend, Statement, Value};
use taskflow_shared::ids::UserId;

/// A statement under way. What people write goes in by [`Sql::bind`] alone.
#[derive(Debug, Clone)]
pub(in crate::store) struct Sql {
    backend: DbBackend,
    /// Whose tasks are read.
    user: UserId,
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub(in crate::store) fn new(backend: DbBackend, user: &UserId) -> Self {
        Self {
            backend,
            user: user.clone(),
            text: String::with_capacity(2_048),
            values: Vec::with_capacity(16),
        }
    }

    /// Adds text that is ours.
    pub(in crate::store) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a number that is ours.
    pub(in crate::store) fn number(&mut self, number: impl Into<i64>) -> &mut Self {
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{}", number.into());
        self
    }

    /// Adds a value.
    pub(in crate::store) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        match self.backend {
            DbBackend::Postgres => {
                let _ = write!(self.text, "${}", self.values.len());
            }
            _ => self.text.push('?'),
        }
        self
    }

    /// Adds the table of tasks as `t`, to be read by an index. PostgreSQL knows how many rows
    /// each holds and chooses for itself.
    pub(in crate::store) fn tasks_by(&mut self, index: &str) -> &mut Self {
        self.push("tasks AS t");
        if !self.is_postgres() {
            self.push(" INDEXED BY ").push(index);
        }
        self
    }

    /// Adds whose tasks are read.
    pub(in crate::store) fn user(&mut self) -> &mut Self {
        self.bind(self.user.as_str().to_owned())
    }

    /// Adds the condition that the task is this person's; deleted ones are not there.
    pub(in crate::store) fn owned(&mut self) -> &mut Self {
        self.push("t.user_id = ").user();
        self.push(" AND t.deleted_at IS NULL")
    }

    pub(in crate::store) fn is_postgres(&self) -> bool {
        self.backend == DbBackend::Postgres
    }

    /// Adds the labels as `l`, to be read by an index, with their tasks as `t`.
    pub(in crate::store) fn labels_by(&mut self, index: &str) -> &mut Self {
        if self.is_postgres() {
            self.push("labels AS l JOIN tasks AS t");
        } else {
            self.push("labels AS l INDEXED BY ").push(index);
            self.push(" CROSS JOIN tasks AS t INDEXED BY tasks_smart");
        }
        self.push(" ON t.user_id = l.user_id AND t.list_key = l.list_key AND t.number = l.number")
    }

    /// Adds each with `between` in between.
    pub(in crate::store) fn list<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        between: &str,
        mut push: impl FnMut(&mut Self, T),
    ) -> &mut Self {
        for (position, item) in items.into_iter().enumerate() {
            if position > 0 {
                self.push(between);
            }
            push(self, item);
        }
        self
    }

    pub(in crate::store) fn statement(self) -> Statement {
        Statement::from_sql_and_values(self.backend, self.text, self.values)
    }
}
