//! The commands that do not serve: they do one thing, say what they did, and end.

mod erase;
mod transfer;

use std::path::Path;

use taskflow_mcp::{
    doctor::{Finding, State, Subject, examine},
    hosts::{self, Environment, Host, HostError, Outcome},
};
use taskflow_shared::clock::Clock;
use tokio::runtime;

use crate::{
    Failure,
    cli::{Doctor, Install, InstallError, Uninstall, shown},
    say,
};

pub(crate) use self::{
    erase::{EraseError, erase_tasks},
    transfer::{TransferError, export, import},
};

/// A command that does one thing could not.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Undone {
    #[error(transparent)]
    Install(#[from] InstallError),
    #[error(transparent)]
    Host(#[from] HostError),
    #[error("this system has no home folder, so there are no configurations in it")]
    NoHome,
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// What it is was printed.
    #[error("something is wrong; see above")]
    Unwell,
}

pub(crate) fn install(arguments: &Install) -> Result<(), Failure> {
    Ok(installed(arguments)?)
}

fn installed(arguments: &Install) -> Result<(), Undone> {
    let (host, name) = (arguments.host, arguments.name.name.as_str());
    let server = arguments.server()?;
    if arguments.print {
        let environment = Environment::of_process();
        if let Some(environment) = environment {
            say(format_args!(
                "{} would have:",
                host.file(&environment).display()
            ));
        }
        print(format_args!(
            "{}",
            hosts::preview(host, name, &server)?.trim_end()
        ));
        return Ok(());
    }
    let environment = Environment::of_process().ok_or(Undone::NoHome)?;
    let now = Clock::system().now();
    let outcome = hosts::install(host, &environment, (name, &server), arguments.create, now)?;
    match outcome {
        Outcome::Unchanged => {
            let file = host.file(&environment);
            say(format_args!(
                "{name} is already in {}",
                shown(&file, &environment.home)
            ));
        }
        Outcome::Written { backup } => {
            told(host, &environment, backup.as_deref(), "now has");
            say(format_args!("{}", host.next));
        }
    }
    Ok(())
}

pub(crate) fn uninstall(arguments: &Uninstall) -> Result<(), Failure> {
    Ok(uninstalled(arguments)?)
}

fn uninstalled(arguments: &Uninstall) -> Result<(), Undone> {
    let (host, name) = (arguments.host, arguments.name.name.as_str());
    let entry = (name, arguments.url.as_deref());
    let environment = Environment::of_process().ok_or(Undone::NoHome)?;
    match hosts::uninstall(host, &environment, entry, Clock::system().now())? {
        Outcome::Unchanged => {
            let file = host.file(&environment);
            let file = shown(&file, &environment.home);
            say(format_args!("{name} is not in {file}; nothing was changed"));
        }
        Outcome::Written { backup } => {
            told(host, &environment, backup.as_deref(), "no longer has");
        }
    }
    Ok(())
}

fn told(host: &Host, environment: &Environment, backup: Option<&Path>, verb: &str) {
    let file = host.file(environment);
    let home = &environment.home;
    say(format_args!(
        "{} {verb} this server: {}",
        host.name,
        shown(&file, home)
    ));
    if let Some(backup) = backup {
        say(format_args!(
            "what it was before is in {}",
            shown(backup, home)
        ));
    }
}

pub(crate) fn doctor(arguments: Doctor) -> Result<(), Failure> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let subject = Subject {
        program: std::env::current_exe()?,
        arguments: arguments.arguments(),
        remote: arguments.url.map(|url| (url, arguments.token)),
        sources: arguments.stdio.into_sources(),
        environment: Environment::of_process(),
    };
    let findings = runtime.block_on(examine(subject, &Clock::system()));
    report(&findings, arguments.json)?;
    let is_well = findings.iter().all(|finding| finding.state == State::Good);
    if is_well {
        return Ok(());
    }
    Err(Undone::Unwell.into())
}

fn report(findings: &[Finding], as_json: bool) -> Result<(), Undone> {
    if as_json {
        print(format_args!("{}", serde_json::to_string_pretty(findings)?));
        return Ok(());
    }
    for finding in findings {
        print(format_args!("{finding}"));
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "what the command was asked for")]
fn print(words: std::fmt::Arguments<'_>) {
    println!("{words}");
}
