//! Labels that tasks have together.
//!
//! The entries of two labels lie in the same order, so that those of both are found by reading the
//! two side by side, without a look-up for each of the first. Only SQLite needs to be told.

use std::ops::Range;

use super::{
    plan::required,
    sources::{self, Source, between},
    sql::Sql,
};
use crate::domain::{Condition, Name, Priority, Tree};

/// A filter that asks for several labels and for nothing that their entries do not hold.
#[derive(Debug)]
pub(super) struct Meeting<'f> {
    first: &'f Name,
    others: Vec<&'f Name>,
    tree: &'f Tree,
}

impl<'f> Meeting<'f> {
    /// Returns the labels of a filter, of which `rarest` has fewest entries.
    pub(super) fn of(sql: &Sql, tree: &'f Tree, rarest: Source<'f>) -> Option<Self> {
        let (Tree::All(trees), Source::Label(first, _)) = (tree, rarest) else {
            return None;
        };
        let label = |condition: &'f Condition| match condition {
            Condition::Label(name) => Some(name),
            _ => None,
        };
        let others: Vec<&Name> = required(tree)
            .filter_map(label)
            .filter(|name| *name != first)
            .collect();
        let priorities = required(tree).filter(|one| matches!(one, Condition::Priority(_)));
        let is_held = trees.iter().all(is_held) && priorities.count() <= 1;
        let is_meant = is_held && !others.is_empty() && !sql.is_postgres();
        is_meant.then_some(Self {
            first,
            others,
            tree,
        })
    }

    /// Adds what a stretch of the labels' index holds of all of them, in its order: `list_key` and
    /// `number`.
    pub(super) fn push(
        &self,
        sql: &mut Sql,
        priority: Priority,
        keys: &Range<i64>,
        after: impl Fn(&mut Sql),
    ) {
        let names = std::iter::once(&self.first).chain(&self.others);
        sql.list(names, " INTERSECT ", |sql, name| {
            sql.push("SELECT l.list_key AS list_key, l.number AS number");
            self.entries(sql, name);
            sql.push(" AND l.priority = ").number(priority.get());
            between(sql, "l.list_key", keys);
            after(sql);
        });
        sql.push(" ORDER BY list_key, number");
    }

    /// Adds `FROM` and `WHERE` of the entries of a label as `l`.
    fn entries(&self, sql: &mut Sql, name: &Name) {
        sql.push(" FROM labels AS l INDEXED BY labels_listed WHERE l.user_id = ")
            .user();
        sql.push(" AND l.name = ").bind(name.folded());
        sources::project(sql, self.tree);
    }

    /// Adds the entries of the first label, each with whether its task has the others.
    pub(super) fn push_met(&self, sql: &mut Sql, keys: &Range<i64>) {
        sql.list(&self.others, " AND ", |sql, name| {
            sql.push("EXISTS (SELECT 1 FROM labels AS o WHERE o.user_id = l.user_id AND o.name = ");
            sql.bind(name.folded());
            sql.push(
                " AND o.priority = l.priority AND o.list_key = l.list_key AND o.number = l.number)",
            );
        });
        sql.push(" AS met");
        self.entries(sql, self.first);
        sources::priorities(sql, "l.", self.tree);
        between(sql, "l.list_key", keys);
    }
}

/// Tells whether the entries of labels hold what a part of a filter asks for.
fn is_held(tree: &Tree) -> bool {
    matches!(
        tree,
        Tree::Is(
            Condition::Label(_)
                | Condition::Priority(_)
                | Condition::Project(_)
                | Condition::NoProject
        )
    )
}
