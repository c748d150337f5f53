//! Tasks as parts of others.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    QueryTrait as _, Select,
    sea_query::{
        CommonTableExpression, Expr, ExprTrait as _, Query, SelectStatement, UnionType, WithClause,
    },
};
use taskflow_shared::ids::UserId;
use uuid::Uuid;

use super::{StoreError, apply::Call, entities::tasks};
use crate::domain::TaskNumber;

/// How many levels of tasks there are at the most, the top one counted.
pub(crate) const MAX_DEPTH: usize = 5;

/// Why a task cannot stand where it is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// It would stand under itself.
    Cycle,
    /// It, or what is under it, would be too far from the top.
    TooDeep,
    /// What it would stand under, the task of this number, is in the trash.
    ParentGone(TaskNumber),
    /// It is in the trash, and something under it is not.
    HasSubtasks,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    number: i64,
    parent: Option<Uuid>,
    live: bool,
}

/// Tasks by what they are parts of.
#[derive(Debug, Default)]
pub(super) struct Forest(HashMap<Uuid, Node>);

impl Forest {
    /// The tasks of these rows.
    pub(super) fn new<'r>(rows: impl IntoIterator<Item = &'r tasks::Model>) -> Self {
        let mut forest = Self::default();
        rows.into_iter().for_each(|row| forest.put(row));
        forest
    }

    /// Takes a task as it is now, whatever it was.
    pub(super) fn put(&mut self, row: &tasks::Model) {
        let node = Node {
            number: row.number,
            parent: row.parent_id,
            live: row.deleted_at.is_none(),
        };
        self.0.insert(row.id, node);
    }

    /// Moves a task, with what is under it.
    pub(super) fn place(&mut self, id: Uuid, parent: Uuid) -> Result<(), Misplaced> {
        let Some(before) = self.0.get(&id).copied() else {
            return Ok(());
        };
        let after = Node {
            parent: Some(parent),
            ..before
        };
        self.0.insert(id, after);
        let checked = self.check(id);
        if checked.is_err() {
            self.0.insert(id, before);
        }
        checked
    }

    /// Makes sure that a task and what is under it stand where tasks can.
    pub(super) fn check(&self, id: Uuid) -> Result<(), Misplaced> {
        if self.0.get(&id).is_some_and(|node| !node.live) {
            let left = self.children(id).next();
            return left.map_or(Ok(()), |_| Err(Misplaced::HasSubtasks));
        }
        let levels = self.depth(id)? + self.height(id);
        if levels > MAX_DEPTH {
            return Err(Misplaced::TooDeep);
        }
        Ok(())
    }

    /// Returns on which level a task stands; 1 is the top.
    pub(super) fn depth(&self, id: Uuid) -> Result<usize, Misplaced> {
        let (mut depth, mut at) = (1, id);
        while let Some(parent) = self.0.get(&at).and_then(|node| node.parent) {
            if let Some(above) = self.0.get(&parent).filter(|above| !above.live) {
                return Err(Misplaced::ParentGone(TaskNumber::new(above.number)));
            }
            if parent == id || depth > self.0.len() {
                return Err(Misplaced::Cycle);
            }
            (depth, at) = (depth + 1, parent);
        }
        Ok(depth)
    }

    /// Returns how many levels there are under a task.
    fn height(&self, id: Uuid) -> usize {
        let below = self.children(id).map(|child| 1 + self.height(child));
        below.max().unwrap_or(0)
    }

    /// Returns a task and all that is under it, each before those under it.
    pub(super) fn subtree(&self, root: Uuid) -> Vec<(Uuid, u32)> {
        let mut found = Vec::new();
        let mut waiting = vec![(root, 0)];
        while let Some((id, depth)) = waiting.pop() {
            found.push((id, depth));
            let mut children: Vec<Uuid> = self.children(id).collect();
            children.sort_by_key(|id| std::cmp::Reverse(self.0.get(id).map(|node| node.number)));
            waiting.extend(children.into_iter().map(|child| (child, depth + 1)));
        }
        found
    }

    fn children(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        let nodes = self.0.iter();
        nodes
            .filter(move |(_, node)| node.live && node.parent == Some(id))
            .map(|(id, _)| *id)
    }
}

/// Reads these tasks and all that is above them, in the trash or not.
pub(super) async fn with_ancestors(
    call: Call<'_>,
    numbers: &[TaskNumber],
) -> Result<Vec<tasks::Model>, StoreError> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let user = &call.write.user;
    let from = all_of(user).filter(number_in(numbers));
    let above = Expr::col(("tree", "parent_id")).equals((tasks::Entity, tasks::Column::Id));
    let rows = connected(user, from, above, Condition::all());
    Ok(rows.all(call.transaction).await?)
}

/// Reads these tasks and all that is under them and not in the trash.
pub(super) fn with_descendants(user: &UserId, from: Condition) -> Select<tasks::Entity> {
    let below = Expr::col((tasks::Entity, tasks::Column::ParentId)).equals(("tree", "id"));
    let live = Condition::all().add(tasks::Column::DeletedAt.is_null());
    connected(user, all_of(user).filter(from), below, live)
}

/// The condition of having one of these numbers.
pub(super) fn number_in(numbers: &[TaskNumber]) -> Expr {
    tasks::Column::Number.is_in(numbers.iter().map(|number| number.get()))
}

/// A person's tasks, those in the trash too.
pub(super) fn all_of(user: &UserId) -> Select<tasks::Entity> {
    tasks::Entity::find().filter(tasks::Column::UserId.eq(user.as_str()))
}

/// The rows that are reached from `from` by steps to rows that `step` joins and `on` holds for.
fn connected(
    user: &UserId,
    from: Select<tasks::Entity>,
    step: Expr,
    on: Condition,
) -> Select<tasks::Entity> {
    let edge = |select: Select<tasks::Entity>| -> SelectStatement {
        let columns = [tasks::Column::Id, tasks::Column::ParentId];
        select.select_only().columns(columns).into_query()
    };
    let mut steps = edge(all_of(user).filter(on));
    steps.inner_join("tree", step);
    let reached = CommonTableExpression::new()
        .table_name("tree")
        .columns(["id", "parent_id"])
        .query(edge(from).union(UnionType::Distinct, steps).to_owned())
        .to_owned();
    let with = WithClause::new().recursive(true).cte(reached).to_owned();
    let ids = Query::select()
        .column("id")
        .from("tree")
        .with_cte(with)
        .to_owned();
    all_of(user).filter(tasks::Column::Id.in_subquery(ids))
}
