//! A gateway that takes a request in and is gone before it answers.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Serves an address that passes each request on to a gateway, waits until that one has begun to
/// answer, and closes the connection without a word of it.
pub(super) async fn breaking_off_after(gateway: &str) -> SocketAddr {
    let gateway = gateway.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.unwrap();
            let gateway = gateway.clone();
            tokio::spawn(async move { pass_on(client, &gateway).await });
        }
    });
    address
}

async fn pass_on(mut client: TcpStream, gateway: &str) {
    let request = whole_request(&mut client).await;
    let mut gateway = TcpStream::connect(gateway).await.unwrap();
    gateway.write_all(&request).await.unwrap();
    // The first byte of an answer: the message is stored, and its run begun.
    let mut byte = [0];
    gateway.read_exact(&mut byte).await.unwrap();
}

async fn whole_request(client: &mut TcpStream) -> Vec<u8> {
    let mut request = Vec::new();
    loop {
        let mut bytes = [0; 4096];
        let length = client.read(&mut bytes).await.unwrap();
        assert_ne!(length, 0, "half a request");
        request.extend_from_slice(&bytes[..length]);
        if is_whole(&String::from_utf8_lossy(&request)) {
            return request;
        }
    }
}

fn is_whole(request: &str) -> bool {
    let Some((head, body)) = request.split_once("\r\n\r\n") else {
        return false;
    };
    let mut lines = head.lines().map(str::to_ascii_lowercase);
    let length =
        lines.find_map(|line| Some(line.strip_prefix("content-length:")?.trim().to_owned()));
    length.is_none_or(|length| body.len() >= length.parse().unwrap())
}
