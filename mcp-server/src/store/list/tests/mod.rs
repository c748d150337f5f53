//! Lists of many tasks, compared to what reading them one by one gives.

mod naive;
mod pages;
mod plans;
mod random;
mod search;
mod seed;
