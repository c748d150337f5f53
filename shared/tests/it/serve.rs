//! Connections that do not behave.

use std::time::Duration;

use axum::{Router, routing::get};
use taskflow_shared::serve::serve;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::CancellationToken;

#[tokio::test(start_paused = true)]
async fn whoever_says_nothing_or_only_half_is_shown_out() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/", get(|| async { "hello" }));
    let stop = CancellationToken::new();
    tokio::spawn(serve(listener, router, stop, Duration::ZERO));
    for start in [
        "",
        "GET / HT",
        "PRI * HTTP/2.0",
        "GET / HTTP/1.1\r\nHost: x\r\n",
    ] {
        let mut silent = TcpStream::connect(address).await.unwrap();
        silent.write_all(start.as_bytes()).await.unwrap();
        let shown_out = tokio::time::timeout(Duration::from_secs(60), async {
            let mut rest = Vec::new();
            // A reset is as good an end as any.
            let _ = silent.read_to_end(&mut rest).await;
        });
        assert!(shown_out.await.is_ok(), "{start:?} was kept open");
    }
}
