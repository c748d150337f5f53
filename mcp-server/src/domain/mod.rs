//! What a task is. Values here are valid from the moment they exist; nothing does I/O.

mod description;
mod due;
mod filter;
mod name;
mod number;
mod priority;
mod recurrence;
mod task;
mod text;
mod title;

pub(crate) use description::{Description, InvalidDescription};
pub(crate) use due::{DateOutOfRange, Due, due_key, smart_key};
pub(crate) use filter::{InvalidSearch, Search, StatusFilter};
pub(crate) use name::{InvalidName, Name};
pub(crate) use number::{ChangeNumber, TaskNumber};
pub(crate) use priority::Priority;
pub(crate) use recurrence::{Day, End, Frequency, InvalidRule, Recurrence, Rule, occurrences};
pub(crate) use task::{Status, Task, TaskUpdate};
pub(crate) use title::{InvalidTitle, Title};
