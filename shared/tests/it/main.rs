//! The shared plumbing, from outside.

mod database;
mod readme;
