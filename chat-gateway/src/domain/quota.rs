//! How much a person may use.

/// How much a person may use; none of a kind where `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Tokens that models read and write in a UTC day. `TASKFLOW_DAILY_TOKENS`.
    pub daily_tokens: Option<u64>,
    /// Messages that are answered at the same time. `TASKFLOW_CONCURRENT_RUNS`.
    pub concurrent_runs: Option<u32>,
}
