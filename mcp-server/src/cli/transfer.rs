//! Tasks from and to files.

use std::path::PathBuf;

use clap::Args;
use taskflow_mcp::transfer::Format;
use taskflow_shared::{config::Sources, ids::UserId};

use super::Common;

pub(super) const EXPORT_EXAMPLE: &str = "\
Examples:

  taskflow-mcp export tasks.json
      Everything but the trash: the copy to keep, or to take elsewhere.

  taskflow-mcp export work.csv --project Work
      A project as a template for Todoist.

  taskflow-mcp export - --format todotxt | grep @errands

The end of the name tells the format: .json, .csv (Todoist's template), .ics (iCalendar) or .txt
(todo.txt). What a format has no place for is said.";

pub(super) const IMPORT_EXAMPLE: &str = "\
Examples:

  taskflow-mcp import Groceries.csv --project Groceries --dry-run
      Says what would be added, or everything that is wrong with the file, by line.

  taskflow-mcp import tasks.ics

Either all tasks are added, in one change that can be undone, or none. The same file twice adds its
tasks twice.";

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The file to write, which must not exist; - for stdout
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// json, csv, ics or todotxt [default: by the file's name]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// Only the tasks of this project
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The file to read; - for stdin
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// json, csv, ics or todotxt [default: by the file's name]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// The project of the tasks that have none
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// Do everything but write
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    whose: Whose,
}

#[derive(Debug, Args)]
struct Whose {
    /// Whose tasks [default: 1] [env: TASKFLOW_USER]
    #[arg(long, value_name = "ID")]
    user: Option<UserId>,
    #[command(flatten)]
    common: Common,
}

impl Export {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn sources(&mut self) -> Sources {
        self.whose.sources()
    }
}

impl Import {
    /// Returns where settings come from: the environment and these flags.
    pub(crate) fn sources(&mut self) -> Sources {
        self.whose.sources()
    }
}

impl Whose {
    fn sources(&mut self) -> Sources {
        let mut sources = std::mem::take(&mut self.common).into_sources();
        sources.flag("TASKFLOW_USER", self.user.take());
        sources
    }
}
