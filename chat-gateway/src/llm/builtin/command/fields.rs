//! The fields of a task as the tools take them.

use serde_json::{Map, Value, json};

/// What was said of a task besides its title, in the person's own words where the task server
/// reads them. In a change, a blank text clears the field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Fields {
    /// A date.
    pub(crate) due: Option<String>,
    /// A repetition.
    pub(crate) repeat: Option<String>,
    /// `p1` to `p4`.
    pub(crate) priority: Option<String>,
    /// The name of a project.
    pub(crate) project: Option<String>,
    /// The names of labels; in a change each after a `+` or a `-`.
    pub(crate) labels: Vec<String>,
    /// The task that it becomes a part of.
    pub(crate) parent: Option<u64>,
}

impl Fields {
    /// Tells whether nothing was said.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns a change of the date.
    pub(crate) fn due(when: impl Into<String>) -> Self {
        Self {
            due: Some(when.into()),
            ..Self::default()
        }
    }

    /// Returns a change of the priority.
    pub(crate) fn priority(priority: &str) -> Self {
        Self {
            priority: Some(priority.to_owned()),
            ..Self::default()
        }
    }

    /// Returns these fields, and where they say nothing those of `general`.
    pub(crate) fn or(self, general: &Self) -> Self {
        let said_when = self.due.is_some() || self.repeat.is_some();
        let when = |said: Option<String>, other: &Option<String>| {
            if said_when { said } else { other.clone() }
        };
        Self {
            due: when(self.due, &general.due),
            repeat: when(self.repeat, &general.repeat),
            priority: self.priority.or_else(|| general.priority.clone()),
            project: self.project.or_else(|| general.project.clone()),
            labels: if self.labels.is_empty() {
                general.labels.clone()
            } else {
                self.labels
            },
            parent: self.parent.or(general.parent),
        }
    }

    /// Writes them into the arguments of a tool.
    pub(crate) fn write_to(&self, arguments: &mut Map<String, Value>) {
        let texts = [
            ("due", &self.due),
            ("repeat", &self.repeat),
            ("priority", &self.priority),
            ("project", &self.project),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                arguments.insert(name.to_owned(), json!(text));
            }
        }
        if !self.labels.is_empty() {
            arguments.insert("labels".to_owned(), json!(self.labels));
        }
        if let Some(parent) = self.parent {
            arguments.insert("parent_id".to_owned(), json!(parent));
        }
    }
}
