//! What a task is. Values here are valid from the moment they exist; nothing does I/O.

mod description;
mod due;
mod filter;
mod labels;
mod name;
mod number;
mod priority;
mod recurrence;
mod search;
mod span;
mod task;
mod text;
mod title;
mod update;
pub(crate) mod words;

pub(crate) use description::{Description, InvalidDescription};
pub(crate) use due::{DateOutOfRange, Due, due_key, smart_key};
pub(crate) use filter::{Condition, Filter, Sort, StatusFilter, Time, Tree};
pub(crate) use labels::{Labels, TooManyLabels};
pub(crate) use name::{InvalidName, Name};
pub(crate) use number::{ChangeNumber, TaskNumber};
pub(crate) use priority::Priority;
pub(crate) use recurrence::{Day, End, Frequency, InvalidRule, Recurrence, Rule, occurrences};
pub(crate) use search::{InvalidSearch, Search};
pub(crate) use span::{Edge, INSTANT, Span, following};
pub(crate) use task::{Completion, NewTask, Status, Task};
pub(crate) use text::folded;
pub(crate) use title::{InvalidTitle, Title};
pub(crate) use update::{LabelsUpdate, Patch, TaskUpdate};
