//! What a task is. Values here are valid from the moment they exist; nothing does I/O.

mod description;
mod filter;
mod number;
mod task;
mod text;
mod title;

pub(crate) use description::{Description, InvalidDescription};
pub(crate) use filter::{InvalidSearch, Search, StatusFilter};
pub(crate) use number::TaskNumber;
pub(crate) use task::{Status, Task, TaskUpdate};
pub(crate) use title::{InvalidTitle, Title};
