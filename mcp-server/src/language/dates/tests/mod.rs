//! What phrases mean on a Sunday in November.

mod scratch;
