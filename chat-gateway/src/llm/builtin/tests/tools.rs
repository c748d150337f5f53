//! The tools over a list in memory: shapes, order and words are those of the task server. Of dates
//! it knows a handful.

use serde_json::{Map, Value, json};

use crate::llm::builtin::text::fold;

/// A person's list.
#[derive(Debug, Default)]
pub(super) struct Tools {
    pub(super) tasks: Vec<Task>,
    last_number: u64,
    changes: Vec<Change>,
    completions: u64,
}

/// A change, whose number is its place, counted from 1.
#[derive(Debug, Clone)]
struct Change {
    is_undone: bool,
    is_undo: bool,
    /// The list as it was.
    before: Vec<Task>,
    /// The list as it became.
    after: Vec<Task>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Task {
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) completed: bool,
    completed_as: u64,
    pub(super) due: Option<String>,
    pub(super) repeat: Option<String>,
    pub(super) priority: Option<String>,
    pub(super) project: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) parent: Option<u64>,
}

/// The dates that are known; today is Sunday, 2026-11-22.
const DATES: &[(&str, &str)] = &[
    ("today", "2026-11-22"),
    ("tonight", "2026-11-22T20:00"),
    ("tomorrow", "2026-11-23"),
    ("tomorrow at 5", "2026-11-23T17:00"),
    ("tomorrow at 5pm", "2026-11-23T17:00"),
    ("friday", "2026-11-27"),
    ("next friday", "2026-11-27"),
    ("monday", "2026-11-23"),
    ("next week", "2026-11-23"),
    ("in 2 hours", "2026-11-22T12:00"),
];

/// The repetitions that are known, with their first dates.
const REPETITIONS: &[(&str, &str)] = &[
    ("every month on the 1st", "2026-12-01"),
    ("every monday", "2026-11-23"),
    ("every day", "2026-11-22"),
    ("daily", "2026-11-22"),
];

fn date(text: &str) -> Result<String, String> {
    let known = DATES.iter().find(|(words, _)| *words == fold(text));
    known.map(|(_, date)| (*date).to_owned()).ok_or(format!(
        "Could not read \"{text}\" as a date; for example: tomorrow 5pm, next friday, 2026-12-01"
    ))
}

fn repetition(text: &str) -> Result<String, String> {
    let known = REPETITIONS.iter().find(|(words, _)| *words == fold(text));
    known
        .map(|(_, date)| (*date).to_owned())
        .ok_or(format!("Could not read \"{text}\" as a repetition"))
}

impl Tools {
    /// Forgets how the list came about.
    pub(super) fn begin_anew(&mut self) {
        self.changes.clear();
    }

    pub(super) fn call(&mut self, name: &str, arguments: &Value) -> Result<Value, String> {
        self.refuse_unknown(name, arguments)?;
        match name {
            "add_task" => self.add(arguments),
            "list_tasks" => self.list(arguments),
            "complete_task" => {
                let done = arguments["done"].as_bool().unwrap_or(true);
                self.each(arguments, |tools, number| tools.complete(number, done))
            }
            "update_task" => self.update(arguments),
            "delete_task" => self.each(arguments, Self::delete),
            "undo" => self.undo(arguments),
            "overview" => Ok(self.overview()),
            _ => Err(format!("Unknown tool {name}")),
        }
    }

