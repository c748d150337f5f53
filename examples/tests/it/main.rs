//! The configurations of hosts, as their readers will find them.

mod hosts;
