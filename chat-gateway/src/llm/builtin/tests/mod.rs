//! The model judged by what people say: phrasings, whole conversations, and arbitrary nonsense.

mod conversations;
mod fake;
mod notation;
mod phrasings;
mod properties;
mod tools;
pub(super) mod work;
