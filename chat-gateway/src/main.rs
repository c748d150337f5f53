//! The program `taskflow`.

mod commands;

use std::{path::PathBuf, process::ExitCode};

use chrono::TimeDelta;
use clap::{Args, Parser, Subcommand};
use commands::{EraseArguments, audit};
use taskflow_gateway::{
    app::App,
    config::{Config, ModelConfig},
};
use taskflow_shared::{
    auth::{Grant, Issuer, Keyring, Scopes},
    clock::Clock,
    config::{Settings, Sources, auth::PeopleKeys},
    database::Database,
    ids::UserId,
    limits, shutdown,
    telemetry::{self, metrics::Metrics, traces::Traces},
};
use tokio::net::TcpListener;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Error = Box<dyn std::error::Error>;

/// The longest life of a token.
const MAX_TTL: TimeDelta = TimeDelta::days(36_500);

/// TaskFlow: tell an assistant what to do, and your task list follows.
///
/// Without a command it serves: chat over HTTP, and the task tools for MCP hosts at /mcp. With no
/// settings at all it keeps everything in one SQLite file and answers with a built-in model.
#[derive(Debug, Parser)]
#[command(name = "taskflow", version, after_help = EXAMPLES)]
struct Arguments {
    #[command(flatten)]
    settings: SettingsArguments,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  taskflow                                    serve on 127.0.0.1:8080 and print a token to try it with
  taskflow --listen 127.0.0.1:9000            serve elsewhere; for other machines set
                                              TASKFLOW_PUBLIC_URL to the URL they use
  OPENAI_API_KEY=… taskflow                   answer with OpenAI's model
  OPENAI_BASE_URL=http://127.0.0.1:11434/v1 TASKFLOW_MODEL=qwen3 taskflow
                                              answer with any OpenAI-compatible endpoint
  taskflow token --user 1 --ttl 30d           a token for user 1
  taskflow erase --user 42                    what is kept of user 42; --yes erases it for good
  taskflow config                             every setting, and where it comes from
  taskflow backup tasks.backup                a copy of the database, while it is used

Settings stand in taskflow.toml in the data folder, in the environment (TASKFLOW_…), or in flags;
each overrides the one before.";

const DATA_DIR: &str =
    "Folder of the database, the secret and taskflow.toml [env: TASKFLOW_DATA_DIR]";
const DATABASE_URL: &str =
    "sqlite://<path> or postgres://user:password@host/database [env: TASKFLOW_DATABASE_URL]";
const LISTEN: &str = "Address and port to serve; port 0 picks a free one [env: TASKFLOW_LISTEN]";

#[derive(Debug, Args)]
struct SettingsArguments {
    /// File of settings, instead of taskflow.toml in the data folder
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FOLDER", help = DATA_DIR)]
    data_dir: Option<String>,
    #[arg(long, global = true, value_name = "URL", help = DATABASE_URL)]
    database_url: Option<String>,
    #[arg(long, global = true, value_name = "ADDRESS", help = LISTEN)]
    listen: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve chat and MCP (this is what happens without a command)
    Serve,
    /// Print a token that signs a person in, for the chat and for /mcp
    ///
    /// Only the token goes to stdout: TOKEN=$(taskflow token --user 1). It is for the address in the
    /// settings: give --listen or TASKFLOW_PUBLIC_URL as the running service has them.
    Token(TokenArguments),
    /// Bring the database's schema up to date, and stop
    Migrate,
    /// Erase everything that is kept of a person, tasks included, for good
    ///
    /// Without --yes it says what there is, and erases nothing. Take the person's tokens away first:
    /// whoever is signed in can begin anew.
    Erase(EraseArguments),
    /// Print every setting in force and where it comes from, secrets masked
    Config,
    /// Print a person's tool calls: what was decided, and what came of it
    #[command(after_help = audit::EXAMPLES)]
    Audit(audit::Arguments),
    /// Print the OpenAPI document of the HTTP API
    Openapi,
    /// Copy the SQLite database into a new file, also while programs use it
    ///
    /// The file is checked, on the disk, and its owner's alone when this ends. Nothing is overwritten.
    /// It holds what people wrote, and not the secret that signs them in.
    Backup(commands::BackupArguments),
    /// Put a backup in the place of the SQLite database; what was there is kept beside it
    ///
    /// Refused while a program uses the database.
    Restore(commands::RestoreArguments),
    /// Ask the running service whether it can work; the exit code says it too
    Health,
}

#[derive(Debug, Args)]
struct TokenArguments {
    /// The person: any id, such as 1
    #[arg(long, value_name = "ID", default_value = "1")]
    user: UserId,
    /// How long it is good for, such as 30m, 12h or 7d
    #[arg(long, value_name = "DURATION", default_value = "7d")]
    ttl: humantime::Duration,
    /// What it allows with tasks: tasks:read, tasks:write, or both
    #[arg(long, value_name = "SCOPES", default_value = "tasks:read tasks:write")]
    scope: Scopes,
    /// The person's IANA time zone, such as Europe/Zurich
    #[arg(long, value_name = "ZONE")]
    timezone: Option<chrono_tz::Tz>,
}

impl SettingsArguments {
    fn load(self) -> Settings {
        let mut sources = Sources::from_environment();
        sources.config_file = self.config;
        sources.flag("TASKFLOW_DATA_DIR", self.data_dir);
        sources.flag("TASKFLOW_DATABASE_URL", self.database_url);
        sources.flag("TASKFLOW_LISTEN", self.listen);
        Settings::load(sources)
    }
}

fn main() -> ExitCode {
    let Arguments { settings, command } = Arguments::parse();
    let settings = settings.load();
    let result = match command {
        None | Some(Command::Serve) => serve(settings),
        Some(Command::Token(arguments)) => token(settings, &arguments),
        Some(Command::Migrate) => migrate(settings),
        Some(Command::Erase(arguments)) => commands::erase(settings, &arguments),
        Some(Command::Audit(arguments)) => audit::run(settings, arguments),
        Some(Command::Config) => {
            show(&settings);
            Config::read(settings).map(drop).map_err(Error::from)
        }
        Some(Command::Openapi) => {
            print(&App::openapi());
            Ok(())
        }
        Some(Command::Backup(arguments)) => commands::backup(settings, &arguments),
        Some(Command::Restore(arguments)) => commands::restore(settings, &arguments),
        Some(Command::Health) => commands::health(settings),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&*error);
            // 2, as for flags: nothing was started.
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn serve(settings: Settings) -> Result<(), Error> {
    let data_dir = settings.data_dir().to_owned();
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    limits::raise_open_files();
    for warning in &config.warnings {
        tracing::warn!("{warning}");
    }
    let traces = Traces::start(config.telemetry.traces.as_ref(), "taskflow");
    let metrics = Metrics::start(config.telemetry.metrics_listen).await;
    let metrics =
        metrics.map_err(|error| format!("metrics cannot be served as configured: {error}"))?;
    let database = Database::open(&config.database).await?;
    let metrics = metrics.map(|metrics| metrics.serve(database.clone()));
    let listener = TcpListener::bind(config.http.listen)
        .await
        .map_err(|error| format!("{} cannot be served: {error}", config.http.listen))?;
    let served = listener.local_addr()?;
    let clock = Clock::system();
    let stop = shutdown::on_signal();
    let app = App::build(&config, database.clone(), clock.clone(), served, stop).await?;
    welcome(
        &config,
        &config.http.url(served),
        &data_dir.display().to_string(),
        &clock,
    )?;
    app.run(listener).await;
    drop(metrics);
    traces.finish().await;
    database.close().await?;
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn migrate(settings: Settings) -> Result<(), Error> {
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    Database::open(&config.database).await?.close().await?;
    say("The database's schema is up to date.");
    Ok(())
}

fn token(settings: Settings, arguments: &TokenArguments) -> Result<(), Error> {
    let config = Config::read(settings)?;
    if config.http.public_url.is_none() && config.http.listen.port() == 0 {
        return Err(
            "with port 0 the address is not known before it is served: set \
                    TASKFLOW_PUBLIC_URL, or use the token that `taskflow` prints at its start"
                .into(),
        );
    }
    let url = config.http.url(config.http.listen);
    let token = issue(&config, &url, arguments, &Clock::system())?;
    print(&token);
    Ok(())
}

fn issue(
    config: &Config,
    gateway_url: &str,
    arguments: &TokenArguments,
    clock: &Clock,
) -> Result<String, Error> {
    let keys = Keyring::of_people(&config.auth.keys)?;
    let own = config
        .auth
        .audience
        .clone()
        .unwrap_or_else(|| gateway_url.to_owned());
    let audience = [own, config.mcp_audience(gateway_url)];
    let issuer = Issuer::with_keys(keys, config.auth.issuer.clone(), clock.clone());
    Ok(issuer.issue(&Grant {
        user: &arguments.user,
        audience: &audience,
        scopes: &arguments.scope,
        time_zone: arguments.timezone.map(|zone| zone.name()),
        locale: None,
        lifetime: TimeDelta::from_std(*arguments.ttl)
            .ok()
            .filter(|ttl| *ttl <= MAX_TTL)
            .ok_or("--ttl may be 100 years at the most")?,
    })?)
}

/// Says where the gateway listens and how to use it. A token is shown only where the secret was
/// made here, for trying things out; whoever sets one up for others is told how to print one.
fn welcome(config: &Config, url: &str, data_dir: &str, clock: &Clock) -> Result<(), Error> {
    let models: Vec<String> = config.models.iter().map(described).collect();
    let model = models.join(", then ");
    let tasks = match &config.mcp_url {
        Some(remote) => format!("task server at {remote}"),
        None => format!("{url}/mcp"),
    };
    let hint = match config.http.listen.ip().is_unspecified() && config.http.public_url.is_none() {
        true => {
            "\nOther machines cannot use this address: set TASKFLOW_PUBLIC_URL to the URL they use.\n"
        }
        false => "",
    };
    let (token, curl_token) = match &config.auth.keys {
        PeopleKeys::CreatedSecret(_) => {
            let arguments = TokenArguments {
                user: "1".parse()?,
                ttl: "7d".parse()?,
                scope: Scopes::all(),
                timezone: None,
            };
            let token = issue(config, url, &arguments, clock)?;
            (
                format!("\nA token for user 1, good for 7 days:\n\n{token}\n"),
                token,
            )
        }
        _ => (String::new(), "$(taskflow token --user 1)".to_owned()),
    };
    say(&format!(
        "\nTaskFlow listens on {url}\n\n  model  {model}\n  MCP    {tasks}\n  data   {data_dir}\n\
         {hint}{token}\nTry it in another terminal:\n\n\
         curl -s {url}/api/1/chat -H 'Content-Type: application/json' \
         -H \"Authorization: Bearer {curl_token}\" -d '{{\"message\": \"Add a task to buy groceries\"}}'\n\n\
         Ctrl-C stops it. `taskflow --help` says more.\n"
    ));
    Ok(())
}

fn described(model: &ModelConfig) -> String {
    match model {
        ModelConfig::BuiltIn => {
            "built-in (understands everyday English about tasks; set OPENAI_API_KEY or \
             OPENAI_BASE_URL to connect a real one)"
                .to_owned()
        }
        ModelConfig::OpenAi {
            base_url, model, ..
        } => format!("{model} at {base_url}"),
    }
}

fn show(settings: &Settings) {
    for line in settings.effective() {
        print(&format!(
            "{:<26} {}  [{}]",
            line.setting.name, line.value, line.origin
        ));
    }
}

#[expect(
    clippy::print_stdout,
    reason = "what a command was asked for goes to stdout"
)]
fn print(text: &str) {
    println!("{text}");
}

#[expect(
    clippy::print_stderr,
    reason = "what is said to the person at the terminal"
)]
fn say(text: &str) {
    eprintln!("{text}");
}

fn complain(error: &dyn std::error::Error) {
    let mut text = format!("taskflow: {error}");
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(&format!("\n  because: {cause_text}"));
        }
        source = cause.source();
    }
    say(&text);
}
