//! The two ways to reach the server.

pub mod http;
pub mod stdio;

use taskflow_shared::{auth::KeyError, database::OpenError};

/// The server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// Tokens cannot be verified.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The address cannot be listened on.
    #[error("{address} cannot be listened on: {source}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The host did not begin as the protocol has it.
    #[error("the session could not begin: {0}")]
    Session(#[from] Box<rmcp::service::ServerInitializeError>),
}
