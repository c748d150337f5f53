//! What is wrong, in words, and what to do about it.
//!
//! Each file looks at one thing and returns [`Finding`]s. Nothing is repaired here, and nothing
//! made but what the start of a server makes.

mod database;
mod finding;
mod folder;
mod hosts;
mod remote;
mod settings;
mod stdio;
mod token;

pub use finding::{Finding, State};

use std::path::PathBuf;

use taskflow_shared::{clock::Clock, config::Sources};

use crate::hosts::Environment;

/// What is looked at.
#[derive(Debug)]
pub struct Subject {
    /// This program.
    pub program: PathBuf,
    /// The flags that a host would start it with.
    pub arguments: Vec<String>,
    /// Where its settings come from.
    pub sources: Sources,
    /// The person's machine, where it is known.
    pub environment: Option<Environment>,
    /// A running server, and the token for it.
    pub remote: Option<(String, Option<String>)>,
}

/// Looks at everything, one thing after the other.
pub async fn examine(subject: Subject, clock: &Clock) -> Vec<Finding> {
    let mut findings = vec![program(&subject.program)];
    let (told, config) = settings::examine(subject.sources);
    findings.push(told);
    if let Some(config) = &config {
        findings.extend(folder::examine(&config.data_dir));
        findings.extend(database::examine(&config.database).await);
        findings.push(stdio::examine(&subject.program, &subject.arguments).await);
    }
    if let Some(environment) = &subject.environment {
        findings.extend(hosts::examine(environment));
    }
    if let Some((url, token)) = &subject.remote {
        findings.extend(remote::examine(url, token.as_deref()).await);
        findings.extend(
            token
                .as_deref()
                .map(|token| token::examine(token, clock.now())),
        );
    }
    findings
}

fn program(path: &std::path::Path) -> Finding {
    let version = env!("CARGO_PKG_VERSION");
    Finding::good(
        "program",
        format!("taskflow-mcp {version} at {}", path.display()),
    )
}
