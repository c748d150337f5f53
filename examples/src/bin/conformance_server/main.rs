//! The fixtures of MCP's official conformance suite, served through TaskFlow's HTTP stack.
//!
//! The suite calls tools, reads resources and gets prompts of names that it knows. What it judges
//! here is the stack: the same checks, statuses, streams and versions that the task server has.
//!
//! ```sh
//! conformance_server 127.0.0.1:8099             # every request stands alone, as in the product
//! conformance_server 127.0.0.1:8099 --sessions  # clients of the older protocol keep a session
//! ```

#![expect(
    clippy::print_stdout,
    reason = "a program for the terminal, not on stdio"
)]

mod listeners;
mod prompts;
mod resources;
mod server;
mod tools;
mod wire;

use std::{env, error::Error, time::Duration};

use server::Fixtures;
use taskflow_mcp::http::{Admission, Endpoint, Sessions, endpoint};
use taskflow_shared::{serve::serve, shutdown};
use tokio::net::TcpListener;

const GRACE: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let address = arguments
        .next()
        .ok_or("usage: conformance_server ADDRESS [--sessions]")?;
    let sessions = match arguments.next().as_deref() {
        None => Sessions::None,
        Some("--sessions") => Sessions::InMemory,
        Some(other) => return Err(format!("{other} is not known here").into()),
    };
    let listener = TcpListener::bind(&address).await?;
    let url = format!("http://{}/mcp", listener.local_addr()?);
    let stop = shutdown::on_signal();
    let fixtures = Fixtures::new()?;
    let at = Endpoint {
        resource: url.clone(),
        allowed_origins: Vec::new(),
        admission: Admission::Everybody(sessions),
        stop: stop.child_token(),
    };
    let router = endpoint(move || Ok(fixtures.clone()), at);
    println!("{url}");
    serve(listener, router, stop, GRACE).await;
    Ok(())
}
