//! Every setting of both programs, in the order they are shown.

/// A setting: its environment variable, and what is said about it.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The environment variable. In the file it is the same in lower case without `TASKFLOW_`.
    pub name: &'static str,
    /// What holds where it is not set, in words.
    pub default: &'static str,
    /// What it means.
    pub help: &'static str,
    /// Whether its value is never shown.
    pub secret: bool,
}

impl Setting {
    /// Returns the setting's key in `taskflow.toml`.
    pub fn key(&self) -> String {
        self.name
            .strip_prefix("TASKFLOW_")
            .unwrap_or(self.name)
            .to_ascii_lowercase()
    }
}

const fn open(name: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting {
        name,
        default,
        help,
        secret: false,
    }
}

const fn secret(name: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting {
        name,
        default,
        help,
        secret: true,
    }
}

/// All settings.
pub const SETTINGS: &[Setting] = &[
    open(
        "TASKFLOW_DATA_DIR",
        "the platform's data folder, /taskflow in it",
        "Folder of the database, the created secret and taskflow.toml",
    ),
    secret(
        "TASKFLOW_DATABASE_URL",
        "sqlite://<data dir>/taskflow.db",
        "sqlite://<path> or postgres://user:password@host/database",
    ),
    open(
        "TASKFLOW_DATABASE_URL_FILE",
        "unset",
        "File to read that URL from instead",
    ),
    open(
        "TASKFLOW_LISTEN",
        "127.0.0.1:8080 (taskflow), 127.0.0.1:8090 (taskflow-mcp http)",
        "Address and port to serve; port 0 picks a free one",
    ),
    open(
        "TASKFLOW_PUBLIC_URL",
        "http://<listen address>",
        "The URL clients use, when a proxy stands in front; names the audience of tokens",
    ),
    open(
        "TASKFLOW_ALLOWED_ORIGINS",
        "none",
        "Web origins that may call from a browser, separated by commas",
    ),
    secret(
        "TASKFLOW_JWT_SECRET",
        "created in the data folder at first start",
        "HS256 secret that people's tokens are signed with, at least 32 bytes",
    ),
    open(
        "TASKFLOW_JWT_SECRET_FILE",
        "<data dir>/jwt-secret",
        "File to read that secret from instead, also when it is replaced",
    ),
    open(
        "TASKFLOW_JWKS",
        "unset",
        "URL or file of the JSON Web Key Set that people's tokens are signed with, instead of a secret",
    ),
    open(
        "TASKFLOW_JWT_ISSUER",
        "unset: not checked",
        "The iss that people's tokens must carry",
    ),
    open(
        "TASKFLOW_JWT_AUDIENCE",
        "unset: not checked",
        "The aud that people's tokens must carry for the gateway",
    ),
    open(
        "TASKFLOW_MCP_URL",
        "unset: the gateway serves MCP itself",
        "URL of a remote task server, such as http://127.0.0.1:8090/mcp",
    ),
    secret(
        "TASKFLOW_MCP_SECRET",
        "the JWT secret",
        "HS256 secret of the tokens the gateway mints for the task server; the same on both",
    ),
    open(
        "TASKFLOW_MCP_SECRET_FILE",
        "unset",
        "File to read that secret from instead, also when it is replaced",
    ),
    open(
        "TASKFLOW_USER",
        "1",
        "Whose tasks taskflow-mcp works on over stdio",
    ),
    open(
        "TASKFLOW_READ_ONLY",
        "false",
        "With true, only the tools that change nothing are listed and called, for any token and by the \
         chat",
    ),
    secret(
        "OPENAI_API_KEY",
        "unset",
        "Key of the OpenAI-compatible endpoint; setting it or the base URL selects that endpoint",
    ),
    open(
        "OPENAI_API_KEY_FILE",
        "unset",
        "File to read that key from instead",
    ),
    open(
        "OPENAI_BASE_URL",
        "https://api.openai.com/v1",
        "Base URL of any OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1",
    ),
    open(
        "TASKFLOW_MODEL",
        "gpt-5-mini with an endpoint, otherwise built-in",
        "The model to ask that endpoint for",
    ),
    open(
        "TASKFLOW_MODELS",
        "unset: TASKFLOW_MODEL alone",
        "Several models instead, each asked where those before it give no answer, separated by commas: a model of that endpoint, model@base URL for one elsewhere, or built-in",
    ),
    secret(
        "TASKFLOW_MODEL_KEYS",
        "unset",
        "Keys of the endpoints that TASKFLOW_MODELS names, each as base URL and key with a space between, separated by commas",
    ),
    open(
        "TASKFLOW_MODEL_KEYS_FILE",
        "unset",
        "File to read those keys from instead, one endpoint a line",
    ),
    open(
        "TASKFLOW_CONTEXT_TOKENS",
        "16000",
        "Tokens of instructions, tools and conversation that a model is given at most; by model where they differ, such as 16000, qwen3=4000",
    ),
    open(
        "TASKFLOW_TURN_TIMEOUT",
        "30s",
        "How long one answer may take, in all",
    ),
    open(
        "TASKFLOW_TOOL_POLICY",
        "every tool is allowed",
        "Which tools may be called: allow, ask the person, or deny, by name; the first rule that fits, such as delete_*=ask,undo=deny",
    ),
    open(
        "TASKFLOW_QUESTION_TIMEOUT",
        "24h",
        "How long a question to the person waits for its answer, at most 24h",
    ),
    open(
        "TASKFLOW_RATE_LIMIT",
        "60/min+10",
        "Chat messages a person may send: refill rate and burst",
    ),
    open(
        "TASKFLOW_DAILY_TOKENS",
        "no limit",
        "Tokens that models may read and write for a person in a UTC day",
    ),
    open(
        "TASKFLOW_CONCURRENT_RUNS",
        "no limit",
        "Messages of a person that may be answered at the same time",
    ),
    open(
        "TASKFLOW_AUDIT_DAYS",
        "365",
        "Days for which the record of tool calls (taskflow audit) is kept",
    ),
    open(
        "TASKFLOW_TIMEZONE",
        "the system's",
        "IANA time zone for people whose token names none",
    ),
    open(
        "TASKFLOW_LOCALE",
        "the system's (LC_ALL, LC_TIME or LANG)",
        "Locale for people whose token names none, such as en-GB: whether 12/1 is the 12th of January",
    ),
    open(
        "TASKFLOW_LOG",
        "info",
        "Log filter, such as debug or taskflow_mcp=trace",
    ),
    open("TASKFLOW_LOG_FORMAT", "text", "text or json"),
    open(
        "TASKFLOW_METRICS_LISTEN",
        "unset: no metrics",
        "Address and port to serve /metrics at for Prometheus, apart from clients and without a token",
    ),
    open(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "unset: no traces",
        "OpenTelemetry collector to send traces to over OTLP/HTTP, such as http://127.0.0.1:4318",
    ),
    open(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
        "the URL above with /v1/traces",
        "The whole URL to send traces to instead",
    ),
    open(
        "OTEL_SERVICE_NAME",
        "taskflow or taskflow-mcp",
        "The name that traces are sent under",
    ),
];
