//! Every metric of both programs.

/// A metric, and what is said about it.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// The name; a histogram's series have `_bucket`, `_sum` and `_count` after it.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it means.
    pub help: &'static str,
}

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only grows.
    Counter,
    /// It is as it is now.
    Gauge,
    /// Seconds, in buckets.
    Histogram,
}

/// Requests by `method`, `route` and `status`.
pub const HTTP_REQUESTS: &str = "taskflow_http_requests_total";
/// Seconds until an answer begins, by `method` and `route`.
pub const HTTP_REQUEST_DURATION: &str = "taskflow_http_request_duration_seconds";
/// Streams of events that somebody reads.
pub const OPEN_STREAMS: &str = "taskflow_open_streams";
/// Messages that were refused, by `limit`.
pub const RATE_LIMITED: &str = "taskflow_rate_limited_total";
/// Runs that ended, by `outcome`.
pub const RUNS: &str = "taskflow_runs_total";
/// Runs under way.
pub const ACTIVE_RUNS: &str = "taskflow_active_runs";
/// Seconds from the beginning of a run to its end.
pub const RUN_DURATION: &str = "taskflow_run_duration_seconds";
/// Seconds from the beginning of a run to its first words.
pub const TIME_TO_FIRST_TOKEN: &str = "taskflow_time_to_first_token_seconds";
/// Model calls that came to an answer.
pub const MODEL_CALLS: &str = "taskflow_model_calls_total";
/// Model calls that did not, by `kind`.
pub const MODEL_ERRORS: &str = "taskflow_model_errors_total";
/// Tokens, by `direction`.
pub const TOKENS: &str = "taskflow_tokens_total";
/// Tool calls of runs, by `tool` and `outcome`.
pub const TOOL_CALLS: &str = "taskflow_tool_calls_total";
/// Seconds that tool calls of runs took, by `tool`.
pub const TOOL_CALL_DURATION: &str = "taskflow_tool_call_duration_seconds";
/// Requests to the task server, by `method`, `tool` and `outcome`.
pub const MCP_REQUESTS: &str = "taskflow_mcp_requests_total";
/// Seconds that the task server took, by `method`.
pub const MCP_REQUEST_DURATION: &str = "taskflow_mcp_request_duration_seconds";
/// Connections to the database, by `state`.
pub const DATABASE_CONNECTIONS: &str = "taskflow_database_connections";
/// Writes that wait.
pub const DATABASE_WAITING_WRITES: &str = "taskflow_database_waiting_writes";

/// All metrics.
pub const METRICS: &[Metric] = &[
    counter(
        HTTP_REQUESTS,
        "HTTP requests by method, route and status; route is other where there is none",
    ),
    histogram(
        HTTP_REQUEST_DURATION,
        "Time until the answer to a request begins, by method and route",
    ),
    gauge(OPEN_STREAMS, "Event streams that are being read"),
    counter(
        RATE_LIMITED,
        "Messages refused with 429, by limit: rate_limited, token_quota or run_quota",
    ),
    counter(
        RUNS,
        "Runs that ended, by outcome: completed, failed, cancelled or interrupted",
    ),
    gauge(ACTIVE_RUNS, "Runs under way in this process"),
    histogram(RUN_DURATION, "Time from the beginning of a run to its end"),
    histogram(
        TIME_TO_FIRST_TOKEN,
        "Time from the beginning of a run to the first words of its answer",
    ),
    counter(MODEL_CALLS, "Model calls that came to an answer"),
    counter(MODEL_ERRORS, "Model calls that came to none, by kind"),
    counter(
        TOKENS,
        "Tokens that models read and wrote, by direction: input, output, or cached (a part of input)",
    ),
    counter(
        TOOL_CALLS,
        "Tool calls of runs, by tool and outcome: succeeded, failed, or refused (tool other)",
    ),
    histogram(
        TOOL_CALL_DURATION,
        "Time a tool call of a run took, by tool",
    ),
    counter(
        MCP_REQUESTS,
        "Requests to the task server, by method, tool and outcome: answered, tool_error or refused",
    ),
    histogram(
        MCP_REQUEST_DURATION,
        "Time the task server took for a request, by method",
    ),
    gauge(
        DATABASE_CONNECTIONS,
        "Connections of the pool, by state: used or idle; on SQLite those that read",
    ),
    gauge(
        DATABASE_WAITING_WRITES,
        "Writes that wait for SQLite's one writing connection",
    ),
];

const fn counter(name: &'static str, help: &'static str) -> Metric {
    let kind = Kind::Counter;
    Metric { name, kind, help }
}

const fn gauge(name: &'static str, help: &'static str) -> Metric {
    let kind = Kind::Gauge;
    Metric { name, kind, help }
}

const fn histogram(name: &'static str, help: &'static str) -> Metric {
    let kind = Kind::Histogram;
    Metric { name, kind, help }
}
