//! The command line.

mod doctor;
mod erase;
mod hosts;
mod serve;
mod transfer;

use clap::{Parser, Subcommand};

pub(crate) use self::{
    doctor::Doctor,
    erase::Erase,
    hosts::{Install, InstallError, Uninstall, shown},
    serve::{Common, Http, Stdio},
    transfer::{Export, Import},
};

/// Your tasks as a Model Context Protocol server
#[derive(Debug, Parser)]
#[command(name = "taskflow-mcp", version, after_help = serve::STDIO_EXAMPLE, args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    stdio: Stdio,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the host that started this, through stdin and stdout (the default)
    #[command(after_help = serve::STDIO_EXAMPLE)]
    Stdio(Stdio),
    /// Serve over Streamable HTTP, to those who have a token
    #[command(after_help = serve::HTTP_EXAMPLE)]
    Http(Http),
    /// Put this server into the configuration of a program that uses MCP servers
    #[command(after_help = hosts::INSTALL_EXAMPLE)]
    Install(Install),
    /// Take this server out of such a configuration
    #[command(after_help = hosts::UNINSTALL_EXAMPLE)]
    Uninstall(Uninstall),
    /// Say in words what is wrong, and what to do about it
    #[command(after_help = doctor::EXAMPLE)]
    Doctor(Doctor),
    /// Write tasks to a file: JSON, CSV for Todoist, iCalendar or todo.txt
    #[command(after_help = transfer::EXPORT_EXAMPLE)]
    Export(Export),
    /// Add the tasks of such a file
    #[command(after_help = transfer::IMPORT_EXAMPLE)]
    Import(Import),
    /// Erase everything that is kept of a person, for good
    #[command(after_help = erase::EXAMPLE)]
    Erase(Erase),
}

impl Cli {
    /// Returns what to do.
    pub(crate) fn command(self) -> Command {
        self.command.unwrap_or(Command::Stdio(self.stdio))
    }
}
