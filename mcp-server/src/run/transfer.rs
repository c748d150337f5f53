//! Tasks from and to files.

use std::{
    fs,
    io::{self, IsTerminal as _, Read as _, Write as _},
    path::Path,
    sync::Arc,
};

use taskflow_mcp::{
    config::StdioConfig,
    transfer::{self, ExportError, Format, ImportError, Outcome, UnknownFormat},
};
use taskflow_shared::{clock::Clock, private, telemetry};
use tokio::runtime;

use super::print;
use crate::{
    Failure,
    cli::{Export, Import},
    say,
};

/// The largest file that is read.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// From so many tasks on, it is said how far an import has come.
const LONG: usize = 100;

/// Tasks were not exported or imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TransferError {
    #[error(transparent)]
    Format(#[from] UnknownFormat),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("{0}: {1}")]
    File(String, io::Error),
}

pub(crate) fn export(mut arguments: Export) -> Result<(), Failure> {
    let config = StdioConfig::load(arguments.sources())?;
    telemetry::start(&config.telemetry);
    Ok(exported(&arguments, &config)?)
}

fn exported(arguments: &Export, config: &StdioConfig) -> Result<(), TransferError> {
    let format = format(arguments.format, &arguments.file)?;
    let project = arguments.project.as_deref();
    let exported = block_on(transfer::export(config, format, project, Clock::system()))??;
    let name = arguments.file.display().to_string();
    if is_standard(&arguments.file) {
        print(format_args!("{}", exported.text.trim_end_matches('\n')));
    } else {
        let written = private::create_file(&arguments.file)
            .and_then(|mut file| file.write_all(exported.text.as_bytes()));
        written.map_err(|error| TransferError::File(name.clone(), error))?;
    }
    told_left_out(&exported.left_out);
    say(format_args!("{} tasks are in {name}", exported.tasks));
    Ok(())
}

pub(crate) fn import(mut arguments: Import) -> Result<(), Failure> {
    let config = StdioConfig::load(arguments.sources())?;
    telemetry::start(&config.telemetry);
    Ok(imported(&arguments, &config)?)
}

fn imported(arguments: &Import, config: &StdioConfig) -> Result<(), TransferError> {
    let format = format(arguments.format, &arguments.file)?;
    let name = arguments.file.display().to_string();
    let bytes = read(&arguments.file).map_err(|error| TransferError::File(name.clone(), error))?;
    let file = transfer::Import {
        name: if is_standard(&arguments.file) {
            "stdin"
        } else {
            &name
        },
        bytes,
        format,
        project: arguments.project.as_deref(),
        dry_run: arguments.dry_run,
        progress: Arc::new(told_progress),
    };
    let outcome = block_on(transfer::import(config, file, Clock::system()))??;
    told_left_out(&outcome.left_out);
    told_outcome(&outcome, arguments.dry_run);
    Ok(())
}

/// On a terminal one line grows; elsewhere, as in a log, lines follow each other.
fn told_progress(written: usize, of: usize) {
    if of <= LONG {
        return;
    }
    if io::stderr().is_terminal() {
        let _ = write!(io::stderr(), "\r{written} of {of} tasks");
        if written == of {
            let _ = writeln!(io::stderr());
        }
    } else {
        say(format_args!("{written} of {of} tasks"));
    }
}

fn told_left_out(left_out: &[String]) {
    for words in left_out {
        say(format_args!("left out: {words}"));
    }
}

fn told_outcome(outcome: &Outcome, dry_run: bool) {
    let tasks = outcome.tasks;
    match outcome.change {
        Some(change) => say(format_args!(
            "{tasks} tasks were added, in change {change}; undo takes them back"
        )),
        None if dry_run => say(format_args!("{tasks} tasks would be added")),
        None => say(format_args!("there are no tasks in the file")),
    }
}

fn format(given: Option<Format>, file: &Path) -> Result<Format, UnknownFormat> {
    given.map_or_else(|| Format::of(file), Ok)
}

fn is_standard(file: &Path) -> bool {
    file == Path::new("-")
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    if is_standard(file) {
        io::stdin().take(limit).read_to_end(&mut bytes)?;
    } else {
        fs::File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 == limit {
        return Err(io::Error::other("the file is larger than 64 MiB"));
    }
    Ok(bytes)
}

fn block_on<T>(work: impl Future<Output = T>) -> Result<T, TransferError> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| TransferError::File("the program".to_owned(), error))?;
    Ok(runtime.block_on(work))
}
