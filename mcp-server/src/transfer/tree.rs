//! Tasks of a file as parts of others.

use std::collections::HashMap;

use super::{problem::Problem, record::Record};
use crate::store::{Imported, MAX_DEPTH};

/// Finds the parents of the tasks. One that is not in the file is left out: the task stands at the
/// top then.
pub(super) fn resolve(records: Vec<Record>) -> Result<Vec<Imported>, Vec<Problem>> {
    let (places, mut problems) = places(&records);
    let parents: Vec<Option<usize>> = records
        .iter()
        .map(|record| places.get(record.parent.as_deref()?).copied())
        .collect();
    let misplaced = records.iter().enumerate().filter_map(|(place, record)| {
        let words = match depth(&parents, place) {
            Some(..=MAX_DEPTH) => return None,
            Some(_) => format!("tasks can be nested {MAX_DEPTH} levels deep at most"),
            None => "the task is a part of itself".to_owned(),
        };
        Some(Problem::new(record.line, words))
    });
    problems.extend(misplaced);
    if !problems.is_empty() {
        return Err(problems);
    }
    let imported = records.into_iter().zip(parents);
    let imported = imported.map(|(record, parent)| Imported {
        task: record.task,
        parent,
        created_at: record.created_at,
        completed_at: record.completed_at,
    });
    Ok(imported.collect())
}

fn places(records: &[Record]) -> (HashMap<&str, usize>, Vec<Problem>) {
    let mut places = HashMap::new();
    let mut problems = Vec::new();
    for (place, record) in records.iter().enumerate() {
        let Some(key) = record.key.as_deref() else {
            continue;
        };
        if let Some(first) = places.insert(key, place) {
            let first = records.get(first).map_or(0, |record| record.line);
            let words = format!("the id {key:?} is that of the task in line {first} already");
            problems.push(Problem::new(record.line, words));
        }
    }
    (places, problems)
}

/// On which level a task stands, 1 being the top; nothing where it goes round in a circle. A level
/// too deep is not followed further.
fn depth(parents: &[Option<usize>], place: usize) -> Option<usize> {
    let (mut depth, mut at) = (1, place);
    while let Some(parent) = parents.get(at).copied().flatten() {
        if parent == place {
            return None;
        }
        if depth > MAX_DEPTH {
            break;
        }
        (depth, at) = (depth + 1, parent);
    }
    Some(depth)
}
