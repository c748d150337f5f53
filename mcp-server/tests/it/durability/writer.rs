//! Somebody who writes tasks of their own into the common list, and remembers what was said to them.

use serde_json::{Value, json};
use taskflow_shared::testing::Dice;

use super::{
    host::{Host, Lost},
    judge::Rows,
    model::{State, Told},
};

/// A write that is being made: if its answer is lost, the task is as before or as after.
#[derive(Debug)]
struct Write {
    tool: &'static str,
    arguments: Value,
    /// None for a new task.
    task: Option<i64>,
    after: Option<State>,
}

/// The latest change, which can be taken back: no other writer touches this one's tasks.
#[derive(Debug)]
struct Latest {
    change: i64,
    task: i64,
    before: Option<State>,
}

/// A writer.
#[derive(Debug)]
pub(super) struct Writer {
    name: usize,
    dice: Dice,
    written: usize,
    latest: Option<Latest>,
    /// A write whose answer was lost.
    unclear: Option<Write>,
    told: Told,
}

impl Writer {
    pub(super) fn new(name: usize) -> Self {
        Self {
            name,
            dice: Dice::new(name as u64 + 1),
            written: 0,
            latest: None,
            unclear: None,
            told: Told::default(),
        }
    }

    /// Makes one write.
    pub(super) fn step(&mut self, host: &Host, rows: &Rows) -> Result<(), Lost> {
        self.settle(rows);
        self.written += 1;
        let write = self.next();
        match host.call(write.tool, &write.arguments) {
            Ok(result) => {
                self.acknowledged(&write, &result);
                Ok(())
            }
            Err(Lost) => {
                self.unclear = Some(write);
                Err(Lost)
            }
        }
    }

    /// Returns all that was acknowledged, and what became of a write that was not.
    pub(super) fn told(mut self, rows: &Rows) -> Told {
        self.settle(rows);
        self.told
    }

    fn next(&mut self) -> Write {
        let throw = self.dice.up_to(100);
        if throw < 15
            && let Some(latest) = &self.latest
        {
            return Write {
                tool: "undo",
                arguments: json!({"change_id": latest.change}),
                task: Some(latest.task),
                after: latest.before.clone(),
            };
        }
        match self.any_pending() {
            Some((task, state)) if throw >= 40 => self.edit(task, state, throw),
            _ => self.add(),
        }
    }

    fn add(&self) -> Write {
        let state = State::titled(format!("Task {} of writer {}", self.written, self.name));
        Write {
            tool: "add_task",
            arguments: json!({"title": state.title, "description": state.description}),
            task: None,
            after: Some(state),
        }
    }

    fn edit(&self, task: i64, state: State, throw: usize) -> Write {
        let (tool, arguments, after) = match throw {
            40..75 => {
                let after = State::titled(format!("Edit {} of writer {}", self.written, self.name));
                let arguments = json!({"task_id": task, "title": after.title, "description": after.description});
                ("update_task", arguments, Some(after))
            }
            75..90 => {
                let after = State {
                    completed: true,
                    ..state
                };
                ("complete_task", json!({"task_id": task}), Some(after))
            }
            _ => ("delete_task", json!({"task_id": task}), None),
        };
        Write {
            tool,
            arguments,
            task: Some(task),
            after,
        }
    }

    fn any_pending(&mut self) -> Option<(i64, State)> {
        let tasks = self.told.tasks.iter();
        let pending: Vec<(i64, &State)> = tasks
            .filter_map(|(number, state)| Some((*number, state.as_ref()?)))
            .filter(|(_, state)| !state.completed)
            .collect();
        if pending.is_empty() {
            return None;
        }
        let (number, state) = pending[self.dice.up_to(pending.len())];
        Some((number, state.clone()))
    }

    fn acknowledged(&mut self, write: &Write, result: &Value) {
        let task = match write.tool {
            "undo" => write.task.unwrap(),
            _ => result["task_id"].as_i64().expect("a task_id"),
        };
        assert!(
            write.task.is_none_or(|expected| expected == task),
            "{result}"
        );
        let before = self.told.tasks.insert(task, write.after.clone()).flatten();
        let change = result["change_id"].as_i64();
        self.told.changes.extend(change);
        self.latest = match write.tool {
            "undo" => None,
            _ => change.map(|change| Latest {
                change,
                task,
                before,
            }),
        };
    }

    /// Reads whether a write that nobody acknowledged is there, and that it is not there by half.
    fn settle(&mut self, rows: &Rows) {
        let Some(write) = self.unclear.take() else {
            return;
        };
        self.latest = None;
        let Some(task) = write.task else {
            let state = write.after.unwrap();
            if let Some((number, found)) = rows.titled(&state.title) {
                assert_eq!(found, Some(state.clone()));
                self.told.tasks.insert(number, Some(state));
            }
            return;
        };
        let found = rows.numbered(task);
        let before = &self.told.tasks[&task];
        assert!(
            found == *before || found == write.after,
            "{found:?} is by half: {write:?}"
        );
        self.told.tasks.insert(task, found);
    }
}
