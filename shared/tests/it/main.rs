//! The shared plumbing, from outside.

mod database;
mod env_example;
mod jwks;
