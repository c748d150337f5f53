//! Erasing a person's tasks.

use clap::Args;
use taskflow_shared::{config::Sources, ids::UserId};

use super::Common;

pub(super) const EXAMPLE: &str = "\
Examples:

  taskflow-mcp erase --user 42
      Says what is kept of person 42, and changes nothing.

  taskflow-mcp erase --user 42 --yes
      Erases it for good: tasks, the trash, the log of changes, answers to requests.

Conversations are the gateway's: `taskflow erase --user 42` erases both where they share a database.
Take the person's tokens away first: whoever is signed in can begin a new list.";

#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Whose tasks
    #[arg(long, value_name = "ID")]
    pub(crate) user: UserId,
    /// Erase, and not only say what there is
    #[arg(long)]
    pub(crate) yes: bool,
    #[command(flatten)]
    common: Common,
}

impl Erase {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn sources(&mut self) -> Sources {
        std::mem::take(&mut self.common).into_sources()
    }
}
