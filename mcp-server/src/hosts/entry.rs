//! This server's entry in a host's configuration.

use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::table::{Extra, Host, Token};

/// The variable that has the token, in the environment that the host is started from.
const TOKEN_VARIABLE: &str = "TASKFLOW_TOKEN";
/// The id of the question that VS Code asks.
const PROMPT: &str = "taskflow-token";

/// How a host is to reach the server.
#[derive(Debug, Clone)]
pub enum Server {
    /// The host starts this program.
    Stdio {
        /// Its absolute path.
        command: PathBuf,
        /// Its arguments.
        arguments: Vec<String>,
    },
    /// The host calls this URL.
    Http {
        /// Ends in `/mcp`.
        url: String,
        /// Written into the file as it is; without it the entry says where the host finds one,
        /// if the host can do that.
        token: Option<String>,
    },
}

/// The URL is not one.
#[derive(Debug, thiserror::Error)]
#[error("--url must be the server's URL, such as http://127.0.0.1:8080/mcp")]
pub struct InvalidUrl;

/// What goes into a host's file.
#[derive(Debug)]
pub(super) struct Entry {
    /// The members of the server's object, in the order they are written.
    pub(super) members: Vec<(&'static str, Value)>,
    /// An object that goes into the list `inputs` beside the servers.
    pub(super) input: Option<Value>,
}

impl Entry {
    pub(super) fn has(&self, member: &str) -> bool {
        self.members.iter().any(|(name, _)| *name == member)
    }

    /// Returns the URL that the host is to call.
    pub(super) fn url(&self) -> Option<&str> {
        let mut members = self.members.iter();
        members.find_map(|(name, value)| URLS.contains(name).then(|| value.as_str())?)
    }
}

/// The servers of a configuration, by their names.
pub(super) type Servers = Vec<(String, Map<String, Value>)>;

/// Why a host cannot be given such an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsupported {
    /// Its file has no servers over HTTP.
    Http,
    /// Its file can only have the token itself, and none was given.
    NoToken,
}

/// The members that say how a server is reached. What else is in an entry is the person's.
pub(super) const MEMBERS: &[&str] = &[
    "type",
    "command",
    "args",
    "url",
    "serverUrl",
    "httpUrl",
    "headers",
    "http_headers",
    "bearer_token_env_var",
];

/// Those of them that hold what is called.
const URLS: &[&str] = &["url", "serverUrl", "httpUrl"];
/// Those of them that can say where the token is.
const TOKENS: &[&str] = &["headers", "http_headers", "bearer_token_env_var"];

impl Server {
    /// Takes the URL of a running server.
    ///
    /// # Errors
    /// [`InvalidUrl`] where it is not `http://` or `https://` with a host.
    pub fn http(url: &str, token: Option<String>) -> Result<Self, InvalidUrl> {
        let parsed: http::Uri = url.parse().map_err(|_| InvalidUrl)?;
        let scheme = parsed.scheme_str();
        if !matches!(scheme, Some("http" | "https")) || parsed.host().is_none_or(str::is_empty) {
            return Err(InvalidUrl);
        }
        let url = url.to_owned();
        Ok(Self::Http { url, token })
    }

    /// Returns the entry as this host has it.
    pub(super) fn entry(&self, host: &Host) -> Result<Entry, Unsupported> {
        match self {
            Self::Stdio { command, arguments } => {
                let mut members = constants(host.stdio);
                members.push(("command", json!(command.display().to_string())));
                members.push(("args", json!(arguments)));
                Ok(Entry {
                    members,
                    input: None,
                })
            }
            Self::Http { url, token } => {
                let shape = host.http.as_ref().ok_or(Unsupported::Http)?;
                let mut members = constants(shape.members);
                members.push((shape.url, json!(url)));
                let token = token.as_deref();
                let mut input = None;
                members.push(match (token, shape.token) {
                    (Some(token), _) => (shape.headers, bearer(token)),
                    (None, Token::Reference(reference)) => (shape.headers, bearer(reference)),
                    (None, Token::Variable(member)) => (member, json!(TOKEN_VARIABLE)),
                    (None, Token::Prompt) => {
                        input = Some(question());
                        (shape.headers, bearer(&answer()))
                    }
                    (None, Token::Literal) => return Err(Unsupported::NoToken),
                });
                Ok(Entry { members, input })
            }
        }
    }
}

fn constants(extras: &[(&'static str, Extra)]) -> Vec<(&'static str, Value)> {
    let value = |extra: &Extra| match extra {
        Extra::Text(text) => json!(text),
        Extra::List(text) => json!([text]),
    };
    extras
        .iter()
        .map(|(name, extra)| (*name, value(extra)))
        .collect()
}

fn bearer(token: &str) -> Value {
    json!({"Authorization": format!("Bearer {token}")})
}

/// What VS Code asks for, once, and keeps out of the file.
fn question() -> Value {
    json!({
        "type": "promptString",
        "id": PROMPT,
        "description": "TaskFlow token (taskflow token --user 1)",
        "password": true,
    })
}

/// How an entry refers to what was answered.
fn answer() -> String {
    format!("${{input:{PROMPT}}}")
}

/// Tells whether anything in a text refers to the answer to our question.
pub(super) fn refers_to_answer(text: &str) -> bool {
    text.contains(&answer())
}

/// Tells whether an element of `inputs` is our question.
pub(super) fn is_question(input: &Value) -> bool {
    input.get("id").is_some_and(|id| id == PROMPT)
}

/// Tells whether an entry is one of this program's: it starts it, calls this URL, or takes the
/// token from where only ours do.
pub(super) fn is_ours(entry: &Map<String, Value>, wanted: Option<&str>) -> bool {
    if let Some(command) = command(entry) {
        let name = command.rsplit(['/', '\\']).next().unwrap_or(command);
        return name == "taskflow-mcp" || name == "taskflow-mcp.exe";
    }
    let bare = |url: &str| url.trim_end_matches('/').to_owned();
    let called = url(entry).map(bare);
    called.is_some() && (called == wanted.map(bare) || has_mark(entry))
}

/// Tells whether an entry has the token from our variable, or from the answer to our question.
fn has_mark(entry: &Map<String, Value>) -> bool {
    let mut tokens = TOKENS.iter().filter_map(|name| entry.get(*name));
    tokens.any(|token| {
        let text = token.to_string();
        text.contains(TOKEN_VARIABLE) || refers_to_answer(&text)
    })
}

/// Returns what an entry starts.
pub(super) fn command(entry: &Map<String, Value>) -> Option<&str> {
    entry.get("command")?.as_str()
}

/// Returns what an entry calls.
pub(super) fn url(entry: &Map<String, Value>) -> Option<&str> {
    URLS.iter().find_map(|name| entry.get(*name)?.as_str())
}
