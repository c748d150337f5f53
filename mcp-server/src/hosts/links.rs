//! Links that put this server into a host with one click, where it is installed on the path.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A link to click.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The host, as people call it.
    pub host: &'static str,
    /// Where the link leads: a page of the host's that opens it.
    pub url: String,
}

/// The hosts that can be installed into from a page.
///
/// Goose has such links too, but starts only programs of its own list.
pub fn links() -> Vec<Link> {
    let plain = json!({"command": "taskflow-mcp", "args": []});
    let typed = json!({"type": "stdio", "command": "taskflow-mcp", "args": []});
    let code = format!(
        "https://insiders.vscode.dev/redirect/mcp/install?name=taskflow&config={}",
        escaped(&typed.to_string())
    );
    let link = |host, url| Link { host, url };
    vec![
        link(
            "Cursor",
            encoded("https://cursor.com/en/install-mcp", &plain),
        ),
        link("VS Code", code.clone()),
        link("VS Code Insiders", format!("{code}&quality=insiders")),
        link(
            "LM Studio",
            encoded("https://lmstudio.ai/install-mcp", &plain),
        ),
    ]
}

fn encoded(page: &str, server: &Value) -> String {
    let config = STANDARD.encode(server.to_string());
    format!("{page}?name=taskflow&config={}", escaped(&config))
}

/// Writes what is not unreserved (RFC 3986, section 2.3) as percent and two digits.
fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(byte.into());
            }
            _ => escaped += &format!("%{byte:02X}"),
        }
        escaped
    })
}
