use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    time::{Instant, sleep},
};

/// An endpoint that answers each request with the next scripted reply, down to the byte.
pub(super) struct Server {
    pub(super) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    hung_up: Arc<Notify>,
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) head: String,
    pub(super) body: Value,
    pub(super) connection: usize,
    pub(super) at: Instant,
}

/// What a reply does, step by step.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Send(Vec<u8>),
    Sleep(Duration),
    WaitFor(Arc<Notify>),
    /// Sends nothing more until the client hangs up.
    Hang,
    /// Ends the connection in order.
    Close,
    /// Ends the connection with a TCP reset.
    Reset,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Reply {
    steps: Vec<Step>,
}

impl Reply {
    /// The head of a stream; what follows decides how it goes on.
    pub(super) fn stream() -> Self {
        Self::default().send(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\
             transfer-encoding: chunked\r\n\r\n",
        )
    }

    /// A stream of these chunks, left open.
    pub(super) fn events(chunks: impl IntoIterator<Item = Value>) -> Self {
        chunks.into_iter().fold(Self::stream(), |reply, chunk| {
            reply.event(&chunk.to_string())
        })
    }

    /// A whole response.
    pub(super) fn status(status: u16, headers: &str, body: &str) -> Self {
        Self::default().send(&format!(
            "HTTP/1.1 {status} Scripted\r\n{headers}content-length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    pub(super) fn json(body: &Value) -> Self {
        Self::status(200, "content-type: application/json\r\n", &body.to_string())
    }

    pub(super) fn event(self, payload: &str) -> Self {
        self.part(format!("data: {payload}\n\n").as_bytes())
    }

    /// Bytes of a stream's body, as one chunk of the transfer encoding.
    pub(super) fn part(mut self, bytes: &[u8]) -> Self {
        let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
        chunk.extend_from_slice(bytes);
        chunk.extend_from_slice(b"\r\n");
        self.steps.push(Step::Send(chunk));
        self
    }

    pub(super) fn done(self) -> Self {
        self.event("[DONE]").end()
    }

    /// Ends the body properly; whether the answer is whole is another matter.
    pub(super) fn end(self) -> Self {
        self.send("0\r\n\r\n")
    }

    pub(super) fn send(self, bytes: &str) -> Self {
        self.then(Step::Send(bytes.as_bytes().to_vec()))
    }

    pub(super) fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl Server {
    pub(super) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = Self {
            url,
            requests: Arc::default(),
            hung_up: Arc::default(),
        };
        let script = Arc::new(Mutex::new(replies.into_iter().collect::<VecDeque<_>>()));
        let (requests, hung_up) = (server.requests.clone(), server.hung_up.clone());
        tokio::spawn(async move {
            for connection in 0.. {
                let (stream, _) = listener.accept().await.expect("a connection");
                let (script, requests, hung_up) =
                    (script.clone(), requests.clone(), hung_up.clone());
                tokio::spawn(async move {
                    serve(stream, connection, &script, &requests).await;
                    hung_up.notify_one();
                });
            }
        });
        server
    }

    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic").clone()
    }

    pub(super) fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests[0].clone()
    }

    /// Waits until a client has closed its connection.
    pub(super) async fn hung_up(&self) {
        self.hung_up.notified().await;
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    script: &Mutex<VecDeque<Reply>>,
    requests: &Mutex<Vec<Request>>,
) {
    // Paused time runs ahead of a kernel that waits for an acknowledgement before it sends.
    stream.set_nodelay(true).expect("an open socket");
    while let Some(request) = read_request(&mut stream, connection).await {
        requests.lock().expect("no panic").push(request);
        let reply = script.lock().expect("no panic").pop_front();
        let reply = reply.unwrap_or_else(|| Reply::status(418, "", "nothing is scripted"));
        for step in reply.steps {
            match step {
                Step::Send(bytes) => {
                    if stream.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
                Step::Sleep(time) => sleep(time).await,
                Step::WaitFor(signal) => signal.notified().await,
                Step::Hang => {
                    let _ = stream.read(&mut [0]).await;
                    return;
                }
                Step::Close => return,
                Step::Reset => {
                    stream.set_zero_linger().expect("an open socket");
                    return;
                }
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream, connection: usize) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8(bytes.clone()).ok()?;
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        if Some(body.len()) >= length {
            return Some(Request {
                head: head.to_owned(),
                body: serde_json::from_str(body).expect("a JSON body"),
                connection,
                at: Instant::now(),
            });
        }
    }
}
