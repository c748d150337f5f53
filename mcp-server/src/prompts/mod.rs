//! What people can start with a word: planning a day, a weekly review, breaking a task down, and
//! emptying their head.
//!
//! A prompt is short instructions to use the tools, with the person's own tasks beside them as
//! embedded resources, so that what people wrote stays apart from what is to be done.

mod arguments;
mod break_down_task;
mod empty_my_head;
mod plan_my_day;
mod prompt;
mod weekly_review;

pub(crate) use prompt::{completes, get, list};
