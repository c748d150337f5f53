//! Filters as SQL: exactly what they mean, whatever index the rows come from.
//!
//! No condition is ever null, so that `NOT` says the opposite of each.

use sea_orm::Value;

use super::{
    keys::{self, Status},
    sources::Source,
    sql::Sql,
};
use crate::domain::{Condition, Edge, Span, Time, Tree, words};

/// Adds the condition that a filter holds for `t`.
pub(super) fn push(sql: &mut Sql, tree: &Tree) {
    match tree {
        Tree::Is(condition) => holds(sql, condition),
        Tree::Not(tree) => {
            sql.push("NOT (");
            push(sql, tree);
            sql.push(")");
        }
        Tree::All(trees) => list(sql, trees, " AND "),
        Tree::Any(trees) => list(sql, trees, " OR "),
    }
}

/// Adds what a filter says beside what holds of all that one of these sources finds.
pub(super) fn beside(sql: &mut Sql, tree: &Tree, source: Option<Source<'_>>) {
    let is_known = |tree: &Tree| match (tree, source) {
        (Tree::Is(condition), Some(source)) => source.proves(condition),
        _ => false,
    };
    let trees = match tree {
        Tree::All(trees) => trees.as_slice(),
        tree => std::slice::from_ref(tree),
    };
    let left: Vec<&Tree> = trees.iter().filter(|tree| !is_known(tree)).collect();
    if left.is_empty() {
        sql.push("1 = 1");
    } else {
        list(sql, left, " AND ");
    }
}

fn list<'t>(sql: &mut Sql, trees: impl IntoIterator<Item = &'t Tree>, operator: &str) {
    sql.push("(");
    sql.list(trees, operator, push);
    sql.push(")");
}

/// Adds one condition as an index may hold it: with SQLite, what a task is stands in most of them
/// as one number.
fn holds(sql: &mut Sql, condition: &Condition) {
    let bit = match condition {
        Condition::Recurring => 1,
        Condition::Subtask => 2,
        Condition::NoLabels => 4,
        _ => 0,
    };
    if bit == 0 || sql.is_postgres() {
        is(sql, condition);
    } else {
        sql.push("t.traits & ").number(bit).push(" <> 0");
    }
}

/// Adds one condition on the columns of tasks.
pub(super) fn is(sql: &mut Sql, condition: &Condition) {
    match condition {
        Condition::Everything => sql.push("1 = 1"),
        Condition::During(Time::Due, span) => due(sql, span),
        Condition::During(Time::Created, span) => moments(sql, "t.created_at", span),
        Condition::During(Time::Completed, span) => {
            sql.push("t.completed_at IS NOT NULL AND ");
            moments(sql, "t.completed_at", span)
        }
        Condition::Undated => sql.push("t.due_key = ").number(keys::undated()),
        Condition::Overdue(until) => overdue(sql, *until),
        Condition::Priority(priority) => sql.push("t.priority = ").number(priority.get()),
        Condition::Project(name) => {
            sql.push("t.project_folded IS NOT NULL AND t.project_folded = ");
            sql.bind(name.folded())
        }
        Condition::NoProject => sql.push("t.project_folded IS NULL"),
        Condition::Label(name) => {
            sql.push("EXISTS (SELECT 1 FROM labels AS l WHERE l.user_id = t.user_id AND l.name = ");
            sql.bind(name.folded());
            // The same index as that of lists by label: neighbours there are neighbours here.
            sql.push(
                " AND l.priority = t.priority AND l.list_key = t.list_key AND l.number = t.number)",
            )
        }
        Condition::NoLabels => sql.push("t.labels = '[]'"),
        Condition::Recurring => sql.push("t.recurrence IS NOT NULL"),
        Condition::Subtask => sql.push("t.parent_id IS NOT NULL"),
        Condition::Below(number) => {
            sql.push("t.id IN (WITH RECURSIVE ");
            below(sql, number.get()).push(" SELECT id FROM below)")
        }
        Condition::Search(search) => sql.list(search.words(), " AND ", |sql, word| {
            has_word(sql, word);
        }),
    };
}

fn overdue(sql: &mut Sql, until: Edge) -> &mut Sql {
    // Of what is pending, said by a column that the indexes hold.
    let pending = Status::Pending.list_keys();
    sql.push("t.list_key < ").number(pending.end).push(" AND ");
    let span = Span {
        from: None,
        until: Some(until),
    };
    due(sql, &span)
}

/// What is due on a day is compared by the day, what is due at a moment by the moment.
fn due<'s>(sql: &'s mut Sql, span: &Span) -> &'s mut Sql {
    let first = span.from.map_or(0, |from| keys::day(from.day));
    let last = span
        .until
        .map_or(keys::undated(), |until| keys::day(until.day));
    sql.push("CASE WHEN t.due_at IS NULL THEN t.due_key >= ")
        .number(first);
    sql.push(" AND t.due_key < ").number(last);
    sql.push(" ELSE ");
    moments(sql, "t.due_at", span);
    sql.push(" END")
}

fn moments<'s>(sql: &'s mut Sql, column: &str, span: &Span) -> &'s mut Sql {
    let edges = [(" >= ", span.from), (" < ", span.until)];
    let edges = edges
        .into_iter()
        .filter_map(|(sign, edge)| Some((sign, edge?)));
    sql.push("1 = 1");
    for (sign, edge) in edges {
        sql.push(" AND ").push(column).push(sign);
        sql.bind(Value::from(edge.at));
    }
    sql
}

/// Adds the expression of a table `below` with the ids of all tasks below one. That a task is
/// found once only ends the search where tasks lay below each other, which they must not.
pub(super) fn below(sql: &mut Sql, number: i64) -> &mut Sql {
    sql.push(
        "below (id) AS (SELECT c.id FROM tasks AS p JOIN tasks AS c ON c.parent_id = p.id \
         WHERE p.user_id = ",
    );
    sql.user()
        .push(" AND p.number = ")
        .bind(number)
        .push(" UNION SELECT c.id FROM below AS b JOIN tasks AS c ON c.parent_id = b.id)")
}

/// Adds the condition that a word of the title begins so. Most titles do not have its letters
/// anywhere, which is seen much sooner than where words begin.
fn has_word(sql: &mut Sql, word: &str) {
    // In a class of signs, `]` stands first and `-` last to be taken as they are.
    let signs: String = words::BETWEEN
        .chars()
        .filter(|sign| !"]-^\\".contains(*sign))
        .collect();
    if sql.is_postgres() {
        let pattern = format!("[] {signs}\\\\^-]{word}");
        sql.push("strpos(t.title_folded, ").bind(word);
        sql.push(") > 0 AND (' ' || t.title_folded) ~ ")
            .bind(pattern);
    } else {
        let pattern = format!("*[] {signs}\\^-]{word}*");
        sql.push("instr(t.title_folded, ").bind(word);
        sql.push(") > 0 AND (' ' || t.title_folded) GLOB ")
            .bind(pattern);
    }
}
