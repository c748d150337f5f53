//! `taskflow erase`: removes all that is kept of a person.

use clap::Args;
use taskflow_gateway::{config::Config, erase};
use taskflow_shared::{
    config::Settings,
    database::{Database, owned::Kept},
    ids::UserId,
    telemetry,
};

use crate::{Error, print};

#[derive(Debug, Args)]
pub(crate) struct EraseArguments {
    /// The person
    #[arg(long, value_name = "ID")]
    user: UserId,
    /// Erase, and not only say what there is
    #[arg(long)]
    yes: bool,
}

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn erase(settings: Settings, arguments: &EraseArguments) -> Result<(), Error> {
    let config = Config::read(settings)?;
    telemetry::start(&config.telemetry);
    let database = Database::open(&config.database).await?;
    let erased = erased(&database, arguments).await;
    database.close().await?;
    let user = &arguments.user;
    if let Some(url) = &config.mcp_url {
        print(&format!(
            "The task server at {url} keeps the tasks: if it has another database than this one, \
             run there: taskflow-mcp erase --user {user} --yes"
        ));
    }
    erased
}

async fn erased(database: &Database, arguments: &EraseArguments) -> Result<(), Error> {
    let user = &arguments.user;
    let kept = erase::kept(database, user).await?;
    if kept.iter().all(|kept| kept.rows == 0) {
        print(&format!("Nothing is kept of person {user}."));
        return Ok(());
    }
    tell(user, "has", &kept);
    if !arguments.yes {
        return Err("nothing was erased: add --yes to erase this for good".into());
    }
    tell(user, "no longer has", &erase::erase(database, user).await?);
    Ok(())
}

fn tell(user: &UserId, verb: &str, kept: &[Kept]) {
    print(&format!("Person {user} {verb}:"));
    for Kept { what, rows } in kept.iter().filter(|kept| kept.rows > 0) {
        print(&format!("{rows:>10} {what}"));
    }
}