    fn refuse_unknown(&self, name: &str, arguments: &Value) -> Result<(), String> {
        const FIELDS: &[&str] = &[
            "title",
            "description",
            "due",
            "repeat",
            "priority",
            "project",
            "labels",
            "parent_id",
        ];
        let known: Vec<&str> = match name {
            "add_task" => FIELDS.to_vec(),
            "update_task" => [FIELDS, &["task_id", "task_ids"]].concat(),
            "complete_task" => vec!["task_id", "task_ids", "done"],
            "delete_task" => vec!["task_id", "task_ids"],
            "list_tasks" => vec!["status", "filter", "sort", "detail", "limit", "cursor"],
            "undo" => vec!["change_id"],
            _ => Vec::new(),
        };
        let given = arguments.as_object().unwrap();
        match given.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(format!("Unknown argument {name:?}")),
            None => Ok(()),
        }
    }

    /// Gives a change its number.
    fn changed(&mut self, before: Vec<Task>) -> Option<u64> {
        if before == self.tasks {
            return None;
        }
        Some(self.push_change(before, false))
    }

    fn push_change(&mut self, before: Vec<Task>, is_undo: bool) -> u64 {
        self.changes.push(Change {
            is_undone: false,
            is_undo,
            before,
            after: self.tasks.clone(),
        });
        u64::try_from(self.changes.len()).unwrap()
    }

    pub(super) fn add(&mut self, arguments: &Value) -> Result<Value, String> {
        let title = valid_title(arguments["title"].as_str().ok_or("Title is required")?)?;
        let before = self.tasks.clone();
        let mut task = Task {
            number: self.last_number + 1,
            title,
            ..Task::default()
        };
        task.take(arguments)?;
        self.last_number += 1;
        let mut result = done(&task, "created");
        self.tasks.push(task);
        self.number(&mut result, before);
        Ok(result)
    }

    fn number(&mut self, result: &mut Value, before: Vec<Task>) {
        if let Some(change) = self.changed(before) {
            result["change_id"] = json!(change);
        }
    }

    /// Acts on the one task or on each of several, as one change.
    fn each(
        &mut self,
        arguments: &Value,
        act: impl Fn(&mut Self, u64) -> Result<Value, String>,
    ) -> Result<Value, String> {
        let before = self.tasks.clone();
        let mut result = match (&arguments["task_id"], &arguments["task_ids"]) {
            (Value::Number(number), Value::Null) => act(self, number.as_u64().unwrap())?,
            (Value::Null, Value::Array(numbers)) if (1..=100).contains(&numbers.len()) => {
                let one = |number: &Value| {
                    let number = number.as_u64().unwrap();
                    act(self, number)
                        .unwrap_or_else(|error| json!({"task_id": number, "error": error}))
                };
                json!({"results": numbers.iter().map(one).collect::<Vec<_>>()})
            }
            _ => {
                return Err(
                    "Say which tasks with exactly one of task_id, task_ids and find".into(),
                );
            }
        };
        self.number(&mut result, before);
        Ok(result)
    }

    fn task(&mut self, number: u64) -> Result<&mut Task, String> {
        let near: Vec<_> = self
            .tasks
            .iter()
            .filter(|task| !task.completed)
            .take(2)
            .map(|task| format!("{} {}", task.number, task.title))
            .collect();
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!(". Nearest: {}", near.join(", "))
        };
        let mut tasks = self.tasks.iter_mut();
        tasks
            .find(|task| task.number == number)
            .ok_or(format!("Task not found{hint}"))
    }

    fn complete(&mut self, number: u64, is_done: bool) -> Result<Value, String> {
        self.completions += 1;
        let completions = self.completions;
        let task = self.task(number)?;
        if is_done && task.repeat.is_some() {
            task.due = Some("2026-11-30".to_owned());
            let mut result = done(task, "completed");
            let moved = result.as_object_mut().unwrap().remove("due").unwrap();
            result["next_due"] = moved;
            return Ok(result);
        }
        if task.completed != is_done {
            task.completed = is_done;
            task.completed_as = completions;
        }
        let mut result = done(task, if is_done { "completed" } else { "reopened" });
        if is_done {
            result.as_object_mut().unwrap().remove("due");
        }
        Ok(result)
    }

    fn delete(&mut self, number: u64) -> Result<Value, String> {
        let mut result = done(self.task(number)?, "deleted");
        result.as_object_mut().unwrap().remove("due");
        let below = |task: &Task| task.parent == Some(number);
        let subtasks = self.tasks.iter().filter(|task| below(task)).count();
        if subtasks > 0 {
            result["subtasks"] = json!(subtasks);
        }
        self.tasks
            .retain(|task| task.number != number && !below(task));
        Ok(result)
    }

    fn update(&mut self, arguments: &Value) -> Result<Value, String> {
        let mut fields = arguments.as_object().unwrap().clone();
        fields.remove("task_id");
        fields.remove("task_ids");
        if fields.is_empty() {
            return Err("No fields provided to update".to_owned());
        }
        let fields = Value::Object(fields);
        // What cannot be read is refused before any task is touched.
        Task::default().take(&fields)?;
        self.each(arguments, |tools, number| {
            let task = tools.task(number)?;
            task.take(&fields)?;
            Ok(done(task, "updated"))
        })
    }

    fn undo(&mut self, arguments: &Value) -> Result<Value, String> {
        let undone = match arguments["change_id"].as_u64() {
            Some(wanted) => wanted,
            None => {
                let is_last = |change: &Change| !change.is_undone && !change.is_undo;
                let place = self.changes.iter().rposition(is_last);
                u64::try_from(place.ok_or("There is nothing to undo")?).unwrap() + 1
            }
        };
        let change = self
            .changes
            .get_mut(usize::try_from(undone).unwrap() - 1)
            .ok_or(format!("There is no change {undone}"))?;
        if std::mem::replace(&mut change.is_undone, true) {
            return Err(format!("Change {undone} is undone already"));
        }
        let (before, after) = (change.before.clone(), change.after.clone());
        let now = self.tasks.clone();
        let mut results: Vec<Value> = Vec::new();
        for task in &before {
            match after.iter().find(|other| other.number == task.number) {
                None => {
                    results.push(done(task, "restored"));
                    self.tasks.push(task.clone());
                }
                Some(other) if other != task => {
                    results.push(done(task, "reverted"));
                    *self.task(task.number)? = task.clone();
                }
                Some(_) => {}
            }
        }
        let is_new = |task: &&Task| !before.iter().any(|other| other.number == task.number);
        for task in after.iter().filter(is_new) {
            results.push(done(task, "deleted"));
            self.tasks.retain(|other| other.number != task.number);
        }
        self.tasks.sort_by_key(|task| task.number);
        let number = self.push_change(now, true);
        let mut result = match results.as_slice() {
            [one] => one.clone(),
            _ => json!({ "results": results }),
        };
        result["change_id"] = json!(number);
        result["undone"] = json!(undone);
        Ok(result)
    }

    fn overview(&self) -> Value {
        let pending = || self.tasks.iter().filter(|task| !task.completed);
        let due = |day: &str| {
            pending()
                .filter(|task| task.due.as_deref().is_some_and(|due| due.starts_with(day)))
                .count()
        };
        let mut projects = Map::new();
        for project in pending().filter_map(|task| task.project.clone()) {
            let count = projects.get(&project).and_then(Value::as_u64).unwrap_or(0);
            projects.insert(project, json!(count + 1));
        }
        json!({
            "date": "2026-11-22",
            "weekday": "Sunday",
            "time": "10:00",
            "time_zone": "UTC",
            "pending": pending().count(),
            "overdue": 0,
            "today": due("2026-11-22"),
            "next_7_days": pending().filter(|task| task.due.is_some()).count(),
            "no_date": pending().filter(|task| task.due.is_none()).count(),
            "completed_this_week": self.tasks.iter().filter(|task| task.completed).count(),
            "projects": projects,
            "labels": {},
        })
    }

    fn list(&self, arguments: &Value) -> Result<Value, String> {
        let filter = arguments["filter"].as_str().unwrap_or_default();
        let mut found = Vec::new();
        for task in &self.tasks {
            let has_status = match arguments["status"].as_str().unwrap_or("all") {
                "pending" => !task.completed,
                "completed" => task.completed,
                _ => true,
            };
            if has_status && is_meant(task, filter)? {
                found.push(task);
            }
        }
        found.sort_by_key(|task| task.place());
        let limit = arguments["limit"].as_u64().unwrap_or(25);
        if !(1..=100).contains(&limit) {
            return Err("limit must be from 1 to 100".to_owned());
        }
        let start: usize = arguments["cursor"]
            .as_str()
            .map_or(Ok(0), str::parse)
            .map_err(|_| "Invalid cursor")?;
        let end = (start + usize::try_from(limit).unwrap()).min(found.len());
        let detail = arguments["detail"].as_bool().unwrap_or(false);
        let rows: Vec<_> = found[start.min(end)..end]
            .iter()
            .map(|task| task.row(detail))
            .collect();
        let mut page = json!({"tasks": rows, "total": found.len()});
        if end < found.len() {
            page["next_cursor"] = json!(end.to_string());
        }
        Ok(page)
    }
}

