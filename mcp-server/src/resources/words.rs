//! Parts of tasks in words.

use crate::{
    domain::{Condition, Due, Name, Tree},
    language::{Here, filter},
    tools::date,
};

/// Returns what finds a project's tasks, in a filter and in a line of quick-add.
pub(crate) fn in_project(name: &Name, here: &Here) -> String {
    filter::display(&Tree::Is(Condition::Project(name.clone())), here)
}

/// Returns what finds tasks with a label, in a filter and in a line of quick-add.
pub(crate) fn with_label(name: &Name, here: &Here) -> String {
    filter::display(&Tree::Is(Condition::Label(name.clone())), here)
}

/// Returns a date as people read it, and as it still is one tomorrow: a host may keep the text.
pub(super) fn due_words(due: &Due, here: &Here) -> String {
    date(due, here.zone).replace('T', " ")
}
