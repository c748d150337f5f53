//! Looking for this server in the hosts' configurations.

use std::path::PathBuf;

use super::{
    edit::{self, Unfit},
    entry::{command, is_ours, url},
    environment::Environment,
    file,
    table::{HOSTS, Host},
};

/// What a host's configuration says of this server.
#[derive(Debug)]
pub struct Configured {
    /// The host.
    pub host: &'static Host,
    /// Its file.
    pub file: PathBuf,
    /// What is found there.
    pub found: Found,
}

/// What is found in a configuration.
#[derive(Debug)]
pub enum Found {
    /// The file mentions this server but cannot be read.
    Unreadable(String),
    /// A server that the host starts.
    Starts {
        /// The server's name there.
        name: String,
        /// What is started.
        command: String,
    },
    /// A server that the host calls.
    Calls {
        /// The server's name there.
        name: String,
        /// The URL.
        url: String,
    },
}

/// Returns every entry of this program in the hosts' configurations.
pub fn find(environment: &Environment) -> Vec<Configured> {
    HOSTS
        .iter()
        .flat_map(|host| in_host(host, environment))
        .collect()
}

fn in_host(host: &'static Host, environment: &Environment) -> Vec<Configured> {
    let path = host.file(environment);
    let read = match file::read(&path) {
        Ok(None) => return Vec::new(),
        Ok(Some(text)) => of(host, &text),
        Err(error) => vec![Found::Unreadable(error.to_string())],
    };
    let found = read.into_iter().map(|found| Configured {
        host,
        file: path.clone(),
        found,
    });
    found.collect()
}

fn of(host: &'static Host, text: &str) -> Vec<Found> {
    let servers = match edit::servers(host, text) {
        Ok(servers) => servers,
        // What a host cannot read matters here only where it is about this server.
        Err(Unfit::Unreadable(why)) if text.contains("taskflow") => {
            return vec![Found::Unreadable(why)];
        }
        Err(_) => return Vec::new(),
    };
    let ours = servers.into_iter().filter(|(name, entry)| {
        // One that calls a URL with a token in the file is only known by its name.
        let named = name.contains("taskflow").then(|| url(entry)).flatten();
        is_ours(entry, named)
    });
    let found = ours.filter_map(|(name, entry)| match (command(&entry), url(&entry)) {
        (Some(command), _) => Some(Found::Starts {
            name,
            command: command.to_owned(),
        }),
        (None, Some(url)) => Some(Found::Calls {
            name,
            url: url.to_owned(),
        }),
        (None, None) => None,
    });
    found.collect()
}
