//! What is known of each host.

use std::path::PathBuf;

use super::environment::{
    Environment, Platform,
    Root::{self, Config, Home, Roaming, Support},
};

/// A program that uses MCP servers, and what its configuration looks like.
#[derive(Debug)]
pub struct Host {
    /// The name on our command line, such as `claude-code`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// What a person does next, after the entry has changed.
    pub next: &'static str,
    pub(super) linux: Place,
    pub(super) macos: Place,
    pub(super) windows: Place,
    /// A variable that names the folder of the host's configuration, and the file in it.
    pub(super) elsewhere: Option<(&'static str, &'static str)>,
    pub(super) format: Format,
    /// The member, or table, that holds the servers by their names.
    pub(super) servers: &'static str,
    /// Members of an entry for stdio beside `command` and `args`.
    pub(super) stdio: &'static [(&'static str, Extra)],
    /// What an entry for HTTP looks like; `None` where the file has none.
    pub(super) http: Option<Http>,
}

/// A file below a folder of the system.
#[derive(Debug)]
pub(super) struct Place(pub(super) Root, pub(super) &'static str);

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// JSON; comments and commas at the end are read and kept.
    Json,
    Toml,
}

/// A constant in an entry.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extra {
    Text(&'static str),
    /// A list of one text.
    List(&'static str),
}

/// An entry for HTTP.
#[derive(Debug)]
pub(super) struct Http {
    /// The member that has the URL.
    pub(super) url: &'static str,
    pub(super) members: &'static [(&'static str, Extra)],
    /// The member that has headers.
    pub(super) headers: &'static str,
    pub(super) token: Token,
}

