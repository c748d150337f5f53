//! The task server, as an MCP client sees it. The gateway changes tasks in no other way.

mod answer;
pub(crate) mod client;
pub(crate) mod embedded;
pub(crate) mod toolbox;