impl Task {
    /// Takes the fields that are given; blank text clears.
    fn take(&mut self, fields: &Value) -> Result<(), String> {
        if let Some(title) = fields["title"].as_str() {
            self.title = valid_title(title)?;
        }
        if let Some(description) = fields["description"].as_str() {
            self.description = description.to_owned();
        }
        match fields["due"].as_str() {
            Some("") => (self.due, self.repeat) = (None, None),
            Some(text) => self.due = Some(date(text)?),
            None => {}
        }
        match fields["repeat"].as_str() {
            Some("") => self.repeat = None,
            Some(text) => {
                let first = repetition(text)?;
                self.due = self.due.take().or(Some(first));
                self.repeat = Some(text.to_owned());
            }
            None => {}
        }
        match fields["priority"].as_str() {
            Some("" | "p4") => self.priority = None,
            Some(text @ ("p1" | "p2" | "p3")) => self.priority = Some(text.to_owned()),
            Some(_) => return Err("priority must be p1, p2, p3 or p4".to_owned()),
            None => {}
        }
        if let Some(name) = fields["project"].as_str() {
            self.project = Some(name.to_owned()).filter(|name| !name.is_empty());
        }
        for label in fields["labels"].as_array().into_iter().flatten() {
            let label = label.as_str().unwrap();
            match label.strip_prefix('-') {
                Some(gone) => self.labels.retain(|known| known != gone),
                None => self.labels.push(label.trim_start_matches('+').to_owned()),
            }
        }
        if let Some(parent) = fields["parent_id"].as_u64() {
            self.parent = Some(parent).filter(|parent| *parent != 0);
        }
        Ok(())
    }