/// How an entry comes by the token where none is given.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token {
    /// The `Authorization` names the variable `TASKFLOW_TOKEN` like this.
    Reference(&'static str),
    /// This member names that variable.
    Variable(&'static str),
    /// The host asks for it once and keeps it.
    Prompt,
    /// It must stand in the file.
    Literal,
}

/// Every host, in the order they are listed.
pub static HOSTS: &[Host] = &[
    Host {
        id: "claude-desktop",
        name: "Claude Desktop",
        next: "Quit Claude Desktop and start it again.",
        linux: Place(Config, "Claude/claude_desktop_config.json"),
        macos: Place(Support, "Claude/claude_desktop_config.json"),
        windows: Place(Roaming, "Claude/claude_desktop_config.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[],
        http: None,
    },
    Host {
        id: "claude-code",
        name: "Claude Code",
        next: "Start claude again, or see it with: claude mcp list",
        linux: Place(Home, ".claude.json"),
        macos: Place(Home, ".claude.json"),
        windows: Place(Home, ".claude.json"),
        elsewhere: Some(("CLAUDE_CONFIG_DIR", ".claude.json")),
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[("type", Extra::Text("stdio"))],
        http: Some(Http {
            url: "url",
            members: &[("type", Extra::Text("http"))],
            headers: "headers",
            token: Token::Reference("${TASKFLOW_TOKEN}"),
        }),
    },
    Host {
        id: "cursor",
        name: "Cursor",
        next: "Cursor picks it up; see Settings, MCP.",
        linux: Place(Home, ".cursor/mcp.json"),
        macos: Place(Home, ".cursor/mcp.json"),
        windows: Place(Home, ".cursor/mcp.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[("type", Extra::Text("stdio"))],
        http: Some(Http {
            url: "url",
            members: &[],
            headers: "headers",
            token: Token::Reference("${env:TASKFLOW_TOKEN}"),
        }),
    },
    vscode("vscode", "VS Code", VSCODE),
    vscode("vscode-insiders", "VS Code Insiders", INSIDERS),
    Host {
        id: "zed",
        name: "Zed",
        next: "Zed picks it up; see the settings of the Agent panel.",
        linux: Place(Config, "zed/settings.json"),
        macos: Place(Home, ".config/zed/settings.json"),
        windows: Place(Roaming, "Zed/settings.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "context_servers",
        stdio: &[],
        http: Some(Http {
            url: "url",
            members: &[],
            headers: "headers",
            token: Token::Literal,
        }),
    },
    Host {
        id: "codex",
        name: "Codex",
        next: "Start codex again, or see it with: codex mcp list",
        linux: Place(Home, ".codex/config.toml"),
        macos: Place(Home, ".codex/config.toml"),
        windows: Place(Home, ".codex/config.toml"),
        elsewhere: Some(("CODEX_HOME", "config.toml")),
        format: Format::Toml,
        servers: "mcp_servers",
        stdio: &[],
        http: Some(Http {
            url: "url",
            members: &[],
            headers: "http_headers",
            token: Token::Variable("bearer_token_env_var"),
        }),
    },
    Host {
        id: "windsurf",
        name: "Windsurf",
        next: "Press Refresh in Windsurf's MCP panel.",
        linux: Place(Home, ".codeium/windsurf/mcp_config.json"),
        macos: Place(Home, ".codeium/windsurf/mcp_config.json"),
        windows: Place(Home, ".codeium/windsurf/mcp_config.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[],
        http: Some(Http {
            url: "serverUrl",
            members: &[],
            headers: "headers",
            token: Token::Reference("${env:TASKFLOW_TOKEN}"),
        }),
    },
    Host {
        id: "gemini-cli",
        name: "Gemini CLI",
        next: "Start gemini again, or see it with: gemini mcp list",
        linux: Place(Home, ".gemini/settings.json"),
        macos: Place(Home, ".gemini/settings.json"),
        windows: Place(Home, ".gemini/settings.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[],
        http: Some(Http {
            url: "httpUrl",
            members: &[],
            headers: "headers",
            token: Token::Reference("$TASKFLOW_TOKEN"),
        }),
    },
    Host {
        id: "copilot-cli",
        name: "GitHub Copilot CLI",
        next: "Start copilot again, or see it there with: /mcp show",
        linux: Place(Home, ".copilot/mcp-config.json"),
        macos: Place(Home, ".copilot/mcp-config.json"),
        windows: Place(Home, ".copilot/mcp-config.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[("type", Extra::Text("local")), ("tools", Extra::List("*"))],
        http: Some(Http {
            url: "url",
            members: &[("type", Extra::Text("http")), ("tools", Extra::List("*"))],
            headers: "headers",
            token: Token::Reference("${TASKFLOW_TOKEN}"),
        }),
    },
    Host {
        id: "lm-studio",
        name: "LM Studio",
        next: "LM Studio picks it up; see Program, Install.",
        linux: Place(Home, ".lmstudio/mcp.json"),
        macos: Place(Home, ".lmstudio/mcp.json"),
        windows: Place(Home, ".lmstudio/mcp.json"),
        elsewhere: None,
        format: Format::Json,
        servers: "mcpServers",
        stdio: &[],
        http: Some(Http {
            url: "url",
            members: &[],
            headers: "headers",
            token: Token::Literal,
        }),
    },
];

const VSCODE: &str = "Code/User/mcp.json";
const INSIDERS: &str = "Code - Insiders/User/mcp.json";

const fn vscode(id: &'static str, name: &'static str, file: &'static str) -> Host {
    Host {
        id,
        name,
        next: "Run \"MCP: List Servers\" from the command palette.",
        linux: Place(Config, file),
        macos: Place(Support, file),
        windows: Place(Roaming, file),
        elsewhere: None,
        format: Format::Json,
        servers: "servers",
        stdio: &[("type", Extra::Text("stdio"))],
        http: Some(Http {
            url: "url",
            members: &[("type", Extra::Text("http"))],
            headers: "headers",
            token: Token::Prompt,
        }),
    }
}

impl Host {
    /// Returns the host of this name on the command line.
    pub fn named(id: &str) -> Option<&'static Self> {
        HOSTS.iter().find(|host| host.id == id)
    }

    /// Returns where the person's own configuration of the host is, whether or not it exists.
    pub fn file(&self, environment: &Environment) -> PathBuf {
        let moved = self.elsewhere.and_then(|(variable, file)| {
            let folder = environment.variable(variable)?;
            Some(PathBuf::from(folder).join(file))
        });
        moved.unwrap_or_else(|| {
            let Place(root, path) = match environment.platform {
                Platform::Linux => &self.linux,
                Platform::MacOs => &self.macos,
                Platform::Windows => &self.windows,
            };
            environment.folder(*root).join(path)
        })
    }

    /// Tells whether a token for HTTP must stand in the host's file.
    pub fn needs_token(&self) -> bool {
        let token = self.http.as_ref().map(|http| http.token);
        matches!(token, Some(Token::Literal))
    }
}
