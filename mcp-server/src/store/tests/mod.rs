//! The store on both databases.

mod adding;
mod completing;
mod concurrency;
mod deleting;
mod harness;
mod importing;
mod random;
mod reading;
mod requests;
mod subtrees;
mod together;
mod trash;
mod undoing;
mod undoing_older;
mod updating;
