//! What a line says.

use crate::domain::{Due, Name, Priority, Recurrence};

/// What a line says of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QuickLine {
    /// What is left when all else is taken out; fit to be a title.
    pub(crate) title: String,
    /// When it is due; of a task that repeats, for the first time.
    pub(crate) due: Option<Due>,
    /// How it repeats.
    pub(crate) recurrence: Option<Recurrence>,
    /// How urgent it is.
    pub(crate) priority: Option<Priority>,
    /// Its project.
    pub(crate) project: Option<Name>,
    /// Its labels, each once.
    pub(crate) labels: Vec<Name>,
}