    /// Pending ones by day, priority and time, then completed ones, the last one first.
    fn place(&self) -> (bool, u64, String, String, String, u64) {
        let due = self.due.clone().unwrap_or("9999".to_owned());
        let (day, time) = due.split_once('T').unwrap_or((&due, "T"));
        let priority = self.priority.clone().unwrap_or("p4".to_owned());
        let completed = if self.completed {
            u64::MAX - self.completed_as
        } else {
            0
        };
        (
            self.completed,
            completed,
            day.to_owned(),
            priority,
            time.to_owned(),
            self.number,
        )
    }

    fn row(&self, detail: bool) -> Value {
        let mut row = json!({"id": self.number, "title": self.title, "completed": self.completed});
        for (name, text) in [
            ("due", &self.due),
            ("repeat", &self.repeat),
            ("priority", &self.priority),
            ("project", &self.project),
        ] {
            if let Some(text) = text {
                row[name] = json!(text);
            }
        }
        if !self.labels.is_empty() {
            row["labels"] = json!(self.labels);
        }
        if let Some(parent) = self.parent {
            row["parent_id"] = json!(parent);
        }
        if detail {
            row["created_at"] = json!("2026-11-20T08:00:00Z");
            if !self.description.is_empty() {
                row["description"] = json!(self.description);
            }
        }
        row
    }
}

fn done(task: &Task, status: &str) -> Value {
    let mut result = json!({"task_id": task.number, "status": status, "title": task.title});
    if let Some(due) = &task.due {
        result["due"] = json!(due);
    }
    result
}

/// The conditions that the conversations ask for; each word of a search begins one of the title.
fn is_meant(task: &Task, filter: &str) -> Result<bool, String> {
    let due = |day: &str| task.due.as_deref().is_some_and(|due| due.starts_with(day));
    if let Some(searched) = filter.strip_prefix("search ") {
        let title = fold(&task.title);
        let mut words = searched.trim_matches('"').split_whitespace();
        let begins = |word: &str| {
            let mut titled = title.split(|c: char| !c.is_alphanumeric());
            titled.any(|other| !other.is_empty() && other.starts_with(word))
        };
        return Ok(words.all(begins));
    }
    if let Some(name) = filter.strip_prefix("#\"") {
        return Ok(task.project.as_deref() == Some(name.trim_end_matches('"')));
    }
    Ok(match filter {
        "" => true,
        "today" | "overdue | today" => due("2026-11-22"),
        "tomorrow" => due("2026-11-23"),
        "overdue" => task.due.as_deref().is_some_and(|due| due < "2026-11-22"),
        "7 days" | "overdue | 7 days" => task.due.as_deref().is_some_and(|due| due < "2026-11-29"),
        "p1" => task.priority.as_deref() == Some("p1"),
        _ => return Err(format!("{filter:?} is not known")),
    })
}

fn valid_title(title: &str) -> Result<String, String> {
    match title.trim() {
        "" => Err("Title cannot be empty".to_owned()),
        title if title.chars().count() > 200 => Err("Title exceeds 200 characters".to_owned()),
        title => Ok(title.to_owned()),
    }
}
