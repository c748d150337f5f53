//! `taskflow-mcp`: tasks as a Model Context Protocol server.

mod cli;
mod run;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command};
use taskflow_mcp::{
    StartError,
    config::{HttpConfig, StdioConfig},
    http, stdio,
};
use taskflow_shared::{
    clock::Clock,
    config::ConfigError,
    limits, shutdown,
    telemetry::{self, traces::Traces},
};
use tokio::runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The program cannot do what it was started for.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("the program cannot run: {0}")]
    Runtime(#[from] std::io::Error),
    #[error(transparent)]
    Undone(#[from] run::Undone),
    #[error(transparent)]
    Transfer(#[from] run::TransferError),
    #[error(transparent)]
    Erase(#[from] run::EraseError),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command() {
        Command::Stdio(arguments) => serve_stdio(arguments),
        Command::Http(arguments) => serve_http(arguments),
        Command::Install(arguments) => run::install(&arguments),
        Command::Uninstall(arguments) => run::uninstall(&arguments),
        Command::Doctor(arguments) => run::doctor(arguments),
        Command::Export(arguments) => run::export(arguments),
        Command::Import(arguments) => run::import(arguments),
        Command::Erase(arguments) => run::erase_tasks(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(format_args!("taskflow-mcp: {failure}"));
            ExitCode::from(if matches!(failure, Failure::Config(_)) {
                2
            } else {
                1
            })
        }
    }
}

/// One host at a time needs one thread.
fn serve_stdio(arguments: cli::Stdio) -> Result<(), Failure> {
    let config = StdioConfig::load(arguments.into_sources())?;
    telemetry::start(&config.telemetry);
    warn(&config.warnings);
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let served = runtime.block_on(async {
        let traces = Traces::start(config.telemetry.traces.as_ref(), "taskflow-mcp");
        let streams = rmcp::transport::stdio_pipes();
        let served = stdio::serve(config, Clock::system(), streams, shutdown::on_signal()).await;
        traces.finish().await;
        served
    });
    // A read of a terminal that nobody types into would be waited for.
    runtime.shutdown_background();
    Ok(served?)
}

fn serve_http(arguments: cli::Http) -> Result<(), Failure> {
    let config = HttpConfig::load(arguments.into_sources())?;
    telemetry::start(&config.telemetry);
    limits::raise_open_files();
    warn(&config.warnings);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let traces = Traces::start(config.telemetry.traces.as_ref(), "taskflow-mcp");
        let server = http::Server::open(config, Clock::system(), shutdown::on_signal()).await?;
        let url = server.mcp_url();
        say(format_args!("taskflow-mcp serves {url}"));
        say(format_args!(
            "a token for it: TASKFLOW_MCP_URL={url} taskflow token --user 1"
        ));
        server.run().await;
        traces.finish().await;
        Ok(())
    })
}

fn warn(warnings: &[String]) {
    for warning in warnings {
        tracing::warn!("{warning}");
    }
}

#[expect(
    clippy::print_stderr,
    reason = "what the person who started the program must see"
)]
fn say(words: std::fmt::Arguments<'_>) {
    eprintln!("{words}");
}
