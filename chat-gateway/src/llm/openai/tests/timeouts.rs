use std::time::Duration;

use futures::StreamExt;
use tokio::{
    net::{TcpSocket, TcpStream},
    time::{Instant, timeout},
};

use super::{
    OpenAiConfig, OpenAiModel, answer_to, collect, hello, model,
    server::{Reply, Server, Step},
    text,
};
use crate::llm::openai::config::Timeouts;
use crate::llm::{LanguageModel, ModelError, ModelEvent};

async fn seconds_until_timed_out(reply: Reply) -> u64 {
    let start = Instant::now();
    let error = answer_to(reply).await.error();
    assert!(matches!(error, ModelError::TimedOut), "{error:?}");
    start.elapsed().as_secs()
}

#[tokio::test(start_paused = true)]
async fn a_silent_endpoint_times_out() {
    assert_eq!(
        seconds_until_timed_out(Reply::default().then(Step::Hang)).await,
        20
    );
}

#[tokio::test(start_paused = true)]
async fn headers_alone_do_not_count_as_the_first_byte() {
    let slow = Reply::default().then(Step::Sleep(Duration::from_secs(15)));
    let reply = slow.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    assert_eq!(seconds_until_timed_out(reply.then(Step::Hang)).await, 20);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_stalls_times_out() {
    let reply = Reply::stream()
        .then(Step::Sleep(Duration::from_secs(5)))
        .event(&text("Hi").to_string())
        .then(Step::Hang);
    assert_eq!(seconds_until_timed_out(reply).await, 25);
}

#[tokio::test(start_paused = true)]
async fn keep_alive_comments_keep_a_stream_alive_until_the_deadline() {
    let reply = (0..9).fold(Reply::stream(), |reply, _| {
        reply
            .then(Step::Sleep(Duration::from_secs(8)))
            .part(b": still working\n\n")
    });
    assert_eq!(seconds_until_timed_out(reply).await, 30);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_ends_the_wait_for_an_answer_too() {
    let server = Server::start([Reply::default().then(Step::Hang)]).await;
    let mut request = hello();
    request.deadline = Instant::now() + Duration::from_secs(3);
    let start = Instant::now();
    let error = collect(model(&server).respond(request)).await.error();
    assert!(matches!(error, ModelError::TimedOut), "{error:?}");
    assert_eq!(start.elapsed().as_secs(), 3);
    server.hung_up().await;
}

#[tokio::test]
async fn a_connection_that_is_never_made_times_out() {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket
        .bind("127.0.0.1:0".parse().expect("an address"))
        .expect("a free port");
    let listener = socket.listen(1).expect("a listener");
    let address = listener.local_addr().expect("an address");
    // Once its queue is full, a listener that accepts nothing leaves further connections hanging.
    let mut queue = Vec::new();
    while let Ok(connected) = timeout(Duration::from_millis(30), TcpStream::connect(address)).await
    {
        queue.push(connected.expect("a place in the queue"));
    }
    let config = OpenAiConfig {
        base_url: format!("http://{address}"),
        max_retries: 0,
        timeouts: Timeouts {
            connect: Duration::from_millis(50),
            ..Timeouts::default()
        },
        ..OpenAiConfig::new("test-model")
    };
    let model = OpenAiModel::new(config).expect("a model");
    let outcome = collect(model.respond(hello()));
    // Well before the other limits, which are 20 s and 30 s.
    let outcome = timeout(Duration::from_secs(10), outcome).await;
    let error = outcome.expect("an end").error();
    assert!(matches!(error, ModelError::TimedOut), "{error:?}");
}

#[tokio::test]
async fn dropping_the_stream_hangs_up_at_once() {
    let server = Server::start([Reply::events([text("Hi")]).then(Step::Hang)]).await;
    let mut events = model(&server).respond(hello());
    let first = events.next().await.expect("an event").expect("no error");
    assert_eq!(first, ModelEvent::Text("Hi".to_owned()));
    drop(events);
    // The endpoint sends nothing more, so only a closed socket can end this.
    timeout(Duration::from_secs(5), server.hung_up())
        .await
        .expect("a closed socket");
}

#[tokio::test]
async fn dropping_the_stream_before_the_answer_hangs_up_at_once() {
    let server = Server::start([Reply::default().then(Step::Hang)]).await;
    let mut events = model(&server).respond(hello());
    assert!(
        timeout(Duration::from_millis(50), events.next())
            .await
            .is_err()
    );
    server.request();
    drop(events);
    timeout(Duration::from_secs(5), server.hung_up())
        .await
        .expect("a closed socket");
}
