//! Who is calling: JSON Web Tokens (RFC 7519), verified and issued.
//!
//! Identity comes from a verified token and from nowhere else.

mod bearer;
mod claims;
mod issuer;
mod jwks;
mod keyring;
mod secret;
mod verifier;

pub use bearer::bearer_token;
pub use claims::{Identity, Scope, Scopes};
pub use issuer::{Grant, Issuer};
pub use keyring::Keyring;
pub use secret::{KeyError, random_secret};
pub use verifier::{TokenError, Verifier};
