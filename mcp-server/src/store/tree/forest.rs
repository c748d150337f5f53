//! Where tasks can stand.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{domain::TaskNumber, store::entities::tasks};

/// How many levels of tasks there are at the most, the top one counted.
pub(crate) const MAX_DEPTH: usize = 5;

/// Why a task cannot stand where it is to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Misplaced {
    /// It would stand under itself.
    Cycle,
    /// It, or what is under it, would be too far from the top.
    TooDeep,
    /// What it would stand under, the task of this number, is in the trash.
    ParentGone(TaskNumber),
    /// What it would stand under is no longer kept.
    ParentPurged,
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
pub(in crate::store) struct Forest {
    nodes: HashMap<Uuid, Node>,
    /// Those of them that are not in the trash, under what they are parts of.
    parts: HashMap<Uuid, HashSet<Uuid>>,
}

impl Forest {
    /// The tasks of these rows.
    pub(in crate::store) fn new<'r>(rows: impl IntoIterator<Item = &'r tasks::Model>) -> Self {
        let mut forest = Self::default();
        rows.into_iter().for_each(|row| forest.put(row));
        forest
    }

    /// Takes a task as it is now, whatever it was.
    pub(in crate::store) fn put(&mut self, row: &tasks::Model) {
        let node = Node {
            number: row.number,
            parent: row.parent_id,
            live: row.deleted_at.is_none(),
        };
        self.insert(row.id, node);
    }

    fn insert(&mut self, id: Uuid, node: Node) {
        let before = self.nodes.insert(id, node).and_then(|node| node.parent);
        if let Some(parts) = before.and_then(|parent| self.parts.get_mut(&parent)) {
            parts.remove(&id);
        }
        if let Some(parent) = node.parent.filter(|_| node.live) {
            self.parts.entry(parent).or_default().insert(id);
        }
    }

    /// Moves a task, with what is under it.
    pub(in crate::store) fn place(&mut self, id: Uuid, parent: Uuid) -> Result<(), Misplaced> {
        let Some(before) = self.nodes.get(&id).copied() else {
            return Ok(());
        };
        let after = Node {
            parent: Some(parent),
            ..before
        };
        self.insert(id, after);
        let checked = self.check(id);
        if checked.is_err() {
            self.insert(id, before);
        }
        checked
    }

    /// Makes sure that a task and what is under it stand where tasks can.
    pub(in crate::store) fn check(&self, id: Uuid) -> Result<(), Misplaced> {
        let node = self.nodes.get(&id);
        let parent = node.and_then(|node| node.parent);
        if parent.is_some_and(|parent| !self.nodes.contains_key(&parent)) {
            return Err(Misplaced::ParentPurged);
        }
        if node.is_some_and(|node| !node.live) {
            let left = self.children(id).next();
            return left.map_or(Ok(()), |_| Err(Misplaced::HasSubtasks));
        }
        let levels = self.depth(id)? + self.height(id);
        if levels > MAX_DEPTH {
            return Err(Misplaced::TooDeep);
        }
        Ok(())
    }

    /// Returns on which level a task stands, all that is above which is known; 1 is the top.
    pub(in crate::store) fn depth(&self, id: Uuid) -> Result<usize, Misplaced> {
        let (mut depth, mut at) = (1, id);
        while let Some(parent) = self.nodes.get(&at).and_then(|node| node.parent) {
            let above = self.nodes.get(&parent).ok_or(Misplaced::ParentPurged)?;
            if !above.live {
                return Err(Misplaced::ParentGone(TaskNumber::new(above.number)));
            }
            if parent == id || depth > self.nodes.len() {
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
    pub(in crate::store) fn subtree(&self, root: Uuid) -> Vec<(Uuid, u32)> {
        let mut found = Vec::new();
        let mut waiting = vec![(root, 0)];
        while let Some((id, depth)) = waiting.pop() {
            found.push((id, depth));
            let mut children: Vec<Uuid> = self.children(id).collect();
            children
                .sort_by_key(|id| std::cmp::Reverse(self.nodes.get(id).map(|node| node.number)));
            waiting.extend(children.into_iter().map(|child| (child, depth + 1)));
        }
        found
    }

    fn children(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        self.parts.get(&id).into_iter().flatten().copied()
    }
}
