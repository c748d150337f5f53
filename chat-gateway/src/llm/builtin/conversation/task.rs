//! Tasks as the tools' results describe them.

use serde_json::Value;

/// What is known of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskRef {
    /// The number people see.
    pub(crate) number: u64,
    /// Unknown where only the number was spoken of.
    pub(crate) title: Option<String>,
    /// Unknown where no list has shown it.
    pub(crate) completed: Option<bool>,
    /// Absent, or unknown.
    pub(crate) description: Option<String>,
    /// What is known besides; nothing where it is as usual.
    pub(crate) extra: Extra,
}

/// What few tasks have.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Extra {
    /// `2026-11-23` or `2026-11-23T17:00`, on the person's clock.
    pub(crate) due: Option<String>,
    /// To when a repeating task has moved on.
    pub(crate) next_due: Option<String>,
    /// In words.
    pub(crate) repeat: Option<String>,
    /// `p1`.
    pub(crate) priority: Option<String>,
    /// The project's name.
    pub(crate) project: Option<String>,
    /// The labels' names.
    pub(crate) labels: Vec<String>,
    /// The task that it is a part of.
    pub(crate) parent: Option<u64>,
    /// How many subtasks it has, or went with it.
    pub(crate) subtasks: u64,
}

impl Extra {
    fn read(value: &Value) -> Self {
        let text = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let labels = value.get("labels").and_then(Value::as_array);
        let names = labels.into_iter().flatten().filter_map(Value::as_str);
        Self {
            due: text("due"),
            next_due: text("next_due"),
            repeat: text("repeat"),
            priority: text("priority"),
            project: text("project"),
            labels: names.map(str::to_owned).collect(),
            parent: value.get("parent_id").and_then(number),
            subtasks: value.get("subtasks").and_then(number).unwrap_or(0),
        }
    }
}

impl TaskRef {
    /// Returns a task of which only the number is known.
    pub(crate) fn numbered(number: u64) -> Self {
        Self {
            number,
            title: None,
            completed: None,
            description: None,
            extra: Extra::default(),
        }
    }

    /// Returns a task of which the number and the title are known.
    #[cfg(test)]
    pub(crate) fn new(number: u64, title: &str) -> Self {
        Self {
            title: Some(title.to_owned()),
            ..Self::numbered(number)
        }
    }

    /// Reads an entry of `list_tasks`, or the result of a tool that changed one task.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let number = value
            .get("id")
            .or_else(|| value.get("task_id"))
            .and_then(number)?;
        let text = |field: &str| value.get(field).and_then(Value::as_str).map(str::to_owned);
        let status = value.get("status").and_then(Value::as_str);
        let completed = value
            .get("completed")
            .and_then(Value::as_bool)
            .or(match status {
                Some("completed") => Some(true),
                Some("pending" | "created" | "reopened") => Some(false),
                _ => None,
            });
        Some(Self {
            number,
            title: text("title"),
            completed,
            description: text("description").filter(|text| !text.is_empty()),
            extra: Extra::read(value),
        })
    }

    /// Reads the result of a tool that changed one task, or several.
    pub(crate) fn read_all(value: &Value) -> Vec<Self> {
        let Some(results) = value.get("results").and_then(Value::as_array) else {
            return Self::read(value).into_iter().collect();
        };
        let done = results
            .iter()
            .filter(|result| result.get("error").is_none());
        done.filter_map(Self::read).collect()
    }

    /// Tells whether the task is known to be done.
    pub(crate) fn is_done(&self) -> bool {
        self.completed == Some(true)
    }
}

/// Some endpoints write numbers as text.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A page of `list_tasks`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Page {
    /// The tasks, in the list's order.
    pub(crate) tasks: Vec<TaskRef>,
    /// How many there are on all pages.
    pub(crate) total: u64,
    /// Whether there may be more than that.
    pub(crate) at_least: bool,
    /// Leads to the next page.
    pub(crate) next_cursor: Option<String>,
}

impl Page {
    /// Reads the result of `list_tasks`, which in its oldest form is a bare array.
    pub(crate) fn read(value: &Value) -> Self {
        let entries = value.get("tasks").unwrap_or(value).as_array();
        let tasks: Vec<_> = entries
            .into_iter()
            .flatten()
            .filter_map(TaskRef::read)
            .collect();
        let counted = u64::try_from(tasks.len()).unwrap_or(u64::MAX);
        let total = value.get("total").and_then(number).unwrap_or(counted);
        Self {
            total: total.max(counted),
            at_least: value
                .get("at_least")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            next_cursor: value
                .get("next_cursor")
                .and_then(Value::as_str)
                .map(str::to_owned),
            tasks,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_page_is_read_in_its_old_and_its_new_form() {
        let entry = json!({"id": 1, "title": "Buy milk", "completed": true});
        let new = Page::read(&json!({"tasks": [entry], "total": 30, "next_cursor": "c"}));
        assert_eq!((new.total, new.next_cursor.as_deref()), (30, Some("c")));
        let old = Page::read(&json!([entry]));
        assert_eq!((old.total, old.tasks), (1, new.tasks));
    }

    #[test]
    fn nonsense_is_an_empty_page() {
        assert_eq!(Page::read(&json!("no")), Page::default());
        assert_eq!(
            Page::read(&json!({"tasks": [{"id": -1}, 7, null]})),
            Page::default()
        );
    }
}
