//! Telling hosts that a person's tasks changed, whoever changed them: `subscriptions/listen` of
//! 2026-07-28, and `resources/subscribe` of the revisions before it, within a session.
//!
//! One [`Watcher`] a process asks the database which of the people somebody listens for have new
//! changes. Each subscription then reads the person's own log from where it left off, so that
//! nothing piles up for a host that does not read, and nothing of anybody else is ever at hand.

mod affected;
mod feed;
mod host;
mod listen;
mod projects;
mod subscribe;
mod watcher;

pub(crate) use listen::{accepted, listen};
pub(crate) use subscribe::Subscribed;
pub(crate) use watcher::Watcher;
