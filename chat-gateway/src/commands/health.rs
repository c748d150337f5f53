//! `taskflow health`: for whatever watches the service where there is no curl.

use std::{net::SocketAddr, time::Duration};

use taskflow_gateway::config::Config;
use taskflow_shared::config::Settings;

use crate::Error;

/// How long the service may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::main(flavor = "current_thread")]
pub(crate) async fn run(settings: Settings) -> Result<(), Error> {
    let config = Config::read(settings)?;
    let url = format!("http://{}/health/ready", reachable(config.http.listen)?);
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .no_proxy()
        .build()?;
    let response = client.get(&url).send().await;
    let response = response.map_err(|error| format!("{url} does not answer: {error}"))?;
    match response.status() {
        status if status.is_success() => Ok(()),
        status => Err(format!("{url} answers {status}").into()),
    }
}

/// Returns the address by which this machine reaches what listens there.
fn reachable(listen: SocketAddr) -> Result<SocketAddr, Error> {
    let mut address = listen;
    if address.port() == 0 {
        return Err("with port 0 the address is not known: set TASKFLOW_LISTEN".into());
    }
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_listens_everywhere_is_reached_on_this_machine() {
        let reached = |listen: &str| reachable(listen.parse().unwrap()).unwrap().to_string();
        assert_eq!(reached("0.0.0.0:8080"), "127.0.0.1:8080");
        assert_eq!(reached("[::]:8080"), "[::1]:8080");
        assert_eq!(reached("192.0.2.1:80"), "192.0.2.1:80");
        assert!(reachable("127.0.0.1:0".parse().unwrap()).is_err());
    }
}
