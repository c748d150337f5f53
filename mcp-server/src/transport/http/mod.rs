//! MCP over Streamable HTTP, as an OAuth 2.1 resource server.
//!
//! [`endpoint`] is the stack around any MCP server: request ids, problems, Host and Origin checks,
//! CORS, resource metadata, bearer tokens, limits. [`router`] is that with the tasks behind it,
//! [`Server`] with a socket in front.

mod access;
mod authenticate;
mod endpoint;
mod message;
mod metadata;
mod router;
mod serve;

pub use authenticate::{Authentication, RequiredScope};
pub use endpoint::{Admission, Endpoint, Sessions, endpoint};
pub use router::{HttpParts, router};
pub use serve::Server;
